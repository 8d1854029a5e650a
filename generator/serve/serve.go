// Package serve is the development server: it keeps the last good site
// in memory, serves it on the loopback interface and builds it anew when a
// source file changes. It reads no file of the site itself and writes none.
package serve

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
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
	// Poll, if not 0, is how often the folders are looked through for changes,
	// instead of being told of them: network folders tell nobody.
	Poll time.Duration
	// Build makes the site after a change, as far as the pages that are open
	// need it, and shows it; what is left to do it returns, or nil. It is never
	// called twice at once, nor after Run returned.
	//
	// The rest runs beside the next builds, one rest at a time, until its context
	// is done: then files have changed again, and what it shows is passed over.
	Build func(change Change, show Show) (rest func(ctx context.Context))
	// Guard, if not nil, runs do and returns what readers are told if it panics;
	// Build has to see to that itself.
	Guard func(do func()) (text string)
}

// Site is files by their path in an output.Set.
type Site interface {
	Get(path string) ([]byte, bool)
}

// Change is what a build is made for.
type Change struct {
	// Paths are the files and folders, below those watched, that may have
	// changed since the last build. All is true if it can be anything.
	Paths []string
	All   bool
	// Open are the files of the pages that browsers show.
	Open []string
}

// Show puts a site in the place of the last one, unless it is nil, and tells
// open pages, which show the text of the faults over the site there is then.
type Show func(s Site, faults string)

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
	if opt.Guard == nil {
		opt.Guard = func(do func()) string { do(); return "" }
	}
	w, err := newWatcher(opt.Folders, opt.Poll)
	if err != nil {
		return err
	}
	defer w.Close()

	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	b := &builds{make: opt.Build, pages: newHub()}
	b.build(ctx, Change{All: true})
	b.wait() // else the first pages would lack what the rest makes
	server := &http.Server{
		Handler:           &handler{set: b.site, prefix: opt.Prefix, pages: opt.Pages, guard: opt.Guard, hub: b.pages, end: ctx.Done()},
		ReadHeaderTimeout: 10 * time.Second,
	}
	var running sync.WaitGroup
	running.Go(func() { end(server.Serve(opt.Listener)) })
	running.Go(func() {
		if err := w.run(ctx, func(change Change) { b.build(ctx, change) }); err != nil {
			end(err)
		}
	})
	<-ctx.Done()
	stop(server)
	running.Wait()
	b.wait()
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
