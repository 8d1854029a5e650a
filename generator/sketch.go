package generator

import (
	"context"
	"path"
	"slices"
	"strings"
	"sync"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/output"
	"gongshi/generator/render"
)

// Memory is what a preview keeps from one build to the next. The zero value is
// ready. It is for one Draw at a time.
type Memory struct {
	content content.Cache
	mu      sync.Mutex
	// sizes are those of the last whole site's tables: pages say how large these
	// are before they are made anew.
	sizes map[string]int
}

func (m *Memory) keep(sizes map[string]int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sizes = sizes
}

func (m *Memory) known() map[string]int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sizes
}

// Sketch is a site of which everything has been read, and nothing made: a page
// is made when it is asked for. It may be used by several goroutines at once.
type Sketch struct {
	memory *Memory
	last   *output.Set
	faults []diag.Diagnostic
	// loaded are the diagnostics of what was read.
	loaded []diag.Diagnostic
	mu     sync.Mutex
	b      *builder
}

// Draw reads the content, the layouts and the static files. last is the last
// whole set, or nil: what a sketch does not make (tables, feeds, the index of
// the search) is read from it. open are files of pages that are made at once,
// for their faults.
func Draw(opt Options, memory *Memory, last *output.Set, open []string) *Sketch {
	opt.Cache = &memory.content
	b := newBuilder(opt)
	b.load(func() {})
	s := &Sketch{memory: memory, last: last, loaded: slices.Clone(b.found), b: b}
	if b.sizes = memory.known(); b.site != nil && b.layouts != nil {
		s.lay()
	}
	for _, name := range open {
		s.Get(name)
	}
	for _, p := range b.pages {
		if p.fault != nil {
			b.report(*p.fault)
		}
	}
	s.faults = b.result().Diagnostics
	return s
}

// lay lists the pages.
func (s *Sketch) lay() {
	s.b.scripts = s.b.newScripts()
	s.b.pages = make([]page, len(s.b.scripts[0].jobs))
	for i, job := range s.b.scripts[0].jobs {
		s.b.pages[i].Job = job
	}
}

// Diagnostics are the faults of what was read and of the open pages.
func (s *Sketch) Diagnostics() []diag.Diagnostic { return s.faults }

// Whole makes the site of the sketch, as Build does. It gives up when ctx is
// done; the result is then of no use.
func (s *Sketch) Whole(ctx context.Context) Result {
	b := newBuilder(s.b.Options)
	b.stop, b.found = ctx.Done(), slices.Clone(s.loaded)
	b.site, b.static, b.layouts = s.b.site, s.b.static, s.b.layouts
	b.prepare()
	b.make()
	if !b.stopped() {
		s.memory.keep(b.sizes)
	}
	return b.result()
}

// Get is a file of the site by its path in a set.
func (s *Sketch) Get(name string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, script := range s.b.scripts {
		address := "/" + name
		if script.Folder != "" {
			inside, under := strings.CutPrefix(name, script.Folder+"/")
			if address = "/" + inside; !under {
				continue
			}
		}
		folder := strings.TrimSuffix(address, "index.html")
		for i := range s.b.pages { // of two for one address the first has it
			if p := &s.b.pages[i]; (p.Path == folder || p.Path == address) && (k == 0 || !p.Stub) {
				return s.page(k, i)
			}
		}
	}
	for _, f := range s.b.static.Files {
		if f.Path[1:] == name {
			return f.Data, true
		}
	}
	if s.b.site != nil {
		for _, f := range s.b.site.Files {
			if f.Path[1:] == name {
				return f.Data, true
			}
		}
	}
	if s.last == nil || path.Ext(name) == ".html" {
		return nil, false
	}
	return s.last.Get(name)
}

// page makes a page in one script. A page alone has few words, so it brings its
// own converter.
func (s *Sketch) page(k, i int) ([]byte, bool) {
	text := s.b.render(i, k)
	if k == 0 || text == nil {
		return text, text != nil
	}
	script := &s.b.scripts[k]
	cutting := cuttingOf(s.b.site, slices.Values([]string{string(text)}))
	has := s.b.addresses()
	edition := render.NewEdition(script.site, script.Variant, render.Keeping{Script: newConverter(s.b.site, script.Variant, cutting)}, func(path string) bool { return has[path] })
	return edition.Append(nil, s.b.pages[i].Path, text), true
}
