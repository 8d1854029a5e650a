// Package review looks for what only an editor can settle: it has package proof
// read the texts, and finds where a conversion to another script was a choice
// (Decisions), a guess at a name, or not what variants.toml asks for.
//
// It reads the Markdown files again, because a doubt is shown at its place in the
// file. It changes nothing. Its diagnostics are warnings unless site.toml makes a
// rule an error.
package review

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/proof"
	"gongshi/generator/site"
	"gongshi/generator/words"
)

// read reads a file that editors wrote; nil if it cannot be read, which others tell.
func read(fsys fs.FS, name string) *diag.Source {
	text, err := fs.ReadFile(fsys, name)
	if err != nil || !utf8.Valid(text) {
		return nil
	}
	return diag.NewSource(name, text)
}

// Proofread reports what package proof finds, and what was found by others of its rules, at
// the levels the site has set.
func Proofread(fsys fs.FS, s *site.Site, found []diag.Diagnostic) []diag.Diagnostic {
	sources := proof.Sources{}
	var texts []string
	for d := range s.Documents() {
		if src := read(fsys, d.Source); src != nil {
			sources[d.Source] = src
			texts = append(texts, string(src.Text))
		}
	}
	reader := proof.NewReader(s.Proof, words.New(slices.Values(texts), s.OwnWords()).Pieces)
	for _, path := range slices.Sorted(maps.Keys(sources)) {
		src := sources[path]
		body := content.Body(string(src.Text))
		found = append(found, reader.Text(src, content.Prose(src.Text, body), body)...)
	}
	for _, r := range s.Reports {
		found = append(found, proof.Report(r, sources)...)
	}
	if src := read(fsys, content.SitePath); src != nil {
		found = append(found, proof.Config(&s.Config, src)...)
	}
	found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return s.Proof.Levels[d.Rule] == "off" })
	for i, d := range found {
		if s.Proof.Levels[d.Rule] == "error" {
			found[i].Severity = diag.Error
		}
	}
	return append(found, unknownRules(s)...)
}

// unknownRules reports levels of rules that there are not.
func unknownRules(s *site.Site) []diag.Diagnostic {
	var found []diag.Diagnostic
	var known []string
	for _, r := range proof.Rules {
		known = append(known, r.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Proof.Levels)) {
		if !proof.Known(name) {
			found = append(found, diag.File(diag.Error, "rule-name", content.SitePath, fmt.Sprintf("没有叫 %s 的规则，或者它不能改", name)).
				WithHint("能改的规则："+strings.Join(known, "、")))
		}
	}
	return found
}
