package content

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"gongshi/generator/diag"
)

// active matches the names of files that a browser, or a server with the usual settings,
// runs: what is in them could do what a page of the site may.
var active = regexp.MustCompile(`(?i)\.(x?html?|xht|shtml?|mht|mhtml|svgz?|xml|xslt?|[cm]?js|wasm|swf|hta|htc|php\d?|phtml|[aj]spx?|cgi)$`)

// checkActive reports a published file that browsers run, unless site.toml allows it.
func (a *assembler) checkActive(name string) {
	allowed := func(t activeTable) bool { return norm.NFC.String(t.File) == norm.NFC.String(name) }
	if active.MatchString(name) && !slices.ContainsFunc(a.config.file.Active, allowed) {
		a.add(diag.File(diag.Error, "active-file", name, "浏览器会运行这种文件，里面的程序能冒充本网站").
			WithHint("文字写成 .md 页面或者另存为 PDF，图片另存为 PNG；确实要公开，请技术人员检查以后在 site.toml 里写 [[active]]，file = " + Quote(name) + "，再写 reason"))
	}
}

// checkAllowed reports exceptions for files that are not there.
func (c *config) checkAllowed(paths []string) {
	for i, t := range c.file.Active {
		if !slices.ContainsFunc(paths, func(p string) bool { return norm.NFC.String(p) == norm.NFC.String(t.File) }) {
			c.add(c.at(diag.Error, "active-file", c.element("active", i)+".file", "没有这个文件："+t.File).
				WithHint("写从 content 开始的路径，例如 \"content/2021/tu.svg\"；文件不要了，就把这一条删掉"))
		}
	}
}

// robotsPath is what an editor adds to the rules for search engines.
const robotsPath = Root + "/robots.txt"

// robotsLine matches a line of RFC 9309: a comment, or a name and a value.
var robotsLine = regexp.MustCompile(`^\s*(#.*|[A-Za-z-]+\s*:.*)?$`)

// loadRobots reads robots.txt, if there is one, and reports lines that no search engine reads.
func (c *config) loadRobots(fsys fs.FS, paths []string) {
	if !slices.Contains(paths, robotsPath) {
		return
	}
	src, fault := readText(fsys, robotsPath)
	if fault != nil {
		c.add(*fault)
		return
	}
	at := 0
	for line := range strings.Lines(string(src.Text)) {
		if text := strings.TrimRight(line, "\r\n"); !robotsLine.MatchString(text) {
			c.add(src.Report(diag.Error, "robots", at, at+len(text), "搜索引擎读不懂这一行").
				WithHint("每行写一项，冒号用半角，例如 Disallow: /draft/；说明文字前面加 #"))
		}
		at += len(line)
	}
	c.site.Robots = strings.TrimSpace(string(src.Text))
}

// badPart returns the first part of an address that a server or a browser takes for
// something else: hidden files and repositories (.git), placeholders of rules for
// servers (:name, *), and characters that cannot be seen. .well-known is no hidden file.
func badPart(address string) string {
	for part := range strings.SplitSeq(address, "/") {
		if strings.HasPrefix(part, ".") && part != ".well-known" || strings.HasPrefix(part, ":") || strings.Contains(part, "*") ||
			strings.ContainsFunc(part, func(r rune) bool {
				return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar
			}) {
			return part
		}
	}
	return ""
}
