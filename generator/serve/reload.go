package serve

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
)

// Where the pages of the preview hear of builds. Nothing of it is published.
const (
	scriptName = "_preview.js"
	eventsName = "_events"
)

//go:embed preview.js
var previewScript []byte

// state is what open pages are told after each build.
type state struct {
	// Version changes with each good build; pages of another one load again.
	Version string `json:"version"`
	// Faults is what stands in the terminal; empty after a good build.
	Faults string `json:"faults"`
}

// hub tells open pages what became of each build.
type hub struct {
	mu      sync.Mutex
	builds  int
	now     state
	open    map[string]int // files of pages that browsers show → how often
	changed chan struct{}  // closed when now changes
}

func newHub() *hub { return &hub{open: map[string]int{}, changed: make(chan struct{})} }

// tell is called after a build.
func (h *hub) tell(faults string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.now.Faults = faults; faults == "" {
		h.builds++
		h.now.Version = fmt.Sprintf("%d-%d", os.Getpid(), h.builds) // another preview has other versions
	}
	close(h.changed)
	h.changed = make(chan struct{})
}

func (h *hub) state() (state, <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now, h.changed
}

// opened are the files of the pages that browsers show, sorted.
func (h *hub) opened() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Sorted(maps.Keys(h.open))
}

func (h *hub) count(page string, n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.open[page] += n; h.open[page] == 0 {
		delete(h.open, page)
	}
}

// serve sends the state, and again whenever it changes, as server-sent events
// (HTML Standard, 9.2) until the page is closed or the server ends. page is the
// path of the page in the site.
func (h *hub) serve(w http.ResponseWriter, r *http.Request, page string, end <-chan struct{}) {
	if page == "" || strings.HasSuffix(page, "/") {
		page += "index.html"
	}
	h.count(page, 1)
	defer h.count(page, -1)
	w.Header().Set("Content-Type", "text/event-stream")
	flush := http.NewResponseController(w)
	for {
		now, changed := h.state()
		data, err := json.Marshal(now)
		if err != nil {
			return
		}
		if _, err := fmt.Fprintf(w, "data: %s\n\n", data); err != nil || flush.Flush() != nil {
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		case <-end:
			return
		}
	}
}

// listening is a page that hears of builds, and knows what it is made of.
func listening(page []byte, prefix string) []byte {
	at := bytes.Index(page, []byte("</head>"))
	if at < 0 {
		return page
	}
	script := fmt.Appendf(nil, `<script type="module" src="%s/%s" data-page="%x"></script>`, prefix, scriptName, crc32.ChecksumIEEE(page))
	return bytes.Join([][]byte{page[:at], page[at:]}, script)
}
