package cli

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"gongshi/generator/proof"
	"gongshi/generator/xlsx"
)

// published is the real table; see package content.
const published = "../content/testdata/dongcheng-2021.json"

var realTable = sync.OnceValue(func() []byte {
	data, err := os.ReadFile(published)
	if err != nil {
		panic(err)
	}
	var tasks []struct {
		Number int
		Name   string
		Items  []struct{ Target, Result string }
	}
	if err := json.Unmarshal(data, &tasks); err != nil {
		panic(err)
	}
	b := xlsx.Book{Table: xlsx.Table{Name: "表", Rows: [][]any{{"序号", "任务名称", "年度任务及目标", "全年完成情况"}}}, About: xlsx.Table{Name: "说明"}}
	for _, t := range tasks {
		for _, item := range t.Items {
			b.Table.Rows = append(b.Table.Rows, []any{t.Number, t.Name, item.Target, item.Result})
		}
	}
	return xlsx.Write(b)
})

// table writes the real table as an Excel file: table NAME.
func table(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), realTable(), 0o644))
}

// undraft takes the mark of a draft out of a file: undraft NAME.
func undraft(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, "draft = true\n") {
		ts.Fatalf("%s is no draft", args[0])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, "draft = true\n", "", 1)), 0o644))
}

// TestManual holds the manual against the program: each of its commands is run
// by a script (but serve, which does not end), and every rule has its line.
func TestManual(t *testing.T) {
	manual, err := os.ReadFile("../../content/help/editors.md")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("testdata/script/manual.txtar")
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile(`(?m)^gongshi .*$`).FindAllString(string(manual), -1)
	if len(commands) < 8 {
		t.Fatalf("commands: %q", commands)
	}
	for _, c := range commands {
		if c = strings.ReplaceAll(c, `"`, "'"); !strings.Contains(string(script), "exits 0 "+c+"\n") && c != "gongshi serve" {
			t.Errorf("no script runs: %s", c)
		}
	}
	var rules string
	for _, page := range []string{"rules", "proofreading"} {
		text, err := os.ReadFile("../../content/help/" + page + ".md")
		if err != nil {
			t.Fatal(err)
		}
		rules += string(text)
	}
	names := map[string]bool{}
	for _, r := range proof.Rules {
		names[r.Name] = true
	}
	broken, err := os.ReadDir("../testdata/broken")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range broken {
		text, err := os.ReadFile("../testdata/broken/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		_, want, _ := strings.Cut(string(text), "-- want --")
		for _, m := range regexp.MustCompile(`(?m)^(?:错误|警告) .*\[([a-z0-9-]+)\]$`).FindAllStringSubmatch(want, -1) {
			names[m[1]] = true
		}
	}
	for name := range names {
		if !strings.Contains(rules, "| `"+name+"` |") {
			t.Errorf("the manual does not explain %s", name)
		}
	}
}
