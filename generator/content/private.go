package content

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/privacy"
	"gongshi/generator/symlink"
)

// private is something personal in a file, such as a telephone number.
type private struct {
	where  diag.Diagnostic
	found  privacy.Finding
	remedy string // how to change what the command mask does not find; empty: by it
}

const maskHint = "删掉这一列，或者遮掩：手机 138****1234，身份证 35*************123，住址只写到街道"

// findPrivate finds what is personal in a text as it is written, and its unmasked table
// cells.
func (r *reporter) findPrivate() {
	text := string(r.src.Text)
	for f := range privacy.Find(text) {
		r.private = append(r.private, private{r.src.Report(diag.Error, "privacy", f.Start, f.End, "这里有"+f.Kind.Name()), f, ""})
	}
	for c := range privacy.Cells(text) {
		r.add(r.src.Report(severity(c.Doubtful), "privacy-table", c.Start, c.End, columnMessage("", c)).WithHint(maskHint))
	}
}

func severity(doubtful bool) diag.Severity {
	if doubtful {
		return diag.Warning
	}
	return diag.Error
}

// columnMessage says that a column of a table in a place is not masked.
func columnMessage(place string, c privacy.Cell) string {
	if c.Doubtful {
		return fmt.Sprintf("%s“%s”这一列没有遮掩，请看能不能公开", place, c.Head)
	}
	return fmt.Sprintf("%s“%s”这一列没有遮掩，不能公开", place, c.Head)
}

// findRead finds what is personal in a text as it is read, and is not found in the
// source as it is written; where gives its place.
func (r *reporter) findRead(text string, where func(privacy.Finding) diag.Diagnostic) {
	for f := range privacy.Find(text) {
		if !slices.ContainsFunc(r.private, func(p private) bool { return p.found.Digits == f.Digits }) {
			d := where(f)
			d.Message = "这里有" + f.Kind.Name()
			r.private = append(r.private, private{d, f, "要自己改"})
		}
	}
}

// findInKeys finds what is personal or invisible in the values of keys, without escapes.
func (r *reporter) findInKeys(path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			r.findInKeys(join(path, key), value[key])
		}
	case []map[string]any:
		for i, v := range value {
			r.findInKeys(r.element(path, i), v)
		}
	case []any:
		for i, v := range value {
			r.findInKeys(r.element(path, i), v)
		}
	case string, int64:
		text := fmt.Sprint(value)
		r.findSigns(text, func(int, int) diag.Diagnostic { return r.at(diag.Error, "", path, "") })
		if strings.HasPrefix(path, "aliases") {
			text = strings.ReplaceAll(text, "/", "\n")
		}
		r.findRead(text, func(privacy.Finding) diag.Diagnostic { return r.at(diag.Error, "privacy", path, "") })
	}
}

// findInBody finds what is personal in the body as pages show it.
func (f *file) findInBody() {
	for _, m := range f.doc.Fragments() {
		if !joins(f.src.Text[m.Source.Start:m.Source.End]) {
			continue
		}
		f.findRead(privacy.MarkupText(m.HTML, privacy.Separates), func(found privacy.Finding) diag.Diagnostic {
			start, end := m.Source.Start, m.Source.End
			if at := written(found.Digits).FindIndex(f.src.Text[start:end]); at != nil {
				start, end = start+at[0], start+at[1]
			}
			return f.src.Report(diag.Error, "privacy", start, end, "")
		})
	}
}

// joins reports whether a page may show in one what Markdown has in parts: there are marks
// in the text, or lines without a blank line between them.
func joins(text []byte) bool {
	if bytes.ContainsAny(text, "*_`~\\&<[") {
		return true
	}
	last := 0
	for line := range bytes.Lines(text) {
		length := len(bytes.Trim(line, " \t\r\n"))
		if length > 0 && last > 0 {
			return true
		}
		last = length
	}
	return false
}

// written matches a text with marks and spaces between its characters, which may be
// full-width or entities.
func written(text string) *regexp.Regexp {
	var b strings.Builder
	for i, r := range text {
		if i > 0 {
			b.WriteString(`(?:[^\pL\d&]|&[A-Za-z]+;){0,9}`)
		}
		fmt.Fprintf(&b, `(?:%s|\x{%x}|&#0*%d;|&#[xX]0*(?i:%x);)`, regexp.QuoteMeta(string(r)), r-'!'+'！', r, r)
	}
	return regexp.MustCompile(b.String())
}

