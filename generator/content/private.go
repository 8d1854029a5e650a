package content

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/privacy"
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

// judge reports the numbers for which site.toml makes no exception.
func (a *assembler) judge(list []private) {
	salt := a.config.site.Title
	for _, p := range list {
		hash := p.found.Hash(salt)
		i := slices.IndexFunc(a.config.file.Privacy, func(e exceptionTable) bool { return string(e.Hash) == hash })
		d := p.where
		switch {
		case i < 0:
			d = d.WithHint(fmt.Sprintf("写成 %s（gongshi mask %s 会替您改）；依法必须公开的，在 site.toml 里写 [[privacy]]，hash = \"%s\"，再写 person、reason、until", p.found.Masked(), d.Pos.File, hash))
		case !a.clock.IsZero() && a.clock.After(a.config.file.Privacy[i].Until.Time.AddDate(0, 0, 1)):
			d.Message += "：例外已经到期"
			d = d.WithHint("确实还要公开，就在 site.toml 的 [[privacy]] 里改 until")
		default:
			continue
		}
		a.found = append(a.found, d)
	}
}

// Attachments are read up to this many bytes of text; no office document of a
// government page is longer, and a small file can be made to unpack to more.
const maxAttachment = 64 << 20

// attachment looks for numbers in a file that is published as it is. Of office
// documents the text is read; a file that cannot be read is left alone.
func (a *assembler) attachment(name string, data []byte) {
	texts := map[string]string{}
	switch strings.ToLower(path.Ext(name)) {
	case ".txt", ".csv", ".tsv", ".html", ".htm", ".xml", ".json", ".svg":
		if utf8.Valid(data) {
			texts[""] = string(data)
		}
	case ".xlsx", ".docx", ".pptx":
		var whole bool
		if texts, whole = officeTexts(data); !whole {
			a.found = append(a.found, diag.File(diag.Error, "attachment", name, "这个附件解开以后太大，没有检查里面有没有个人信息").
				WithHint("把附件拆小，或者另存一份再放进来"))
		}
	}
	for _, text := range sorted(texts) {
		for f := range privacy.Find(text) {
			d := diag.File(diag.Error, "privacy", name, fmt.Sprintf("附件里有%s %s，不能公开", f.Kind.Name(), f.Masked()))
			a.judge([]private{{d, f}})
		}
	}
}

var (
	paragraphEnd = regexp.MustCompile(`</(w:p|a:p|si|is|v|row)>`)
	anyTag       = regexp.MustCompile(`<[^>]*>`)
)

// officeTexts are the texts of the parts of an office document; whole is false
// if there is more than is read.
func officeTexts(data []byte) (texts map[string]string, whole bool) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, true
	}
	texts, left := map[string]string{}, int64(maxAttachment)
	for _, part := range r.File {
		if path.Ext(part.Name) != ".xml" {
			continue
		}
		f, err := part.Open()
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(io.LimitReader(f, left+1))
		f.Close()
		if left -= int64(len(text)); left < 0 {
			return texts, false
		}
		texts[part.Name] = anyTag.ReplaceAllString(paragraphEnd.ReplaceAllString(string(text), "\n"), "")
	}
	return texts, true
}
