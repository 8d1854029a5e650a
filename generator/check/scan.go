package check

import (
	"bytes"
	"slices"

	"golang.org/x/net/html"
)

// Page contains the links and anchors of one page.
type Page struct {
	Path, Source string   // site path and source file
	links        []string // to other pages, unresolved
	anchors      []string
	duplicate    string // the first anchor that occurs twice, "" if none does
}

// Scan parses a page. It reads the attributes href, src, action, poster and id.
func Scan(path, source string, text []byte) Page {
	p := Page{Path: path, Source: source}
	var local []string // fragments of links to the page itself
	known := map[string]bool{}
	z := html.NewTokenizer(bytes.NewReader(text))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		_, more := z.TagName()
		for more {
			var key, value []byte
			key, value, more = z.TagAttr()
			switch string(key) {
			case "href", "src", "action", "poster":
				if name, isLocal := bytes.CutPrefix(value, []byte("#")); isLocal {
					local = append(local, string(name))
				} else if len(value) > 0 && !(string(key) == "src" && bytes.HasPrefix(value, []byte("data:image/"))) {
					p.links = append(p.links, string(value))
				}
			case "id":
				name := string(value)
				if known[name] && p.duplicate == "" {
					p.duplicate = name
				}
				known[name] = true
				p.anchors = append(p.anchors, name)
			}
		}
	}
	for _, name := range local {
		if link := "#" + name; name != "" && !known[name] && !slices.Contains(p.links, link) {
			p.links = append(p.links, link)
		}
	}
	return p
}
