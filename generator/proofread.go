package generator

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/proof"
)

// proofread reports what package proof finds, at the levels the site has set.
func (b *builder) proofread() {
	var found []diag.Diagnostic
	for d := range b.site.Documents() {
		if text, err := fs.ReadFile(b.Source, d.Source); err == nil && utf8.Valid(text) {
			found = append(found, proof.Text(diag.NewSource(d.Source, text), markdown.Body(string(text)), b.site.Proof)...)
		}
	}
	for _, r := range b.site.Reports {
		found = append(found, proof.Report(r)...)
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
			b.report(diag.File(diag.Error, "rule-name", "content/site.toml", fmt.Sprintf("没有叫 %s 的规则，或者它不能改", name)).
				WithHint("能改的规则：" + strings.Join(known, "、")))
		}
	}
}
