package content

import (
	"fmt"
	"iter"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// kind says what a Markdown file stands for; its place in the tree decides.
type kind uint8

const (
	pageKind kind = iota
	reportKind
	taskKind
	overrideKind     // a report's or page's text for another script
	taskOverrideKind // a task's
)

// file is one parsed Markdown file. It depends on nothing but its path, kind
// and bytes, and is not changed after parsing, so it can be cached.
type file struct {
	path string
	kind kind
	src  *diag.Source
	// where and home are for faults found later, when files are put together.
	where  locations
	broken []string
	home   int

	page     pageFile
	report   reportFile
	task     taskFile
	override overrideFile
	doc      markdown.Document
	// plain are the fragments of doc that hold no link to the site, finished:
	// they are the same wherever other files are.
	plain   map[markdown.Span]site.Prose
	found   []diag.Diagnostic
	private []private
	// usable is false if the front matter could not be read at all.
	usable bool
}

// keys returns the keys that all kinds share.
func (f *file) keys() *documentKeys {
	switch f.kind {
	case reportKind:
		return &f.report.documentKeys
	case taskKind:
		return &f.task.documentKeys
	}
	return &f.page.documentKeys
}

// at is a diagnostic over the value of a key, or over the file's first line
// if the key is not there.
func (f *file) at(severity diag.Severity, rule, key, message string) diag.Diagnostic {
	if s, ok := f.where[key]; ok {
		return f.src.Report(severity, rule, s.valueStart, s.valueEnd, message)
	}
	line := f.src.Line(f.src.Position(f.home).Line)
	return f.src.Report(severity, rule, f.home, f.home+len(line), message)
}

// parse reads one file. splitting into targets and the checks of a task's
// headings are part of it, since they need this file only.
func parse(src *diag.Source, k kind, parser *markdown.Parser) *file {
	f := &file{path: src.Path, kind: k, src: src}
	f.private, f.found = privateIn(src)
	fm, fault := splitFrontMatter(src)
	if fault != nil {
		f.found = append(f.found, *fault)
		return f
	}
	f.home = fm.start
	if f.kind == pageKind && looksLikeTask(src, fm) {
		f.found = append(f.found, taskOutsideReport(src, fm))
		return f
	}
	dst := map[kind]any{pageKind: &f.page, reportKind: &f.report, taskKind: &f.task, overrideKind: &f.override, taskOverrideKind: &f.override}[k]
	b, ok := bind(src, fm.start, fm.end, dst, otherKeys[k])
	f.found = append(f.found, b.found...)
	f.where, f.broken, f.usable = b.where, b.broken, ok
	split := markdown.Whole
	if k == taskKind || k == taskOverrideKind {
		split = 2
	}
	f.doc = parser.Parse(src, fm.body, split)
	f.finishPlain()
	f.checkText()
	if split == 2 {
		f.checkHeadings()
	}
	if k == taskKind && ok {
		f.checkTask()
	}
	return f
}

// finishPlain makes the texts that need no other file.
func (f *file) finishPlain() {
	f.plain = map[markdown.Span]site.Prose{}
	for m := range f.fragments() {
		if len(m.Links) == 0 {
			f.plain[m.Source] = f.prose(m, m.HTML, nil)
		}
	}
}

// fragments are those of the file, in order.
func (f *file) fragments() iter.Seq[markdown.Fragment] {
	return func(yield func(markdown.Fragment) bool) {
		if !yield(f.doc.Intro) {
			return
		}
		for _, s := range f.doc.Sections {
			if !yield(s.Title) || !yield(s.Body) {
				return
			}
		}
	}
}

// otherKeys names keys that editors may put into the wrong kind of file.
var otherKeys = map[kind]map[string]string{
	pageKind:   {"source": "报告（_index.md）", "year": "报告（_index.md）", "number": "任务"},
	reportKind: {"number": "任务", "lead": "任务", "support": "任务", "target": "任务", "status": "任务"},
	taskKind:   {"source": "报告（_index.md）", "year": "报告（_index.md）", "column": "报告（_index.md）", "period": "报告（_index.md）", "columns": "报告（_index.md）"},
}

var numberKey = regexp.MustCompile(`(?m)^\s*(number\s*=|\[\[\s*target\s*\]\])`)

func looksLikeTask(src *diag.Source, fm frontMatter) bool {
	return numberKey.Match(src.Text[fm.start:fm.end])
}

func taskOutsideReport(src *diag.Source, fm frontMatter) diag.Diagnostic {
	at := fm.start + numberKey.FindIndex(src.Text[fm.start:fm.end])[0]
	return src.Report(diag.Error, "task-outside-report", at, at+len(src.Line(src.Position(at).Line)), "这是一项任务，但它所在的文件夹不是报告").
		WithHint("把文件移到报告的文件夹（例如 content/2021/），或在这个文件夹里新建 _index.md；如果它是普通页面，就删掉这一行")
}

// headingLevel reports a heading that is no target; i counts the headings
// before it.
func (f *file) headingLevel(h markdown.Heading, i int) diag.Diagnostic {
	d := f.src.Report(diag.Error, "heading-level", h.Span.Start, h.Span.End,
		fmt.Sprintf("任务里的目标要用二级标题（##），这里是%s级标题", chineseDigits[h.Level])).
		WithHint("如果是目标，写作 ## 加空格；完成情况里面的小标题用粗体：**小标题**")
	text := strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(string(f.src.Text[h.Span.Start:h.Span.End])), "#"))
	switch {
	case text == "":
		return d
	case h.Level > 2 && i > 0 && !unicode.IsDigit([]rune(text)[0]): // a numbered one is a target
		return d.WithFix("**" + text + "**")
	}
	return d.WithFix("## " + text)
}

