package check

import (
	"html"
	"slices"
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

// scan is the state of one Scan.
type scan struct {
	links [][]byte // to other pages
	local [][]byte // "#…" to the page itself
	names []string
	known map[string]bool
}

var scans = sync.Pool{New: func() any { return &scan{known: map[string]bool{}} }}

// Scan reads page i: the values of href, src, action, poster and id.
func (r *References) Scan(i int, page []byte) {
	s := scans.Get().(*scan)
	defer scans.Put(s)
	s.read(page)
	r.pages[i] = s.anchors()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, link := range s.links {
		if first, ok := r.first[string(link)]; !ok || i < first {
			r.first[string(link)] = i
		}
	}
}

func (s *scan) read(page []byte) {
	s.links, s.local, s.names = s.links[:0], s.local[:0], s.names[:0]
	r := markup.NewReader(page)
	for token, ok := r.Next(); ok; token, ok = r.Next() {
		if token.Kind != markup.StartTag {
			continue
		}
		for a := range token.Attributes {
			switch string(a.Name) {
			case "href", "src", "action", "poster":
				if len(a.Value) > 0 && a.Value[0] == '#' {
					s.local = append(s.local, a.Value[1:])
				} else {
					s.links = append(s.links, a.Value)
				}
			case "id":
				s.names = append(s.names, html.UnescapeString(string(a.Value)))
			}
		}
	}
}

// anchors are what was read of them.
func (s *scan) anchors() anchors {
	a := anchors{names: slices.Clone(s.names)}
	clear(s.known)
	for _, name := range a.names {
		if s.known[name] && a.twice == "" {
			a.twice = name
		}
		s.known[name] = true
	}
	for _, link := range s.local {
		if name := html.UnescapeString(string(link)); name != "" && !s.known[name] && !slices.Contains(a.lost, name) {
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
