package check

import (
	"html"
	"slices"
	"strings"
	"sync"

	"gongshi/generator/markup"
)

// References are the addresses that the pages of a site use and the anchors
// they offer. Scan may be called by several goroutines at once.
type References struct {
	pages []anchors
	mu    sync.Mutex
	first map[string]int // address as it stands in the page → the first page that uses it
}

// anchors are those of one page.
type anchors struct {
	names []string
	twice string   // the first that stands twice, "" if none does
	lost  []string // what the page refers to and does not have
}

// NewReferences is for so many pages.
func NewReferences(pages int) *References {
	return &References{pages: make([]anchors, pages), first: map[string]int{}}
}

// scan is what one page says.
type scan struct {
	links []string // to other pages, as they stand in the page
	local []string // names of anchors the page refers to in itself
	names []string // its anchors
}

// Scan reads page i: the values of href, src, action, poster and id.
func (r *References) Scan(i int, page []byte) {
	s := read(page)
	r.pages[i] = s.anchors()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, link := range s.links {
		if first, ok := r.first[link]; !ok || i < first {
			r.first[link] = i
		}
	}
}

func read(page []byte) scan {
	var s scan
	r := markup.NewReader(page)
	for token, ok := r.Next(); ok; token, ok = r.Next() {
		if token.Kind != markup.StartTag {
			continue
		}
		for a := range token.Attributes {
			switch string(a.Name) {
			case "href", "src", "action", "poster":
				if name, local := strings.CutPrefix(string(a.Value), "#"); local {
					s.local = append(s.local, html.UnescapeString(name))
				} else {
					s.links = append(s.links, name)
				}
			case "id":
				s.names = append(s.names, html.UnescapeString(string(a.Value)))
			}
		}
	}
	return s
}

// anchors are what was read of them.
func (s scan) anchors() anchors {
	a := anchors{names: s.names}
	known := map[string]bool{}
	for _, name := range s.names {
		if known[name] && a.twice == "" {
			a.twice = name
		}
		known[name] = true
	}
	for _, name := range s.local {
		if name != "" && !known[name] && !slices.Contains(a.lost, name) {
			a.lost = append(a.lost, name)
		}
	}
	return a
}

// addresses yields every address once, unescaped, with its page.
func (r *References) addresses(yield func(page int, href string) bool) {
	for href, page := range r.first {
		if !yield(page, html.UnescapeString(href)) {
			return
		}
	}
}
