//go:build unix

package cli

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"unicode"
)

// gongshi runs the program in a folder after shell commands, and returns what it printed
// and how it ended.
func gongshi(t *testing.T, dir, before string, args ...string) (string, *os.ProcessState) {
	t.Helper()
	cmd := exec.Command("sh", append([]string{"-c", before + ` exec gongshi "$@"`, "sh"}, args...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState
}

// TestSparseFiles has files of 3 GB, of every kind: each ends in a message that names it,
// none in the kernel.
func TestSparseFiles(t *testing.T) {
	dir := newSite(t)
	names := strings.Fields("content/a.md content/2021/77.md content/a.xlsx content/a.pdf content/a.txt content/a.csv content/a.zip content/a.jpg content/a content/wrong.toml content/names.toml content/words.toml content/synonyms.toml content/variants.toml static/a.txt static/css/site.css layouts/home.html")
	for _, name := range names {
		writeSparse(t, filepath.Join(dir, name))
	}
	out, state := gongshi(t, dir, "", "check")
	for _, name := range names {
		if !regexp.MustCompile(regexp.QuoteMeta(name) + `：文件超过 1(00)? MiB`).MatchString(out) {
			t.Errorf("%s is not refused:\n%s", name, out)
		}
	}
	if peak := state.SysUsage().(*syscall.Rusage).Maxrss; state.ExitCode() != exitContent || peak > 500<<10 && peak < 500<<20 { // KB, or bytes on macOS
		t.Errorf("exit code %d, %d KB", state.ExitCode(), peak)
	}
	writeSparse(t, filepath.Join(dir, "big.xlsx"))
	for _, args := range [][]string{{"import", "big.xlsx", "--to", "2030"}, {"mask", "big.xlsx"}, {"check", "--against", "big.xlsx"}} {
		if out, state := gongshi(t, dir, "", args...); state.ExitCode() != exitUsage || !strings.Contains(out, "文件太大") {
			t.Errorf("%q: exit code %d, %s", args, state.ExitCode(), out)
		}
	}
	writeSparse(t, filepath.Join(dir, "content/site.toml"))
	if out, _ := gongshi(t, dir, "", "check"); !strings.Contains(out, "content/site.toml：文件超过 1 MiB") {
		t.Errorf("site.toml: %s", out)
	}
}

func writeSparse(t *testing.T, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(name)
	if err == nil {
		err = file.Truncate(3 << 30)
		file.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestFewDescriptors allows the program to open few files: it is done, or says why not.
func TestFewDescriptors(t *testing.T) {
	dir, told := newSite(t), 0
	for n := 9; n < 16; n++ {
		out, state := gongshi(t, dir, fmt.Sprintf("ulimit -n %d;", n), "check")
		if state.ExitCode() == exitGood || strings.Contains(out, "runtime: ") { // Go itself needs some
			continue
		}
		if strings.Contains(out, "打开的文件太少") || strings.Contains(out, "打开的文件太多") {
			told++
		}
		if strings.Contains(out, "不存在") || strings.Contains(out, "不见了") || strings.Contains(out, "too many") {
			t.Errorf("%d descriptors:\n%s", n, out)
		}
	}
	if told == 0 {
		t.Error("it is never told")
	}
}

// TestUnreadableNames has names that are not UTF-8, and files without permission.
func TestUnreadableNames(t *testing.T) {
	dir := newSite(t)
	for _, name := range []string{"content/\xb4\xfa\xc2\xeb.txt", "content/2021/\xb4\xfa.md", "content/secret.txt", "static/secret.txt"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o000); err != nil {
			t.Skip(err) // a file system that takes no such names
		}
	}
	out, _ := gongshi(t, dir, "", "check")
	if strings.Count(out, "文件名不是 UTF-8 写的") != 2 {
		t.Error(out)
	}
	if os.Getuid() != 0 && strings.Count(out, "没有读取的权限") != 2 {
		t.Error(out)
	}
}

// evil are signs that a terminal or the log of a build obeys.
const evil = "\n::error::x\r::error::y\x1b[31m\u202e\u009b31m\u2028::error::z"

// TestNothingIsObeyed puts such signs into names of files, texts, addresses and
// arguments: no command prints one of them, or begins a line with a command of GitHub's.
func TestNothingIsObeyed(t *testing.T) {
	dir := newSite(t)
	escaped := strings.NewReplacer("\n", `\n`, "\r", `\r`, "\x1b", `\u001b`, "\u202e", `\u202e`, "\u009b", `\u009b`, "\u2028", `\u2028`).Replace(evil)
	files := map[string]string{
		"content/2031/_index.md":              "+++\ntitle = \"年度" + escaped + "\"\ndate = 2024-01-10\nsource = \"区" + escaped + "\"\n+++\n",
		"content/2031/01.md":                  "+++\ntitle = \"绿化" + escaped + "\"\nnumber = 1\nlead = \"局" + escaped + "\"\n\"" + escaped + "\" = 1\n+++\n\n## 种树发展" + evil + "\n\n种了政府发现[链](/a" + evil + ")。\n",
		"content/2031/02" + evil + ".md":      "+++\ntitle = \"绿化\"\nnumber = 1\n+++\n\n## 种树\n\n种了。\n",
		"content/a" + evil + ".txt":           "13800138000",
		"content/a" + evil + ".toml":          "",
		"static/b" + evil + ".css":            "a { }",
		"layouts/partials/x" + evil + ".html": "{{ .X",
		"table" + evil + ".csv":               "序号,任务名称" + "\x1b[31m" + ",年度任务及目标,全年完成情况\n1,绿\u202e化\x1b[31m,\"种" + evil + "树\",种了\n",
	}
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Skip(err)
		}
	}
	table := "table" + evil + ".csv"
	commands := [][]string{
		{"check"}, {"check", "--format", "json"}, {"check", "--format", "github"}, {"build"}, {"list", "tasks"}, {"list", "tasks", "--format", "csv"}, {"list", "missing", "--format", "json"},
		{"import", table, "--to", "2032"}, {"import", table, "--to", "2031"}, {"mask", "content"}, {"mask", evil}, {"new", evil}, {"new", "2031", evil}, {"export", evil}, {"search", evil}, {"check", "--against", evil},
		{"list", evil}, {"--" + evil}, {evil}, {"build", "-s", evil}, {"build", "-d", evil}, {"variants"}, {"variants", "--csv"},
	}
	check := func(args []string) {
		out, state := gongshi(t, dir, "", args...)
		if state.ExitCode() == exitCrash || out == "" {
			t.Errorf("%q: exit code %d, %q", args, state.ExitCode(), out)
		}
		for line := range strings.SplitSeq(out, "\n") {
			if i := strings.IndexFunc(line, func(r rune) bool { return r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) }); i >= 0 {
				t.Errorf("%q printed %q", args, line)
			}
			if strings.HasPrefix(strings.TrimSpace(line), "::") && !regexp.MustCompile(`^::(error|warning) file=[^:]*::`).MatchString(line) {
				t.Errorf("%q printed %q", args, line)
			}
		}
	}
	for _, args := range commands {
		check(args)
	}
	for name := range files { // what can be published is
		if strings.Contains(name, evil) {
			os.Remove(filepath.Join(dir, name))
		}
	}
	os.Remove(filepath.Join(dir, "content/2031/02.md")) // made by the command new
	text := strings.NewReplacer("\""+escaped+"\" = 1\n", "", "[链](/a"+evil+")", "").Replace(files["content/2031/01.md"])
	for _, part := range []string{`\u001b`, `\u009b`, `\r`, "\x1b", "\u009b", "\r", "\n::error::x"} {
		text = strings.ReplaceAll(text, part, "")
	}
	for name, text := range map[string]string{"01.md": text, "_index.md": strings.NewReplacer(`\u001b`, "", `\u009b`, "", `\r`, "").Replace(files["content/2031/_index.md"])} {
		if err := os.WriteFile(filepath.Join(dir, "content/2031", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"build"}, {"search", "种树"}, {"search", "种树", "--format", "json"}, {"variants"}, {"variants", "--csv"}, {"export", "2031", "-o", "a.csv"}, {"list", "tasks"}} {
		check(args)
	}
	if out, state := gongshi(t, dir, "", "build"); state.ExitCode() != exitGood {
		t.Error(out)
	}
}