// Hide hides what is personal in the lines that diagnostics show and propose: what faults
// of privacy mark in a line, however it is written, and what Mask finds.
func Hide(list []diag.Diagnostic) {
	type mark struct {
		start        int // in characters
		text, hidden string
	}
	lineOf := func(d diag.Diagnostic) diag.Position { return diag.Position{File: d.Pos.File, Line: d.Pos.Line} }
	marks := map[diag.Position][]mark{}
	for _, d := range list {
		if line := []rune(d.Line); strings.HasPrefix(d.Rule, "privacy") && d.Pos.Line > 0 {
			start := min(d.Pos.Column-1, len(line))
			text := string(line[start:min(start+d.Width, len(line))])
			marks[lineOf(d)] = append(marks[lineOf(d)], mark{start, text, hide(text)})
		}
	}
	for i := range list {
		d := &list[i]
		line := []rune(d.Line)
		for _, m := range marks[lineOf(*d)] {
			copy(line[min(m.start, len(line)):], []rune(m.hidden))
			d.Fix = strings.ReplaceAll(d.Fix, m.text, m.hidden)
		}
		d.Line, _ = privacy.Mask(string(line), nil)
		d.Fix, _ = privacy.Mask(d.Fix, nil)
	}
}

// hide returns a text of as many characters: the masked form if the text is a number,
// else asterisks.
func hide(text string) string {
	hidden := []rune(strings.Repeat("*", utf8.RuneCountInString(text)))
	for f := range privacy.Find(text) {
		if masked := []rune(f.Masked()); f.Start == 0 && f.End == len(text) && len(masked) <= len(hidden) {
			copy(hidden, masked)
		}
	}
	return string(hidden)
}

// checkName reports what is personal in the name of a file that is published.
func (a *assembler) checkName(name string) {
	for f := range privacy.Find(strings.NewReplacer("/", "\n", path.Ext(name), "").Replace(name)) {
		a.checkPrivate([]private{{diag.File(diag.Error, "privacy", name, "文件名里有"+f.Kind.Name()+" "+f.Masked()), f, "改文件的名字"}})
	}
}

// allowed returns the exception that site.toml makes for a finding, if any, and whether
// it has run out.
func (a *assembler) allowed(f privacy.Finding) (ok, over bool) {
	hash := f.Hash(a.config.site.Title)
	for _, e := range a.config.file.Privacy {
		if string(e.Hash) == hash {
			return true, !a.opt.Clock.IsZero() && a.opt.Clock.After(e.Until.AddDate(0, 0, 1))
		}
	}
	return false, false
}

// checkPrivate reports the personal data that site.toml does not allow.
func (a *assembler) checkPrivate(list []private) {
	for _, p := range list {
		d, f := p.where, p.found
		d.Severity = severity(f.Kind.Doubtful())
		exception := fmt.Sprintf("在 site.toml 里写 [[privacy]]，hash = \"%s\"，再写 person、reason、until", f.Hash(a.config.site.Title))
		switch ok, over := a.allowed(f); {
		case over:
			d.Message += "，不能公开：例外已经到期"
			a.add(d.WithHint("确实还要公开，就在 site.toml 的 [[privacy]] 里改 until"))
		case ok:
		case f.Kind.Doubtful():
			d.Message += "，请看能不能公开"
			a.add(d.WithHint(f.Kind.Hint() + "；可以公开的，" + exception))
		default:
			remedy := cmp.Or(p.remedy, "gongshi mask "+d.Pos.File+" 会替您改")
			d.Message += "，不能公开"
			a.add(d.WithHint(fmt.Sprintf("写成 %s（%s）；依法必须公开的，%s", f.Masked(), remedy, exception)))
		}
	}
}

// Attached is the content extracted from a file that is published unchanged.
type Attached struct {
	Texts  []string
	Tables [][][]string // rows of cells
	// Pictures is the number of pictures and recordings, whose text is not read.
	Pictures int
	// Unread gives the reason in Chinese if not everything could be extracted.
	Unread string
	// Unsafe means that such a file must not be published unchecked.
	Unsafe bool
}

// inspection lists what must not be published of an attachment.
type inspection struct {
	found    []privacy.Finding
	columns  []privacy.Cell // the first unmasked cell under each head
	pictures int
	unread   string
	unsafe   bool
}

