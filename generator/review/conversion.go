package review

import (
	"cmp"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/site"
	"gongshi/generator/words"
	"gongshi/generator/zh"
)

// Decision is a place in the content where a character has more than one form
// in another script, what was chosen and why.
type Decision struct {
	zh.Decision
	Pos diag.Position
	// Before and After are the text around the piece.
	Before, After string
}

// contextLength is how many characters around a decision are shown.
const contextLength = 8

// Decisions lists every one-to-many decision that making the variant takes,
// by file and place.
func Decisions(fsys fs.FS, s *site.Site, v site.Variant) []Decision {
	sources := converted(fsys, s, v)
	var texts []string
	for _, src := range sources {
		texts = append(texts, string(src.Text))
	}
	cutting := zh.WithPhrases(words.New(slices.Values(texts), s.OwnWords()))
	c := zh.ForSite(v.Code, cutting, s.Words.Protect, s.Words.Phrases)
	var list []Decision
	for _, src := range sources {
		list = append(list, decisionsIn(src, c)...)
	}
	return list
}

// converted reads the Markdown files that are published and converted: no
// drafts, and none that has a text of its own for the variant.
func converted(fsys fs.FS, s *site.Site, v site.Variant) []*diag.Source {
	var list []*diag.Source
	for d := range s.Documents() {
		if d.Overrides[v.Code] == nil {
			if src := read(fsys, d.Source); src != nil {
				list = append(list, src)
			}
		}
	}
	slices.SortFunc(list, func(a, b *diag.Source) int { return cmp.Compare(a.Path, b.Path) })
	return list
}

// verbatim matches text that no conversion touches: marked spans and code.
var verbatim = regexp.MustCompile("\\[[^\\[\\]\n]+\\]\\{(?:原样|繁体)\\}|`[^`\n]+`")

// withoutVerbatim returns the text of a source with spaces in place of what no
// conversion touches.
func withoutVerbatim(src *diag.Source) string {
	return verbatim.ReplaceAllStringFunc(string(src.Text), func(part string) string { return strings.Repeat(" ", len(part)) })
}

// bySite says whether variants.toml decided.
func bySite(d zh.Decision) bool { return d.Rule == zh.RuleSite || d.Rule == zh.RuleProtected }

func decisionsIn(src *diag.Source, c *zh.Converter) []Decision {
	var list []Decision
	text := withoutVerbatim(src)
	for d := range c.Decisions(text) {
		if bySite(d) || slices.ContainsFunc([]rune(d.Source), func(r rune) bool { return c.Choices(r) != nil }) {
			before := []rune(text[strings.LastIndexByte(text[:d.Start], '\n')+1 : d.Start])
			after, _, _ := strings.Cut(text[d.End:], "\n")
			next := []rune(after[:min(len(after), 4*contextLength)]) // 4 bytes each at most
			list = append(list, Decision{d, src.Position(d.Start), string(before[max(0, len(before)-contextLength):]), string(next[:min(len(next), contextLength)])})
		}
	}
	return list
}

// Conversion warns of doubts about making a variant with a converter: names that
// were converted by guess, and entries of variants.toml that were not used.
func Conversion(fsys fs.FS, s *site.Site, v site.Variant, c *zh.Converter) []diag.Diagnostic {
	var found []diag.Diagnostic
	sources := converted(fsys, s, v)
	for _, src := range sources {
		found = append(found, doubtfulNames(src, c)...)
	}
	return append(found, unusedRules(sources, s.Words, c)...)
}

// unusedRules warns of entries of variants.toml that stand in the texts and were
// applied nowhere: another entry, or an address, covers them each time.
func unusedRules(sources []*diag.Source, own site.Words, c *zh.Converter) []diag.Diagnostic {
	entries := slices.Concat(own.Protect, slices.Collect(maps.Keys(own.Phrases)))
	unused := map[string]diag.Diagnostic{} // by entry, at its first place in each file
	for _, src := range sources {
		text := withoutVerbatim(src)
		for _, entry := range entries {
			at := strings.Index(text, entry)
			if at < 0 {
				continue
			}
			if first, known := unused[entry]; known {
				unused[entry] = first.WithNote(src.Position(at), "这里也有")
				continue
			}
			unused[entry] = src.Report(diag.Warning, "variant-unused", at, at+len(entry), "content/variants.toml 里的“"+entry+"”没有用上：这里的字已经由别的词条或网址决定了").
				WithHint("看看 variants.toml 里有没有包含它的更长的词条；不需要就删掉它")
		}
	}
	for _, src := range sources {
		for _, d := range decisionsIn(src, c) {
			if bySite(d.Decision) {
				delete(unused, d.Source)
			}
		}
	}
	var found []diag.Diagnostic
	for _, entry := range slices.Sorted(maps.Keys(unused)) {
		found = append(found, unused[entry])
	}
	return found
}

// titles are words that stand before or after a person's name.
const titles = `书记|主任|局长|区长|市长|县长|部长|处长|科长|院长|校长|所长|主席|队长|站长|镇长|乡长|村长|委员|代表|同志|记者|先生|女士`

// nameForm is a run that looks like a person's name after or before a title,
// or a name made unknown; the surname is one of those that are also words.
var nameForm = regexp.MustCompile(`(?:` + titles + `)(?P<after>[于范余后种谷卜丑郁岳沈万涂钟游舍几秋]\p{Han}{1,2})(?:[\s，。、；：,;:）)]|$)|` +
	`(?P<before>[于范余后种谷卜丑郁岳沈万涂钟游舍几秋](?:某某?|\p{Han}{1,2}))(?:` + titles + `|某)`)

// doubtfulNames warns of what looks like a name but was converted character by
// character: only an editor knows whether 于 is a surname there.
func doubtfulNames(src *diag.Source, c *zh.Converter) []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, m := range nameForm.FindAllSubmatchIndex(src.Text, -1) {
		start, end := m[2], m[3]
		if start < 0 {
			start, end = m[4], m[5]
		}
		name := string(src.Text[start:end])
		for d := range c.Decisions(name) {
			if d.Start == 0 && d.Rule == zh.RuleCharacter && d.Choices != nil && d.Source != d.Result {
				found = append(found, src.Report(diag.Warning, "variant-name", start, end, "“"+name+"”像是人名，繁体版写成了“"+c.Convert(name)+"”").
					WithHint("是人名，就在 content/variants.toml 里写上它；不是，就在那里的 [phrases] 下写明它的繁体").
					WithAddition("protect = [\""+name+"\"]"))
			}
		}
	}
	return found
}
