package generator

import (
	"fmt"
	"io/fs"
	"maps"
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
	read := func(sources proof.Sources, d *site.Document) {
		if text, err := fs.ReadFile(b.Source, d.Source); err == nil && utf8.Valid(text) {
			src := diag.NewSource(d.Source, text)
			sources[d.Source] = src
			found = append(found, proof.Text(src, markdown.Body(string(text)), b.site.Proof)...)
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
		found = append(found, proof.Config(&b.site.Config, diag.NewSource(content.SitePath, text))...)
	}
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
