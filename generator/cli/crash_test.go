package cli

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"gongshi/generator/serve"
)

// faulty is a file system in which the program makes a mistake: it stands for
// any fault of the program, met while it reads a file.
type faulty struct{ fs.FS }

func (f faulty) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, "layouts") {
		var list []int
		_ = list[len(name)]
	}
	return f.FS.Open(name)
}

var traces = regexp.MustCompile(`goroutine|panic|runtime error|\.go:\d`)

// TestFaultOfTheProgram tells an editor what to do, and shows no trace; the
// trace stands in a file. The fault happens beside the main goroutine.
func TestFaultOfTheProgram(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	dir := newSite(t)
	for _, command := range []string{"build", "check"} {
		var out, errs bytes.Buffer
		code := Run([]string{command, "-s", dir}, Environment{Stdout: &out, Stderr: &errs, Defaults: faulty{fstest.MapFS{}}})
		if code != exitCrash {
			t.Errorf("%s: exit code %d", command, code)
		}
		if traces.MatchString(out.String() + errs.String()) {
			t.Errorf("%s showed a trace:\n%s%s", command, out.String(), errs.String())
		}
		form := regexp.MustCompile(`^错误：gongshi 自己出了故障，不是你写错了什么。\n经过记在 (\S+)；请把它和刚才用到的文件发给给你这个程序的人。\n发之前打开看看：里面可能有文件里的字句。\n$`)
		m := form.FindStringSubmatch(errs.String())
		if m == nil {
			t.Fatalf("%s said\n%s", command, errs.String())
		}
		report, err := os.ReadFile(m[1])
		if err != nil || !strings.Contains(string(report), "index out of range") || !strings.Contains(string(report), "crash_test.go:") ||
			!strings.Contains(string(report), "命令：gongshi "+command+" -s ") {
			t.Errorf("%s: the report is\n%s (%v)", command, report, err)
		}
		left, err := filepath.Glob(filepath.Join(dir, ".public*"))
		if err != nil || len(left) > 0 {
			t.Errorf("%s left %v", command, left)
		}
	}
}

// TestFaultOfTheProgramWithoutFolder says what happened where no report can be
// written.
func TestFaultOfTheProgramWithoutFolder(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "missing"))
	var errs bytes.Buffer
	if code := Run([]string{"check", "-s", newSite(t)}, Environment{Stdout: &errs, Stderr: &errs, Defaults: faulty{fstest.MapFS{}}}); code != exitCrash {
		t.Errorf("exit code %d", code)
	}
	if !strings.Contains(errs.String(), "请把刚才的命令、用到的文件和这一句发给给你这个程序的人：runtime error: index out of range") {
		t.Errorf("it said %s", errs.String())
	}
}

// TestFaultOfTheProgramInThePreview keeps the last good site, shows over it what
// happened, and goes on.
func TestFaultOfTheProgramInThePreview(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	var errs bytes.Buffer
	p := &previewing{flags: &siteFlags{}, env: Environment{Stderr: &errs, Defaults: faulty{fstest.MapFS{}}}}
	p.opt.Source, p.opt.Defaults = os.DirFS(newSite(t)), p.env.Defaults
	var shown atomic.Pointer[string]
	rest := p.build(serve.Change{All: true}, func(faults string) { shown.Store(&faults) })
	if p.good() != nil {
		t.Error("a site is shown")
	}
	if rest != nil || shown.Load() == nil || !strings.HasPrefix(*shown.Load(), "错误：gongshi 自己出了故障") || traces.MatchString(*shown.Load()+errs.String()) {
		t.Errorf("pages show %v, the terminal %s", shown.Load(), errs.String())
	}
}
