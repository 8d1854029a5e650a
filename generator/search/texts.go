package search

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gongshi/generator/site"
)

// textsPerFile is how many passages share a file of texts.
const textsPerFile = 2

// record is a passage as it is shown, in the order in which it lies in a file
// of texts. Path is its address below the variant's home, escaped: "2021/4/#t1". Its
// report stands in the entry file.
//
// All scripts share these files. Their text is that of the first script; a
// further one writes it with its own characters (charactersFile) but for what More
// says differs: see static/js/_search/records.ts.
type record struct {
	Path, Kind, Title, Date      string
	Units                        []string
	Status, Heading, Text, Facts string
	// More are the differences of each further script, none if it has none.
	More [][]difference
}

// difference is a field of a record in another script where its own characters
// alone do not tell it: the field's place, then its whole text, or pairs of a
// place in it, counted in characters, and the character that stands there.
type difference []any

// separator parts the units of a record where they are handled as one text.
const separator = "、"

// writtenFields are the places of the texts of a record that each script writes for
// itself; texts are these texts but for the units, which are a list.
var writtenFields = [...]int{2, 5, 6, 7, 8, unitsField}

const unitsField = 4

func (r *record) texts() [len(writtenFields) - 1]*string {
	return [...]*string{&r.Title, &r.Status, &r.Heading, &r.Text, &r.Facts}
}

// list is the record as it lies in a file, which spares the names.
func (r *record) list() []any {
	list := []any{r.Path, r.Kind, r.Title, r.Date, r.Units, r.Status, r.Heading, r.Text, r.Facts}
	if slices.ContainsFunc(r.More, func(d []difference) bool { return len(d) > 0 }) {
		list = append(list, r.More)
	}
	return list
}

func recordOf(p *Passage, base site.Base) record {
	r := record{
		Path: strings.TrimPrefix(base.URL(p.Path), base.URL("/")), Kind: p.Kind, Title: p.Title,
		Units: p.Units, Status: cmp.Or(p.Status, p.Outcome), Heading: p.Heading, Text: p.Text, Facts: p.Facts,
	}
	if p.Fragment != "" {
		r.Path += "#" + site.EscapeFragment(p.Fragment)
	}
	if !p.Date.IsZero() {
		r.Date = p.Date.In(site.Beijing).Format(time.DateOnly)
	}
	return r
}

// texts makes the files of texts.
func (b *builder) texts() pack {
	p := make(pack, (len(b.sequences)+textsPerFile-1)/textsPerFile)
	b.chunks(len(p), func(from, to int) {
		for i := from; i < to; i++ {
			p[i] = b.text(i)
		}
	})
	return p
}

// text makes a file of texts.
func (b *builder) text(n int) file {
	var records [][]any
	first := b.passages[0]
	for i := n * textsPerFile; i < min((n+1)*textsPerFile, len(first)); i++ {
		r := recordOf(&first[i], b.sites[0].Base)
		for k := range b.passages[1:] {
			other := recordOf(&b.passages[k+1][i], b.sites[0].Base)
			r.More = append(r.More, r.differences(&other, b.written[k+1]))
		}
		records = append(records, r.list())
	}
	return file{textFile(n), encode(records)}
}

// differences are what has to be known, beside a script's characters, to write
// r as other.
func (r *record) differences(other *record, t characters) []difference {
	var list []difference
	note := func(field int, from, to string) {
		if d := differ(from, to, t); d != nil {
			list = append(list, append(difference{field}, d...))
		}
	}
	theirs := other.texts()
	for i, text := range r.texts() {
		note(writtenFields[i], *text, *theirs[i])
	}
	note(unitsField, strings.Join(r.Units, separator), strings.Join(other.Units, separator))
	return list
}

// differ lists pairs of a place and a character where a text differs from
// another one written with a script's characters; the whole text if they differ
// in length.
func differ(from, to string, t characters) []any {
	var list []any
	at, rest := 0, to
	for _, c := range from {
		there, n := utf8.DecodeRuneInString(rest)
		if n == 0 {
			return []any{to}
		}
		if t.written(c) != there {
			list = append(list, at, string(there))
		}
		at, rest = at+1, rest[n:]
	}
	if rest != "" {
		return []any{to}
	}
	return list
}

// characters leads from each character below U+10000 to the one that a script
// writes where nothing else is known. Others stay as they are.
type characters []rune

func (t characters) written(c rune) rune {
	if int(c) < len(t) {
		return t[c]
	}
	return c
}

// charactersOf are how a script writes those of the texts.
func charactersOf(chars map[rune]bool, convert func(string) string) characters {
	t := make(characters, 1<<16)
	for c := range t {
		t[c] = rune(c)
	}
	for c := range chars {
		if to, n := utf8.DecodeRuneInString(convert(string(c))); n > 0 && int(c) < len(t) {
			t[c] = to
		}
	}
	return t
}

// String is the table in a file: pairs of a character and what is written.
func (t characters) String() string {
	var b strings.Builder
	for from, to := range t {
		if rune(from) != to {
			b.WriteRune(rune(from))
			b.WriteRune(to)
		}
	}
	return b.String()
}

// textsSize is about that of all texts.
func (b *builder) textsSize() int {
	n := 0
	for i := range b.passages[0] {
		for _, text := range b.passages[0][i].fields() {
			n += len(text)
		}
	}
	return n
}
