package render

// What becomes of the tags of a page in another script: texts in attributes,
// links, metadata.

import (
	"bytes"
	"cmp"
	"html"
	"net/url"
	"strings"

	"gongshi/generator/markup"
)

// descriptive are the names of <meta> whose content is text for readers.
var descriptive = map[string]bool{
	"sitename": true, "columnname": true, "columndescription": true, "columnkeywords": true, "columntype": true,
	"articletitle": true, "contentsource": true, "keywords": true, "description": true, "author": true,
	"og:title": true, "og:description": true, "og:site_name": true,
}

// value is the value of an attribute of the current tag, "" if it has none.
func (p *edit) value(name string) string {
	for i := range p.attrs {
		if string(p.attrs[i].Name) == name {
			return unescape(p.attrs[i].Value)
		}
	}
	return ""
}

func unescape(value []byte) string {
	if bytes.IndexByte(value, '&') < 0 {
		return string(value)
	}
	return html.UnescapeString(string(value))
}

// tag returns a start tag as it is in the edition, and whether the content of
// the element stays as it is. Tags that come again and again, the cells of
// tables, are looked up.
func (p *edit) tag(t markup.Token) (raw []byte, stays bool) {
	if len(t.Raw) == len("<>")+len(t.Name) || t.Raw[len(t.Raw)-1] != '>' { // a cut-off tag is no business of ours
		return t.Raw, verbatim(t.Name)
	}
	if p.kept != nil || len(t.Raw) > seenLength {
		return p.newTag(t)
	}
	if known, ok := p.seenTags.get(t.Raw); ok {
		return known.raw, known.stays
	}
	raw, stays = p.newTag(t)
	if p.alikeOnAllPages() {
		p.seenTags.put(t.Raw, seenTag{bytes.Clone(raw), stays})
	}
	return raw, stays
}

// alikeOnAllPages says whether the current tag has attributes for readers and
// none that may be the page's own.
func (p *edit) alikeOnAllPages() bool {
	any := false
	for i := range p.attrs {
		switch string(p.attrs[i].Name) {
		case "href", "action", "content", "id":
			return false
		}
		if bytes.Contains(p.attrs[i].Value, []byte("://")) {
			return false
		}
		any = any || touched(p.attrs[i].Name)
	}
	return any
}

func (p *edit) newTag(t markup.Token) (raw []byte, stays bool) {
	name := string(t.Name)
	p.attrs = p.attrs[:0]
	for a := range t.Attributes {
		p.attrs = append(p.attrs, a)
	}
	stays = verbatim(t.Name) || p.value("translate") == "no" || strings.HasPrefix(p.value("lang"), "zh-Hant") && name != "html"
	language := p.value("hreflang")
	at := 0
	for _, a := range p.attrs {
		if !touched(a.Name) {
			continue
		}
		old := unescape(a.Value)
		value, keep := p.attribute(name, string(a.Name), old, language)
		if keep && value == old {
			continue
		}
		if raw == nil {
			raw = make([]byte, 0, len(t.Raw)+len(value)-len(old)+32)
		}
		raw = append(raw, t.Raw[at:a.Start]...)
		if keep {
			raw = append(raw, t.Raw[a.Start:a.ValueStart]...)
			raw = append(raw, html.EscapeString(value)...)
			raw = append(raw, t.Raw[a.ValueEnd:a.End]...)
		}
		at = a.End
	}
	if language == p.variant.Lang && name == "a" {
		return append(append(raw, t.Raw[at:len(t.Raw)-1]...), ` aria-current="true">`...), stays
	}
	if raw == nil {
		return t.Raw, stays
	}
	return append(raw, t.Raw[at:]...), stays
}

// touched says whether an attribute can differ between editions. What layouts keep
// in data attributes is said by scripts.
func touched(name []byte) bool {
	switch string(name) {
	case "lang", "aria-current", "content", "href", "action", "title", "alt", "aria-label", "placeholder", "label", "download":
		return true
	}
	return bytes.HasPrefix(name, []byte("data-"))
}

// attribute returns the value of an attribute in the edition; keep is false
// if it is to be left out.
func (p *edit) attribute(tag, name, value, language string) (string, bool) {
	switch {
	case language != "": // the switch and the list of editions name all of them
		return value, name != "aria-current"
	case name == "lang":
		if tag == "html" {
			return p.variant.Lang, true
		}
	case name == "content":
		return p.meta(p.value("name")+p.value("property"), value), true
	case name == "href" && p.value("rel") == "canonical":
		return p.base.Absolute(p.variant.Path(p.path)), true
	case name == "href" || name == "action":
		return p.link(value), true
	case p.kept != nil:
		return value, true
	case name != "aria-current" && p.value("translate") != "no": // what a person reads or hears
		return p.text([]byte(value)), true
	}
	return value, true
}

func (p *edit) meta(name, content string) string {
	switch name = strings.ToLower(name); {
	case name == "url" || name == "og:url":
		return p.base.Absolute(p.variant.Path(p.path))
	case name == "og:locale":
		return p.variant.Locale
	case descriptive[name]:
		return p.text([]byte(cmp.Or(p.described[content], content)))
	}
	return content
}

// link leads to the edition's own page, if there is one. A link to another
// site that takes the page's address along takes that of the edition.
func (p *edit) link(href string) string {
	if !strings.HasPrefix(href, "/") {
		return p.telling(href)
	}
	path, _, ok := p.base.Split(href)
	if !ok || !p.has(path) {
		return href
	}
	return p.base.URL("/"+p.variant.Folder) + strings.TrimPrefix(href, p.base.URL(""))
}

// telling writes the edition's address where a query holds the page's own,
// whole: the link for reporting a fault.
func (p *edit) telling(href string) string {
	before, after, found := strings.Cut(href, "="+url.QueryEscape(p.base.Absolute(p.path)))
	if !found || after != "" && after[0] != '&' && after[0] != '#' {
		return href
	}
	return before + "=" + url.QueryEscape(p.base.Absolute(p.variant.Path(p.path))) + p.toldText(after)
}

// toldText converts the other values of such a link: the page's title.
func (p *edit) toldText(query string) string {
	parts := strings.Split(query, "&")
	for i, part := range parts {
		name, value, _ := strings.Cut(part, "=")
		if text, err := url.QueryUnescape(value); err == nil && !ascii([]byte(text)) {
			parts[i] = name + "=" + url.QueryEscape(p.text([]byte(text)))
		}
	}
	return strings.Join(parts, "&")
}
