package output

import (
	"errors"
	"fmt"
)

// ErrLocked is in the chain of the error of an Open that found another stage
// at work on the same target.
var ErrLocked = errors.New("another build is publishing to this folder")

// ErrEmpty is returned for a set without files: publishing it would take the
// whole site away.
var ErrEmpty = errors.New("nothing to publish")

// InvalidPathError is a path that no file of a site may have.
type InvalidPathError struct {
	Path   string
	Origin string // who wanted to write it
}

func (e *InvalidPathError) Error() string {
	return fmt.Sprintf("%s: invalid output path %q", e.Origin, e.Path)
}

// ConflictError is one path wanted by two sources.
type ConflictError struct {
	Path   string
	First  string // origin of what was there first
	Second string // origin of what was refused
	// Folder is set when one wants Path as a file and the other as a folder.
	Folder bool
}

func (e *ConflictError) Error() string {
	if e.Folder {
		return fmt.Sprintf("%s is a file for one and a folder for the other of %s and %s", e.Path, e.First, e.Second)
	}
	return fmt.Sprintf("%s is written by both %s and %s", e.Path, e.First, e.Second)
}

// ForeignError is a target with files in it that no earlier Stage made.
type ForeignError struct {
	Dir   string // the target, symbolic links resolved
	Found string // name of one thing in it that is not ours
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%s was not made by this program (it holds %s)", e.Dir, e.Found)
}

// ProtectedError is a target that is or contains something that must not be replaced.
type ProtectedError struct {
	Dir  string // the folder that would be replaced, symbolic links resolved
	Path string // what would be lost
}

func (e *ProtectedError) Error() string {
	return fmt.Sprintf("publishing to %s would destroy %s", e.Dir, e.Path)
}

// NotFolderError is a target that exists and is no folder.
type NotFolderError struct{ Path string }

func (e *NotFolderError) Error() string { return e.Path + " is not a folder" }

// MountError is a target that cannot be renamed because a file system is
// mounted on it or because it belongs to a read-only layer of a container
// image. Way out: publish to a folder inside it, mount the folder above it,
// or (image layer) delete it first.
type MountError struct {
	Dir string
	Err error // what the system said; nil when it was seen beforehand
}

func (e *MountError) Error() string {
	return fmt.Sprintf("%s cannot be swapped: it is a mount point or part of an image layer", e.Dir)
}

func (e *MountError) Unwrap() error { return e.Err }

// WriteError is a file or folder of the set that could not be written.
type WriteError struct {
	Path   string // in the set
	Origin string // its source; for a folder that of the first file below it
	Err    error
}

func (e *WriteError) Error() string { return fmt.Sprintf("write %s: %v", e.Path, e.Err) }

func (e *WriteError) Unwrap() error { return e.Err }

// LeftoverError says that the new site is in place and complete, but that the
// old one, now in Dir, is still there: it could not be removed, or it was kept
// because the swap could not be brought to disk. The next Open removes it.
type LeftoverError struct {
	Dir string
	Err error
}

func (e *LeftoverError) Error() string {
	return fmt.Sprintf("published, but the old site in %s was not removed: %v", e.Dir, e.Err)
}

func (e *LeftoverError) Unwrap() error { return e.Err }
