package serve

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"sync"
)

// Paths that exist in the preview only: the script of live reload, and the events that
// it receives.
const (
	scriptName = "_preview.js"
	eventsName = "_events"
)

//go:embed preview.js
var previewScript []byte

// state is sent to open pages after each build.
type state struct {
	// Version changes with each build without errors. A page of another version reloads.
	Version string `json:"version"`
	// Messages are the errors of the last build as printed in the terminal, or "".
	Messages string `json:"messages"`
}

// hub sends the state to all open pages.
type hub struct {
	mu      sync.Mutex
	builds  int // without errors
	now     state
	open    map[string]int // how many browsers show a page, by its file
	changed chan struct{}  // closed when now changes
}

func newHub() *hub { return &hub{open: map[string]int{}, changed: make(chan struct{})} }

// publish records the messages of a build, unless its context is done: then a newer
// build has begun.
func (h *hub) publish(ctx context.Context, messages string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	if h.now.Messages = messages; messages == "" {
		h.builds++
		h.now.Version = fmt.Sprintf("%d-%d", os.Getpid(), h.builds) // unique across restarts of the preview
	}
	close(h.changed)
	h.changed = make(chan struct{})
}

func (h *hub) state() (state, <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now, h.changed
}

// openPages returns the files of the pages that browsers show, sorted.
func (h *hub) openPages() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Sorted(maps.Keys(h.open))
}

func (h *hub) count(file string, n int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.open[file] += n; h.open[file] == 0 {
		delete(h.open, file)
	}
}

// serve sends the state, now and after each change, as server-sent events (HTML
// Standard, 9.2) until the page is closed or the server ends.
func (h *hub) serve(w http.ResponseWriter, r *http.Request, file string, end <-chan struct{}) {
	h.count(file, 1)
	defer h.count(file, -1)
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

// addScript adds the script of live reload to a page, with the page's checksum, by
// which the script recognizes that another page has not changed.
func (h *handler) addScript(page []byte) []byte {
	head := bytes.Index(page, []byte("</head>"))
	if head < 0 {
		return page
	}
	prefix := (&url.URL{Path: h.Prefix}).EscapedPath()
	script := fmt.Appendf(nil, `<script type="module" src="%s/%s" data-page="%x"></script>`, prefix, scriptName, crc32.ChecksumIEEE(page))
	return slices.Concat(page[:head], script, page[head:])
}
