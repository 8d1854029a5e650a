package search

import (
	"regexp"
	"slices"
	"strings"
)

// corrected answers a query that nothing meets as it probably was meant:
// with slips mended, and pinyin read as Chinese. If no reading finds more it
// returns a. Where something is near what was typed, a word that only looks like
// it is offered and not taken for it: 停车证 is a word, too, and not 停车场.
func (x *Index) corrected(a *Answer) (*Answer, error) {
	if a.Total > 0 || a.Query == "" {
		return a, nil
	}
	readings, err := x.meanings(x.parse(a.Query))
	if err != nil {
		return nil, err
	}
	var exact, full []meaning
	for _, r := range readings[:min(len(readings), maxTried)] {
		rank, err := x.try(r.text)
		if err != nil {
			return nil, err
		}
		switch rank {
		case rankExact:
			exact = append(exact, r)
		case rankWords:
			full = append(full, r)
		}
	}
	for i, r := range slices.Concat(exact, full) {
		if len(a.Hits) > 0 && !r.alike {
			continue
		}
		best, err := x.answer(r.text)
		if err != nil {
			return nil, err
		}
		if best.Total == 0 { // it only seemed to be there
			continue
		}
		best.Query, best.Question, best.Truncated = a.Query, a.Question || best.Question, a.Truncated || best.Truncated
		if i < len(exact) {
			exact = slices.Delete(exact, i, i+1)
		}
		best.Suggestions = offered(exact)
		return best, nil
	}
	a.Suggestions = offered(exact)
	return a, nil
}

func offered(list []meaning) (texts []string) {
	for _, m := range list[:min(len(list), maxSuggestions)] {
		texts = append(texts, m.text)
	}
	return texts
}

// maxTried is how many meanings of a query are looked up, maxSuggestions how
// many of the others are offered.
const (
	maxTried       = 4
	maxSuggestions = 3
)

// try says how well the passages meet a text, without reading theirs: a rank,
// rankNear also for a text that is met but for characters that nobody sought.
func (x *Index) try(text string) (rank int, err error) {
	q := x.parse(text)
	if err := x.cut(&q); err != nil {
		return 0, err
	}
	s := x.newScores()
	if err := s.account(&q); err != nil {
		return 0, err
	}
	hits := s.hits(&q)
	if len(hits) == 0 || hits[0].rank == rankWords && !q.covered() {
		return rankNear, nil
	}
	return hits[0].rank, nil
}

// meaning is what a query may have meant.
type meaning struct {
	text string
	// alike is true if it is sure to be meant, see matcher.alike.
	alike bool
}

// meanings lists what a query may have meant, the likeliest first.
func (x *Index) meanings(q query) ([]meaning, error) {
	pieces := q.pieces
	if allLetters(q.run) {
		pieces = [][]rune{q.run} // spaces between syllables
	}
	list := []meaning{{"", true}}
	for i, piece := range pieces {
		tails, err := x.readingsOf(piece)
		if err != nil {
			return nil, err
		}
		if len(tails) == 0 {
			tails = []meaning{{string(piece), true}}
		}
		var next []meaning
		for _, head := range list {
			for _, tail := range tails {
				if i > 0 {
					tail.text = " " + tail.text
				}
				next = append(next, meaning{head.text + tail.text, head.alike && tail.alike})
			}
		}
		list = next[:min(len(next), maxReadings)]
	}
	typed := strings.Join(pieceTexts(pieces), " ")
	return slices.DeleteFunc(list, func(m meaning) bool {
		text := x.foldedText(m.text)
		return text == typed || denials(text) < denials(typed) // 不安全 is not 安全
	}), nil
}

// denials counts the characters that deny something.
func denials(text string) (n int) {
	for _, c := range text {
		if isNot(c) {
			n++
		}
	}
	return n
}

func pieceTexts(pieces [][]rune) []string {
	var list []string
	for _, p := range pieces {
		list = append(list, string(p))
	}
	return list
}

func (x *Index) foldedText(text string) string { return strings.Map(x.folded, text) }

func allLetters(run []rune) bool {
	return !slices.ContainsFunc(run, func(c rune) bool { return c < 'a' || c > 'z' })
}

