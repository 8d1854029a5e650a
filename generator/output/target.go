package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/moby/sys/mountinfo"
)

// paths are the target folder and the files beside it, all absolute and
// without symbolic links. For the target "public" they are .public.staging,
// .public.previous and .public.lock; whatever exists under these names is removed.
type paths struct {
	parent   string
	target   string
	staging  string // the new tree before the swap, the old one after an exchange
	previous string // the old tree where folders cannot be exchanged
	lock     string
}

// locate resolves the target. If it is a symbolic link, the linked folder is
// the target, whether it exists or not.
func locate(target string) (paths, error) {
	if target == "" {
		return paths{}, errors.New("no target folder given")
	}
	real, err := resolve(target)
	if err != nil {
		return paths{}, err
	}
	parent, base := filepath.Dir(real), filepath.Base(real)
	prefix := filepath.Join(parent, "."+base)
	return paths{parent, real, prefix + ".staging", prefix + ".previous", prefix + ".lock"}, nil
}

// resolve makes a path absolute and follows its symbolic links, including
// links to something that does not exist yet.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return follow(path, 40)
}

// follow resolves an absolute path over at most the given number of links
// that cannot be resolved by the standard library.
func follow(path string, links int) (string, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	if filepath.Dir(path) == path {
		return path, nil
	}
	parent, err := follow(filepath.Dir(path), links)
	if err != nil {
		return "", err
	}
	path = filepath.Join(parent, filepath.Base(path))
	to, err := os.Readlink(path)
	if err != nil {
		return path, nil // does not exist yet
	}
	if links == 0 {
		return "", &fs.PathError{Op: "resolve", Path: path, Err: errors.New("too many symbolic links")}
	}
	if !filepath.IsAbs(to) {
		to = filepath.Join(parent, to)
	}
	return follow(to, links-1)
}

// checkProtected refuses a target whose replacement would destroy a root of
// the file system, the user's home, or one of protect.
func (p paths) checkProtected(protect []string) error {
	if p.parent == p.target {
		return &ProtectedError{Dir: p.target, Path: p.target}
	}
	if home, err := os.UserHomeDir(); err == nil {
		protect = append(slices.Clip(protect), home)
	}
	for _, path := range protect {
		for _, dir := range []string{p.target, p.staging, p.previous} {
			if inside, err := Contains(dir, path); err != nil {
				return err
			} else if inside {
				return &ProtectedError{Dir: dir, Path: path}
			}
		}
	}
	return nil
}

// Contains reports whether path is dir or lies in it, after following the
// symbolic links of path; neither needs to exist. It compares folders by
// identity, not by name: a folder has several names where letter case does not
// count or where it is mounted twice.
func Contains(dir, path string) (bool, error) {
	path, err := resolve(path)
	if err != nil {
		return false, err
	}
	info, statErr := os.Stat(dir)
	for {
		if path == dir {
			return true, nil
		}
		if at, err := os.Stat(path); statErr == nil && err == nil && os.SameFile(info, at) {
			return true, nil
		}
		up := filepath.Dir(path)
		if up == path {
			return false, nil
		}
		path = up
	}
}

// inspect reports whether the target was published by an earlier Stage. The
// error says that it must not be replaced. A folder with a repository in it is
// not ours even if it has the marker: the swap would delete the repository.
func (p paths) inspect(force bool) (ours bool, err error) {
	info, err := os.Lstat(p.target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.IsDir():
		return false, &NotFolderError{Path: p.target}
	}
	if at := mountIn(p.target); at != "" {
		return false, &MountError{Dir: p.target, At: at}
	}
	entries, err := os.ReadDir(p.target)
	if err != nil {
		return false, err
	}
	repository := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return e.Name() == ".git" })
	marked := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == Marker && e.Type().IsRegular() })
	ours = marked && repository < 0
	if !ours && !force && len(entries) > 0 {
		err = &ForeignError{Dir: p.target, Found: entries[max(0, repository)].Name()}
	}
	return ours, err
}

// mountIn returns a folder in dir, or dir itself, on which a file system is mounted; "" if
// there is none, or if the system does not tell. Removing the old tree would delete what is
// mounted.
func mountIn(dir string) string {
	mounts, err := mountinfo.GetMounts(mountinfo.PrefixFilter(dir))
	if err != nil || len(mounts) == 0 {
		return ""
	}
	return mounts[0].Mountpoint
}

// restore puts the old site back if a previous run stopped between the two
// renames of swapByRename.
func (p paths) restore(d disk) error {
	_, err := os.Lstat(p.target)
	if errors.Is(err, fs.ErrNotExist) {
		err = d.rename(p.previous, p.target)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// swap moves the staged tree to the target and returns the path of the old
// tree, which need not exist.
func (p paths) swap(d disk) (old string, err error) {
	err = d.exchange(p.staging, p.target)
	// There may be no target. The system (ENOSYS), the file system (EINVAL on
	// Linux, ENOTSUP on macOS) or a sandbox may be unable to exchange folders.
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		return p.previous, p.swapByRename(d)
	}
	return p.staging, p.explain(err)
}

// swapByRename swaps with two renames; between them there is no target.
func (p paths) swapByRename(d disk) error {
	if err := d.rename(p.target, p.previous); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return p.explain(err)
	}
	if err := d.rename(p.staging, p.target); err != nil {
		return errors.Join(p.explain(err), p.restore(d))
	}
	return nil
}

// explain returns a MountError for the usual reasons why a folder cannot be
// renamed: EBUSY is a mount point, EXDEV a mount point or a folder from a lower
// layer of an overlay file system.
func (p paths) explain(err error) error {
	if errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EXDEV) {
		return &MountError{Dir: p.target, Err: err}
	}
	return err
}
