package importer

import (
	"strconv"
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

// pair pairs all that are left and have the same key, in order. No key pairs nothing.
func (p pairing) pair(fresh, old func(int) string) {
	free := map[string][]int{}
	for k := range p.taken {
		if key := old(k); !p.taken[k] && key != "" {
			free[key] = append(free[key], k)
		}
	}
	for i := range p.old {
		if p.old[i] != none {
			continue
		}
		key := fresh(i)
		if list := free[key]; len(list) > 0 {
			p.old[i], p.taken[list[0]], free[key] = list[0], true, list[1:]
		}
	}
}

// once returns the keys that stand there once: a row that was copied is no sign.
func once(keys []string) func(int) string {
	times := map[string]int{}
	for _, key := range keys {
		times[key]++
	}
	return func(i int) string {
		if times[keys[i]] > 1 {
			return ""
		}
		return keys[i]
	}
}

// Match finds the task of a report that each task of the table is, -1 for a new
// one: by its address or id, then by name, or by the goal that its name was made of,
// then by number.
func (r Report) Match(s *site.Site, tasks []*site.Task) []int {
	paths := make([]string, len(r.Tasks))
	for i, t := range r.Tasks {
		paths[i], _, _ = s.Base.Split(t.address)
	}
	p := newPairing(len(r.Tasks), len(tasks))
	p.pair(once(paths), func(k int) string { return tasks[k].Path })
	p.pair(func(i int) string { return r.Tasks[i].ID }, func(k int) string { return tasks[k].ID })
	p.pair(func(i int) string { return r.Tasks[i].Title }, func(k int) string { return oneLine(tasks[k].Title) })
	p.pair(func(i int) string {
		if t := r.Tasks[i]; t.short && len(t.Targets) > 0 {
			return t.Targets[0].Title
		}
		return ""
	}, func(k int) string {
		if len(tasks[k].Targets) == 0 {
			return ""
		}
		return oneLine(tasks[k].Targets[0].Title.Text)
	})
	p.pair(func(i int) string { return strconv.Itoa(r.Tasks[i].Number) }, func(k int) string { return strconv.Itoa(tasks[k].Number) })
	return p.old
}

// maxLikened is how many pairs of goals are compared by likeness at most.
const maxLikened = 20_000

// matchTargets finds the old goal that each goal of the table is: by its text, then
// by its address, then by its place between those, or, where their number differs,
// by likeness.
func matchTargets(old []oldTarget, fresh []Target) []int {
	p := newPairing(len(fresh), len(old))
	title := func(i int) string { return fresh[i].Title }
	p.pair(title, func(k int) string { return old[k].title })
	p.pair(title, func(k int) string { return old[k].bare })
	ids := make([]string, len(fresh))
	for i, t := range fresh {
		_, ids[i], _ = strings.Cut(t.address, "#")
	}
	p.pair(once(ids), func(k int) string { return site.EscapeFragment(old[k].id) })
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
			} else if at := likest(fresh[k].Title, old, p.taken, len(fresh)); at != none {
				p.old[k], p.taken[at] = at, true
			}
		}
		i = end
	}
	return p.old
}

// likest is the old goal that shares most pairs of characters with a text, if that
// is at least half of them. texts is how many are looked for.
func likest(text string, old []oldTarget, taken []bool, texts int) int {
	best, at := 0.5, none
	if texts*len(old) > maxLikened {
		return none
	}
	for k := range old {
		if taken[k] {
			continue
		}
		if like := likeness(text, old[k].title); like >= best {
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
