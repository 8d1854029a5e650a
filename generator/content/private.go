package content

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/privacy"
	"gongshi/generator/symlink"
)

// private is a number of a person in a file: where it stands, and what names
// it in an exception.
type private struct {
	where diag.Diagnostic
	found privacy.Finding
}

// privateIn finds the numbers and unmasked cells of a text. What is printed of
// the text has them masked.
func privateIn(src *diag.Source) (list []private, cells []diag.Diagnostic) {
	text := string(src.Text)
	for f := range privacy.Find(text) {
		d := src.Report(diag.Error, "privacy", f.Start, f.End, "这里有"+f.Kind.Name()+"，不能公开")
		d.Line, _ = privacy.Mask(d.Line, nil)
		list = append(list, private{d, f})
	}
	for c := range privacy.Cells(text) {
		d := src.Report(diag.Error, "privacy-table", c.Start, c.End, fmt.Sprintf("“%s”这一列没有遮掩，不能公开", c.Head))
		d.Line = strings.ReplaceAll(d.Line, text[c.Start:c.End], strings.Repeat("*", utf8.RuneCountInString(text[c.Start:c.End])))
		cells = append(cells, d.WithHint("删掉这一列，或者遮掩：手机 138****1234，身份证 35*************123，住址只写到街道"))
	}
	return list, cells
}

// documents are files that the command mask cannot change.
var documents = []string{".xlsx", ".docx", ".pptx", ".pdf"}

// judge reports the numbers for which site.toml makes no exception.
func (a *assembler) judge(list []private) {
	salt := a.config.site.Title
	for _, p := range list {
		hash := p.found.Hash(salt)
		i := slices.IndexFunc(a.config.file.Privacy, func(e exceptionTable) bool { return string(e.Hash) == hash })
		d := p.where
		switch {
		case i < 0:
			how := "gongshi mask " + d.Pos.File + " 会替您改"
			if slices.Contains(documents, strings.ToLower(path.Ext(d.Pos.File))) {
				how = "请用原来的软件改"
			}
			d = d.WithHint(fmt.Sprintf("写成 %s（%s）；依法必须公开的，在 site.toml 里写 [[privacy]]，hash = \"%s\"，再写 person、reason、until", p.found.Masked(), how, hash))
		case !a.clock.IsZero() && a.clock.After(a.config.file.Privacy[i].Until.Time.AddDate(0, 0, 1)):
			d.Message += "：例外已经到期"
			d = d.WithHint("确实还要公开，就在 site.toml 的 [[privacy]] 里改 until")
		default:
			continue
		}
		a.found = append(a.found, d)
	}
}

// Attached is what is read of a file that is published as it is: its texts, and
// its tables as rows of cells. Unread says in Chinese why not all was read;
// where Unsafe, it must not be published so.
type Attached struct {
	Texts  []string
	Tables [][][]string
	Unread string
	Unsafe bool
}

// inspected is what must not be published of an attachment.
type inspected struct {
	data    []byte
	numbers []privacy.Finding
	heads   []string // of columns that are not masked
	unread  string
	unsafe  bool
}

func inspect(name string, data []byte, read func(string, []byte) Attached) inspected {
	contents := read(name, data)
	result := inspected{data: data, unread: contents.Unread, unsafe: contents.Unsafe}
	for _, text := range contents.Texts {
		result.numbers = slices.AppendSeq(result.numbers, privacy.Find(text))
	}
	for _, rows := range contents.Tables {
		for head, cell := range privacy.Unmasked(rows) {
			if numbered := slices.Collect(privacy.Find(cell)); len(numbered) == 0 && !slices.Contains(result.heads, head) {
				result.heads = append(result.heads, head)
			}
		}
	}
	return result
}

// attachments looks for what must not be published in files that are published
// as they are. Those that the last Load has read are not read again.
type attachments struct {
	read func(name string, data []byte) Attached
	// review tells of those that could not be read, too.
	review bool
	last   map[string]inspected
	next   map[string]inspected
}

func newAttachments(opt Options) *attachments {
	if opt.Attachment == nil {
		return nil
	}
	t := &attachments{read: opt.Attachment, review: opt.Review, next: map[string]inspected{}}
	if opt.Cache != nil {
		t.last, opt.Cache.attachments = opt.Cache.attachments, t.next
	}
	return t
}

// attachment reports what must not be published of a file.
func (a *assembler) attachment(t *attachments, name string, data []byte) {
	if t == nil {
		return
	}
	found, ok := t.last[name]
	if !ok || !bytes.Equal(found.data, data) {
		found = inspect(name, data, t.read)
	}
	t.next[name] = found
	for _, f := range found.numbers {
		a.judge([]private{{diag.File(diag.Error, "privacy", name, fmt.Sprintf("附件里有%s %s，不能公开", f.Kind.Name(), f.Masked())), f}})
	}
	for _, head := range found.heads {
		a.found = append(a.found, diag.File(diag.Error, "privacy-table", name, fmt.Sprintf("附件的表格里“%s”这一列没有遮掩，不能公开", head)).
			WithHint("删掉这一列，或者遮掩：手机 138****1234，身份证 35*************123，住址只写到街道"))
	}
	if found.unread != "" && (found.unsafe || t.review) { // a scan may be published
		severity := diag.Warning
		if found.unsafe {
			severity = diag.Error
		}
		a.found = append(a.found, diag.File(severity, "attachment", name, found.unread+"，没有检查里面有没有个人信息").
			WithHint("请打开看一遍；能另存为 .xlsx、.docx、.csv 或带文字的 PDF 就另存，太大的拆小"))
	}
}

// static inspects the site's own static files. What they are for, package
// assets knows, which also reports what cannot be read.
func (a *assembler) static(fsys fs.FS, t *attachments) {
	_ = fs.WalkDir(fsys, "static", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type()&fs.ModeSymlink != 0 {
			if to, fault := symlink.Check(fsys, name); fault == nil && a.belowDraft(to) {
				a.found = append(a.found, diag.File(diag.Error, "symlink", name, fmt.Sprintf("这个链接指向草稿：%s", to)).
					WithHint("草稿不公开；等它发布以后再链接，或者删掉链接"))
			}
		}
		if t == nil || err != nil || !entry.Type().IsRegular() {
			return nil
		}
		if data, err := fs.ReadFile(fsys, name); err == nil {
			a.attachment(t, name, data)
		}
		return nil
	})
}
