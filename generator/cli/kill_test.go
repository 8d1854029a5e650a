//go:build linux || darwin

package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// versions are the two states of the content between which builds are killed.
var versions = []string{"甲", "乙"}

// Sizes of the site. Attachments are published as they are: writing them is a
// good part of the build, and so of the moments at which it is killed.
const manyTasks, manyAttachments = 20, 120

// writeVersion writes a site in which every third file is the same in both
// versions, every third differs and every third has another address.
func writeVersion(t *testing.T, dir, version string) {
	t.Helper()
	if err := layOut("testdata/site.txtar", dir); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		path := filepath.Join(dir, "content/2021", name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	for n := 3; n <= manyTasks; n++ {
		title, slug := fmt.Sprint("任务", n), fmt.Sprint(n)
		switch n % 3 {
		case 1:
			title += version
		case 2:
			slug += version
		}
		write(fmt.Sprintf("%03d.md", n), fmt.Sprintf("+++\ntitle = %q\nnumber = %d\nslug = %q\n+++\n\n## 1.目标\n\n%s。\n",
			title, n, slug, strings.Repeat("已完成", 50)))
	}
	for n := range manyAttachments {
		name, text := fmt.Sprintf("files/%d/%d", n%10, n), strings.Repeat(fmt.Sprintln("附件", n), 100)
		switch n % 3 {
		case 1:
			text += version
		case 2:
			name += version
		}
		write(name+".txt", text)
	}
}

// killing is a folder with the sources of both versions and the published site.
type killing struct {
	t     *testing.T
	dir   string
	whole map[string]string // version → listing of its whole site
	took  time.Duration     // the last whole build; it changes with what else the machine does
}

func newKilling(t *testing.T) *killing {
	k := &killing{t: t, dir: t.TempDir(), whole: map[string]string{}}
	for _, v := range versions {
		writeVersion(t, filepath.Join(k.dir, "sources", v), v)
	}
	for _, v := range versions {
		k.build(v)
		k.whole[v] = k.published()
	}
	if n := strings.Count(k.whole["甲"], "\n"); n < manyTasks+manyAttachments || k.whole["甲"] == k.whole["乙"] {
		t.Fatalf("the versions are of no use: %d files", n)
	}
	return k
}

func (k *killing) command(version string) *exec.Cmd {
	return exec.Command("gongshi", "build", "-q", "-s", filepath.Join(k.dir, "sources", version), "-d", k.path("public"))
}

// path is a name in the folder that is published to.
func (k *killing) path(name string) string { return filepath.Join(k.dir, "www", name) }

// build runs to the end and leaves the version and nothing else.
func (k *killing) build(version string) {
	k.t.Helper()
	began := time.Now()
	if out, err := k.command(version).CombinedOutput(); err != nil || len(out) > 0 {
		k.t.Fatalf("build of %s: %v\n%s", version, err, out)
	}
	k.took = time.Since(began)
	if names := k.names(); !slices.Equal(names, []string{"public"}) {
		k.t.Fatalf("a build left %q", names)
	}
}

func (k *killing) names() []string {
	k.t.Helper()
	entries, err := os.ReadDir(k.path("."))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		k.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// published lists the site, "" if there is none.
func (k *killing) published() string {
	k.t.Helper()
	found, err := listing(k.path("public"), true)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		k.t.Fatal(err)
	}
	return found
}

// kill begins to build a version, kills that after a time and says what it
// met: "before" publishing began, "during" it, "after" the build had ended.
func (k *killing) kill(version string, after time.Duration) string {
	k.t.Helper()
	cmd := k.command(version)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	err := cmd.Wait()
	timer.Stop()
	if said.Len() > 0 {
		k.t.Fatalf("a killed build said %s", said.String())
	}
	if err == nil {
		return "after"
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		k.t.Fatalf("the build was not killed: %v", err)
	}
	if slices.ContainsFunc(k.names(), func(name string) bool { return name != "public" }) {
		return "during"
	}
	return "before"
}

// TestKilledAtAnyMomentTheSiteIsWhole kills builds at random moments: 15, or 200
// in `make test-all`. That each step of publishing can be the last, package
// output tests one by one.
func TestKilledAtAnyMomentTheSiteIsWhole(t *testing.T) {
	t.Parallel()
	k := newKilling(t)
	rounds, all := 15, os.Getenv(allVariable) != ""
	if all {
		rounds = 200
	}
	random := rand.New(rand.NewPCG(2021, 4))
	met, left := map[string]int{}, map[string]int{}
	for i := range rounds {
		old, next := versions[i%2], versions[(i+1)%2]
		before := k.whole[old]
		if i%10 == 0 { // as on the first day
			if err := os.RemoveAll(k.path("public")); err != nil {
				t.Fatal(err)
			}
			before = ""
		}
		moment := k.kill(next, time.Duration(random.Float64()*1.2*float64(k.took)))
		met[moment]++
		switch now := k.published(); {
		case now == k.whole[next]:
			left["new"]++
		case now == before && moment != "after":
			left["old"]++
		default:
			t.Fatalf("kill %d (%s) left neither the old nor the new site:\n%s", i, moment, now)
		}
		k.build(next)
		if k.published() != k.whole[next] {
			t.Fatalf("the build after kill %d is not whole", i)
		}
	}
	t.Logf("the last build took %v; %d kills met %v and left %v", k.took, rounds, met, left)
	if all && (met["before"] == 0 || met["during"] == 0 || left["old"] == 0 || left["new"] == 0) {
		t.Errorf("the kills met too little: %v, %v", met, left)
	}
}
