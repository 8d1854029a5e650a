package zh

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed data/own.txt
var ownLayer string

// correction is an entry of our own layer.
type correction struct {
	from, to string // to is in OpenCC's standard forms; empty takes OpenCC's phrase out
	// everywhere lays the form over longer phrases that hold from, too.
	everywhere bool
	// counted asks for a numeral before from, which is one character.
	counted bool
}

// own returns the entries of our own layer.
var own = sync.OnceValue(func() []correction {
	list, err := parseCorrections(ownLayer)
	if err != nil {
		panic("zh: data/own.txt: " + err.Error()) // a test reads the file
	}
	return list
})

// parseCorrections reads lines of the form
//
//	[数+]simplified<TAB>traditional[<TAB>all]
//
// where - for traditional takes a phrase of OpenCC out. Blank lines and lines
// that begin with # are passed over.
func parseCorrections(text string) (list []correction, err error) {
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		if line == "" || line[0] == '#' {
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) < 2 || len(columns) > 3 || columns[0] == "" || columns[1] == "" || len(columns) == 3 && columns[2] != "all" {
			return nil, fmt.Errorf("line %d: %q is not simplified, tab, traditional, and tab, all", number, line)
		}
		c := correction{from: columns[0], to: columns[1], everywhere: len(columns) == 3}
		c.from, c.counted = strings.CutPrefix(c.from, "数+")
		if c.to == "-" {
			c.to = ""
		}
		list = append(list, c)
	}
	return list, nil
}

// correct lays entries over a table.
func (t *table) correct(layer []correction) {
	for _, c := range layer {
		switch {
		case c.to == "":
			delete(t.phrases, c.from)
		case c.counted:
			r, _ := only(c.from)
			t.measures[r] = c.to
		default:
			t.set(c.from, entry{c.to, RuleOwn})
		}
	}
	for _, c := range layer {
		if !c.everywhere {
			continue
		}
		for key, e := range t.phrases {
			if i := strings.Index(key, c.from); i >= 0 {
				before, after := []rune(key[:i]), []rune(key[i+len(c.from):])
				to := []rune(e.to)
				t.phrases[key] = entry{string(to[:len(before)]) + c.to + string(to[len(to)-len(after):]), RuleOwn}
			}
		}
	}
}
