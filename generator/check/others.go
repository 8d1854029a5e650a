package check

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// configFile has the links that all pages share.
const configFile = "content/site.toml"

// finder finds the links of pages in the files of editors.
type finder struct {
	content fs.FS
	sources map[string]*diag.Source
	done    map[string]bool // by file and href
}

func newFinder(content fs.FS) finder {
	return finder{content, map[string]*diag.Source{}, map[string]bool{}}
}

// places returns diagnostics without a message, at every place where the file of a page, or
// site.toml, has a link of the page; none for places that were returned before.
func (f finder) places(p Page, href string) (list []diag.Diagnostic) {
	for _, name := range []string{p.Source, configFile} {
		if f.done[name+" "+href] || f.content == nil {
			continue
		}
		f.done[name+" "+href] = true
		src, read := f.sources[name]
		if !read {
			if text, err := fs.ReadFile(f.content, name); err == nil {
				src = diag.NewSource(name, text)
			}
			f.sources[name] = src
		}
		if src == nil {
			continue
		}
		for _, form := range forms(href) {
			if !bytes.Contains(src.Text, []byte(form)) {
				continue
			}
			whole := regexp.MustCompile(`(` + regexp.QuoteMeta(form) + `)(?:[^\w./%-]|\. |$)`)
			for _, at := range whole.FindAllSubmatchIndex(src.Text, -1) {
				list = append(list, src.Report(diag.Error, "", at[2], at[3], ""))
			}
			if len(list) > 0 {
				break
			}
		}
	}
	return list
}

// forms are the ways in which an editor may have written an href: pages escape it, and
// have http:// before a bare www.
func forms(href string) []string {
	list := []string{href}
	if plain, err := url.PathUnescape(href); err == nil && plain != href {
		list = append(list, plain)
	}
	if bare, ok := strings.CutPrefix(href, "http://www."); ok {
		list = append(list, "www."+bare)
	}
	return list
}

// Others warns of links to other sites that editors wrote: to hosts that are not trusted,
// if the site has a list, and to pages that, as ask says, do not answer. ask maps addresses
// to reasons in Chinese and may be nil.
func Others(s *site.Site, pages []Page, content fs.FS, ask func(addresses []string) map[string]string) (found []diag.Diagnostic) {
	f := newFinder(content)
	asked := map[string][]diag.Diagnostic{} // places by address
	for _, p := range pages {
		for _, href := range p.links {
			if !strings.Contains(href, "//") {
				continue
			}
			u, err := url.Parse(href)
			if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == s.Base.Host() { // this site may not be there yet
				continue
			}
			foreign := len(s.Proof.Hosts) > 0 && !trusted(u.Hostname(), s.Proof.Hosts)
			if !foreign && ask == nil {
				continue
			}
			for _, d := range f.places(p, href) {
				d.Severity = diag.Warning
				asked[href] = append(asked[href], d)
				if foreign {
					d.Rule, d.Message = "untrusted-host", fmt.Sprintf("%s 不在可以链接的网站里", u.Hostname())
					found = append(found, d.WithHint("检查网址；确实可以链接，就写进 site.toml 的 trusted_hosts"))
				}
			}
		}
	}
	if ask == nil {
		return found
	}
	faults := ask(slices.Sorted(maps.Keys(asked)))
	for _, address := range slices.Sorted(maps.Keys(faults)) {
		for _, d := range asked[address] {
			d.Rule, d.Message = "unreachable", "链接的网页打不开："+faults[address]
			found = append(found, d.WithHint("用浏览器打开看看；对方改了网址就改过来，没有了就去掉链接"))
		}
	}
	return found
}

// trusted reports whether a host or a parent domain is in the list.
func trusted(host string, hosts []string) bool {
	return slices.ContainsFunc(hosts, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) })
}
