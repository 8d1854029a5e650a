package cli

import (
	"encoding/json"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

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

// manualCommands are the commands that a page of the manual prints, in order, in blocks of
// a language: powershell or sh.
func manualCommands(t *testing.T, page, language string) (list []string) {
	t.Helper()
	manual, err := os.ReadFile("../../content/help/" + page + ".md")
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(string(manual), -1) {
		list = append(list, strings.Split(strings.TrimSpace(block[1]), "\n")...)
	}
	return list
}

// TestManualCommandsExist reads every command of the manual as the program reads it,
// those for Windows too: the command, its flags and its arguments are known. What else
// is called comes with the system.
func TestManualCommandsExist(t *testing.T) {
	for language, want := range map[string]struct {
		prefix string
		others []string
		least  int
	}{
		"powershell": {`.\gongshi `, nil, 10}, "sh": {"./gongshi ", []string{"tar"}, 2},
	} {
		list := append(manualCommands(t, "editors", language), manualCommands(t, "archive", language)...)
		if len(list) < want.least {
			t.Errorf("only %d commands in %s: %q", len(list), language, list)
		}
		for _, line := range list {
			rest, ours := strings.CutPrefix(line, want.prefix)
			if name, _, _ := strings.Cut(line, " "); !ours && slices.Contains(want.others, name) {
				continue
			}
			words := strings.Fields(strings.ReplaceAll(rest, `"`, ""))
			cmd, words, err := newRoot(Environment{Stdout: io.Discard, Stderr: io.Discard}).Find(words)
			if !ours || err != nil || !cmd.HasParent() {
				t.Errorf("%s is no command of this program (%v)", line, err)
				continue
			}
			if err := cmd.ParseFlags(words); err != nil {
				t.Errorf("%s: %v", line, err)
			} else if err := cmd.ValidateArgs(cmd.Flags().Args()); err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
	}
}

// TestManualExplainsRules holds that every rule has its line in the manual.
func TestManualExplainsRules(t *testing.T) {
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
