package search

import (
	"fmt"
	"slices"
)

// facet is one property by which results can be filtered.
type facet struct {
	// Values are its values in the order in which they first occur.
	Values []string `json:"values"`
	// Sets are the combinations of values that a passage can have, by their
	// places in Values.
	Sets [][]int `json:"sets"`
	// Runs are pairs: a place in Sets and how many passages in a row have it.
	Runs []int `json:"runs"`
}

// facets are the properties of all passages, by their names in the address of a search.
type facets map[string]*facet

func facetsOf(passages []Passage) facets {
	f := facets{}
	for name, value := range map[string]func(*Passage) []string{
		"report": func(p *Passage) []string { return []string{p.Report} },
		"year":   func(p *Passage) []string { return []string{number(p.Year, "")} },
		"unit":   func(p *Passage) []string { return p.Units },
		"status": (*Passage).states,
		"kind":   func(p *Passage) []string { return []string{p.Kind} },
	} {
		f[name] = newFacet(passages, value)
	}
	return f
}

// states are what a table says of how a passage stands: its state, and whether what
// was measured met the goal.
func (p *Passage) states() []string { return []string{p.Status, p.Outcome} }

func newFacet(passages []Passage, value func(*Passage) []string) *facet {
	f := &facet{Values: []string{}, Sets: [][]int{}, Runs: []int{}}
	places, sets := map[string]int{}, map[string]int{}
	for i := range passages {
		set := []int{}
		for _, v := range value(&passages[i]) {
			if v == "" {
				continue
			}
			place, known := places[v]
			if !known {
				place = len(f.Values)
				places[v] = place
				f.Values = append(f.Values, v)
			}
			if !slices.Contains(set, place) {
				set = append(set, place)
			}
		}
		name := fmt.Sprint(set)
		n, known := sets[name]
		if !known {
			n = len(f.Sets)
			sets[name] = n
			f.Sets = append(f.Sets, set)
		}
		if last := len(f.Runs) - 2; last >= 0 && f.Runs[last] == n {
			f.Runs[last+1]++
		} else {
			f.Runs = append(f.Runs, n, 1)
		}
	}
	return f
}
