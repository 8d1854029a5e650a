package content

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

const wordsPath = Root + "/variants.toml"

// loadWords reads variants.toml, the site's own rules for other scripts. The
// file may be missing.
func loadWords(fsys fs.FS, paths []string) (site.Words, []diag.Diagnostic) {
	if !slices.Contains(paths, wordsPath) {
		return site.Words{}, nil
	}
	src, fault := readText(fsys, wordsPath)
	if fault != nil {
		return site.Words{}, []diag.Diagnostic{*fault}
	}
	var file variantsFile
	b, _ := bind(src, 0, len(src.Text), &file, nil)
	for _, from := range slices.Sorted(maps.Keys(file.Phrases)) {
		to, s := file.Phrases[from], b.where["phrases."+from]
		if want, have := utf8.RuneCountInString(from), utf8.RuneCountInString(to); want != have || want == 0 {
			b.report(diag.Error, "variant-length", s.keyStart, s.valueEnd, fmt.Sprintf("“%s”有 %d 个字，它的繁体写法有 %d 个字", from, want, have)).
				Hint = "繁体只换字，不换词，两边的字数要相同"
		}
	}
	for i, word := range file.Protect {
		if utf8.RuneCountInString(word) < 2 {
			s := b.where[fmt.Sprintf("protect.%d", i)]
			b.report(diag.Error, "variant-protect", s.valueStart, s.valueEnd, "保持原样的词至少要有两个字").
				Hint = "一个字在别处可能要转换；写上它前后的字"
		}
	}
	return site.Words{Protect: file.Protect, Phrases: file.Phrases}, b.found
}
