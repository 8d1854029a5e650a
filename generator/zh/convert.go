package zh

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a part of a text that is converted as a whole: a phrase, or characters
// that no phrase covers, which are converted one by one.
type piece struct {
	source, out string
	rule        Rule
	single      bool // characters, each converted by itself
	kept        bool // it stays as it is written
}

// pieces cuts a text into what is converted as a whole, in order; their sources
// joined are the text. This is the rule of the package:
//
//  1. What the site has settled, the longest from the left, and what is no text
//     (addresses, document numbers, descriptions such as ⿰木寸) is taken first.
//  2. Of the rest, clause by clause, the likeliest cut into words decides. The
//     phrases of the tables take part in it: each counts as a word that is a
//     little likelier than its own best cut, so it is taken wherever words end at
//     both its ends, and not where a likelier word reaches across one (服务|台湾
//     has no 服务台). A measure after a numeral has its own form.
//  3. Inside a word that is no phrase the phrases that it holds count, the
//     longest from the left; all other characters take their usual form.
//  4. What came out takes the forms of the region: each phrase by itself, and
//     the characters between phrases together.
//
// A converter without words, such as one to simplified, takes a whole clause for
// a word.
//
// Most phrases say what their characters become anyway. A clause that holds only
// such phrases is not cut, and they are no pieces, unless withRules asks for them.
func (c *Converter) pieces(source string, withRules bool) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		text, rest := normalized(source), source
		w := walk{Converter: c, text: text, withRules: withRules, yield: func(p piece) bool {
			n := sameCharacters(rest, p.source)
			p.source, rest = rest[:n], rest[n:]
			if p.kept {
				p.out = p.source
			}
			return yield(p)
		}}
		kept := c.noText(text)
		if len(kept) == 0 && len(c.site.phrases) == 0 && strings.IndexFunc(text, func(r rune) bool { return parts(r) > 0 }) < 0 {
			w.clauses(text)
			return
		}
		from := 0 // of what is not settled
		for i := 0; i < len(text); {
			var p piece
			if len(kept) > 0 && kept[0][0] <= i {
				p = piece{source: text[i:max(i, kept[0][1])], kept: true}
				kept = kept[1:]
			} else {
				p = c.settled(text[i:])
			}
			if p.source == "" {
				i += sizeOfFirst(text[i:])
				continue
			}
			w.clauses(text[from:i])
			w.put(p)
			i += len(p.source)
			from = i
		}
		w.clauses(text[from:])
	}
}

// settled is what a text begins with if the site has settled it or it describes a
// character.
func (c *Converter) settled(text string) piece {
	if n := descriptionLength(text); n > 0 {
		return piece{source: text[:n], kept: true}
	}
	key, e, _ := c.site.match(text)
	return piece{source: key, out: e.to, rule: e.rule}
}

// walk goes through one text. Characters that no phrase covers are held back
// until something else comes: forms of the region are sought among all of them.
type walk struct {
	*Converter
	text      string
	withRules bool // phrases that change nothing are pieces, too
	at, held  int  // what has been yielded ends at at, what is held back at held
	yield     func(piece) bool
	ended     bool // nobody wants more
}

// put yields what was held back, and the next piece of the text.
func (w *walk) put(p piece) {
	w.release()
	w.ended = w.ended || !w.yield(p)
	w.held += len(p.source)
	w.at = w.held
}

// hold takes the next characters of the text, which no phrase covers.
func (w *walk) hold(text string) { w.held += len(text) }

// release yields the characters held back, in the forms of the region.
func (w *walk) release() {
	for w.at < w.held && !w.ended {
		p := w.characters(w.text[w.at:w.held])
		w.ended = !w.yield(p)
		w.at += len(p.source)
	}
}

// characters are the first characters of a text for which the same rule holds, or
// the regional phrase that it begins with.
func (c *Converter) characters(text string) piece {
	var out strings.Builder
	out.Grow(len(text))
	var rule Rule
	i := 0
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		e, known := c.single[r]
		if !known || r == utf8.RuneError && n == 1 { // a byte that is no text
			e = character{out: text[i : i+n], standard: r, begins: c.forms.longest[r] > 0}
		}
		if e.begins && e.rule < RuleSite {
			if key, form, ok := c.forms.match(c.standard(text[i:], c.forms.longest[e.standard])); ok {
				if i == 0 {
					return piece{source: text[:sameCharacters(text, key)], out: form.to, rule: RuleForm}
				}
				break
			}
		}
		if i > 0 && (e.rule != rule || utf8.RuneCountInString(e.out) != 1) {
			break
		}
		rule = e.rule
		out.WriteString(e.out)
		i += n
	}
	return piece{source: text[:i], out: out.String(), rule: rule, single: true}
}

