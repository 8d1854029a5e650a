// Package serve is the development server. It serves the current site from memory on
// the loopback interface, rebuilds it when a source file changes, and reloads open
// pages. It never reads the files of the site itself and writes none.
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
	// Listener should be on the loopback interface. Run closes it.
	Listener net.Listener
	// Prefix is the folder the site is published in, unescaped: "/sub", or "" for a
	// site at the root of its host.
	Prefix string
	// Pages are pages for editors that are not part of the site. They are made on
	// request, by their path below Prefix, without the leading slash.
	Pages map[string]func() []byte
	// Folders are watched recursively; they need not exist yet.
	Folders []string
	// Poll, if not 0, is the interval at which the folders are scanned for changes
	// instead of being watched: network file systems send no events.
	Poll time.Duration
	// Site returns the last site without errors, or nil if there is none yet.
	Site func() Site
	// Build loads the site after a change, makes the pages that are open and calls
	// show. It returns the rest of the work, or nil. It is not called concurrently.
	// Once Run ends, it has endTimeout to return.
	//
	// The rest runs concurrently with later builds, one at a time. The next build
	// cancels its context; what it shows after that is ignored.
	Build func(change Change, show Show) (rest func(ctx context.Context))
	// Guard, if not nil, calls do, recovers from panics and returns a text for the
	// reader if there was one. Build is not guarded.
	Guard func(do func()) (text string)
}

// Site is a set of files, by their path in an output.Set.
type Site interface {
	Get(path string) ([]byte, bool)
}

// Change describes why a build is necessary.
type Change struct {
	// Paths are the files and folders that may have changed since the last build.
	// If All is true, anything may have changed.
	Paths []string
	All   bool
	// Open are the files of the pages that browsers show now.
	Open []string
}

// Show sends the error messages of a build to the open pages, which show them over the
// current site. Without messages, the pages reload.
type Show func(messages string)

// WatchError reports a folder that cannot be watched, most often because the system's
// limit of watches is reached (syscall.ENOSPC, syscall.EMFILE).
type WatchError struct {
	Folder string // "" if nothing can be watched
	Err    error
}

func (e *WatchError) Error() string { return fmt.Sprintf("watch %q: %v", e.Folder, e.Err) }

func (e *WatchError) Unwrap() error { return e.Err }

// Limits once Run ends: of running requests, and of a build that cannot be cancelled. It
// writes nothing, so it is left where it is.
const (
	shutdownTimeout = 400 * time.Millisecond
	endTimeout      = 800 * time.Millisecond
)

// Run builds and serves until ctx is done. It returns the cause of that, a *WatchError,
// or the error of the server, at the latest endTimeout after ctx is done.
func Run(ctx context.Context, opt Options) error {
	defer opt.Listener.Close()
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, opt) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-ended:
		return err
	case <-time.After(endTimeout):
		return context.Cause(ctx)
	}
}

func run(ctx context.Context, opt Options) error {
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
	b := newBuilder(opt.Build)
	b.build(ctx, Change{All: true})
	b.wait() // the first request needs a complete site
	server := &http.Server{
		Handler:           &handler{Options: opt, hub: b.hub, end: ctx.Done()},
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

// stop shuts the server down and closes connections that are still open at the timeout.
func stop(server *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		server.Close()
	}
}

// builder runs builds one after the other.
type builder struct {
	run    func(Change, Show) func(context.Context)
	hub    *hub
	cancel context.CancelFunc // cancels the rest of the last build
	done   chan struct{}      // closed when the rest of the last build has ended
}

func newBuilder(run func(Change, Show) func(context.Context)) *builder {
	done := make(chan struct{})
	close(done)
	return &builder{run: run, hub: newHub(), cancel: func() {}, done: done}
}

// build cancels the rest of the last build and starts the next. It returns when the
// open pages are up to date; the rest runs in a goroutine.
func (b *builder) build(ctx context.Context, change Change) {
	b.cancel()
	ctx, b.cancel = context.WithCancel(ctx)
	change.Open = b.hub.openPages()
	rest := b.run(change, func(messages string) { b.hub.publish(ctx, messages) })
	previous, done := b.done, make(chan struct{})
	b.done = done
	go func() {
		defer close(done)
		<-previous
		if rest != nil && ctx.Err() == nil {
			rest(ctx)
		}
	}()
}

// wait returns when the rest of the last build has ended.
func (b *builder) wait() { <-b.done }
