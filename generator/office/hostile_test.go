package office

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// Budgets of any file up to 1 MB.
const (
	maxTime   = 5 * time.Second // of the processor, as other programs may run
	maxMemory = 500             // MB at any one time
)

// hostile are small files that unpack to much, or say much with few words. Those
// marked slow need more than a second and are left to `make test-all`.
var hostile = []struct {
	name string
	slow bool
	make func(t *testing.T) (file string, data []byte)
}{
	{"a shared text in 500,000 cells", true, book(func() (string, string, string) {
		return times(5_000, "<row>"+times(100, `<c t="s"><v>0</v></c>`)+"</row>"), "<si><t>字</t></si>", ""
	})},
	{"3,000 rows with a cell in the last column", false, book(func() (string, string, string) {
		var b strings.Builder
		for i := range 3_000 {
			fmt.Fprintf(&b, `<row><c r="XFD%d"><v>1</v></c></row>`, i+1)
		}
		return b.String(), "", ""
	})},
	{"100,000 rows with a cell in the last column that is read", true, book(func() (string, string, string) {
		var b strings.Builder
		for i := range 100_000 {
			fmt.Fprintf(&b, `<row><c r="ALL%d"><v>1</v></c></row>`, i+1)
		}
		return b.String(), "", ""
	})},
	{"a number format of 1 MB", false, book(func() (string, string, string) {
		return times(1_000, `<row><c s="1"><v>1.5</v></c></row>`), "", `<numFmts><numFmt numFmtId="200" formatCode="` + times(1<<20, "0") + `"/></numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs>`
	})},
	{"100,000 numbers in a long format", true, book(func() (string, string, string) {
		var b strings.Builder
		for i := range 100_000 {
			fmt.Fprintf(&b, `<row><c s="1"><v>%d.5</v></c></row>`, i)
		}
		return b.String(), "", `<numFmts><numFmt numFmtId="200" formatCode="` + times(250, "%") + `0"/></numFmts><cellXfs><xf/><xf numFmtId="200"/></cellXfs>`
	})},
	{"50,000 formats", true, book(func() (string, string, string) {
		var b, formats, styles strings.Builder
		for i := range 50_000 {
			fmt.Fprintf(&b, `<row><c s="%d"><v>1</v></c></row>`, i)
			fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="0&quot;%d&quot;"/>`, i+200, i)
			fmt.Fprintf(&styles, `<xf numFmtId="%d"/>`, i+200)
		}
		return b.String(), "", "<numFmts>" + formats.String() + "</numFmts><cellXfs>" + styles.String() + "</cellXfs>"
	})},
	{"15 million empty cells", true, book(func() (string, string, string) { return "<row>" + times(15_000_000, "<c/>") + "</row>", "", "" })},
	{"a million texts of a million pieces", true, book(func() (string, string, string) {
		return "", times(900_000, "<si><t/></si>") + "<si>" + times(900_000, "<r><t>字</t></r>") + "</si>", ""
	})},
	{"a struck text of many pieces in many cells", true, book(func() (string, string, string) {
		return times(50_000, `<row><c s="1" t="s"><v>0</v></c></row>`), "<si>" + times(10_000, "<r><rPr><strike/></rPr><t>字</t></r><r><t>文</t></r>") + "</si>", "<fonts><font/><font><strike/></font></fonts><cellXfs><xf/><xf fontId=\"1\"/></cellXfs>"
	})},
	{"an element with millions of attributes", false, book(func() (string, string, string) { return "<row" + times(8_000_000, ` a=""`) + "/>", "", "" })},
	{"elements with many attributes", true, book(func() (string, string, string) { return times(60, "<row"+times(200_000, ` a=""`)+"/>"), "", "" })},
	{"elements that stand in each other", false, book(func() (string, string, string) { return times(1_000_000, "<row>"), "", "" })},
	{"200,000 joined areas", true, book(func() (string, string, string) {
		return `<row><c><v>1</v></c></row><row><c><v>1</v></c></row></sheetData><mergeCells>` + times(1_000_000, `<mergeCell ref="A1:B2"/>`) + `</mergeCells><sheetData>`, "", ""
	})},
	{"80 MB of blanks in a workbook", true, book(func() (string, string, string) { return times(80, times(1<<20, " ")+"<row/>"), "", "" })},
	{"80 MB of blanks in a document", true, document(func() string { return times(80, times(1<<20, " ")+"<p/>") })},
	{"8 million empty rows", true, document(func() string { return "<tbl>" + times(8_000_000, "<tr/>") + "</tbl>" })},
	{"700,000 cells over 256 columns", true, document(func() string {
		return "<tbl>" + times(7_000, "<tr>"+times(100, `<tc><tcPr><gridSpan val="256"/></tcPr></tc>`)+"</tr>") + "</tbl>"
	})},
	{"a cell over 2 billion columns", false, document(func() string {
		return `<tbl><tr><tc><tcPr><gridSpan val="2000000000"/></tcPr></tc></tr></tbl>`
	})},
	{"100,000 tables", false, document(func() string { return times(100_000, "<tbl/>") })},
	{"tables that stand in each other", false, document(func() string { return times(100_000, "<tbl><tr><tc>") })},
	{"tables in tables with long texts", true, document(func() string {
		return times(8, "<tbl><tr><tc><p><r>"+times(100_000, "<t>字</t>")+"</r></p>") + times(8, "</tc></tr></tbl>")
	})},
	{"a million runs that are struck", true, document(func() string {
		return "<tbl><tr><tc><p>" + times(1_000_000, "<r><rPr><strike/></rPr><t>字</t></r>") + "</p></tc></tr></tbl>"
	})},
	{"a million paragraphs and hidden runs", true, document(func() string { return times(800_000, "<p><r><rPr><vanish/></rPr><t>字</t></r></p>") })},
	{"many symbols", true, document(func() string {
		return "<tbl><tr><tc><p><r>" + times(2_000_000, "<sym/>") + "</r></p></tc></tr></tbl>"
	})},
	{"fields that never end", true, document(func() string { return "<p><r>" + times(2_000_000, `<fldChar fldCharType="begin"/>`) + "</r></p>" })},
	{"15,000 cells that reach down", true, webPage(func() string {
		return "<table>" + times(150, "<tr>"+times(100, "<td rowspan=65534>x")) + times(5_000, "<tr><td>")
	})},
	{"70,000 cells that reach down in one row", false, webPage(func() string { return "<table><tr>" + times(70_000, "<td rowspan=9>") })},
	{"45,000 cells over 1,000 columns", false, webPage(func() string { return "<table>" + times(45_000, "<tr><td colspan=1000>") })},
	{"a long text over 1,000 columns and rows", false, webPage(func() string {
		return "<table><tr><td rowspan=0 colspan=1000>" + times(100_000, "字") + times(100_000, "<tr>")
	})},
	{"open bold letters", true, webPage(func() string { return times(300_000, "<b>") })},
	{"open bold letters and paragraphs", true, webPage(func() string { return times(140_000, "<b><p>") })},
	{"links in tables", true, webPage(func() string { return times(70_000, "<table><a>x") })},
	{"letters that end in another order", true, webPage(func() string { return times(60_000, "<a><b></a><p>") })},
	{"lists in lists with texts", true, webPage(func() string { return "<table><tr><td>" + times(400, "<ol><li>x") + times(300_000, "字") })},
	{"9,000 tables", false, webPage(func() string { return times(9_000, "<table><tr><td>x</table>") })},
	{"classes of classes", true, webPage(func() string {
		return "<style>.a{display:none;text-decoration:line-through}</style><table><tr><td class='" + times(400_000, "a ") + "'>x"
	})},
	{"a million commas", true, text("a.csv", func() string { return times(1<<20, ",") })},
	{"a million lines", false, text("a.csv", func() string { return times(1<<20, "\n") })},
	{"rows of 1,000 cells", true, text("a.csv", func() string { return times(1_000, times(999, ",")+"\n") })},
	{"quotation marks", false, text("a.csv", func() string { return times(1<<20, `"`) })},
	{"lines with one open quotation", false, text("a.csv", func() string { return times(300_000, "\"\n") })},
}

// times repeats a text.
func times(n int, text string) string { return strings.Repeat(text, n) }

func book(parts func() (rows, shared, styles string)) func(*testing.T) (string, []byte) {
	return func(t *testing.T) (string, []byte) {
		rows, shared, styles := parts()
		all := bookParts("<sheetData>" + rows + "</sheetData>")
		all["xl/sharedStrings.xml"] = "<sst>" + shared + "</sst>"
		if styles != "" {
			all["xl/styles.xml"] = "<styleSheet>" + styles + "</styleSheet>"
		}
		return "a.xlsx", pack(t, all)
	}
}

func document(body func() string) func(*testing.T) (string, []byte) {
	return func(t *testing.T) (string, []byte) {
		return "a.docx", pack(t, map[string]string{"word/document.xml": "<document><body>" + body() + "</body></document>"})
	}
}

func webPage(body func() string) func(*testing.T) (string, []byte) { return text("a.html", body) }

func text(name string, content func() string) func(*testing.T) (string, []byte) {
	return func(*testing.T) (string, []byte) { return name, []byte(content()) }
}

// TestHostile reads files that were made to take much time or memory. Each is
// read or refused within the budget, in a program of its own that does nothing else.
func TestHostile(t *testing.T) {
	for _, c := range hostile {
		if c.slow && os.Getenv("GONGSHI_TEST_ALL") == "" {
			continue
		}
		name, data := c.make(t)
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, data, 0o666); err != nil || len(data) > 1<<20 {
			t.Errorf("%s: %d bytes, %v", c.name, len(data), err)
		}
		cmd := exec.Command(os.Args[0], "-test.run=^TestReadFile$")
		cmd.Env = append(os.Environ(), "OFFICE_FILE="+path)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", c.name, err, out)
			continue
		}
		var memory, tables int
		if _, err := fmt.Sscanf(string(out), "%d MB, %d tables", &memory, &tables); err != nil {
			t.Fatalf("%s: %v\n%s", c.name, err, out)
		}
		took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		told, _, _ := strings.Cut(string(out), "\n")
		t.Logf("%-58s %7d bytes, %5.2f s, %s", c.name, len(data), took.Seconds(), told)
		if took > maxTime || memory > maxMemory {
			t.Errorf("%s: %v, %d MB", c.name, took, memory)
		}
	}
}

// TestReadFile reads the file that TestHostile asks for.
func TestReadFile(t *testing.T) {
	path := os.Getenv("OFFICE_FILE")
	if path == "" {
		t.Skip("a part of TestHostile")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(path, data)
	if told, ok := err.(Error); err != nil && (!ok || told == "") {
		t.Fatalf("%v is no message for editors", err)
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	fmt.Printf("%d MB, %d tables, %v\n", memory.Sys>>20, len(d.Tables), err)
}
