package serve

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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
		return nil, err
	}
	w := &watcher{inner, folders}
	for _, folder := range folders {
		if err := errors.Join(w.addTree(folder), w.addParent(folder)); err != nil {
			inner.Close()
			return nil, err
		}
	}
	return w, nil
}

// addParent watches the folder above, so that a folder that is missing now is
// seen when it is made.
func (w *watcher) addParent(folder string) error { return w.Add(filepath.Dir(folder)) }

func (w *watcher) addTree(folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !entry.IsDir() {
			return err
		}
		return w.Add(path)
	})
}

// relevant says whether a changed path can matter to the site.
func (w *watcher) relevant(path string) bool {
	for _, folder := range w.folders {
		if rel, err := filepath.Rel(folder, path); err == nil && filepath.IsLocal(rel) {
			return true
		}
	}
	return false
}

// run calls build once after each burst of changes, until ctx is done.
func (w *watcher) run(ctx context.Context, build func()) {
	timer := time.NewTimer(settle)
	timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case event, ok := <-w.Events:
			if !ok {
				return
			}
			if event.Op == fsnotify.Chmod || !w.relevant(event.Name) {
				continue
			}
			if info, err := os.Stat(event.Name); err == nil && info.IsDir() {
				_ = w.addTree(event.Name) // it may be gone again
			}
			timer.Reset(settle)
		case _, ok := <-w.Errors: // an overflow of events: build to be safe
			if !ok {
				return
			}
			timer.Reset(settle)
		case <-timer.C:
			build()
		}
	}
}
