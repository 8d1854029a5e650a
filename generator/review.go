package generator

import (
	"io/fs"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/site"
	"gongshi/generator/zh"
)

// Decision is a place in the content where a character has more than one form
// in another script, what was chosen and why.
type Decision struct {
	Pos diag.Position
	// Source is the piece as written, Result what it becomes.
	Source, Result string
	Rule           zh.Rule
	// Word is the word that the piece stands in.
	Word string
	// Choices are the forms of the character, if no phrase decided.
	Choices []string
	// Before and After are the text around the piece.
	Before, After string
}

// contextLength is how many characters around a decision are shown.
const contextLength = 8

// Decisions lists every one-to-many decision that making the variant takes,
// by file and place. The site is that of a Build of the same options.
func Decisions(opt Options, s *site.Site, v site.Variant) []Decision {
	sources := contentTexts(opt.Source, s, v)
	converter := newConverter(s, v, cuttingOf(s, func(yield func(string) bool) {
		for _, src := range sources {
			if !yield(string(src.Text)) {
				return
			}
		}
	}))
	var list []Decision
	for _, src := range sources {
		for d := range decisionsIn(src, converter) {
			list = append(list, d)
		}
	}
	return list
}

// contentTexts reads the Markdown files that are published and converted:
// no drafts, and none that has a text of its own for the variant.
func contentTexts(fsys fs.FS, s *site.Site, v site.Variant) []*diag.Source {
	var list []*diag.Source
	for d := range s.Documents() {
		if d.Overrides[v.Code] != nil {
			continue
		}
		if text, err := fs.ReadFile(fsys, d.Source); err == nil && utf8.Valid(text) {
			list = append(list, diag.NewSource(d.Source, text))
		}
	}
	slices.SortFunc(list, func(a, b *diag.Source) int { return strings.Compare(a.Path, b.Path) })
	return list
}

// keptForm is text that no conversion touches: marked spans and code.
var keptForm = regexp.MustCompile("\\[[^\\[\\]\n]+\\]\\{(?:原样|繁体)\\}|`[^`\n]+`")

// converted is the text of a source in which what no conversion touches is blank.
func converted(src *diag.Source) string {
	return keptForm.ReplaceAllStringFunc(string(src.Text), func(kept string) string { return strings.Repeat(" ", len(kept)) })
}

func decisionsIn(src *diag.Source, c *zh.Converter) iter.Seq[Decision] {
	text := converted(src)
	return func(yield func(Decision) bool) {
		for d := range c.Decisions(text) {
			ruled := d.Rule == zh.RuleSite || d.Rule == zh.RuleProtected
			if !ruled && !slices.ContainsFunc([]rune(d.Source), func(r rune) bool { return c.Choices(r) != nil }) {
				continue
			}
			found := Decision{
				Pos: src.Position(d.Start), Source: d.Source, Result: d.Result, Rule: d.Rule, Word: d.Word, Choices: d.Choices,
				Before: lastRunes(text[:d.Start], contextLength), After: firstRunes(text[d.End:], contextLength),
			}
			if !yield(found) {
				return
			}
		}
	}
}

// firstRunes and lastRunes cut text at the line and to a number of characters.
func firstRunes(text string, n int) string {
	text, _, _ = strings.Cut(text, "\n")
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}

func lastRunes(text string, n int) string {
	text = text[strings.LastIndexByte(text, '\n')+1:]
	runes := []rune(text)
	return string(runes[max(0, len(runes)-n):])
}

// review tells of doubts: what a proofreader finds, and, once for all scripts,
// names that were converted by guess.
func (b *builder) review() {
	if !b.Review {
		return
	}
	b.proofread()
	if len(b.site.Variants) < 2 {
		return
	}
	c := newConverter(b.site, b.site.Variants[1], b.cutting())
	sources := contentTexts(b.Source, b.site, b.site.Variants[1])
	for _, src := range sources {
		b.report(doubtfulNames(src, c)...)
	}
	b.report(b.unusedRules(sources, c)...)
}

// unusedRules warns of entries of variants.toml that stand in the texts and were
// applied nowhere: another entry, or an address, covers them each time.
func (b *builder) unusedRules(sources []*diag.Source, c *zh.Converter) []diag.Diagnostic {
	first := map[string]diag.Diagnostic{}
	applied := map[string]bool{}
	entries := slices.Concat(b.site.Words.Protect, slices.Collect(maps.Keys(b.site.Words.Phrases)))
	for _, src := range sources {
		text := converted(src)
		for d := range decisionsIn(src, c) {
			if d.Rule == zh.RuleSite || d.Rule == zh.RuleProtected {
				applied[d.Source] = true
			}
		}
		for _, entry := range entries {
			at := strings.Index(text, entry)
			if at < 0 {
				continue
			}
			found, known := first[entry]
			place := src.Report(diag.Warning, "variant-unused", at, at+len(entry), "content/variants.toml 里的“"+entry+"”没有用上：这里的字已经由别的词条或网址决定了").
				WithHint("看看 variants.toml 里有没有包含它的更长的词条；不需要就删掉它")
			if known {
				place = found.WithNote(place.Pos, "这里也有")
			}
			first[entry] = place
		}
	}
	var list []diag.Diagnostic
	for _, entry := range slices.Sorted(maps.Keys(first)) {
		if !applied[entry] {
			list = append(list, first[entry])
		}
	}
	return list
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
