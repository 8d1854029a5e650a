package serve

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long the files have to be quiet before a build: editors and
// version control write many files, or one in many steps.
const settle = 50 * time.Millisecond

// watcher watches folders, not files: editors replace a file by renaming
// another over it, and the watch on a file would go with the old one.
type watcher struct {
	*fsnotify.Watcher
	folders []string
}

func newWatcher(folders []string) (*watcher, error) {
	inner, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, &WatchError{Err: err}
	}
	w := &watcher{inner, folders}
	if err := w.watchAll(); err != nil {
		inner.Close()
		return nil, err
	}
	return w, nil
}

// watchAll watches every folder there is now. The folder above each tree is
// watched, too, so that a tree that is missing is seen when it is made.
func (w *watcher) watchAll() error {
	for _, folder := range w.folders {
		if err := w.watch(filepath.Dir(folder)); err != nil {
			return err
		}
		if err := w.watchTree(folder); err != nil {
			return err
		}
	}
	return nil
}

// watchTree watches a folder and all below it. Each is watched before it is
// read, so that nothing made meanwhile is missed.
func (w *watcher) watchTree(folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || !entry.IsDir():
			return nil // what cannot be read, the build reports
		case path != folder && hidden(entry.Name()):
			return fs.SkipDir
		}
		return w.watch(path)
	})
}

// watch watches one folder; it may be gone again.
func (w *watcher) watch(folder string) error {
	err := w.Add(folder)
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil
	}
	return &WatchError{Folder: folder, Err: err}
}

// relevant says whether a changed path can matter to the site. Hidden files,
// such as those an editor keeps while it has a file open, never do.
func (w *watcher) relevant(path string) bool {
	for _, folder := range w.folders {
		rel, err := filepath.Rel(folder, path)
		if err != nil || !filepath.IsLocal(rel) {
			continue
		}
		if rel == "." {
			return true
		}
		for name := range strings.SplitSeq(filepath.ToSlash(rel), "/") {
			if hidden(name) {
				return false
			}
		}
		return true
	}
	return false
}

func hidden(name string) bool { return strings.HasPrefix(name, ".") }

// run calls build once after each burst of changes, until ctx is done.
//
// Before each build all folders are watched anew: a folder may be new, one
// that was renamed has lost its watch, and after an error events are missing.
func (w *watcher) run(ctx context.Context, build func()) error {
	quiet := time.NewTimer(settle)
	quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case event, ok := <-w.Events:
			if !ok {
				return nil
			}
			if event.Op != fsnotify.Chmod && w.relevant(event.Name) {
				quiet.Reset(settle)
			}
		case _, ok := <-w.Errors:
			if !ok {
				return nil
			}
			quiet.Reset(settle)
		case <-quiet.C:
			if err := w.watchAll(); err != nil {
				return err
			}
			build()
		}
	}
}
