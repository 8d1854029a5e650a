package content

import (
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

// private is a personal number in a file, such as a telephone number.
type private struct {
	where diag.Diagnostic
	found privacy.Finding
}

const maskHint = "删掉这一列，或者遮掩：手机 138****1234，身份证 35*************123，住址只写到街道"

// privateIn finds the personal numbers and the unmasked table cells in a text. They
// are masked in the source lines of all its diagnostics.
func privateIn(src *diag.Source) (list []private, cells []diag.Diagnostic) {
	text := string(src.Text)
	for f := range privacy.Find(text) {
		d := src.Report(diag.Error, "privacy", f.Start, f.End, "这里有"+f.Kind.Name()+"，不能公开")
		d.Line, _ = privacy.Mask(d.Line, nil)
		list = append(list, private{d, f})
	}
	for c := range privacy.Cells(text) {
		d := src.Report(diag.Error, "privacy-table", c.Start, c.End, fmt.Sprintf("“%s”这一列没有遮掩，不能公开", c.Head))
		cell := text[c.Start:c.End]
		d.Line = strings.ReplaceAll(d.Line, cell, strings.Repeat("*", utf8.RuneCountInString(cell)))
		cells = append(cells, d.WithHint(maskHint))
	}
	return list, cells
}

// documents are the formats that the command mask cannot edit.
var documents = []string{".xlsx", ".docx", ".pptx", ".pdf"}

// checkPrivate reports the personal numbers that site.toml does not allow.
func (a *assembler) checkPrivate(list []private) {
	exceptions := a.config.file.Privacy
	for _, p := range list {
		hash := p.found.Hash(a.config.site.Title)
		i := slices.IndexFunc(exceptions, func(e exceptionTable) bool { return string(e.Hash) == hash })
		d := p.where
		switch {
		case i < 0:
			remedy := "gongshi mask " + d.Pos.File + " 会替您改"
			if slices.Contains(documents, strings.ToLower(path.Ext(d.Pos.File))) {
				remedy = "请用原来的软件改"
			}
			a.add(d.WithHint(fmt.Sprintf("写成 %s（%s）；依法必须公开的，在 site.toml 里写 [[privacy]]，hash = \"%s\"，再写 person、reason、until", p.found.Masked(), remedy, hash)))
		case !a.opt.Clock.IsZero() && a.opt.Clock.After(exceptions[i].Until.AddDate(0, 0, 1)):
			d.Message += "：例外已经到期"
			a.add(d.WithHint("确实还要公开，就在 site.toml 的 [[privacy]] 里改 until"))
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
	numbers []privacy.Finding
	heads   []string // headings of columns with unmasked cells
	unread  string
	unsafe  bool
}

func inspect(attached Attached) inspection {
	result := inspection{unread: attached.Unread, unsafe: attached.Unsafe}
	for _, text := range attached.Texts {
		result.numbers = slices.AppendSeq(result.numbers, privacy.Find(text))
	}
	for _, rows := range attached.Tables {
		for head, cell := range privacy.Unmasked(rows) {
			numbers := slices.Collect(privacy.Find(cell)) // reported already
			if len(numbers) == 0 && !slices.Contains(result.heads, head) {
				result.heads = append(result.heads, head)
			}
		}
	}
	return result
}

// checkAttachment reports the personal data in a file that is published unchanged.
func (a *assembler) checkAttachment(name string, data []byte) {
	if a.opt.Attachment == nil {
		return
	}
	found := a.opt.Cache.attachments.get(name, data, func() inspection { return inspect(a.opt.Attachment(name, data)) })
	for _, f := range found.numbers {
		a.checkPrivate([]private{{diag.File(diag.Error, "privacy", name, fmt.Sprintf("附件里有%s %s，不能公开", f.Kind.Name(), f.Masked())), f}})
	}
	for _, head := range found.heads {
		a.add(diag.File(diag.Error, "privacy-table", name, fmt.Sprintf("附件的表格里“%s”这一列没有遮掩，不能公开", head)).WithHint(maskHint))
	}
	if found.unread != "" && (found.unsafe || a.opt.Review) { // others, such as scanned documents, may be published
		severity := diag.Warning
		if found.unsafe {
			severity = diag.Error
		}
		a.add(diag.File(severity, "attachment", name, found.unread+"，没有检查里面有没有个人信息").
			WithHint("请打开看一遍；能另存为 .xlsx、.docx、.csv 或带文字的 PDF 就另存，太大的拆小"))
	}
}

// checkStatic checks the static files for personal data and for symbolic links to
// drafts. Package assets publishes them and reports those that cannot be read.
func (a *assembler) checkStatic(fsys fs.FS) {
	_ = fs.WalkDir(fsys, "static", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
		case entry.Type()&fs.ModeSymlink != 0:
			if to, fault := symlink.Check(fsys, name); fault == nil && a.belowDraft(to) {
				a.add(diag.File(diag.Error, "symlink", name, fmt.Sprintf("这个链接指向草稿：%s", to)).
					WithHint("草稿不公开；等它发布以后再链接，或者删掉链接"))
			}
		case a.opt.Attachment != nil && entry.Type().IsRegular():
			if data, err := fs.ReadFile(fsys, name); err == nil {
				a.checkAttachment(name, data)
			}
		}
		return nil
	})
}
