package content

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// resolve converts a link as an editor wrote it to an href. A path that begins with
// "/" is a path of the site and "#x" an anchor of the same page. Anything else is a
// file name relative to the file with the link: a Markdown file means its page; any
// other file is published unchanged.
func (a *assembler) resolve(f *file, doc *site.Document, l markdown.Link) string {
	target, fragment, _ := strings.Cut(l.Destination, "#")
	target, query, _ := strings.Cut(target, "?")
	target, fragment = unescape(target), unescape(fragment)
	where := f.src.Report(diag.Error, "", l.Span.Start, l.Span.End, "")
	address := target
	switch {
	case target == "":
		address = doc.Path
	case !strings.HasPrefix(target, "/"):
		address = a.linkedFile(path.Join(path.Dir(f.path), target), where)
		if folder := strings.TrimSuffix(target, "/") != target || path.Base(target) == ".." || target == "."; folder && address != "" {
			address = strings.TrimSuffix(address, "/") + "/"
		}
	}
	if address == "" {
		return "#"
	}
	if !slices.Contains(a.faulty, address) {
		a.links = append(a.links, site.Link{Path: address, Fragment: fragment, Where: where})
	}
	href := a.config.site.Base.URL(address)
	if query != "" {
		href += "?" + query
	}
	if fragment != "" {
		href += "#" + site.EscapeFragment(fragment)
	}
	return href
}

// linkedFile returns the site path of a source file, or "" after reporting that it
// has none.
func (a *assembler) linkedFile(source string, where diag.Diagnostic) string {
	source = cmp.Or(a.spelt[norm.NFC.String(source)], source)
	if doc, ok := a.bySource[source]; ok {
		return doc.Path
	}
	where.Rule = "dead-link"
	switch {
	case a.hidden[source] == faultyFile:
		return ""
	case a.hidden[source] == draftFile:
		where.Message, where.Hint = "链接指向的文件是草稿，不会发布", "等它发布以后再链接，或者删掉链接"
	case source == Root: // ../ from a report
		return site.HomePath
	case !strings.HasPrefix(source, Root+"/"):
		where.Message, where.Hint = "链接指向 content 文件夹之外："+source, "把文件放进 content 文件夹，或者写完整的网址（https://…）"
	case strings.HasSuffix(source, ".md"):
		where.Message, where.Hint = "链接指向的文件不存在："+source, "检查文件名；从当前文件所在的文件夹算起，上一级写 ../"
	default:
		return strings.TrimPrefix(source, Root)
	}
	a.add(where)
	return ""
}

func unescape(s string) string {
	if u, err := url.PathUnescape(s); err == nil {
		return u
	}
	return s
}
