package zh

import (
	"math"
	"strings"
	"unicode/utf8"
)

// loader builds a Converter.
type loader struct {
	*Converter
	forms  *Converter // standard → regional forms; nil if there are none
	corpus *filter    // nil if every phrase is wanted
	added  strings.Builder
	value  []byte // room for one value
}

// room is how much a converter is made for. Index and entries grow, the filter
// does not.
type room struct {
	index, filter uint8 // logarithms
	entries       int
}

var (
	roomForAll    = room{index: 16, filter: 21, entries: 56 << 10} // of OpenCC
	roomForCorpus = room{index: 12, filter: 20, entries: 4 << 10}
	roomForFew    = room{index: 10, filter: 17, entries: 2 << 10} // to Hans, and regional forms
)

// New makes a converter to variant v.
func New(v Variant, opt Options) *Converter {
	size := roomForAll
	switch {
	case v == Hans:
		size = roomForFew
	case opt.Corpus != nil:
		size = roomForCorpus
	}
	l := newLoader(v, size)
	if opt.Corpus != nil {
		l.corpus = pairsOf(opt.Corpus)
	}
	if v == Hans {
		l.loadHans(opt)
	} else {
		l.loadHant(opt)
	}
	for _, phrase := range opt.Extra {
		l.setOwn(phrase, RuleSite)
	}
	for _, word := range opt.Protect {
		l.set(word, []byte(word), RuleProtected)
	}
	l.setCompatibility()
	return l.Converter
}

func newLoader(v Variant, size room) *loader {
	c := &Converter{characters: newCharacters(), variant: v}
	c.index, c.begins, c.entries = newIndex(size.index), newFilter(size.filter), make([]entry, 1, size.entries)
	c.texts = []string{"", stPhrases, stRegionalPhrases, tsPhrases, twPhrases, hkPhrases}
	return &loader{Converter: c}
}

func (l *loader) loadHans(opt Options) {
	l.setCharacters(tsCharacters)
	if !opt.NoOwn {
		l.regionalToHans(twCharacters)
		l.regionalToHans(hkCharacters)
	}
	l.setPhrases(tsPhrases)
}

// regionalToHans lets forms of Taiwan and Hong Kong that OpenCC's table to
// simplified does not know (衞 敍 枱) follow the standard form. A form that is
// also a simplified character (床 群) stays.
func (l *loader) regionalToHans(table string) {
	entriesOf(table, func(_ int, standard, form string) {
		from, _ := only(standard)
		to, _ := only(form)
		if l.get(to) == 0 && l.get(from) != 0 && valuesOf(stCharacters, form) == nil {
			l.characters.set(to, l.get(from))
		}
	})
}

func (l *loader) loadHant(opt Options) {
	characters, phrases := regional(l.variant)
	l.setCharacters(characters)
	l.loadForms(characters, phrases)
	l.setCharacters(stCharacters)
	l.setPhrases(stPhrases)
	l.setPhrases(stRegionalPhrases)
	l.setForms(phrases)
	if !opt.NoOwn {
		for _, phrase := range own() {
			if l.wanted(phrase.From) {
				l.setOwn(phrase, RuleOwn)
			}
		}
	}
}

// loadForms loads the regional forms of the variant.
func (l *loader) loadForms(characters, phrases string) {
	if characters == "" {
		return
	}
	f := newLoader(standard, roomForFew)
	f.setCharacters(characters)
	f.setPhrases(phrases)
	l.forms = f.Converter
}

// inForm returns a value in the regional forms; the result holds until the next
// call.
func (l *loader) inForm(value string) []byte {
	if l.forms == nil || !l.forms.touches(value) {
		l.value = append(l.value[:0], value...)
	} else {
		l.value = l.forms.Append(l.value[:0], []byte(value))
	}
	return l.value
}

// touches says whether the converter may change a text.
func (c *Converter) touches(text string) bool {
	var last rune
	for _, r := range text {
		if c.get(r) != 0 || c.begins.get(keyOf(last, r)) != 0 {
			return true
		}
		last = r
	}
	return false
}