// standard is the beginning of a text, up to so many bytes, in the standard
// forms of its characters.
func (c *Converter) standard(text string, most int) string {
	var b strings.Builder
	for _, r := range text {
		if e, known := c.single[r]; known {
			r = e.standard
		}
		if b.Len() >= most {
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}

// clauses cuts a text at its signs.
func (w *walk) clauses(text string) {
	for len(text) > 0 && !w.ended {
		n := lengthWhile(text, inClause)
		w.clause(text[:n])
		text = text[n:]
		n = lengthWhile(text, func(r rune) bool { return !inClause(r) })
		w.hold(text[:n])
		text = text[n:]
	}
	w.release()
}

// inClause says whether a character does not end a clause; names are written
// with · and -.
func inClause(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || unicode.IsLetter(r) || unicode.IsNumber(r) || r == '·' || r == '-'
}

func (w *walk) clause(text string) {
	switch {
	case !w.withRules && !w.needsPhrases(text):
		w.hold(text)
	case w.words == nil:
		w.word(text)
	default:
		counted := false // a numeral stands before
		for _, word := range w.words.Pieces(text) {
			r, single := only(word)
			if form, ok := w.phrases.measures[r]; ok && single && counted {
				w.put(piece{source: word, out: w.forms.convert(form), rule: RuleOwn})
			} else {
				w.word(word)
			}
			counted = isNumeral(word)
		}
	}
}

// needsPhrases says whether phrases or measures can give a clause other forms than
// its characters have alone. That is so in about a fifth of a text.
func (c *Converter) needsPhrases(clause string) bool {
	var last rune
	for _, r := range clause {
		if _, measure := c.phrases.measures[r]; measure || c.doubtful[[2]rune{last, r}] {
			return true
		}
		last = r
	}
	return false
}

// isNumeral says whether a word ends as a numeral does.
func isNumeral(word string) bool {
	r, _ := utf8.DecodeLastRuneInString(word)
	return unicode.IsDigit(r) || strings.ContainsRune("〇一二两三四五六七八九十百千万亿几余多", r)
}

// word converts a word, which may itself be a phrase, by the phrases in it.
func (w *walk) word(text string) {
	for len(text) > 0 && !w.ended {
		key, e, ok := w.phrases.match(text)
		if !ok {
			n := sizeOfFirst(text)
			w.hold(text[:n])
			text = text[n:]
			continue
		}
		w.put(piece{source: key, out: w.forms.convert(e.to), rule: e.rule})
		text = text[len(key):]
	}
}

// sameCharacters is how many bytes of a text are as many characters as another
// has that stands for its beginning.
func sameCharacters(text, other string) int {
	if strings.HasPrefix(text, other) {
		return len(other)
	}
	n := 0
	for range other {
		n += sizeOfFirst(text[n:])
	}
	return n
}

func sizeOfFirst(text string) int {
	_, n := utf8.DecodeRuneInString(text)
	return n
}

func lengthWhile(text string, is func(rune) bool) int {
	if n := strings.IndexFunc(text, func(r rune) bool { return !is(r) }); n >= 0 {
		return n
	}
	return len(text)
}

// Convert returns s in the converter's variant. Bytes that are not UTF-8 stay as
// they are.
//
// The result is not to be converted again: 里姆斯基-科萨科夫 is a phrase that
// keeps its 里, but 里姆斯基-科薩科夫 is none.
func (c *Converter) Convert(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for p := range c.pieces(s, false) {
		b.WriteString(p.out)
	}
	return b.String()
}

// AppendAligned appends src in the converter's variant to dst. src is a text
// that is written in pieces, such as the text between tags, joined, so that
// phrases are found across their borders; cuts are the offsets in src where one
// piece ends and the next begins, ascending and between characters. For each cut
// it appends to at the offset in dst where the result is to be cut.
//
// The result of a phrase has as many characters as the phrase, the first for
// the first and so on, and is cut at the same character. Should a phrase of the
// site make fewer or more characters, the last of the phrase takes what is
// over, and the pieces for which nothing is left stay empty.
func (c *Converter) AppendAligned(dst []byte, at []int, src []byte, cuts []int) ([]byte, []int) {
	from := 0
	for p := range c.pieces(string(src), false) {
		begin, to := len(dst), from+len(p.source)
		dst = append(dst, p.out...)
		i, o := 0, 0 // offsets of the same character in the source and the result
		for ; len(cuts) > 0 && cuts[0] <= to; cuts = cuts[1:] {
			for n := sizeOfFirst(p.source[i:]); n > 0 && i+n <= cuts[0]-from; n = sizeOfFirst(p.source[i:]) {
				i, o = i+n, o+sizeOfFirst(p.out[o:])
			}
			if cuts[0] == to {
				o = len(p.out)
			}
			at = append(at, begin+o)
		}
		from = to
	}
	for range cuts {
		at = append(at, len(dst))
	}
	return dst, at
}