// checkHeadings sees to it that a task's text is targets and results.
func (f *file) checkHeadings() {
	for _, s := range f.doc.Nested {
		f.found = append(f.found, f.src.Report(diag.Error, "heading-nested", s.Start, s.End, "标题不能放在引用或列表里，这样它不会成为目标").
			WithHint("让这一行从最左边的 ## 开始；只是强调就用粗体：**文字**"))
	}
	for i, h := range f.doc.Headings {
		if h.Level != 2 {
			f.found = append(f.found, f.headingLevel(h, i))
		}
	}
	for _, s := range f.doc.Sections {
		switch {
		case strings.TrimSpace(s.Title.Text) == "":
			f.found = append(f.found, f.src.Report(diag.Error, "target-empty", s.Heading.Span.Start, s.Heading.Span.End, "目标的标题是空的").
				WithHint("在 ## 后面写上目标的文字").WithFix("## 目标"))
		case strings.TrimSpace(s.Body.Text) == "" && !strings.Contains(s.Body.HTML, "<img"):
			f.found = append(f.found, f.src.Report(diag.Error, "target-without-result", s.Heading.Span.Start, s.Heading.Span.End, "这个目标下面没有完成情况").
				WithHint("在标题下面空一行，写上完成情况；如果标题被分成了两个，就合并成一个"))
		}
	}
	glued := slices.ContainsFunc(f.found, func(d diag.Diagnostic) bool { return d.Rule == "heading-form" })
	if len(f.doc.Headings) == 0 && !glued && strings.TrimSpace(f.task.Withdrawn) == "" {
		line := f.src.Line(f.src.Position(f.home).Line)
		f.found = append(f.found, f.src.Report(diag.Error, "task-without-target", f.home, f.home+len(line), "这项任务没有目标").
			WithHint("正文里每个目标写一个二级标题，下面写完成情况").WithAddition("## 目标\n\n完成情况"))
	}
}

var chineseDigits = []string{"零", "一", "二", "三", "四", "五", "六"}

var anchorForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}_-]*$`)

// checkTask checks what one task's front matter says about itself.
func (f *file) checkTask() {
	if _, given := f.where["number"]; given && f.task.Number <= 0 && !f.faulty("number") {
		f.found = append(f.found, f.at(diag.Error, "number-form", "number", "序号要从 1 开始").WithFix("number = 1"))
	}
	f.checkExtra()
	ids := map[string]string{}
	for i, t := range f.task.Target {
		key := fmt.Sprintf("target.%d", i)
		if i >= len(f.doc.Sections) {
			f.found = append(f.found, f.at(diag.Error, "target-no-heading", key,
				fmt.Sprintf("这是第 %d 个 [[target]]，但正文只有 %d 个目标（## 标题）", i+1, len(f.doc.Sections))).
				WithHint("[[target]] 按顺序对应正文里的 ## 标题；删掉多余的 [[target]]，或在正文里补上标题"))
		}
		f.checkTarget(key, i, t, ids)
	}
}

func (f *file) checkTarget(key string, i int, t targetTable, ids map[string]string) {
	id := string(t.ID)
	switch {
	case id == "":
	case !anchorForm.MatchString(id):
		f.found = append(f.found, f.at(diag.Error, "target-id", key+".id", "id 只能用文字、数字、- 和 _").
			WithHint("id 是地址里 # 后面的部分，例如 pm25"))
	case ids[id] != "":
		f.found = append(f.found, f.at(diag.Error, "target-id", key+".id", fmt.Sprintf("id “%s”用了两次", id)).
			WithHint("同一项任务里每个目标的 id 都要不同").WithNote(f.at(diag.Error, "", ids[id]+".id", "").Pos, "第一次用在这里"))
	default:
		ids[id] = key
	}
	for i, m := range t.Measure {
		place := key + ".measure"
		if _, listed := f.where[fmt.Sprintf("%s.%d.direction", place, i)]; listed {
			place = fmt.Sprintf("%s.%d", place, i)
		}
		f.checkMeasure(place, m)
	}
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func (f *file) checkMeasure(key string, m measureTable) {
	for name, v := range map[string]float64{"goal": m.Goal, "actual": m.Actual} {
		if !finite(v) {
			f.found = append(f.found, f.at(diag.Error, "measure-number", key+"."+name, "这里要写一个数").
				WithHint("例如 "+name+" = 15；还没有数字就先删掉这个 measure"))
		}
	}
	if _, ok := directions[m.Direction]; !ok && m.Direction != "" {
		f.found = append(f.found, f.at(diag.Error, "measure-direction", key+".direction", "方向只能是 ≥、≤ 或 =").
			WithHint("≥ 越大越好（不少于），≤ 越小越好（不超过），= 正好达到"))
	}
}

// checkExtra sees to it that a value an editor adds can stand in a table.
func (f *file) checkExtra() {
	for key := range sorted(f.task.Extra) {
		if !site.Plain(f.task.Extra[key]) {
			f.found = append(f.found, f.at(diag.Error, "extra-type", "extra."+key, key+" 要写成文字、数字、日期，或一组文字").
				WithHint("例如 "+key+" = \"…\""))
		}
	}
}

// directions maps what editors type to the sign that is printed.
var directions = map[string]string{"≥": "≥", ">=": "≥", "≤": "≤", "<=": "≤", "=": "=", "＝": "="}

// faulty says whether a fault has already been reported inside a key's value.
func (f *file) faulty(key string) bool {
	s := f.where[key]
	pos := f.src.Position(s.valueStart)
	for _, d := range f.found {
		if d.Pos.Line == pos.Line {
			return true
		}
	}
	return false
}
