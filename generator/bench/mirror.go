package main

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"gongshi/generator/assets"
	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// hugoFiles are hugo.toml and our layouts in the words of Hugo's templates.
//
//go:embed all:hugo
var hugoFiles embed.FS

// mirrorVersion changes with the form of a mirror.
const mirrorVersion = 1

// mirror writes the same site for Hugo: the same Markdown with the few keys
// that Hugo needs, our layouts as its templates, and the browser's files as we
// have bundled them, so that Hugo only has to copy those.
func (w workplace) mirror(source, target string) error {
	s, found := content.Load(os.DirFS(source), content.Options{})
	if errors, _ := diag.Count(found); errors > 0 {
		return fmt.Errorf("%s has %d faults", source, errors)
	}
	if err := os.RemoveAll(target); err != nil {
		return err
	}
	bundle, _ := assets.Bundle(os.DirFS(w.root))
	m := hugoMirror{source, target}
	return errors.Join(m.layouts(), m.static(bundle), m.config(s, bundle), m.documents(s))
}

type hugoMirror struct{ source, target string }

func (m hugoMirror) write(path string, data []byte) error {
	return writeFile(filepath.Join(m.target, path), data)
}

func (m hugoMirror) layouts() error {
	return fs.WalkDir(hugoFiles, "hugo/layouts", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := hugoFiles.ReadFile(path)
		return errors.Join(err, m.write(strings.TrimPrefix(path, "hugo/"), data))
	})
}

func (m hugoMirror) static(bundle assets.Result) error {
	var all error
	for _, f := range bundle.Files {
		all = errors.Join(all, m.write("static"+f.Path, f.Data))
	}
	return all
}

// config puts site.toml where Hugo's templates find it.
func (m hugoMirror) config(s *site.Site, bundle assets.Result) error {
	text, err := hugoFiles.ReadFile("hugo/hugo.toml")
	if err != nil {
		return err
	}
	head := fmt.Sprintf("baseURL = %q\ntitle = %q\n", s.Base.Absolute(site.HomePath), s.Title)
	params, err := json.MarshalIndent(map[string]any{
		"description": s.Description, "parent": hugoEntry(s, s.Parent),
		"sitecode": s.Identifiers.SiteCode, "icp": s.Identifiers.ICP, "police": s.Identifiers.Police,
		"organization": map[string]any{
			"host": s.Organization.Host, "operators": s.Organization.Operators, "address": s.Organization.Address,
			"postcode": s.Organization.Postcode, "hotline": s.Organization.Hotline, "hotlinelabel": s.Organization.HotlineLabel,
		},
		"navigation": hugoEntries(s, s.Navigation), "tools": hugoEntries(s, s.Tools),
		"footer": hugoEntries(s, s.Footer), "social": hugoEntries(s, s.Social),
		"css": bundle.URLs["css/site.css"], "js": bundle.URLs["js/site.js"],
	}, "", "\t")
	return errors.Join(err,
		m.write("config/_default/hugo.toml", append([]byte(head), text...)),
		m.write("config/_default/params.json", params))
}

func hugoEntries(s *site.Site, list []site.Entry) []map[string]any {
	entries := []map[string]any{}
	for _, e := range list {
		entries = append(entries, hugoEntry(s, e))
	}
	return entries
}

func hugoEntry(s *site.Site, e site.Entry) map[string]any {
	external := strings.Contains(e.URL, "://") && !strings.HasPrefix(e.URL, s.Base.Absolute("/"))
	return map[string]any{"name": e.Name, "url": e.URL, "external": external}
}

// documents copies the Markdown.
func (m hugoMirror) documents(s *site.Site) error {
	for _, r := range s.Reports {
		if err := m.document(r.Source, "", nil); err != nil {
			return err
		}
		for _, t := range r.Tasks {
			keys := fmt.Sprintf("weight = %d\nslug = \"%d\"\ndate = %s\n", t.Number, t.Number, t.Date.Format("2006-01-02T15:04:05"))
			if err := m.document(t.Source, keys, nil); err != nil {
				return err
			}
		}
	}
	for _, p := range s.Pages {
		if err := m.document(p.Source, "layout = \"plain\"\n", anchored); err != nil {
			return err
		}
	}
	return m.write("content/sitemap.md", []byte("+++\ntitle = \"站点地图\"\nlayout = \"map\"\n+++\n"))
}

// document copies one file with more keys in its front matter.
func (m hugoMirror) document(source, keys string, change func(string) string) error {
	data, err := os.ReadFile(filepath.Join(m.source, source))
	if err != nil {
		return err
	}
	body, ok := strings.CutPrefix(string(data), "+++\n")
	if !ok {
		return fmt.Errorf("%s does not begin with +++", source)
	}
	if change != nil {
		body = change(body)
	}
	return m.write(source, []byte("+++\n"+keys+body))
}

var heading = regexp.MustCompile(`(?m)^(##+ )(.+)$`)

// anchored writes the anchors of an ordinary page into its headings. A task
// has no anchors in its headings, so Hugo is told not to make any.
func anchored(body string) string { return heading.ReplaceAllString(body, "$1$2 {#$2}") }
