package search

import (
	"slices"
	"strings"
	"unicode"
)

// queryLength is how many characters of a query count. Up to longQuery every
// pair of neighbours is looked up; of a longer query every second pair, which
// still covers each character. So does the first look of a query of typedQuery
// characters in one piece: it is often a text that somebody has copied, and
// where it stands as typed, these places are the answer.
const (
	queryLength = 96
	longQuery   = 24
	typedQuery  = 8
)

// query is a query as it is understood.
type query struct {
	// pieces are the parts between white space, folded.
	pieces    [][]rune
	truncated bool
	// runs are the pieces joined; a passage that holds it is an exact hit.
	run []rune
	// wants are what a passage should hold to meet the query.
	wants []want
	// question is true if a word of asking was in the query.
	question bool
	// net are the pairs of neighbours that say something.
	net []key
}

// want is a word of the query and what may stand for it.
type want struct {
	text string
	// alternatives are the texts any of which meets it; the first is text.
	alternatives []string
}

// parse folds a query and parts it at white space, but not within a word that has
// synonyms: PM 2.5 is PM2.5.
func (x *Index) parse(text string) query {
	var q query
	var piece []rune
	end := func() {
		last := len(q.pieces) - 1
		switch {
		case len(piece) == 0:
		case last >= 0 && x.belongTogether(q.pieces[last], piece):
			q.pieces[last] = append(q.pieces[last], piece...)
		default:
			q.pieces = append(q.pieces, piece)
		}
		piece = nil
	}
	for _, c := range text {
		switch c = x.folded(c); {
		case unicode.IsSpace(c):
			end()
		case skipped(c) || c == unicode.ReplacementChar:
		case len(q.run) == queryLength:
			q.truncated = true
		default:
			piece, q.run = append(piece, c), append(q.run, c)
		}
	}
	end()
	return q
}

// belongTogether says whether the letters and digits at the end of a piece and
// those at the beginning of the next are a word that has synonyms.
func (x *Index) belongTogether(a, b []rune) bool {
	from := len(a)
	for from > 0 && isLatin(a[from-1]) {
		from--
	}
	word := slices.Concat(a[from:], b[:latinLength(b)])
	return from < len(a) && latinLength(b) > 0 && x.entry.Synonyms[string(word)] != nil
}

// placesOf yields where the pairs of a run begin that are looked up.
func placesOf(run []rune) func(yield func(int) bool) {
	if len(run) > longQuery {
		return cover(run)
	}
	return func(yield func(int) bool) {
		for i := 0; i+1 < len(run) && yield(i); i++ {
		}
	}
}

// cover yields where every second pair of a run begins, and the last one.
func cover(run []rune) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i+1 < len(run); i += 2 {
			if !yield(i) {
				return
			}
		}
		if len(run)%2 == 1 && len(run) > 1 {
			yield(len(run) - 2)
		}
	}
}

// copied says whether the query is first looked for as it is.
func (x *Index) copied(q *query) bool {
	if len(q.pieces) != 1 || len(q.run) < typedQuery || len(q.run) > longQuery || allLetters(q.run) {
		return false
	}
	text := string(q.run)
	return !slices.ContainsFunc(x.entry.Ask, func(word string) bool { return strings.Contains(text, word) })
}

// cut finds the words of the query. A single character that belongs to no word
// says nothing between two words, but it makes another of the one it begins or
// ends: 健康码 is more than 健康 even if the index knows no such word. So does what
// denies a word; who asks so asks for none that affirms it.
func (x *Index) cut(q *query) error {
	var others []string
	denied := false
	for _, piece := range q.pieces {
		tokens, err := x.tokens(piece, len(q.pieces) > 1)
		if err != nil {
			return err
		}
		for i, t := range tokens {
			other := x.otherWord(tokens, i)
			switch {
			case other != "":
				others = append(others, other)
				denied = denied || denies(t.text)
			case t.kind == kindAsk:
				q.question = true
			case t.kind == kindStop, t.kind == kindLoose && len(t.text) == 1 && len(tokens) > 1: // says nothing
			default:
				q.add(want{text: string(t.text), alternatives: x.entry.Synonyms[string(t.text)]})
			}
			if !isEmpty(t.kind) {
				q.catch(t.text)
			}
		}
	}
	for _, text := range others {
		q.add(want{text: text})
	}
	q.question = q.question && !denied
	if len(q.wants) == 0 { // only words of asking: then they are what is sought
		for _, piece := range q.pieces {
			q.add(want{text: string(piece)})
			q.catch(piece)
		}
	}
	return nil
}

// token is a part of a piece of a query.
type token struct {
	text []rune
	kind int
}

// tokens parts a piece: at each place the longest of a word of the index, a key
// of the synonyms, a word of asking, a number or Latin word. Single characters
// between them are joined, since they may be a word that the index does not
// know. apart says that the query has other pieces.
func (x *Index) tokens(piece []rune, apart bool) ([]token, error) {
	var list []token
	loose := 0 // where the characters that belong to no word begin
	end := func(at int) {
		if at > loose {
			list = append(list, token{piece[loose:at], kindLoose})
		}
	}
	for at := 0; at < len(piece); {
		length, kind, err := x.wordAt(piece[at:])
		if err != nil {
			return nil, err
		}
		if kind == kindStop && apart && length == len(piece) && !isSign(piece[0]) {
			kind = kindWord // set apart, it is meant
		}
		if kind == kindLoose {
			at++
			continue
		}
		end(at)
		if kind == kindWord {
			if length, err = x.withUnit(piece[at:], length); err != nil {
				return nil, err
			}
		}
		list = append(list, token{piece[at : at+length], kind})
		at += length
		loose = at
	}
	end(len(piece))
	return list, nil
}

