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

// A build begins when no file has changed for settle, since editors write a file in
// several steps, or for settleMany after more than many changed files, as when another
// branch is checked out.
const (
	settle     = 10 * time.Millisecond
	settleMany = 150 * time.Millisecond
	many       = 8 // files
)

// watcher watches folders, not files: editors replace a file by renaming another over
// it, which would remove the watch of a file.
type watcher struct {
	*fsnotify.Watcher
	folders []string
	poll    time.Duration // see Options.Poll
	// first is the state before the first build, so that polling finds changes made
	// during it.
	first map[string]fileState
}

func newWatcher(folders []string, poll time.Duration) (*watcher, error) {
	inner, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, &WatchError{Err: err}
	}
	w := &watcher{Watcher: inner, folders: folders, poll: poll}
	if poll > 0 {
		w.first = w.scan()
	} else if err := w.watchAll(); err != nil {
		inner.Close()
		return nil, err
	}
	return w, nil
}

// watchAll watches all folders that exist. It includes the parent of each tree, so that
// a missing tree is noticed when it is created. Each folder is watched before it is
// read, so that nothing created meanwhile is missed.
func (w *watcher) watchAll() error {
	for _, folder := range w.folders {
		if err := w.watch(filepath.Dir(folder)); err != nil {
			return err
		}
		err := walk(folder, func(path string, entry fs.DirEntry) error {
			if entry.IsDir() {
				return w.watch(path)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// walk visits a folder and everything below it that is not hidden. It skips what it
// cannot read: the build reports that.
func walk(folder string, visit func(path string, entry fs.DirEntry) error) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil
		case path == folder || !isHidden(entry.Name()):
			return visit(path, entry)
		case entry.IsDir():
			return fs.SkipDir
		}
		return nil
	})
}

// watch watches one folder, which may have been removed meanwhile.
func (w *watcher) watch(folder string) error {
	err := w.Add(folder)
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil
	}
	return &WatchError{Folder: folder, Err: err}
}

// foldersMoved reports whether one of the changed paths is a folder, or is in a folder
// that no longer exists: then some folders may not be watched.
func foldersMoved(changed []string) bool {
	return slices.ContainsFunc(changed, func(path string) bool {
		if info, err := os.Lstat(path); err == nil {
			return info.IsDir()
		}
		_, err := os.Lstat(filepath.Dir(path))
		return err != nil
	})
}

// relevant reports whether a changed path may belong to the site. Hidden files, such as
// the swap files of editors, do not.
func (w *watcher) relevant(path string) bool {
	for _, folder := range w.folders {
		if rel, err := filepath.Rel(folder, path); err == nil && filepath.IsLocal(rel) {
			return rel == "." || !slices.ContainsFunc(strings.Split(filepath.ToSlash(rel), "/"), isHidden)
		}
	}
	return false
}

func isHidden(name string) bool { return strings.HasPrefix(name, ".") && name != ".well-known" }

// run calls build once after each burst of changes, until ctx is done. If a folder may
// be unwatched or renamed, or an error shows that events were lost, it watches all folders
// anew, and anything may have changed.
func (w *watcher) run(ctx context.Context, build func(Change)) error {
	if w.poll > 0 {
		w.runPolling(ctx, build)
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
			if all = all || foldersMoved(paths); all {
				for _, path := range w.WatchList() { // a folder in a renamed one is told by its old name
					_ = w.Remove(path)
				}
				if err := w.watchAll(); err != nil {
					return err
				}
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

// fileState identifies a version of a file.
type fileState struct {
	size  int64
	mode  fs.FileMode
	mtime time.Time
}

// runPolling scans the folders at regular intervals. It calls build when files have
// changed and one further scan has found no other change.
func (w *watcher) runPolling(ctx context.Context, build func(Change)) {
	ticker := time.NewTicker(w.poll)
	defer ticker.Stop()
	last, changed := w.first, map[string]bool{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now, settled := w.scan(), len(changed) > 0
		for path, state := range now {
			if last[path] != state {
				changed[path], settled = true, false
			}
			delete(last, path)
		}
		for path := range last { // removed files
			changed[path], settled = true, false
		}
		last = now
		if settled {
			build(Change{Paths: slices.Sorted(maps.Keys(changed))})
			clear(changed)
		}
	}
}

// scan returns the state of all files and folders that are not hidden.
func (w *watcher) scan() map[string]fileState {
	states := map[string]fileState{}
	for _, folder := range w.folders {
		_ = walk(folder, func(path string, entry fs.DirEntry) error {
			if info, err := entry.Info(); err == nil {
				states[path] = fileState{info.Size(), info.Mode(), info.ModTime()}
			}
			return nil
		})
	}
	return states
}