// readingsOf lists what one piece may have meant. A long one is left as it is:
// reading it takes long, and what is pasted has no slips.
func (x *Index) readingsOf(piece []rune) ([]meaning, error) {
	if len(piece) > longQuery && !allLetters(piece) {
		return nil, nil
	}
	if err := x.loadReadings(); err != nil {
		return nil, err
	}
	words := make([][]candidate, len(piece))
	total := 1 // weight of the words of all lists
	counted := map[string]bool{}
	for i, names := range x.wordLists(piece) {
		for _, name := range names {
			list, err := x.wordsOf(name)
			if err != nil {
				return nil, err
			}
			words[i] = append(words[i], list...)
			if counted[name] {
				continue
			}
			counted[name] = true
			for _, w := range list {
				total += w.weight
			}
		}
	}
	m := &matcher{piece: piece, readings: x.readings}
	var list []meaning
	for _, r := range m.read(func(at int) []candidate { return words[at] }, total) {
		if r.pass == 0 && r.noise > 0 && r.noise <= noiseLimit(piece) {
			list = append(list, meaning{r.text, m.alike([]rune(strings.Map(x.foldedOrSkipped, r.text)))})
		}
	}
	return list, nil
}

// wordLists names for each character of a piece the lists of words that may
// begin there: by letters where some are typed, else by sounds.
func (x *Index) wordLists(piece []rune) [][]string {
	names := make([][]string, len(piece))
	if !slices.ContainsFunc(piece, isLatin) {
		for i, c := range piece {
			for _, sound := range soundsOf(x.readings[c]) {
				if name := soundList(sound); x.has(name) {
					names[i] = append(names[i], name)
				}
			}
		}
		return names
	}
	begins := beginnings(piece)
	for i, c := range piece {
		if isLatin(c) && !strings.ContainsRune(begins, c) {
			continue
		}
		for _, letter := range x.lettersOf(c) {
			names[i] = append(names[i], wordList(letter))
		}
	}
	return names
}

// syllable is the form of a syllable of pinyin; what stands behind it may still
// be divided otherwise: fan|gan, fang|an.
var syllable = regexp.MustCompile(`^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]+(?:ng|n|r)?`)

// beginnings are the letters that a word can begin with in a piece: for pinyin
// in full those of its syllables, else all.
func beginnings(piece []rune) string {
	rest := string(piece)
	var letters strings.Builder
	for rest != "" {
		found := syllable.FindString(rest)
		if found == "" {
			return string(piece)
		}
		letters.WriteByte(found[0])
		if last := found[len(found)-1]; last == 'n' || last == 'g' || last == 'r' {
			letters.WriteByte(last)
		}
		rest = rest[len(found):]
	}
	return letters.String()
}

// noiseLimit is how far a reading may be from what was typed: a slip in three
// characters; letters are free.
func noiseLimit(piece []rune) int {
	limit := costNearSound
	for _, c := range piece {
		if isLatin(c) {
			limit += costInitial
		} else {
			limit += costHomophone / 2
		}
	}
	return limit
}

// loadReadings reads the table of syllables.
func (x *Index) loadReadings() error {
	if x.readings != nil {
		return nil
	}
	var table map[string]string
	if err := x.readJSON(x.entry.Shared, pinyinFile, &table); err != nil {
		return err
	}
	x.readings = map[rune][]string{}
	for syllable, chars := range table {
		for _, c := range chars {
			x.readings[c] = append(x.readings[c], syllable)
		}
	}
	for _, list := range x.readings {
		slices.Sort(list)
	}
	return nil
}

// lettersOf are the letters under which a word may stand that begins with a
// character, or with another of about the same sound.
func (x *Index) lettersOf(c rune) []byte {
	var list []byte
	add := func(letter byte) {
		if x.has(wordList(letter)) && !slices.Contains(list, letter) {
			list = append(list, letter)
		}
	}
	if isLatin(c) {
		add(byte(c))
		return list
	}
	for _, syllable := range x.readings[c] {
		add(syllable[0])
		switch syllable[0] {
		case 'n':
			add('l')
		case 'l':
			add('n')
		}
	}
	return list
}

// wordsOf reads a list of words or phrases, or the words of one of sounds.
func (x *Index) wordsOf(name string) ([]candidate, error) {
	if list, ok := x.words[name]; ok {
		return list, nil
	}
	var lines [][3]any
	var into any = &lines
	if isSoundList(name) {
		var readings any
		into = &[]any{&readings, &readings, &readings, &lines}
	}
	if err := x.readJSON(x.entry.Own, name, into); err != nil {
		return nil, err
	}
	var list []candidate
	for _, line := range lines {
		text, _ := line[0].(string)
		weight, _ := line[1].(float64)
		kind, _ := line[2].(string)
		list = append(list, candidate{text, []rune(strings.Map(x.foldedOrSkipped, text)), max(int(weight), 1), kind})
	}
	x.words[name] = list
	return list, nil
}

// foldedOrSkipped is folded for strings.Map: characters that are not indexed are left out.
func (x *Index) foldedOrSkipped(c rune) rune {
	if skipped(c) {
		return -1
	}
	return x.folded(c)
}
