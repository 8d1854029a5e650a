package cli

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"

	"gongshi/generator/source"
)

// program returns what to type on this system, in this folder, to run the program: its
// name if it is found in PATH, or else its place. What go run has built has none.
var program = sync.OnceValue(func() string {
	self, err := os.Executable()
	here, hereErr := os.Getwd()
	if _, notFound := exec.LookPath("gongshi"); notFound == nil || errors.Join(err, hereErr) != nil || strings.Contains(self, "go-build") {
		return "gongshi"
	}
	if runtime.GOOS == "windows" {
		self = strings.TrimSuffix(self, ".exe")
	}
	place := self
	if rel, err := filepath.Rel(here, self); err == nil {
		if place = rel; !strings.HasPrefix(rel, ".") {
			place = "." + string(filepath.Separator) + rel
		}
	}
	if text := quoted(place); text != place && runtime.GOOS == "windows" {
		return "& " + text // PowerShell takes a quoted name for a text
	}
	return quoted(place)
})

// quoted puts a path that a shell would cut into quotation marks.
func quoted(path string) string {
	if strings.ContainsAny(path, " ()&;'") {
		return `"` + path + `"`
	}
	return path
}

var commandLine = regexp.MustCompile(`\bgongshi ([a-z])`)

// typed returns a text in which every command, gongshi check, is written as the editor
// has to type it: .\gongshi check.
func typed(text string) string {
	return commandLine.ReplaceAllStringFunc(text, func(found string) string { return program() + strings.TrimPrefix(found, "gongshi") })
}

// inFull returns the absolute path of a file, if the system knows it.
func inFull(name string) string {
	if absolute, err := filepath.Abs(name); err == nil {
		return absolute
	}
	return name
}

// inSite refuses a folder that is not the folder of a site.
func inSite(folder string) error {
	if info, err := os.Stat(filepath.Join(folder, "content", "site.toml")); err == nil && info.Mode().IsRegular() {
		return nil
	}
	return usageError("%s 不是网站的文件夹，里面没有 content/site.toml；%s", inFull(folder), noSiteHint)
}

const noSiteHint = "请在网站的文件夹里运行，或用 --source 指明；还没有网站，先运行 gongshi init ."

// siteFiles are the files of a site of the editor's own.
func siteFiles(folder string) fs.FS { return source.Limited(os.DirFS(folder)) }

// readFile reads a file that the editor names.
func readFile(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if near, _ := filepath.Glob(name + ".*"); len(near) == 1 {
			return nil, usageError("读不到 %s：没有这个文件；是不是 %s？", name, near[0])
		}
		return nil, usageError("读不到 %s：没有这个文件；现在的文件夹是 %s，文件在别处，就把它放进来，或者写全它的位置", name, inFull("."))
	case err == nil && info.IsDir():
		return nil, usageError("%s 是一个文件夹，不是文件；请写里面一个文件的名字，例如 %s", name, filepath.Join(name, "文件名"))
	}
	data, err := fs.ReadFile(siteFiles(filepath.Dir(name)), filepath.Base(name))
	if err != nil {
		return nil, usageError("读不到 %s：%s", name, reason(err))
	}
	return data, nil
}
