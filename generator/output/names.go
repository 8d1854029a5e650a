package output

import (
	"fmt"
	"io/fs"
	"strings"
)

// Names are the paths of a set and where each comes from: a path has one source.
type Names struct {
	origins map[string]string
	folders map[string]string // every folder above a file → origin of the first file below it
}

// NewNames returns an empty list.
func NewNames() *Names { return &Names{map[string]string{}, map[string]string{}} }

// Take takes a path. origin is where the file comes from ("content/about.md"), for
// error messages.
//
// It returns a *ConflictError if the path is taken: by another file, by a
// folder, by a file where a folder is needed, or by the Marker; another error
// means that the path is invalid. A refused path leaves the list unchanged.
func (n *Names) Take(path, origin string) error {
	if path == "." || !fs.ValidPath(path) || strings.ContainsAny(path, "\\\x00") {
		return fmt.Errorf("%s: invalid output path %q", origin, path)
	}
	if err := n.conflict(path, origin); err != nil {
		return err
	}
	for dir := parent(path); dir != ""; dir = parent(dir) {
		if _, known := n.folders[dir]; known {
			break // and so is everything above it
		}
		n.folders[dir] = origin
	}
	n.origins[path] = origin
	return nil
}

// parent returns the folder of a path, "" for the root.
func parent(path string) string {
	return path[:max(0, strings.LastIndexByte(path, '/'))]
}

func (n *Names) conflict(path, origin string) error {
	if path == Marker || strings.HasPrefix(path, Marker+"/") {
		return &ConflictError{Path: Marker, First: MarkerOrigin, Second: origin, Folder: path != Marker}
	}
	if first, taken := n.folders[path]; taken {
		return &ConflictError{Path: path, First: first, Second: origin, Folder: true}
	}
	for at := path; at != ""; at = parent(at) {
		if _, known := n.folders[at]; known {
			break // everything above it is a folder, too
		}
		if first, taken := n.origins[at]; taken {
			return &ConflictError{Path: at, First: first, Second: origin, Folder: at != path}
		}
	}
	return nil
}
