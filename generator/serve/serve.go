// Package serve is the development server: it keeps the last good output set
// in memory, serves it on the loopback interface and builds it anew when a
// source file changes. It reads no file of the site itself and writes none.
package serve

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"gongshi/generator/output"
)

// Options of Run.
type Options struct {
	// Listener is where to serve; it should be on the loopback interface.
	Listener net.Listener
	// Folders are watched with all folders below them; one may be missing.
	Folders []string
	// Build makes the set; ok is false if the content has faults, and the last
	// good set stays. It is never called twice at once.
	Build func() (set *output.Set, ok bool)
}

// Run builds and serves until ctx is done, and returns ctx's error or that of
// the server. A site with faults is served once they are mended.
func Run(ctx context.Context, opt Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := newWatcher(opt.Folders)
	if err != nil {
		return err
	}
	defer w.Close()

	var current atomic.Pointer[output.Set]
	build := func() {
		if set, ok := opt.Build(); ok {
			current.Store(set)
		}
	}
	server := &http.Server{Handler: &handler{set: current.Load}, ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	build()
	go func() { failed <- server.Serve(opt.Listener) }()
	go w.run(ctx, build)
	select {
	case <-ctx.Done():
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		_ = server.Shutdown(stop)
		return ctx.Err()
	case err := <-failed:
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return err
	}
}
