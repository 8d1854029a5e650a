// Package check looks at a finished site, its model and its files, for what
// must not be published: links that lead nowhere, anchors that stand twice on
// a page. It changes nothing.
package check

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/output"
	"gongshi/generator/site"
)

// Page is a page of the site.
type Page struct {
	Path, Source string // site path and source file
}

// Links reports every link of the site to itself that leads nowhere: those of
// the content and of site.toml at their place in the source, those that only
// a layout can have made at the layout. refs are those of the pages, which
// may have an empty Path if they could not be made. layouts may be nil.
func Links(s *site.Site, set *output.Set, pages []Page, refs *References, layouts fs.FS) []diag.Diagnostic {
	c := checker{site: s, set: set, layouts: layouts, anchors: map[string][]string{}, known: map[string]bool{}}
	for i, p := range pages {
		if p.Path != "" {
			c.anchors[p.Path] = refs.pages[i].names
		}
	}
	for _, l := range s.Links {
		fault := c.fault(l.Path, l.Fragment)
		c.known[l.Path+"#"+l.Fragment] = true
		if fault != "" {
			d := l.Where
			d.Severity, d.Rule, d.Message = diag.Error, "dead-link", fault
			c.found = append(c.found, d.WithHint(c.hint(l.Path, l.Fragment)))
		}
	}
	for i, p := range pages {
		c.page(p, refs.pages[i])
	}
	for i, href := range refs.addresses {
		if target, fragment, ok := s.Base.Split(href); ok {
			c.link(pages[i], href, target, fragment)
		}
	}
	return c.found
}

// page checks the anchors of one page.
func (c *checker) page(p Page, a anchors) {
	if a.twice != "" {
		c.found = append(c.found, diag.File(diag.Error, "duplicate-id", p.Source, "页面 "+p.Path+" 里有两处 #"+a.twice).
			WithHint("改一个标题或 id；main、task-1 这样的名字页面自己要用"))
	}
	for _, fragment := range a.lost {
		c.link(p, "#"+fragment, p.Path, fragment)
	}
}

// link checks a link that no content file may have written down.
func (c *checker) link(p Page, href, target, fragment string) {
	if c.known[target+"#"+fragment] {
		return
	}
	if fault := c.fault(target, fragment); fault != "" {
		c.found = append(c.found, locate(c.layouts, p, href, fault).WithHint(c.hint(target, fragment)))
	}
}

type checker struct {
	site    *site.Site
	set     *output.Set
	layouts fs.FS
	anchors map[string][]string // of every page, by its path
	known   map[string]bool     // links of the content
	found   []diag.Diagnostic
}

// fault says what is wrong with a link, "" if nothing.
func (c *checker) fault(path, fragment string) string {
	if !c.set.Has(site.OutputFile(path)) && !c.set.Has(strings.TrimPrefix(path, "/")) {
		return "链接指向的网址不存在：" + path
	}
	if anchors, isPage := c.anchors[path]; isPage && fragment != "" && !slices.Contains(anchors, fragment) {
		return "页面 " + path + " 里没有 #" + fragment
	}
	return ""
}

// hint offers what was most likely meant.
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

// numbered says whether the last part of a path is a number: its neighbours
// are other tasks, not what was meant.
func numbered(target string) bool {
	_, err := strconv.Atoi(path.Base(target))
	return err == nil
}

// locate finds a dead link that no content file wrote down: in a layout if it
// stands there as it is, else it is a fault of the page as a whole.
func locate(layouts fs.FS, p Page, href, fault string) diag.Diagnostic {
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
				return diag.NewSource(name, text).Report(diag.Error, "dead-link", i+1, i+1+len(href), fault)
			}
		}
	}
	return diag.File(diag.Error, "dead-link", p.Source, "页面 "+p.Path+" 里的"+fault)
}
