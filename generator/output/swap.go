package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// putBack restores the target after a swap in two renames that was cut off
// between them.
func (p place) putBack(d disk) error {
	_, err := os.Lstat(p.target)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err = d.rename(p.previous, p.target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// clear removes what a killed run left beside the target.
func (p place) clear(d disk) error {
	for _, path := range []string{p.staging, p.previous} {
		if err := d.remove(path); err != nil {
			return fmt.Errorf("remove left-over: %w", err)
		}
	}
	return nil
}

// swap puts the staged tree in the target's place and returns where the old
// tree is now; nothing need be there.
func (p place) swap(now state, d disk) (old string, err error) {
	if now == absent {
		return p.staging, d.rename(p.staging, p.target)
	}
	err = d.exchange(p.staging, p.target)
	if refused(err) {
		return p.previous, p.swapInSteps(d)
	}
	return p.staging, p.explain(err)
}

// refused reports whether the system (ENOSYS), the file system (EINVAL on Linux,
// ENOTSUP on macOS) or a sandbox cannot exchange folders at all.
func refused(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL)
}

// swapInSteps is for systems and file systems that cannot exchange two folders.
// Between its two renames there is no target.
func (p place) swapInSteps(d disk) error {
	if err := d.rename(p.target, p.previous); err != nil {
		return p.explain(err)
	}
	if err := d.rename(p.staging, p.target); err != nil {
		return errors.Join(p.explain(err), d.rename(p.previous, p.target))
	}
	return nil
}

// explain names the usual reason why a folder cannot be renamed. EBUSY is a
// mount point; EXDEV a mount point too, or a folder from a lower layer of an
// overlay file system.
func (p place) explain(err error) error {
	if errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EXDEV) {
		return &MountError{Dir: p.target, Err: err}
	}
	return err
}
