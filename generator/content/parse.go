package content

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// kind is what a Markdown file is for, as its folder and name tell.
type kind uint8

const (
	pageKind kind = iota
	reportKind
	taskKind
	overrideKind     // a report or page in another variant
	taskOverrideKind // a task in another variant
	foreignIndexKind // _index.md as other generators use it: in a folder of pages
)

// file is a parsed Markdown file. It depends on nothing but its path, kind and
// bytes and does not change after parsing, so it can be cached.
type file struct {
	reporter
	path string
	kind kind

	page     pageFile
	report   reportFile
	task     taskFile
	override overrideFile
	doc      markdown.Document
	// plain holds the finished texts of those fragments of doc that have no internal
	// links and so depend on no other file. The key is the position in the source.
	plain        map[markdown.Span]site.Prose
	placeholders []diag.Diagnostic // reported if the file is published
	// usable is false if the front matter could not be read at all.
	usable bool
}

// keys returns the keys that all kinds of document share.
func (f *file) keys() *documentKeys {
	switch f.kind {
	case reportKind:
		return &f.report.documentKeys
	case taskKind:
		return &f.task.documentKeys
	}
	return &f.page.documentKeys
}

// parse reads one file and checks everything that needs no other file.
func parse(src *diag.Source, k kind, parser *markdown.Parser) *file {
	f := &file{path: src.Path, kind: k, reporter: reporter{src: src}}
	fm, fault := splitFrontMatter(src)
	if limit := checkLimits(src, fm.body); limit != nil {
		f.add(*limit)
		return f
	}
	f.findPrivate()
	if k == foreignIndexKind {
		f.add(src.Report(diag.Error, "index-file", 0, len(src.Text), "_index.md 在这里表示它的文件夹是一份报告，文件夹里每个文件是一项任务").
			WithHint("这个文件夹里是普通页面：把这个文件的名字改成别的，例如 " + path.Dir(src.Path) + "/about.md；是报告就在这里写上 date 和 source"))
		return f
	}
	dst := map[kind]any{pageKind: &f.page, reportKind: &f.report, taskKind: &f.task, overrideKind: &f.override, taskOverrideKind: &f.override}[k]
	if fault != nil {
		if fault.Rule == "front-matter-yaml" {
			*fault = yamlFrontMatter(src, fault.Pos.Line, dst)
		}
		f.add(*fault)
		return f
	}
	if found := taskKey.FindIndex(src.Text[fm.start:fm.end]); k == pageKind && found != nil {
		f.add(src.Report(diag.Error, "task-outside-report", fm.start+found[0], len(src.Text), "这是一项任务，但它所在的文件夹不是报告").
			WithHint("把文件移到报告的文件夹（例如 content/2021/），或在这个文件夹里新建 _index.md；如果它是普通页面，就删掉这一行"))
		return f
	}
	f.usable = bind(&f.reporter, fm.start, fm.end, dst, otherKeys[k])
	split := markdown.Whole
	if k == taskKind || k == taskOverrideKind {
		split = 2
	}
	if !f.page.Unlisted {
		f.placeholders = placeholders(src, fm.end)
	}
	f.doc = parser.Parse(src, fm.body, split)
	f.finishPlain()
	f.findInBody()
	f.findSigns(string(src.Text[fm.body:]), func(start, end int) diag.Diagnostic {
		return src.Report(diag.Error, "", fm.body+start, fm.body+end, "")
	})
	f.checkText()
	if split == 2 {
		f.checkHeadings()
	}
	if k == taskKind && f.usable {
		f.checkTask()
	}
	return f
}

// taskKey matches a key that only tasks have.
var taskKey = regexp.MustCompile(`(?m)^\s*(number\s*=|\[\[\s*target\s*\]\])`)

// finishPlain makes the texts that depend on no other file.
func (f *file) finishPlain() {
	f.plain = map[markdown.Span]site.Prose{}
	for _, m := range f.doc.Fragments() {
		if len(m.Links) == 0 {
			f.plain[m.Source] = prose(m, f.src.Text, nil, site.Base{})
		}
	}
}

// otherKeys maps, for each kind, keys of other kinds to the name of those kinds.
var otherKeys = map[kind]map[string]string{
	pageKind:   {"source": "报告（_index.md）", "year": "报告（_index.md）", "number": "任务"},
	reportKind: {"number": "任务", "lead": "任务", "support": "任务", "target": "任务", "status": "任务"},
	taskKind:   {"source": "报告（_index.md）", "year": "报告（_index.md）", "column": "报告（_index.md）", "period": "报告（_index.md）", "columns": "报告（_index.md）"},
}

// headingLevel reports a heading in a task that is not a target. i is the number of
// headings before it.
func (f *file) headingLevel(h markdown.Heading, i int) diag.Diagnostic {
	d := f.src.Report(diag.Error, "heading-level", h.Span.Start, h.Span.End,
		fmt.Sprintf("任务里的目标要用二级标题（##），这里是%s级标题", chineseDigits[h.Level])).
		WithHint("如果是目标，写作 ## 加空格；完成情况里面的小标题用粗体：**小标题**")
	text := strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(string(f.src.Text[h.Span.Start:h.Span.End])), "#"))
	if text == "" {
		return d
	}
	if h.Level > 2 && i > 0 && !unicode.IsDigit([]rune(text)[0]) { // targets are often numbered
		return d.WithFix("**" + text + "**")
	}
	return d.WithFix("## " + text)
}

