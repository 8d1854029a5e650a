package content

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// overridden splits the file name of an override: content/2021/04.hant.md replaces
// content/2021/04.md in Hant. ok is false for any other file.
func overridden(name string) (original string, v site.Variant, ok bool) {
	stem := strings.TrimSuffix(name, path.Ext(name))
	for _, v := range site.Variants[1:] {
		if base, found := strings.CutSuffix(stem, "."+v.Folder); found {
			return base + path.Ext(name), v, true
		}
	}
	return "", site.Variant{}, false
}

// fingerprint returns a short hash of a file's text, the same for any line ends and
// with or without a byte order mark.
func fingerprint(src *diag.Source) string {
	sum := sha256.Sum256([]byte(strings.ReplaceAll(string(src.Text), "\r\n", "\n")))
	return hex.EncodeToString(sum[:6])
}

// overrides adds the hand-written texts for other variants to their documents.
func (a *assembler) overrides(files []*file) {
	for _, f := range files {
		if f.kind != overrideKind && f.kind != taskOverrideKind {
			continue
		}
		name, v, _ := overridden(f.path)
		doc, original := a.bySource[name], a.files[name]
		if doc == nil {
			if a.hidden[name] == 0 { // otherwise it is a draft or has errors of its own
				a.add(diag.File(diag.Error, "override-original", f.path, "没有对应的原文 "+name).
					WithHint("文件名是原文的名字加上字体版本，例如 04.hant.md 对应 04.md"))
			}
			continue
		}
		if want := fingerprint(original.src); string(f.override.Of) != want {
			a.add(f.stale(want, name))
		}
		if doc.Overrides == nil {
			doc.Overrides = map[string]*site.Override{}
		}
		doc.Overrides[v.Code] = a.override(f, doc, original)
	}
}

// stale warns that the original has changed since the override was written.
func (f *file) stale(want, original string) diag.Diagnostic {
	fix := fmt.Sprintf("of = \"%s\"", want)
	if !f.has("of") {
		return f.at(diag.Warning, "override-stale", "of", "没有写明这是照哪一版原文写的").
			WithHint("核对过 " + original + " 以后，写上原文的指纹").WithAddition(fix)
	}
	return f.at(diag.Warning, "override-stale", "of", "原文 "+original+" 在这以后改过").
		WithHint("对照原文改好这个文件，再换上新的指纹").WithFix(fix)
}

// override converts an override; it drops targets that do not match the original's.
func (a *assembler) override(f *file, doc *site.Document, original *file) *site.Override {
	o := &site.Override{Title: strings.TrimSpace(f.override.Title), Intro: a.fragment(f, doc, f.doc.Intro)}
	if len(f.doc.Headings) == len(original.doc.Headings) { // links keep leading to the same anchors
		o.Intro.Parts = slices.Clone(o.Intro.Parts) // the parsed file is cached and must not change
		for i := range f.doc.Headings {
			if i+1 < len(o.Intro.Parts) { // part 0 is the text before the first heading
				o.Intro.Parts[i+1].ID = original.doc.Headings[i].ID
			}
		}
	}
	for _, section := range f.doc.Sections {
		o.Targets = append(o.Targets, site.Target{Title: inline(a.fragment(f, doc, section.Title)), Result: a.fragment(f, doc, section.Body)})
	}
	if have, want := len(o.Targets), len(original.doc.Sections); have != want {
		a.add(f.at(diag.Error, "override-targets", "title", fmt.Sprintf("这里有 %d 个目标，原文有 %d 个", have, want)).
			WithHint("目标（## 标题）要与原文一一对应"))
		o.Targets = nil
	}
	return o
}
