package serve

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long the files have to be quiet before a build: an editor
// writes a file in several steps. Where many files change, as when version
// control takes out another branch, it is settleMany.
const (
	settle     = 10 * time.Millisecond
	settleMany = 150 * time.Millisecond
	many       = 8 // files
)

// watcher watches folders, not files: editors replace a file by renaming
// another over it, and the watch on a file would go with the old one.
type watcher struct {
	*fsnotify.Watcher
	folders []string
	// poll is how often the folders are looked through; then nothing is watched.
	poll time.Duration
	// seen is what was there before the first build: what changes during it is
	// found by the first look.
	seen map[string]stamp
}

func newWatcher(folders []string, poll time.Duration) (*watcher, error) {
	inner, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, &WatchError{Err: err}
	}
	w := &watcher{Watcher: inner, folders: folders, poll: poll}
	if poll > 0 {
		w.seen = w.stamps()
		return w, nil
	}
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

// watchNew watches all folders anew if there may be others now: one has
// changed, or something has in a folder that has another name now.
func (w *watcher) watchNew(paths []string, all bool) error {
	for _, path := range paths {
		info, err := os.Lstat(path)
		if err != nil {
			_, err = os.Lstat(filepath.Dir(path))
			all = all || err != nil
		} else {
			all = all || info.IsDir()
		}
	}
	if all {
		return w.watchAll()
	}
	return nil
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
// Before it, all folders are watched anew if one may be new or have lost its
// watch, and after an error, which means that events are missing.
func (w *watcher) run(ctx context.Context, build func(Change)) error {
	if w.poll > 0 {
		w.look(ctx, build)
		return nil
	}
	quiet := time.NewTimer(settle)
	quiet.Stop()
	changed, all := map[string]bool{}, false
	for {
		select {
		case <-ctx.Done():
			return nil
		case event, ok := <-w.Events:
			if !ok {
				return nil
			}
			if event.Op == fsnotify.Chmod || !w.relevant(event.Name) {
				continue
			}
			changed[event.Name] = true
		case _, ok := <-w.Errors:
			if !ok {
				return nil
			}
			all = true
		case <-quiet.C:
			paths := slices.Sorted(maps.Keys(changed))
			if err := w.watchNew(paths, all); err != nil {
				return err
			}
			build(Change{Paths: paths, All: all})
			changed, all = map[string]bool{}, false
			continue
		}
		if len(changed) > many {
			quiet.Reset(settleMany)
		} else {
			quiet.Reset(settle)
		}
	}
}

// stamp tells one state of a file from another.
type stamp struct {
	size  int64
	mode  fs.FileMode
	mtime time.Time
}

// look looks through the folders again and again, and calls build when files
// have changed and then stayed the same for one look.
func (w *watcher) look(ctx context.Context, build func(Change)) {
	ticker := time.NewTicker(w.poll)
	defer ticker.Stop()
	last, changed := w.seen, map[string]bool{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now, before := w.stamps(), len(changed)
		for path := range changes(last, now) {
			changed[path] = true
			before = -1
		}
		last = now
		if before > 0 {
			build(Change{Paths: slices.Sorted(maps.Keys(changed))})
			clear(changed)
		}
	}
}

// stamps are those of all files and folders that matter.
func (w *watcher) stamps() map[string]stamp {
	list := map[string]stamp{}
	for _, folder := range w.folders {
		_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return nil
			}
			if path != folder && hidden(entry.Name()) {
				if entry.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if info, err := entry.Info(); err == nil {
				list[path] = stamp{info.Size(), info.Mode(), info.ModTime()}
			}
			return nil
		})
	}
	return list
}

// changes yields the paths whose stamps differ.
func changes(before, now map[string]stamp) func(func(string) bool) {
	return func(yield func(string) bool) {
		for path, s := range now {
			if before[path] != s && !yield(path) {
				return
			}
		}
		for path := range before {
			if _, there := now[path]; !there && !yield(path) {
				return
			}
		}
	}
}