// checkHeadings checks that a task consists of targets and their results.
func (f *file) checkHeadings() {
	for _, s := range f.doc.Nested {
		f.add(f.src.Report(diag.Error, "heading-nested", s.Start, s.End, "标题不能放在引用或列表里，这样它不会成为目标").
			WithHint("让这一行从最左边的 ## 开始；只是强调就用粗体：**文字**"))
	}
	for i, h := range f.doc.Headings {
		if h.Level != 2 {
			f.add(f.headingLevel(h, i))
		}
	}
	for _, s := range f.doc.Sections {
		switch {
		case strings.TrimSpace(s.Title.Text) == "":
			f.add(f.src.Report(diag.Error, "target-empty", s.Heading.Span.Start, s.Heading.Span.End, "目标的标题是空的").
				WithHint("在 ## 后面写上目标的文字").WithFix("## 目标"))
		case strings.TrimSpace(s.Body.Text) == "" && !strings.Contains(s.Body.HTML, "<img"):
			f.add(f.src.Report(diag.Error, "target-without-result", s.Heading.Span.Start, s.Heading.Span.End, "这个目标下面没有完成情况").
				WithHint("在标题下面空一行，写上完成情况；如果标题被分成了两个，就合并成一个"))
		}
	}
	glued := slices.ContainsFunc(f.found, func(d diag.Diagnostic) bool { return d.Rule == "heading-form" })
	if len(f.doc.Headings) == 0 && !glued && strings.TrimSpace(f.task.Withdrawn) == "" {
		f.add(f.atStart(diag.Error, "task-without-target", "这项任务没有目标").
			WithHint("正文里每个目标写一个二级标题，下面写完成情况").WithAddition("## 目标\n\n完成情况"))
	}
}

var chineseDigits = []string{"零", "一", "二", "三", "四", "五", "六"}

var anchorForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}_-]*$`)

// checkTask checks a task's front matter.
func (f *file) checkTask() {
	if f.has("number") && f.task.Number <= 0 && !f.faulty("number") {
		f.add(f.at(diag.Error, "number-form", "number", "序号要从 1 开始").WithFix("number = 1"))
	}
	for _, key := range slices.Sorted(maps.Keys(f.task.Extra)) {
		if !site.Plain(f.task.Extra[key]) { // it could not be shown in a table
			f.add(f.at(diag.Error, "extra-type", join("extra", key), key+" 要写成文字、数字、日期，或一组文字").
				WithHint("例如 " + key + " = \"…\""))
		}
	}
	ids := map[string]string{}
	for i, t := range f.task.Target {
		key := fmt.Sprintf("target.%d", i)
		if i >= len(f.doc.Sections) {
			f.add(f.at(diag.Error, "target-no-heading", key,
				fmt.Sprintf("这是第 %d 个 [[target]]，但正文只有 %d 个目标（## 标题）", i+1, len(f.doc.Sections))).
				WithHint("[[target]] 按顺序对应正文里的 ## 标题；删掉多余的 [[target]]，或在正文里补上标题"))
		}
		f.checkTarget(key, t, ids)
	}
}

// checkTarget checks the front matter of a target at a key. ids maps the ids of the
// targets before it to their keys.
func (f *file) checkTarget(key string, t targetTable, ids map[string]string) {
	id := string(t.ID)
	switch {
	case id == "":
	case !anchorForm.MatchString(id):
		f.add(f.at(diag.Error, "target-id", key+".id", "id 只能用文字、数字、- 和 _").
			WithHint("id 是地址里 # 后面的部分，例如 pm25"))
	case ids[id] != "":
		f.add(f.at(diag.Error, "target-id", key+".id", fmt.Sprintf("id “%s”用了两次", id)).
			WithHint("同一项任务里每个目标的 id 都要不同").WithNote(f.position(ids[id]+".id"), "第一次用在这里"))
	default:
		ids[id] = key
	}
	for i, m := range t.Measure {
		f.checkMeasure(f.element(key+".measure", i), m)
	}
}

func (f *file) checkMeasure(key string, m measureTable) {
	for name, v := range map[string]float64{"goal": m.Goal, "actual": m.Actual} {
		if !site.Plain(v) { // no number, or an infinite one
			f.add(f.at(diag.Error, "measure-number", key+"."+name, "这里要写一个数").
				WithHint("例如 " + name + " = 15；还没有数字就先删掉这个 measure"))
		}
	}
	if _, ok := directions[m.Direction]; !ok && m.Direction != "" {
		f.add(f.at(diag.Error, "measure-direction", key+".direction", "方向只能是 ≥、≤ 或 =").
			WithHint("≥ 越大越好（不少于），≤ 越小越好（不超过），= 正好达到"))
	}
}

// directions maps what editors may write to the sign that is published.
var directions = map[string]string{"≥": "≥", ">=": "≥", "≤": "≤", "<=": "≤", "=": "=", "＝": "="}

// faulty reports whether the line of a key's value has a fault already.
func (f *file) faulty(key string) bool {
	line := f.position(key).Line
	return slices.ContainsFunc(f.found, func(d diag.Diagnostic) bool { return d.Pos.Line == line })
}
