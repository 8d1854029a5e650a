package main

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"gongshi/generator/assets"
	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// hugoVersion is what we are measured against.
const hugoVersion = "v0.165.0"

func (w workplace) hugoBinary() string { return filepath.Join(w.root, ".cache", "bin", "hugo") }

// buildHugo builds Hugo, if it is not there.
func (w workplace) buildHugo() error {
	if out, err := exec.Command(w.hugoBinary(), "version").Output(); err == nil && strings.Contains(string(out), hugoVersion+" ") {
		return nil
	}
	fmt.Fprintf(os.Stderr, "building Hugo %s, this takes some minutes\n", hugoVersion)
	install := command(w.root, "go", "install", "github.com/gohugoio/hugo@"+hugoVersion)
	install.Env = append(os.Environ(), "GOBIN="+filepath.Dir(w.hugoBinary()))
	return install.Run()
}

// hugo is a command of Hugo by its defaults; only its lock file and its cache
// are kept out of the way of other projects.
func (w workplace) hugo(name, source string, more ...string) *exec.Cmd {
	args := []string{name, "--source", source, "--cacheDir", w.cache("hugo-cache"), "--noBuildLock"}
	return exec.Command(w.hugoBinary(), append(args, more...)...)
}

// hugoFiles are hugo.toml and our layouts in the words of Hugo's templates.
//
//go:embed all:hugo
var hugoFiles embed.FS

// mirrorVersion changes with the form of a mirror.
const mirrorVersion = 2

// mirror writes the same site for Hugo: the same Markdown with the few keys
// that Hugo needs, our layouts as its templates, and the browser's files as we
// have bundled them, so that Hugo only has to copy those.
func (w workplace) mirror(source, target string) error {
	s, found := content.Load(os.DirFS(source), content.Options{})
	if errors, _ := diag.Count(found); errors > 0 {
		return fmt.Errorf("%s has %d faults", source, errors)
	}
	layouts, err := fs.Sub(hugoFiles, "hugo")
	if err != nil {
		return err
	}
	bundle, _ := assets.Bundle(os.DirFS(w.root))
	err = errors.Join(os.CopyFS(target, layouts), mirrorConfig(target, s, bundle), mirrorDocuments(source, target, s))
	for _, f := range bundle.Files {
		err = errors.Join(err, writeFile(filepath.Join(target, "static", f.Path), string(f.Data)))
	}
	return err
}

// mirrorConfig puts site.toml where Hugo's templates find it.
func mirrorConfig(target string, s *site.Site, bundle assets.Result) error {
	entry := func(e site.Entry) map[string]any {
		external := strings.Contains(e.URL, "://") && !strings.HasPrefix(e.URL, s.Base.Absolute("/"))
		return map[string]any{"name": e.Name, "url": e.URL, "external": external}
	}
	entries := func(list []site.Entry) []map[string]any {
		all := []map[string]any{}
		for _, e := range list {
			all = append(all, entry(e))
		}
		return all
	}
	text, err := json.MarshalIndent(map[string]any{"baseURL": s.Base.Absolute(site.HomePath), "title": s.Title, "params": map[string]any{
		"description": s.Description, "parent": entry(s.Parent),
		"sitecode": s.Identifiers.SiteCode, "icp": s.Identifiers.ICP, "police": s.Identifiers.Police,
		"organization": s.Organization,
		"navigation":   entries(s.Navigation), "tools": entries(s.Tools), "footer": entries(s.Footer), "social": entries(s.Social),
		"css": bundle.URLs["css/site.css"], "js": bundle.URLs["js/site.js"],
	}}, "", "\t")
	return errors.Join(err, writeFile(filepath.Join(target, "config", "_default", "hugo.json"), string(text)))
}

// mirrorDocuments copies the Markdown.
func mirrorDocuments(source, target string, s *site.Site) error {
	var all error
	document := func(name, keys string, change func(string) string) {
		data, err := os.ReadFile(filepath.Join(source, name))
		body, ok := strings.CutPrefix(string(data), "+++\n")
		if err == nil && !ok {
			err = fmt.Errorf("%s does not begin with +++", name)
		}
		all = errors.Join(all, err, writeFile(filepath.Join(target, name), "+++\n"+keys+change(body)))
	}
	same := func(body string) string { return body }
	for _, r := range s.Reports {
		document(r.Source, "", same)
		for _, t := range r.Tasks {
			document(t.Source, fmt.Sprintf("weight = %d\nslug = \"%d\"\ndate = %s\n", t.Number, t.Number, t.Date.Format("2006-01-02T15:04:05")), same)
		}
	}
	for _, p := range s.Pages {
		document(p.Source, "layout = \"plain\"\n", anchored)
	}
	return errors.Join(all, writeFile(filepath.Join(target, "content", "sitemap.md"), "+++\ntitle = \"站点地图\"\nlayout = \"map\"\n+++\n"))
}

var heading = regexp.MustCompile(`(?m)^(##+ )(.+)$`)

// anchored writes the anchors of an ordinary page into its headings. A task
// has no anchors in its headings, so Hugo is told not to make any.
func anchored(body string) string { return heading.ReplaceAllString(body, "$1$2 {#$2}") }
