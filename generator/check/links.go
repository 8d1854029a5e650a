// Package check finds errors in a finished site: links that lead nowhere or to where they
// must not, duplicate anchors, and published data that has disappeared. It changes nothing.
package check

import (
	"bytes"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// Links reports links of the finished pages that lead nowhere or must not be followed, and
// duplicate anchors. A link is reported where content or site.toml has it, all others in
// the layout that contains them. has reports whether the site has a file, by its path
// without the leading slash. layouts may be nil.
func Links(s *site.Site, has func(file string) bool, pages []Page, content, layouts fs.FS) []diag.Diagnostic {
	c := checker{site: s, has: has, finder: newFinder(content), anchors: map[string][]string{}, known: map[string]bool{}, judged: map[string]fault{}, placed: map[string]bool{}}
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
	var elsewhere []fault // in no file of an editor
	for _, p := range pages {
		c.page(p)
		for _, href := range p.links {
			f := c.judge(p, href)
			if f.rule == "" || c.placed[href] {
				continue
			}
			for _, d := range c.places(p, href) {
				d.Severity, d.Rule, d.Message = diag.Error, f.rule, f.message
				c.found = append(c.found, d.WithHint(f.hint))
				c.placed[href] = true
			}
			f.page, f.href = p, href
			elsewhere = append(elsewhere, f)
		}
	}
	for _, f := range elsewhere {
		if !c.placed[f.href] {
			c.placed[f.href] = true
			c.found = append(c.found, locate(layouts, f).WithHint(f.hint))
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
}

// judge returns the fault of a link of a page, whose rule is empty if there is none or the
// content has the link, which is checked already.
func (c *checker) judge(p Page, href string) (f fault) {
	key := href
	if relative := !strings.HasPrefix(href, "/") && !site.HasScheme(href); relative {
		key = p.Path + " " + href
	}
	if f, done := c.judged[key]; done {
		return f
	}
	defer func() { c.judged[key] = f }()
	if message := site.BadLink(href); message != "" {
		return fault{rule: "unsafe-link", message: message, hint: "链接只能以 https://、http://、mailto:、tel: 或 / 开头，照浏览器的地址栏写全"}
	}
	base, err := url.Parse(c.site.Base.Absolute(p.Path))
	if err != nil {
		return fault{}
	}
	address, err := base.Parse(href)
	if err != nil {
		return fault{rule: "dead-link", message: "链接的网址写法不对：" + href, hint: "检查网址"}
	}
	target, fragment, ours := c.site.Base.Split(address.String())
	switch {
	case !ours && site.HasScheme(href), c.known[target+"#"+fragment]:
		return fault{}
	case !ours:
		return fault{rule: "dead-link", message: "链接指向网站的文件夹 " + c.site.Base.Folder() + "/ 之外：" + href, hint: "别处的页面写全网址，以 https:// 开头"}
	}
	if message := c.problem(target, fragment); message != "" {
		return fault{rule: "dead-link", message: message, hint: c.hint(target, fragment)}
	}
	return fault{}
}

// fault is what is wrong with a link of a page.
type fault struct {
	page                      Page
	href, rule, message, hint string
}

type checker struct {
	site *site.Site
	has  func(file string) bool
	finder
	anchors map[string][]string // of every page, by its path
	known   map[string]bool     // links of the content, which are checked already
	judged  map[string]fault    // by href, and by the page, too, if it is relative
	placed  map[string]bool     // hrefs whose fault is reported
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

// locate reports a fault at its position in a layout, or else for the page as a whole.
func locate(layouts fs.FS, f fault) diag.Diagnostic {
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
			if i := bytes.Index(text, []byte(`"`+f.href)); i >= 0 {
				return diag.NewSource(name, text).Report(diag.Error, f.rule, i+1, i+1+len(f.href), f.message)
			}
		}
	}
	return diag.File(diag.Error, f.rule, f.page.Source, "页面 "+f.page.Path+" 里的"+f.message)
}