// otherWord returns the word that the i-th token makes of a neighbour, or "": of the
// next word if it denies it, of the one that it begins or ends if it is a single character.
func (x *Index) otherWord(tokens []token, i int) string {
	wanted := func(i int) bool {
		return i >= 0 && i < len(tokens) && (tokens[i].kind == kindWord || tokens[i].kind == kindSynonym)
	}
	lone := func(i int) bool {
		return i < len(tokens) && tokens[i].kind == kindLoose && len(tokens[i].text) == 1 && unicode.Is(unicode.Han, tokens[i].text[0]) &&
			!strings.ContainsRune(x.entry.Light, tokens[i].text[0])
	}
	begins := func(i int) bool { return i == 0 || isEmpty(tokens[i-1].kind) }
	ends := func(i int) bool { return i == len(tokens)-1 || isEmpty(tokens[i+1].kind) }
	from, to := i, i
	switch {
	case denies(tokens[i].text) && wanted(i+1):
		if to = i + 1; lone(i+2) && ends(i+2) { // 没有停车位
			to = i + 2
		}
	case lone(i) && begins(i) && wanted(i+1):
		to = i + 1
	case lone(i) && ends(i) && wanted(i-1):
		from = i - 1
	default:
		return ""
	}
	var word strings.Builder
	for _, t := range tokens[from : to+1] {
		word.WriteString(string(t.text))
	}
	return word.String()
}

// isEmpty says whether a kind is that of what is not sought.
func isEmpty(kind int) bool { return kind == kindAsk || kind == kindStop }

// denies says whether a token makes the word behind it its opposite. Behind a word
// 没有 asks: 完成没有.
func denies(token []rune) bool {
	return string(token) == "没有" || len(token) == 1 && isNot(token[0])
}

func isNot(c rune) bool { return strings.ContainsRune("不未没无非", c) }

// withUnit lengthens a number or single letter by the character behind it if that
// begins no word: 200人, A类, but not RFID标签.
func (x *Index) withUnit(text []rune, length int) (int, error) {
	last := text[length-1 : length]
	if !isLatin(last[0]) || length > 1 && allLetters(last) || length == len(text) {
		return length, nil
	}
	_, kind, err := x.wordAt(text[length:])
	if kind == kindLoose {
		length++
	}
	return length, err
}

// maxWants is how many words of a query count.
const maxWants = 24

func (q *query) add(w want) {
	if len(q.wants) == maxWants || slices.ContainsFunc(q.wants, func(other want) bool { return other.text == w.text }) {
		return
	}
	w.alternatives = append([]string{w.text}, w.alternatives...)
	q.wants = append(q.wants, w)
}

// catch adds the pairs of a run to the net, but none with a digit: 45 of 12345 is
// another number.
func (q *query) catch(run []rune) {
	for i := range placesOf(run) {
		if isDigit(run[i]) || isDigit(run[i+1]) {
			continue
		}
		if k := keyOf(run[i], run[i+1]); !slices.Contains(q.net, k) {
			q.net = append(q.net, k)
		}
	}
}

// What can stand at a place of a query.
const (
	kindLoose   = iota // a character that begins no word
	kindWord           // a word of the index, a number, a Latin word
	kindSynonym        // what people say
	kindAsk            // a word of asking
	kindStop           // a word that says nothing, or a sign
)

// wordAt finds the longest word at the beginning of a text.
func (x *Index) wordAt(text []rune) (length, kind int, err error) {
	if n := latinLength(text); n > 0 {
		length, kind = n, kindWord
	} else if isSign(text[0]) {
		return 1, kindStop, nil
	}
	if len(text) >= 2 {
		t, err := x.term(keyOf(text[0], text[1]))
		if err != nil {
			return 0, 0, err
		}
		if t != nil {
			for _, rest := range t.words {
				if n := 2 + len([]rune(rest)); n > length && n <= len(text) && string(text[2:n]) == rest {
					length, kind = n, kindWord
				}
			}
		}
	}
	for n := min(x.longest, len(text)); n >= max(length, 1); n-- {
		word := string(text[:n])
		if _, ok := x.entry.Synonyms[word]; ok {
			return n, kindSynonym, nil
		}
		if asks, ok := x.ask[word]; ok {
			if asks {
				return n, kindAsk, nil
			}
			return n, kindStop, nil
		}
	}
	return length, kind, nil
}

// latinLength is the length of the number or Latin word at the beginning.
func latinLength(text []rune) int {
	n := 0
	for n < len(text) && (isLatin(text[n]) || n > 0 && n+1 < len(text) && (text[n] == '.' || text[n] == '-') && isLatin(text[n+1])) {
		n++
	}
	if n > 0 && n < len(text) && text[n] == '%' {
		n++
	}
	return n
}

func isLatin(c rune) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// isSign is true for punctuation: ASCII, general, Chinese and full-width.
func isSign(c rune) bool {
	return c < 0x80 && !isLatin(c) || c >= 0x2000 && c <= 0x206f || c >= 0x3001 && c <= 0x303f || c >= 0xff00 && c <= 0xffef || c == 0xb7
}

// String writes the words of the query, for people.
func (q *query) String() string {
	var list []string
	for _, w := range q.wants {
		list = append(list, strings.Join(w.alternatives, "/"))
	}
	return strings.Join(list, " + ")
}

func isDigit(c rune) bool { return c >= '0' && c <= '9' }
