package serve

import (
	"context"
	"sync"
)

// builds makes the site after each change, and keeps the last good one.
type builds struct {
	make  func(Change, Show) func(context.Context)
	pages *hub
	mu    sync.Mutex
	// turn counts the builds; what an earlier one shows is passed over.
	turn int
	last Site
	// cancel ends the rest of the last build; ended is closed when it has.
	cancel context.CancelFunc
	ended  chan struct{}
}

// build is called for one change at a time.
func (b *builds) build(ctx context.Context, change Change) {
	b.mu.Lock()
	b.turn++
	turn := b.turn
	b.mu.Unlock()
	if b.cancel != nil {
		b.cancel()
	}
	change.Open = b.pages.opened()
	rest := b.make(change, func(s Site, faults string) { b.show(turn, s, faults) })
	if rest == nil {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	before, ended := b.ended, make(chan struct{})
	b.cancel, b.ended = cancel, ended
	go func() {
		defer close(ended)
		defer cancel()
		if before != nil {
			<-before
		}
		if ctx.Err() == nil {
			rest(ctx)
		}
	}()
}

// wait waits until nothing is left to do.
func (b *builds) wait() {
	if b.ended != nil {
		<-b.ended
	}
}

func (b *builds) show(turn int, s Site, faults string) {
	b.mu.Lock()
	if turn == b.turn {
		if s != nil {
			b.last = s
		}
		b.pages.tell(faults)
	}
	b.mu.Unlock()
}

// site is the last good site; nil if there is none.
func (b *builds) site() Site {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.last
}
