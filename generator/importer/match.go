package importer

import (
	"strings"

	"gongshi/generator/site"
)

// none is the index of nothing.
const none = -1

// pairing pairs new things with old ones: old[i] is the index of the old one.
type pairing struct {
	old   []int
	taken []bool
}

func newPairing(fresh, old int) pairing {
	p := pairing{make([]int, fresh), make([]bool, old)}
	for i := range p.old {
		p.old[i] = none
	}
	return p
}

// pair pairs all that are left and are the same, in order.
func (p pairing) pair(same func(fresh, old int) bool) {
	for i := range p.old {
		for k := 0; k < len(p.taken) && p.old[i] == none; k++ {
			if !p.taken[k] && same(i, k) {
				p.old[i], p.taken[k] = k, true
			}
		}
	}
}

// Match finds the task of a report that each task of the table is, -1 for a new
// one: by its address or id, then by name, then by number.
func (r Report) Match(s *site.Site, tasks []*site.Task) []int {
	paths, times := make([]string, len(r.Tasks)), map[string]int{}
	for i, t := range r.Tasks {
		paths[i], _, _ = s.Base.Split(t.address)
		times[paths[i]]++
	}
	p := newPairing(len(r.Tasks), len(tasks))
	p.pair(func(i, k int) bool { return times[paths[i]] == 1 && paths[i] == tasks[k].Path }) // a row that was copied is no sign
	p.pair(func(i, k int) bool { return r.Tasks[i].ID != "" && r.Tasks[i].ID == tasks[k].ID })
	p.pair(func(i, k int) bool { return r.Tasks[i].Title == oneLine(tasks[k].Title) })
	p.pair(func(i, k int) bool {
		return r.Tasks[i].short && len(r.Tasks[i].Targets)*len(tasks[k].Targets) > 0 && r.Tasks[i].Targets[0].Title == oneLine(tasks[k].Targets[0].Title.Text)
	})
	p.pair(func(i, k int) bool { return r.Tasks[i].Number == tasks[k].Number })
	return p.old
}

// matchTargets finds the old goal that each goal of the table is: by its text, then
// by its address, then by its place between those, or, where their number differs,
// by likeness.
func matchTargets(old []oldTarget, fresh []Target) []int {
	p := newPairing(len(fresh), len(old))
	p.pair(func(i, k int) bool { return fresh[i].Title == old[k].title || fresh[i].Title == old[k].bare })
	times := map[string]int{}
	for _, t := range fresh {
		times[t.address]++
	}
	p.pair(func(i, k int) bool {
		_, id, ok := strings.Cut(fresh[i].address, "#")
		return ok && times[fresh[i].address] == 1 && id == site.EscapeFragment(old[k].id)
	})
	for i := 0; i < len(fresh); i++ { // the runs between the pairs
		if p.old[i] != none {
			continue
		}
		end, from := i, 0
		for end < len(fresh) && p.old[end] == none {
			end++
		}
		if i > 0 {
			from = p.old[i-1] + 1
		}
		to := from
		for to < len(old) && !p.taken[to] {
			to++
		}
		for k := i; k < end; k++ {
			if at := from + k - i; end-i == to-from {
				p.old[k], p.taken[at] = at, true
			} else if at := likest(fresh[k].Title, old, p.taken); at != none {
				p.old[k], p.taken[at] = at, true
			}
		}
		i = end
	}
	return p.old
}

// likest is the old goal that shares most pairs of characters with a text, if that
// is at least half of them.
func likest(text string, old []oldTarget, taken []bool) int {
	best, at := 0.5, none
	for k := range old {
		if like := likeness(text, old[k].title); !taken[k] && like >= best {
			best, at = like, k
		}
	}
	return at
}

// likeness is Dice's coefficient of the pairs of neighbouring characters.
func likeness(a, b string) float64 {
	count := func(text string) (map[[2]rune]int, int) {
		pairs, runes := map[[2]rune]int{}, []rune(text)
		for i := 1; i < len(runes); i++ {
			pairs[[2]rune{runes[i-1], runes[i]}]++
		}
		return pairs, max(0, len(runes)-1)
	}
	x, m := count(a)
	y, n := count(b)
	both := 0
	for pair, times := range x {
		both += min(times, y[pair])
	}
	return 2 * float64(both) / float64(max(1, m+n))
}
