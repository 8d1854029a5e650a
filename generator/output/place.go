package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// place is a target and the names used beside it, all real absolute paths.
// For the target "public" they are .public.staging, .public.previous and
// .public.lock. They are ours: what stands under them is removed.
type place struct {
	parent   string
	target   string
	staging  string // the new tree before the swap, the old one after it
	previous string // the old tree where two folders cannot be exchanged
	lock     string
}

// locate finds where target really is. A symbolic link stands for what it
// points to, whether that exists or not.
func locate(target string) (place, error) {
	if target == "" {
		return place{}, errors.New("no target folder given")
	}
	real, err := resolve(target)
	if err != nil {
		return place{}, err
	}
	parent, base := filepath.Dir(real), filepath.Base(real)
	beside := func(suffix string) string { return filepath.Join(parent, "."+base+suffix) }
	return place{parent, real, beside(".staging"), beside(".previous"), beside(".lock")}, nil
}

// maxLinks is how many symbolic links are followed before a loop is assumed.
const maxLinks = 40

func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	for range maxLinks {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return real, nil
		}
		path = filepath.Join(realPrefix(filepath.Dir(path)), filepath.Base(path))
		to, err := os.Readlink(path)
		if err != nil {
			return path, nil // does not exist yet
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return "", &fs.PathError{Op: "resolve", Path: path, Err: errors.New("too many symbolic links")}
}

// realPrefix resolves as much of path as exists.
func realPrefix(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	up := filepath.Dir(path)
	if up == path {
		return path
	}
	return filepath.Join(realPrefix(up), filepath.Base(path))
}

// guard refuses a target whose replacement would destroy something: a root of
// the file system, the user's home or one of protect, or a folder around them.
func (p place) guard(protect []string) error {
	if p.parent == p.target {
		return &ProtectedError{Dir: p.target, Path: p.target}
	}
	if home, err := os.UserHomeDir(); err == nil {
		protect = append(slices.Clip(protect), home)
	}
	for _, path := range protect {
		real, err := resolve(path)
		if err != nil {
			return err
		}
		for _, dir := range []string{p.target, p.staging, p.previous} {
			if contains(dir, real) {
				return &ProtectedError{Dir: dir, Path: path}
			}
		}
	}
	return nil
}

// contains reports whether path is dir or lies in it. Folders are compared as
// the system knows them, because one folder has many spellings where case does
// not count or where it is mounted twice.
func contains(dir, path string) bool {
	info, err := os.Stat(dir)
	for {
		if path == dir {
			return true
		}
		if at, atErr := os.Stat(path); err == nil && atErr == nil && os.SameFile(info, at) {
			return true
		}
		up := filepath.Dir(path)
		if up == path {
			return false
		}
		path = up
	}
}

// state is what stands at the target.
type state uint8

const (
	absent state = iota
	empty
	ours
	foreign
)

// inspect reads the state of the target and refuses what must not be replaced.
func (p place) inspect(force bool) (state, error) {
	info, err := os.Lstat(p.target)
	if errors.Is(err, fs.ErrNotExist) {
		return absent, nil
	}
	if err != nil {
		return absent, err
	}
	if !info.IsDir() {
		return absent, &NotFolderError{Path: p.target}
	}
	if mounted(p.target) {
		return absent, &MountError{Dir: p.target}
	}
	now, found, err := p.owner()
	if err == nil && now == foreign && !force {
		err = &ForeignError{Dir: p.target, Found: found}
	}
	return now, err
}

// owner says who filled the target. A repository inside it is not ours even
// beside the marker: it would be lost with the swap.
func (p place) owner() (now state, found string, err error) {
	entries, err := os.ReadDir(p.target)
	if err != nil || len(entries) == 0 {
		return empty, "", err
	}
	marked := false
	for _, e := range entries {
		if e.Name() == ".git" {
			return foreign, e.Name(), nil
		}
		marked = marked || e.Name() == Marker && e.Type().IsRegular()
	}
	if !marked {
		return foreign, entries[0].Name(), nil
	}
	return ours, "", nil
}
