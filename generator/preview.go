package generator

import (
	"context"
	"sync"
	"sync/atomic"

	"gongshi/generator/content"
	"gongshi/generator/diag"
	"gongshi/generator/localize"
)

// Preview shows a site while its files change: the last state in which no fault
// was found. The zero value is ready but for Failed.
type Preview struct {
	// Failed reports whether diagnostics keep a site from being shown.
	Failed func([]diag.Diagnostic) bool

	cache Cache
	mu    sync.Mutex
	// latest is the last site that was read, shown the one that is shown, before
	// the one shown before it, good the last one made as a whole without faults.
	latest, shown, before, good *Plan
}

// Load reads the site after a change. The files at the given paths are made at
// once, for their faults. A site without faults is shown, but the first one only
// when it was made as a whole: a preview begins with a site that is right.
func (w *Preview) Load(opt Options, open []string) *Plan {
	opt.Cache, opt.Discard = &w.cache, true
	plan := Load(opt)
	for _, path := range open {
		plan.Get(path)
	}
	failed := w.Failed(plan.Diagnostics())
	w.mu.Lock()
	defer w.mu.Unlock()
	w.latest = plan
	if w.good != nil && !failed {
		w.before, w.shown = w.shown, plan
	}
	return plan
}

// Make makes the whole of a site that was read, for the faults that only the whole
// shows, such as a dead link. If there is one, the site before it is shown again,
// as far back as needed.
func (w *Preview) Make(ctx context.Context, plan *Plan) Result {
	result := plan.Make(ctx)
	if ctx.Err() != nil {
		return result
	}
	before := w.settle(plan, w.Failed(result.Diagnostics))
	if before != nil { // it was shown and replaced before it was made as a whole
		again := before.Make(ctx)
		if ctx.Err() == nil {
			w.settle(before, w.Failed(again.Diagnostics))
		}
	}
	return result
}

// settle notes how making a site as a whole ended, and returns the site to be
// shown in its place that has still to be made, if any.
func (w *Preview) settle(plan *Plan, failed bool) *Plan {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case !failed:
		w.good = plan
		if plan == w.latest {
			w.shown, w.before = plan, plan // what was shown before is needed no more
		}
	case w.shown == plan && w.before != w.good && w.before != plan:
		w.shown = w.before
		return w.before
	case w.shown == plan:
		w.shown = w.good
	}
	return nil
}

// Site is the site that is shown; nil if there was none without faults yet.
func (w *Preview) Site() *Plan {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.shown
}

// Cache is what a preview keeps from one site to the next. The zero value is
// ready. It is for one site at a time.
type Cache struct {
	content content.Cache
	texts   localize.Cache
	// index is that of the last whole site.
	index atomic.Pointer[index]
}
