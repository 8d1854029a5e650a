package diag

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

const sample = "title = \"一\"\r\n\tnumber = 04\n序号：　＝“四”\n"

func text(t *testing.T, list ...Diagnostic) string {
	t.Helper()
	var b bytes.Buffer
	if err := Print(&b, list, FormatText, false); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestFrame puts the caret under the characters at fault as a terminal shows
// them: a Chinese character is two cells wide, a tab four.
func TestFrame(t *testing.T) {
	src := NewSource("content/a.md", []byte(sample))
	for _, c := range []struct{ at, want string }{
		{"04", "  2 |     number = 04\n    |              ^^\n"},
		{"“四”", "  3 | 序号：　＝“四”\n    |           ^^^^\n"},
		{"\"一\"", "  1 | title = \"一\"\n    |         ^^^^\n"},
	} {
		start := strings.Index(sample, c.at)
		got := text(t, src.Report(Error, "rule", start, start+len(c.at), "有误"))
		if !strings.HasSuffix(got, c.want) {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
	}
}

// TestLongLine shows the part of a long paragraph around the fault.
func TestLongLine(t *testing.T) {
	line := strings.Repeat("长", 300) + "错" + strings.Repeat("尾", 300)
	start := strings.Index(line, "错")
	got := text(t, NewSource("a.md", []byte(line)).Report(Error, "rule", start, start+len("错"), "有误"))
	for l := range strings.Lines(got) {
		if len([]rune(l)) > 120 {
			t.Errorf("a line of %d characters: %s", len([]rune(l)), l)
		}
	}
	if !strings.Contains(got, "错") || !strings.Contains(got, "a.md:1:301") {
		t.Error(got)
	}
}

// TestSourceEdges asks for places at and beyond the ends of a text.
func TestSourceEdges(t *testing.T) {
	src := NewSource("a.md", []byte("一\n二"))
	for offset, want := range map[int]Position{
		-5: {"a.md", 1, 1}, 0: {"a.md", 1, 1}, 3: {"a.md", 1, 2}, 4: {"a.md", 2, 1}, 7: {"a.md", 2, 2}, 99: {"a.md", 2, 2},
	} {
		if got := src.Position(offset); got != want {
			t.Errorf("Position(%d) = %v, want %v", offset, got, want)
		}
	}
	if d := src.Report(Error, "r", 0, 99, "m"); d.Width != 1 || d.Line != "一" {
		t.Errorf("a range over two lines: %+v", d)
	}
	if d := NewSource("empty", nil).Report(Error, "r", 0, 0, "m"); d.Pos != (Position{"empty", 1, 1}) {
		t.Errorf("an empty file: %+v", d)
	}
}

// TestFormats prints one diagnostic for programs and for GitHub.
func TestFormats(t *testing.T) {
	d := NewSource("content/a,b.md", []byte("number = 04")).Report(Warning, "number-leading-zero", 9, 11, "整数前面不能有 0：100%").
		WithHint("去掉 0").WithFix("number = 4").WithNote(Position{"x.md", 1, 2}, "另一处")
	var b bytes.Buffer
	if err := Print(&b, []Diagnostic{d}, FormatGitHub, false); err != nil {
		t.Fatal(err)
	}
	const want = "::warning file=content/a%2Cb.md,line=1,col=10,endColumn=12,title=number-leading-zero::整数前面不能有 0：100%25%0A去掉 0%0A改为：%0Anumber = 4%0A另见 x.md:1:2：另一处\n"
	if b.String() != want {
		t.Errorf("got  %s\nwant %s", b.String(), want)
	}
	b.Reset()
	if err := Print(&b, []Diagnostic{d}, FormatJSON, false); err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	if err := json.Unmarshal(b.Bytes(), &list); err != nil || len(list) != 1 {
		t.Fatalf("%v: %s", err, b.String())
	}
	for key, want := range map[string]any{"severity": "warning", "file": "content/a,b.md", "line": 1.0, "column": 10.0, "width": 2.0, "fix": "number = 4"} {
		if list[0][key] != want {
			t.Errorf("%s is %v, want %v", key, list[0][key], want)
		}
	}
	b.Reset()
	if err := Print(&b, nil, FormatJSON, false); err != nil || strings.TrimSpace(b.String()) != "[]" {
		t.Errorf("no diagnostics as JSON: %q %v", b.String(), err)
	}
}

// TestColour paints only where it is asked for.
func TestColour(t *testing.T) {
	d := File(Error, "rule", "a.md", "有误")
	var b bytes.Buffer
	if err := Print(&b, []Diagnostic{d}, FormatText, true); err != nil || !strings.Contains(b.String(), "\x1b[31m错误\x1b[0m") {
		t.Errorf("%q %v", b.String(), err)
	}
	if strings.Contains(text(t, d), "\x1b") {
		t.Error("colour where none was asked for")
	}
}

// TestSort orders by place, whatever order faults were found in.
func TestSort(t *testing.T) {
	at := func(file string, line, column int, rule string) Diagnostic {
		return Diagnostic{Pos: Position{file, line, column}, Rule: rule}
	}
	list := []Diagnostic{at("b", 1, 1, "x"), at("a", 2, 1, "x"), at("a", 1, 9, "x"), at("a", 1, 2, "y"), at("a", 1, 2, "x"), at("a", 0, 0, "z")}
	Sort(list)
	var got []string
	for _, d := range list {
		got = append(got, d.Pos.String()+d.Rule)
	}
	if want := "az a:1:2x a:1:2y a:1:9x a:2:1x b:1:1x"; strings.Join(got, " ") != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"title", "number", "date", "source", "status", "lead", "leader"}
	for word, want := range map[string]string{
		"titel": "title", "tittle": "title", "nubmer": "number", "laed": "lead", "Date": "date", "budget": "", "x": "", "stauts": "status",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

// TestLimit shows some diagnostics of a rule in a file and counts the others, also those
// that were counted before.
func TestLimit(t *testing.T) {
	var list []Diagnostic
	for i := range Shown + 5 {
		list = append(list, Diagnostic{Severity: Warning, Rule: "a", Pos: Position{File: "f", Line: i + 1}})
	}
	list = append(list, Rest(Warning, "a", "f", 7), File(Error, "a", "f", "x"), File(Warning, "a", "g", "x"))
	errors, warnings := Count(list)
	limited := Limit(list)
	if e, w := Count(limited); e != errors || w != warnings || errors != 1 || warnings != Shown+13 || len(limited) != Shown+3 {
		t.Errorf("%d diagnostics, %d errors, %d warnings", len(limited), e, w)
	}
}

// TestNamesAreClean prints a file name and a message that would turn the direction of a
// terminal's text, or pass for a command of a CI log.
func TestNamesAreClean(t *testing.T) {
	d := File(Error, "unreadable", "content/a\n::error::\u202e.md", "读不到\u2066这个\u009b文件").
		WithHint("改 a\u202e.md").WithNote(Position{File: "b\n\u2066.md"}, "这里\u202e")
	for _, format := range []Format{FormatText, FormatGitHub} {
		var b strings.Builder
		if err := Print(&b, []Diagnostic{d}, format, false); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "\n::error::") || format == FormatText && strings.ContainsAny(b.String(), "\u202e\u2066\u009b") {
			t.Errorf("%s: %q", format, b.String())
		}
	}
}
