package zh

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"gongshi/generator/words"
)

// Options say what a Converter knows beyond OpenCC's tables. The zero value is
// OpenCC with our own layer.
type Options struct {
	// Words cut the texts: those of WithPhrases. Without them the longest phrase
	// from the left decides, as in OpenCC.
	Words *words.Words
	// NoOwn leaves out our own layer: the result is OpenCC's.
	NoOwn bool
	// Extra are the site's own phrases, which are final. One with an empty From or
	// To is ignored.
	Extra []Phrase
	// Protect lists words that stay as they are written.
	Protect []string
}

// Phrase says what becomes of a piece of text. A phrase of one character
// replaces that character's own form.
type Phrase struct{ From, To string }

// Converter turns text into one variant. It never changes after New, so any
// number of goroutines may use it at once.
type Converter struct {
	variant Variant
	words   *words.Words
	// site is what the site has settled, phrases what the tables say, forms what
	// becomes of standard forms in the region.
	site, phrases, forms *table
	single               map[rune]character
	// doubtful are the neighbouring characters without which phrases change nothing.
	doubtful map[[2]rune]bool
}

// character is what becomes of a character that no phrase covers, and its
// standard form, by which regional phrases know it.
type character struct {
	out      string
	standard rune
	rule     Rule
	begins   bool // a regional phrase may begin with it
}

// New makes a converter to variant v.
func New(v Variant, opt Options) *Converter {
	c := &Converter{variant: v, words: opt.Words, site: newTable(), forms: forms(v, !opt.NoOwn)}
	switch {
	case v == Hans:
		c.phrases = newTable().read(RulePhrase, tsPhrases).read(RuleCharacter, tsCharacters)
		if !opt.NoOwn {
			c.phrases.formsToHans()
		}
	case opt.NoOwn:
		c.phrases = opencc()
	default:
		c.phrases = corrected()
	}
	c.setCharacters()
	for _, p := range opt.Extra {
		c.settle(p.From, entry{p.To, RuleSite})
	}
	for _, word := range opt.Protect {
		c.settle(word, entry{word, RuleProtected})
	}
	c.setDoubtful()
	return c
}

// ForSite returns the converter to the variant with the given name (see String), with the
// rules of a site. texts are words for all texts to be converted, from WithPhrases.
func ForSite(name string, texts *words.Words, protect []string, phrases map[string]string) *Converter {
	opt := Options{Words: texts, Protect: protect}
	for _, from := range slices.Sorted(maps.Keys(phrases)) {
		opt.Extra = append(opt.Extra, Phrase{from, phrases[from]})
	}
	v, ok := ParseVariant(name)
	if !ok {
		panic("zh: no variant " + name) // package site lists others
	}
	return New(v, opt)
}

// WithPhrases returns words among which the phrases of the tables count as the
// rule of this package asks (see pieces).
func WithPhrases(w *words.Words) *words.Words {
	var list []words.Phrase
	for key := range corrected().phrases {
		borders := utf8.RuneCountInString(key) - 1
		list = append(list, words.Phrase{Text: key, Bonus: bonus * float64(borders)})
	}
	return w.With(list)
}

// bonus is how much less a phrase costs than its own best cut, in bits for each
// border between two of its characters. So a phrase wins over the shorter ones in
// it and over cuts that are as likely, and loses against a likelier word.
const bonus = 0.5

// corrected is OpenCC's table with our own layer over it.
var corrected = sync.OnceValue(func() *table {
	t := readOpenCC()
	t.correct(own())
	return t
})

// formsToHans lets forms of Taiwan and Hong Kong that OpenCC's table to
// simplified does not know (衞 敍 枱) follow the standard form. A form that is
// also a simplified character (床 群) stays.
func (t *table) formsToHans() {
	for _, table := range []string{twCharacters, hkCharacters} {
		for standard, list := range linesOf(table) {
			from, _ := only(standard)
			to, _ := only(list[0])
			_, known := t.characters[to]
			e, simplified := t.characters[from]
			if !known && simplified && !strings.Contains(stCharacters, "\n"+list[0]+"\t") {
				t.characters[to] = e
			}
		}
	}
}

// setCharacters puts the forms of the region over those of the table.
func (c *Converter) setCharacters() {
	c.single = make(map[rune]character, len(c.phrases.characters)+len(c.forms.characters))
	for r, e := range c.forms.characters {
		c.single[r] = character{e.to, r, RuleCharacter, c.forms.longest[r] > 0}
	}
	for r, e := range c.phrases.characters {
		standard, _ := only(e.to)
		c.single[r] = character{c.forms.convert(e.to), standard, e.rule, c.forms.longest[standard] > 0}
	}
}

// settle enters a text whose form the site has settled. A character counts only
// where no phrase covers it.
func (c *Converter) settle(text string, e entry) {
	if text == "" || e.to == "" || !utf8.ValidString(text) {
		return
	}
	text = normalized(text)
	if r, single := only(text); single {
		c.single[r] = character{e.to, r, e.rule, false}
	} else {
		c.site.set(text, e)
	}
}

// setDoubtful finds the pairs without which phrases change nothing: from each
// phrase the characters to which it gives another form than their own, each with
// a neighbour, and how each regional phrase begins, in every way to write it: a
// phrase beside it or across its border decides whether it counts.
func (c *Converter) setDoubtful() {
	c.doubtful = map[[2]rune]bool{}
	for key, e := range c.phrases.phrases {
		from, to := []rune(key), []rune(e.to)
		for i, r := range from {
			own, known := c.single[r]
			if !known {
				own.standard = r
			}
			if to[i] != own.standard || own.rule >= RuleSite {
				i = max(i, 1)
				c.doubtful[[2]rune{from[i-1], from[i]}] = true
			}
		}
	}
	written := map[rune][]rune{} // by standard form, what it is written as
	for r, own := range c.single {
		written[own.standard] = append(written[own.standard], r)
	}
	for key := range c.forms.phrases {
		begin := []rune(key)
		for _, a := range append(written[begin[0]], begin[0]) {
			for _, b := range append(written[begin[1]], begin[1]) {
				c.doubtful[[2]rune{a, b}] = true
			}
		}
	}
}
