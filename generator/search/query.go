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

// belongTogether says whether two pieces, one ending and one beginning with a
// letter or digit, are a word that has synonyms.
func (x *Index) belongTogether(a, b []rune) bool {
	return isLatin(a[len(a)-1]) && isLatin(b[0]) && x.entry.Synonyms[string(a)+string(b)] != nil
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

// cut finds the words of the query. A single character that belongs to no word is
// taken as a word only where it stands alone, but 健康码 is more than 健康 even if
// the index knows no such word: only who asks in a sentence can do without it.
func (x *Index) cut(q *query) error {
	var edges []string
	for _, piece := range q.pieces {
		tokens, err := x.tokens(piece, len(q.pieces) > 1)
		if err != nil {
			return err
		}
		for i, t := range tokens {
			edge := atEdge(tokens, i)
			switch {
			case edge != nil:
				edges = append(edges, string(edge))
			case t.kind == kindAsk:
				q.question = true
			case t.kind == kindStop, t.kind == kindLoose && len(t.text) == 1 && len(tokens) > 1: // says nothing
			default:
				q.add(want{text: string(t.text), alternatives: x.entry.Synonyms[string(t.text)]})
			}
			if t.kind != kindAsk && t.kind != kindStop {
				q.catch(t.text)
			}
		}
	}
	for _, text := range edges {
		if !q.question {
			q.add(want{text: text})
		}
	}
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
		if at-loose == 1 && isNot(piece[loose]) && isWanted(kind) { // 未完成 is not 完成
			at, length, kind = loose, length+1, kindWord
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

// atEdge returns the word at the edge of a piece with the i-th token, if that
// makes another word of it, or nil: a character more, or 没有 before it, which
// behind it is asking.
func atEdge(tokens []token, i int) []rune {
	t, last := tokens[i], len(tokens)-1
	lone := t.kind == kindLoose && len(t.text) == 1 && isHan(t.text[0])
	switch {
	case last == 0:
	case i == 0 && (lone || string(t.text) == "没有") && isWanted(tokens[1].kind):
		return slices.Concat(t.text, tokens[1].text)
	case i == last && lone && isWanted(tokens[i-1].kind):
		return slices.Concat(tokens[i-1].text, t.text)
	}
	return nil
}

// isWanted says whether a kind is that of a word to be found.
func isWanted(kind int) bool { return kind == kindWord || kind == kindSynonym }

// isNot says whether a character makes the word behind it its opposite.
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
