package output

import (
	"errors"
	"fmt"
)

// ErrLocked is wrapped by the error of Open while another stage is open for
// the same target.
var ErrLocked = errors.New("another build is publishing to this folder")

// ErrEmpty is wrapped by the error of Publish for a set without files, which
// would remove the whole site.
var ErrEmpty = errors.New("nothing to publish")

// ConflictError reports two sources for one path.
type ConflictError struct {
	Path   string
	First  string // origin of the file already in the set
	Second string // origin of the file that was refused
	// Folder is set if Path is a file for one of them and a folder for the other.
	Folder bool
}

func (e *ConflictError) Error() string {
	if e.Folder {
		return fmt.Sprintf("%s is a file for one and a folder for the other of %s and %s", e.Path, e.First, e.Second)
	}
	return fmt.Sprintf("%s is written by both %s and %s", e.Path, e.First, e.Second)
}

// ForeignError reports a target with files that no earlier Stage wrote.
type ForeignError struct {
	Dir   string // the target, symbolic links resolved
	Found string // name of one entry that is not ours
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s was not made by this program (it holds %s)", e.Dir, e.Found)
}

// ProtectedError reports a target that is or contains a path that must not be replaced.
type ProtectedError struct {
	Dir  string // the folder that would be replaced, symbolic links resolved
	Path string // the protected path that would be lost
}

func (e *ProtectedError) Error() string {
	return fmt.Sprintf("publishing to %s would destroy %s", e.Dir, e.Path)
}

// NotFolderError reports a target that exists and is not a folder.
type NotFolderError struct{ Path string }

func (e *NotFolderError) Error() string { return e.Path + " is not a folder" }

// MountError reports a target that cannot be replaced because a file system is
// mounted on it or in it, or because it belongs to a read-only layer of a container
// image. The user can publish to a folder inside it, mount the folder above
// it, or (image layer) delete it first.
type MountError struct {
	Dir string
	At  string // the mount point, Dir or a folder in it; "" if only the system knows
	Err error  // the system's error; nil if the mount was detected before renaming
}

func (e *MountError) Error() string {
	return fmt.Sprintf("%s cannot be swapped: it is a mount point or part of an image layer", e.Dir)
}

func (e *MountError) Unwrap() error { return e.Err }

// WriteError reports a file or folder of the set that could not be written or read.
type WriteError struct {
	Path   string // in the set
	Origin string // its source; for a folder that of the first file below it
	Err    error
}

func (e *WriteError) Error() string { return fmt.Sprintf("write %s: %v", e.Path, e.Err) }

func (e *WriteError) Unwrap() error { return e.Err }

// LeftoverError reports that the new site is complete and in place, but the
// old one, now in Dir, remains: it could not be removed, or it was kept
// because the swap could not be synced to disk. The next Open removes it.
type LeftoverError struct {
	Dir string
	Err error
}

func (e *LeftoverError) Error() string {
	return fmt.Sprintf("published, but the old site in %s was not removed: %v", e.Dir, e.Err)
}

func (e *LeftoverError) Unwrap() error { return e.Err }
