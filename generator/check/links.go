// Package check finds errors in a finished site: dead links, duplicate anchors, and
// published data that has disappeared. It changes nothing.
package check

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// Links reports the dead internal links and duplicate anchors of a site. Links of content
// and site.toml are reported at their position there, all others in the layout that
// contains them. has reports whether the site has a file, by its path without the leading
// slash. layouts may be nil.
func Links(s *site.Site, has func(file string) bool, pages []Page, layouts fs.FS) []diag.Diagnostic {
	c := checker{site: s, has: has, layouts: layouts, anchors: map[string][]string{}, known: map[string]bool{}}
	for _, p := range pages {
		c.anchors[p.Path] = p.anchors
	}
	for _, l := range s.Links {
		c.known[l.Path+"#"+l.Fragment] = true
		if message := c.problem(l.Path, l.Fragment); message != "" {
			d := l.Where
			d.Severity, d.Rule, d.Message = diag.Error, "dead-link", message
			c.found = append(c.found, d.WithHint(c.hint(l.Path, l.Fragment)))
		}
	}
	seen := map[string]bool{}
	for _, p := range pages {
		c.page(p)
		for _, href := range p.links {
			if target, fragment, ok := s.Base.Split(href); ok && !seen[href] {
				c.link(p, href, target, fragment)
			}
			seen[href] = true
		}
	}
	return c.found
}

// page checks the anchors of one page.
func (c *checker) page(p Page) {
	if p.duplicate != "" {
		c.found = append(c.found, diag.File(diag.Error, "duplicate-id", p.Source, "页面 "+p.Path+" 里有两处 #"+p.duplicate).
			WithHint("改一个标题或 id；main、task-1 这样的名字页面自己要用"))
	}
	for _, fragment := range p.missing {
		c.link(p, "#"+fragment, p.Path, fragment)
	}
}

// link checks a link of a page that is not one of the links of the content.
func (c *checker) link(p Page, href, target, fragment string) {
	if c.known[target+"#"+fragment] {
		return
	}
	if message := c.problem(target, fragment); message != "" {
		c.found = append(c.found, locate(c.layouts, p, href, message).WithHint(c.hint(target, fragment)))
	}
}

type checker struct {
	site    *site.Site
	has     func(file string) bool
	layouts fs.FS
	anchors map[string][]string // of every page, by its path
	known   map[string]bool     // links of the content, which are checked already
	found   []diag.Diagnostic
}

// problem returns the error message for a link, or "" if it works.
func (c *checker) problem(path, fragment string) string {
	if !c.has(site.OutputFile(path)) && !c.has(strings.TrimPrefix(path, "/")) {
		return "链接指向的网址不存在：" + path
	}
	if anchors, isPage := c.anchors[path]; isPage && fragment != "" && !slices.Contains(anchors, fragment) {
		return "页面 " + path + " 里没有 #" + fragment
	}
	return ""
}

// hint suggests the address that was most likely meant.
func (c *checker) hint(target, fragment string) string {
	anchors, isPage := c.anchors[target]
	if isPage {
		if near := diag.Nearest(fragment, anchors); near != "" {
			return "是不是 #" + near + "？"
		}
		return "检查 # 后面的部分，或者删掉它"
	}
	if _, ok := c.anchors[target+"/"]; ok {
		return "网址末尾少了 / ，写作 " + target + "/"
	}
	if ext := path.Ext(target); ext != "" {
		return "把文件放进 content 里相应的文件夹；文件名的大小写也要一致"
	}
	var siblings []string
	for p := range c.anchors {
		if path.Dir(strings.TrimSuffix(p, "/")) == path.Dir(strings.TrimSuffix(target, "/")) {
			siblings = append(siblings, p)
		}
	}
	slices.Sort(siblings)
	if near := diag.Nearest(target, siblings); near != "" && !numbered(target) {
		return "是不是 " + near + "？"
	}
	return "检查网址；链接到文件时也可以写文件名，例如 04.md"
}

// numbered reports whether the last part of a path is a number. The most similar path is
// then another task, which is not a useful suggestion.
func numbered(target string) bool {
	_, err := strconv.Atoi(path.Base(target))
	return err == nil
}

// locate reports a dead link at its position in a layout, or else for the page as a whole.
func locate(layouts fs.FS, p Page, href, message string) diag.Diagnostic {
	if layouts != nil {
		var names []string
		for _, pattern := range []string{"layouts/*.html", "layouts/partials/*.html"} {
			list, _ := fs.Glob(layouts, pattern)
			names = append(names, list...)
		}
		for _, name := range names {
			text, err := fs.ReadFile(layouts, name)
			if err != nil {
				continue
			}
			if i := bytes.Index(text, []byte(`"`+href)); i >= 0 {
				return diag.NewSource(name, text).Report(diag.Error, "dead-link", i+1, i+1+len(href), message)
			}
		}
	}
	return diag.File(diag.Error, "dead-link", p.Source, "页面 "+p.Path+" 里的"+message)
}
