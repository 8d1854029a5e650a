package office

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what is read as what is wanted into testdata")

// TestCases reads the files of testdata/*.txtar. Each case is a construct with what
// it stands in left out, parts of the file that it needs besides, and what is
// wanted: the tables with their notes, as printed by show.
func TestCases(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name, content, parts := "", "", map[string]string{}
		for i, f := range archive.Files {
			part, isPart := strings.CutPrefix(f.Name, "part ")
			switch {
			case isPart:
				parts[part] = string(f.Data)
			case f.Name != "want":
				name, content, parts = f.Name, string(f.Data), map[string]string{}
			default:
				got := show(Read(made(t, path, content, parts)))
				if got != string(f.Data) && !*update {
					t.Errorf("%s, %s: got\n%swant\n%s", path, name, got, f.Data)
				}
				archive.Files[i].Data = []byte(got)
			}
		}
		if *update {
			if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// made puts the content of a case into a file of its form.
func made(t *testing.T, path, content string, more map[string]string) (string, []byte) {
	switch name := strings.TrimSuffix(filepath.Base(path), ".txtar"); name {
	case "xlsx":
		parts := bookParts("<sheetData>" + content + "</sheetData>")
		if strings.Contains(content, "<sheetData>") {
			parts = bookParts(content)
		}
		maps.Copy(parts, more)
		return "a.xlsx", pack(t, parts)
	case "docx":
		parts := map[string]string{"word/document.xml": `<w:document xmlns:w="w"><w:body>` + content + `</w:body></w:document>`}
		maps.Copy(parts, more)
		if len(more) > 0 {
			parts["word/_rels/document.xml.rels"] = relationsOf(more, "word/")
		}
		return "a.docx", pack(t, parts)
	default:
		return "a." + name, []byte(content)
	}
}

// relationsOf refers to parts by their names: numbering.xml is of the kind numbering.
func relationsOf(parts map[string]string, dir string) string {
	var b strings.Builder
	for name := range parts {
		base := strings.TrimPrefix(name, dir)
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="x/%s" Target="%s"/>`, base, strings.TrimRight(strings.TrimSuffix(base, ".xml"), "0123456789"), base)
	}
	return "<Relationships>" + b.String() + "</Relationships>"
}

// bookParts are the parts of a workbook with one sheet, by what stands in it.
func bookParts(sheet string) map[string]string {
	parts := workbookParts()
	parts["xl/worksheets/sheet1.xml"] = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="r">` + sheet + `</worksheet>`
	parts["xl/_rels/workbook.xml.rels"] = strings.Replace(parts["xl/_rels/workbook.xml.rels"], "</Relationships>", `<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="t" Type="x/styles" Target="styles.xml"/></Relationships>`, 1)
	parts["xl/styles.xml"] = `<styleSheet><numFmts><numFmt numFmtId="176" formatCode="0!.0,&quot;万元&quot;"/><numFmt numFmtId="177" formatCode=";;;"/><numFmt numFmtId="178" formatCode="@&quot;同志&quot;"/><numFmt numFmtId="179" formatCode="` + strings.Repeat("0", 300) + `"/></numFmts>` +
		`<fonts><font/><font><strike/></font><font><vertAlign val="superscript"/></font></fonts>` +
		`<cellXfs><xf/><xf numFmtId="14"/><xf fontId="1"/><xf fontId="2"/><xf numFmtId="177"/><xf numFmtId="10"/><xf numFmtId="31"/><xf numFmtId="178"/><xf numFmtId="176"/><xf numFmtId="179"/></cellXfs></styleSheet>`
	return parts
}

// show prints a document: for each table its texts above, then its rows, with
// signs for cells that are joined (^ with the one above, < with the one to the left),
// hidden (~) or no text (# number, @ date, ? boolean, ! fault); then all notes.
func show(d Document, err error) string {
	var b strings.Builder
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var notes []Note
	for _, t := range d.Tables {
		b.WriteString(t.Name + sign(t.Hidden, "~") + "\n")
		for _, line := range t.Above {
			b.WriteString("  above: " + line + "\n")
		}
		for i, row := range t.Rows {
			var texts []string
			for k, c := range row.Cells {
				kind := []string{"", "#", "@", "?", "!"}[c.Kind]
				texts = append(texts, kind+strings.ReplaceAll(c.Text, "\n", "⏎")+sign(c.Above, "^")+sign(c.Left, "<")+sign(c.Hidden, "~"))
				for _, n := range c.Notes {
					notes = append(notes, Note{t.Place(i, k), n})
				}
			}
			b.WriteString("| " + sign(row.Hidden, "~ ") + strings.Join(texts, " | ") + "\n")
		}
	}
	for _, line := range d.Below {
		b.WriteString("below: " + line + "\n")
	}
	for _, n := range append(notes, d.Notes...) {
		b.WriteString("note " + n.Place + "：" + n.Text + "\n")
	}
	return b.String()
}

func sign(is bool, text string) string {
	if is {
		return text
	}
	return ""
}

// TestListNumbers writes numbers in the ways of Word; those that a way does not have
// are figures.
func TestListNumbers(t *testing.T) {
	numbers := []int{0, 1, 4, 10, 12, 27}
	for format, want := range map[string]string{
		"decimal": "0 1 4 10 12 27", "decimalZero": "00 01 04 10 12 27", "upperLetter": "0 A D J L AA", "lowerLetter": "0 a d j l aa", "upperRoman": "0 I IV X XII XXVII", "lowerRoman": "0 i iv x xii xxvii",
		"decimalEnclosedCircle": "0 ① ④ ⑩ ⑫ 27", "decimalEnclosedParen": "0 ⑴ ⑷ ⑽ ⑿ 27", "decimalEnclosedFullstop": "0 ⒈ ⒋ ⒑ ⒓ 27", "decimalFullWidth": "０ １ ４ １０ １２ ２７",
		"ideographTraditional": "0 甲 丁 癸 12 27", "ideographZodiac": "0 子 卯 酉 亥 27", "chineseLegalSimplified": "零 壹 肆 壹拾 壹拾贰 贰拾柒", "chineseCountingThousand": "〇 一 四 十 十二 二十七", "ideographDigital": "〇 一 四 一〇 一二 二七", "none": "     ",
	} {
		var got []string
		for _, n := range numbers {
			got = append(got, listNumber(n, format))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
	}
}
