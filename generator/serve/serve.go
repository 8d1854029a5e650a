// Package serve is the development server: it keeps the last good output set
// in memory, serves it on the loopback interface and builds it anew when a
// source file changes. It reads no file of the site itself and writes none.
package serve

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"gongshi/generator/output"
)

// Options of Run.
type Options struct {
	// Listener is where to serve; it should be on the loopback interface. Run closes it.
	Listener net.Listener
	// Prefix is the folder the site's links begin with, unescaped: "/sub", or
	// "" for a site at the root of its host.
	Prefix string
	// Pages are made when they are asked for, by their path in the site without
	// the first slash; they are for editors and stand in no set.
	Pages map[string]func() []byte
	// Folders are watched with all folders below them; one may be missing.
	Folders []string
	// Build makes the set and hands it to show, which puts it in the place of
	// the last one at once; if the content has faults it does not call show, and
	// the last good set stays. It is never called twice at once, nor after Run
	// returned.
	Build func(show func(*output.Set))
	// Faults, if not nil, says after each build what stands in the terminal of
	// its faults, "" if it was good. Open pages show it, or load again.
	Faults func() string
}

// WatchError is a folder whose changes cannot be seen: most often the system's
// limit of watches is used up (syscall.ENOSPC, syscall.EMFILE).
type WatchError struct {
	Folder string // "" if nothing can be watched at all
	Err    error
}

func (e *WatchError) Error() string { return fmt.Sprintf("watch %q: %v", e.Folder, e.Err) }

func (e *WatchError) Unwrap() error { return e.Err }

// stopWithin is how long pages under way may take after the end.
const stopWithin = time.Second

// Run builds and serves until ctx is done and returns the cause of that, a
// *WatchError, or the error of the server. A site with faults is served once
// they are mended.
func Run(ctx context.Context, opt Options) error {
	defer opt.Listener.Close()
	w, err := newWatcher(opt.Folders)
	if err != nil {
		return err
	}
	defer w.Close()

	var current atomic.Pointer[output.Set]
	pages := newHub()
	build := func() {
		opt.Build(current.Store)
		if opt.Faults != nil {
			pages.tell(opt.Faults())
		}
	}
	build()
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	server := &http.Server{
		Handler:           &handler{set: current.Load, prefix: opt.Prefix, pages: opt.Pages, hub: pages, end: ctx.Done()},
		ReadHeaderTimeout: 10 * time.Second,
	}
	var running sync.WaitGroup
	running.Go(func() { end(server.Serve(opt.Listener)) })
	running.Go(func() {
		if err := w.run(ctx, build); err != nil {
			end(err)
		}
	})
	<-ctx.Done()
	stop(server)
	running.Wait()
	return context.Cause(ctx)
}

// stop ends the server, politely at first.
func stop(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		server.Close()
	}
}
