//go:build linux || darwin

package cli

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestManualWordByWord does what the manual says, from an empty folder to a second
// publication: the program lies in that folder and nowhere in PATH, and every command is
// typed as it is printed, with / for the \ of Windows. What the manual has an editor do by
// hand is done after the command before it.
func TestManualWordByWord(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(self)
	if err := errors.Join(err, os.WriteFile(at("gongshi"), program, 0o755), os.WriteFile(at("汇总表.xlsx"), realTable(), 0o644)); err != nil {
		t.Fatal(err)
	}
	var said string
	run := func(line string, want int) {
		t.Helper()
		cmd := manualShell(t, dir, line)
		out, err := cmd.CombinedOutput()
		if said = string(out); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != want {
			t.Fatalf("%s: %v, want exit code %d\n%s", line, err, want, out)
		}
	}
	says := func(text string) {
		t.Helper()
		if !strings.Contains(said, text) {
			t.Errorf("%q is missing in\n%s", text, said)
		}
	}
	counts := map[string]int{}
	for _, line := range manualCommands(t, "editors", "powershell") {
		line = strings.Replace(line, `.\gongshi`, "./gongshi", 1)
		name := strings.Fields(line)[1]
		if name == "serve" {
			walkPreview(t, dir, line)
			continue
		}
		if strings.Contains(line, "--against") { // a task that is gone is told before it is gone from public, too
			hidden := at("content/2022/16.md")
			rename(t, hidden, at("16.md"))
			run(line, exitContent)
			says("公开过的任务不见了")
			rename(t, at("16.md"), hidden)
		}
		run(line, exitGood)
		switch counts[name]++; {
		case name == "init":
			says("现在可以预览：./gongshi serve\n")
			run("./gongshi build --strict", exitContent)
			replace(t, at("content/site.toml"), "某某区人民政府", "清源区人民政府")
			replace(t, at("content/site.toml"), "www.example.gov.cn", "www.qingyuan.example")
			samples, err := filepath.Glob(at("content/2*"))
			if err != nil || len(samples) != 1 {
				t.Fatal("no sample report", samples, err)
			}
			if err := os.RemoveAll(samples[0]); err != nil {
				t.Fatal(err)
			}
		case name == "import" && counts[name] == 2:
			says("写了 17 个文件")
		case name == "new" && counts[name] == 1:
			says(`./gongshi new 2023 "任务名称"`)
			replace(t, at("content/2022/_index.md"), "draft = true\n", "")
		case name == "check":
			says("1 份草稿没有公开")
		case name == "build" && counts[name] == 1:
			replace(t, at("content/2022/01.md"), "聚集性疫情", "聚集疫情")
		}
	}
	if _, err := os.Stat(at("public/2022/16/index.html")); err != nil || counts["build"] != 2 {
		t.Error("the site was not published twice:", err, counts)
	}
	run("./gongshi build --strict", exitGood) // no word of the samples is left
}

// TestArchiveManual does what the chapter for archivists says, with a task that changes
// between the two archives.
func TestArchiveManual(t *testing.T) {
	t.Parallel()
	dir := newSite(t)
	at := func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }
	self, err := os.Executable()
	if err == nil {
		err = os.Symlink(self, at("gongshi"))
	}
	if err != nil {
		t.Fatal(err)
	}
	sites := []string{}
	for _, line := range manualCommands(t, "archive", "powershell") {
		line = strings.Replace(line, `.\gongshi`, "./gongshi", 1)
		if strings.Contains(line, " build") && len(sites) > 0 {
			replace(t, at("content/2021/02.md"), "工作站", "工作点")
		}
		if out, err := manualShell(t, dir, line).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
		if strings.Contains(line, " build") {
			site, err := listing(at("public"), true)
			if err != nil {
				t.Fatal(err)
			}
			sites = append(sites, site)
		}
	}
	for i, folder := range []string{"取回2022", "取回2023"} {
		if got, err := listing(at(folder), true); err != nil || got != sites[i] {
			t.Errorf("%s is not the site as it was: %v\n%s", folder, err, got)
		}
	}
	if sites[0] == sites[1] {
		t.Error("the site has not changed")
	}
}

// manualShell is a command line in a shell that finds the programs of the system only.
func manualShell(t *testing.T, dir, line string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "sh", "-c", "exec "+line)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "PATH=/usr/bin:/bin")
	return cmd
}

// walkPreview opens the address that the preview prints, and ends it by Ctrl+C.
func walkPreview(t *testing.T, dir, line string) {
	t.Helper()
	cmd := manualShell(t, dir, line)
	out, outErr := cmd.StdoutPipe()
	if err := errors.Join(outErr, cmd.Start()); err != nil {
		t.Fatal(err)
	}
	p := &preview{t, cmd, bufio.NewReader(out), bufio.NewReader(strings.NewReader(""))}
	p.shows(p.address(), "清源区人民政府")
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, p.stdout)
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

func rename(t *testing.T, old, new string) {
	t.Helper()
	if err := os.Rename(old, new); err != nil {
		t.Fatal(err)
	}
}
