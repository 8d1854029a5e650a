package generator

import (
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/proof"
	"gongshi/generator/site"
)

// proofread reports what package proof finds, at the levels the site has set.
func (b *builder) proofread() {
	var found []diag.Diagnostic
	leads := map[*diag.Source][]proof.Link{}
	read := func(sources proof.Sources, d *site.Document) {
		if text, err := fs.ReadFile(b.Source, d.Source); err == nil && utf8.Valid(text) {
			src := diag.NewSource(d.Source, text)
			sources[d.Source] = src
			body := markdown.Body(string(text))
			found = append(found, proof.Text(src, body, b.site.Proof)...)
			if b.Unreachable != nil {
				leads[src] = proof.Links(src, body)
			}
		}
	}
	for _, r := range b.site.Reports {
		sources := proof.Sources{}
		read(sources, &r.Document)
		for _, t := range r.Tasks {
			read(sources, &t.Document)
		}
		found = append(found, proof.Report(r, sources)...)
	}
	for _, p := range b.site.Pages {
		read(proof.Sources{}, &p.Document)
	}
	if text, err := fs.ReadFile(b.Source, content.SitePath); err == nil {
		src := diag.NewSource(content.SitePath, text)
		found = append(found, proof.Config(&b.site.Config, src)...)
		leads[src] = proof.QuotedLinks(src)
	}
	found = append(found, b.unreachable(leads)...)
	for _, d := range found {
		switch b.site.Proof.Levels[d.Rule] {
		case "off":
			continue
		case "error":
			d.Severity = diag.Error
		}
		b.report(d)
	}
	for _, name := range slices.Sorted(maps.Keys(b.site.Proof.Levels)) {
		if !proof.Known(name) {
			var known []string
			for _, r := range proof.Rules {
				known = append(known, r.Name)
			}
			b.report(diag.File(diag.Error, "rule-name", content.SitePath, fmt.Sprintf("没有叫 %s 的规则，或者它不能改", name)).
				WithHint("能改的规则：" + strings.Join(known, "、")))
		}
	}
}

// unreachable asks, if it may, whether the other sites answer that files lead to.
func (b *builder) unreachable(leads map[*diag.Source][]proof.Link) []diag.Diagnostic {
	if b.Unreachable == nil {
		return nil
	}
	addresses := map[string]bool{}
	for _, links := range leads {
		for _, l := range links {
			if u, err := url.Parse(l.URL); err == nil && u.Host != b.site.Base.Host() { // this site may not be there yet
				addresses[l.URL] = true
			}
		}
	}
	faults := b.Unreachable(slices.Sorted(maps.Keys(addresses)))
	var found []diag.Diagnostic
	for src, links := range leads {
		found = append(found, proof.Unreachable(src, links, faults)...)
	}
	return found
}