func (l *loader) setCharacters(table string) {
	entriesOf(table, func(_ int, key, value string) {
		form := l.inForm(value)
		r, _ := only(key)
		switch {
		case string(form) == key:
			l.characters.set(r, 0)
		case len(form) == 3 && len(key) == 3:
			l.characters.set(r, pack(form))
		default:
			l.characters.set(r, special|l.add(key, form, RuleCharacter))
		}
	})
}

// setPhrases enters a table. Its entries point into it, save those whose value
// takes another form.
func (l *loader) setPhrases(table string) {
	text := l.text(table)
	entriesOf(table, func(at int, key, value string) {
		if !l.wanted(key) {
			return
		}
		if l.forms != nil && l.forms.touches(value) {
			l.setPhrase(key, l.add(key, l.inForm(value), RulePhrase))
			return
		}
		e := entry{at: uint32(at), key: uint16(len(key)), size: uint16(len(value)), text: text, rule: RulePhrase}
		l.entries = append(l.entries, e)
		l.setPhrase(key, uint32(len(l.entries)-1))
	})
}

func (l *loader) setPhrase(key string, id uint32) {
	l.enter(id)
	if first := key[0]; first < utf8.RuneSelf && l.low[first] == 0 {
		l.low[first] = closer
	}
}

func (l *loader) wanted(key string) bool { return l.corpus == nil || l.corpus.mayHold(key) }

// text returns the index of a table in phrases.texts.
func (l *loader) text(table string) uint8 {
	for i, text := range l.texts {
		if i > 0 && text == table {
			return uint8(i)
		}
	}
	panic("zh: a table that is not listed")
}

// setOwn enters a phrase that is not of OpenCC.
func (l *loader) setOwn(p Phrase, rule Rule) {
	switch {
	case p.To == "":
		l.remove(strings.Map(normal, p.From))
	case p.TW != "" && (l.variant == Hant || l.variant == HantTW):
		l.set(p.From, []byte(p.TW), rule)
	case p.HK != "" && l.variant == HantHK:
		l.set(p.From, []byte(p.HK), rule)
	case l.variant == Hans:
		l.set(p.From, []byte(p.To), rule)
	case rule == RuleSite:
		l.set(p.From, l.inForm(standardForm(p.To)), rule)
	default:
		l.set(p.From, l.inForm(p.To), rule)
	}
}

// set lets a rule decide about a key: value, already in the regional forms. What
// is not UTF-8, or longer than any phrase, is ignored.
func (l *loader) set(key string, value []byte, rule Rule) {
	if !utf8.ValidString(key) || !utf8.Valid(value) || max(len(key), len(value)) > math.MaxUint16 {
		return
	}
	key = strings.Map(normal, key)
	if r, single := only(key); single {
		l.characters.set(r, special|l.add(key, value, rule))
	} else if key != "" {
		l.setPhrase(key, l.add(key, value, rule))
	}
}

// add makes an entry of what does not stand in a table.
func (l *loader) add(key string, value []byte, rule Rule) uint32 {
	l.entries = append(l.entries, entry{
		at: uint32(l.added.Len()), key: uint16(len(key)), size: uint16(len(value)), rule: rule,
	})
	l.added.WriteString(key)
	l.added.WriteByte('\t')
	l.added.Write(value)
	l.texts[0] = l.added.String()
	return uint32(len(l.entries) - 1)
}

// setCompatibility gives the compatibility ideographs the forms of the
// characters they stand for. It comes last.
func (l *loader) setCompatibility() {
	entriesOf(compatibility, func(_ int, key, value string) {
		from, _ := only(key)
		to, _ := only(value)
		out := l.get(to)
		if out < special {
			if out != 0 {
				value = unpack(out)
			}
			out = special | l.add(key, []byte(value), RuleCharacter)
		}
		l.characters.set(from, out)
	})
}