// maxWork is the work of searching an attachment: a list of 50,000 persons.
const maxWork = 16 << 20

func inspect(attached Attached) inspection {
	result := inspection{unread: attached.Unread, unsafe: attached.Unsafe, pictures: attached.Pictures}
	known := map[privacy.Finding]bool{}
	finder := privacy.Finder{Work: maxWork}
	for _, text := range attached.Texts {
		for f := range finder.Find(text) {
			f.Start, f.End = 0, 0
			if !known[f] {
				known[f] = true
				result.found = append(result.found, f)
			}
		}
	}
	for _, rows := range attached.Tables {
		for c := range finder.Unmasked(rows) {
			if !slices.ContainsFunc(result.columns, func(known privacy.Cell) bool { return known.Head == c.Head }) {
				result.columns = append(result.columns, c)
			}
		}
	}
	if finder.Work < 0 {
		result.unread, result.unsafe = "这个附件太大", true
	}
	return result
}

// listed is how many findings of a kind, or unread files, are told one by one.
const listed = 3

// checkAttachment reports the personal data in a file that is published unchanged.
func (a *assembler) checkAttachment(name string, data []byte) {
	if a.opt.Attachment == nil {
		return
	}
	found := a.opt.Cache.attachments.get(name, data, func() inspection { return inspect(a.opt.Attachment(name, data)) })
	written := map[string]bool{} // what the command mask finds
	if finder := (privacy.Finder{Work: maxWork}); len(found.found) > 0 && utf8.Valid(data) {
		for f := range finder.Find(string(data)) {
			written[f.Digits] = true
		}
	}
	kinds := map[privacy.Kind][]private{}
	for _, f := range found.found {
		if ok, over := a.allowed(f); !ok || over {
			where := diag.File(diag.Error, "privacy", name, fmt.Sprintf("附件里有%s %s", f.Kind.Name(), f.Masked()))
			remedy := ""
			if !written[f.Digits] {
				remedy = "请用原来的软件改"
			}
			kinds[f.Kind] = append(kinds[f.Kind], private{where, f, remedy})
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		list := kinds[kind]
		if n := len(list); n > listed {
			list = list[:1]
			list[0].where.Message = fmt.Sprintf("附件里有%s %s 等 %d 个", kind.Name(), list[0].found.Masked(), n)
		}
		a.checkPrivate(list)
	}
	for _, c := range found.columns {
		a.add(diag.File(severity(c.Doubtful), "privacy-table", name, columnMessage("附件的表格里", c)).WithHint(maskHint))
	}
	a.pictures += found.pictures
	if found.unread != "" {
		a.unread = append(a.unread, diag.File(severity(!found.unsafe), "attachment", name, found.unread+"，没有检查里面有没有个人信息").
			WithHint("请打开看一遍；能另存为 .xlsx、.docx、.csv 或带文字的 PDF 就另存，太大的拆小"))
	}
}

// reportUnread tells which attachments have not been read: each of them for a review,
// and if there are few; else the others as a number.
func (a *assembler) reportUnread() {
	n := 0
	for _, d := range a.unread {
		if d.Severity == diag.Warning {
			if n++; n > listed && !a.opt.Review {
				continue
			}
		}
		a.add(d)
	}
	if n > listed && !a.opt.Review {
		a.add(diag.File(diag.Warning, "attachment", Root, fmt.Sprintf("另有 %d 个附件也读不出文字，没有检查里面有没有个人信息", n-listed)).WithHint("gongshi check 逐个列出"))
	}
}

// checkStatic checks the static files for personal data and for symbolic links to
// drafts. Package assets publishes them and reports those that cannot be read.
func (a *assembler) checkStatic(fsys fs.FS) {
	_ = symlink.Walk(fsys, "static", func(name, to string) {
		switch {
		case to != "" && a.belowDraft(to):
			a.add(diag.File(diag.Error, "symlink", name, fmt.Sprintf("这个链接指向草稿：%s", to)).
				WithHint("草稿不公开；等它发布以后再链接，或者删掉链接"))
		case to == "" && a.opt.Attachment != nil:
			if data, err := fs.ReadFile(fsys, name); err == nil {
				a.checkAttachment(name, data)
			}
		}
	})
}
