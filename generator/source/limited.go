package source

import (
	"io/fs"
	"syscall"
)

// Largest is the size in bytes up to which a file of a site is read: files are kept in
// memory, and neither git hosts nor readers on a phone take larger ones.
const Largest = 100 << 20

// Limited shows a file system whose files larger than Largest cannot be opened. The
// error is syscall.EFBIG.
func Limited(inner fs.FS) fs.FS { return limited{inner} }

type limited struct{ fs.FS }

func (l limited) Open(name string) (fs.File, error) {
	file, err := l.FS.Open(name)
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > Largest {
		file.Close()
		return nil, &fs.PathError{Op: "open", Path: name, Err: syscall.EFBIG}
	}
	return file, nil
}

func (l limited) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(l.FS, name) }

func (l limited) Stat(name string) (fs.FileInfo, error) { return fs.Stat(l.FS, name) }

func (l limited) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(l.FS, name) }

func (l limited) ReadLink(name string) (string, error) { return fs.ReadLink(l.FS, name) }
