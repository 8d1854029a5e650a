// Package symlink follows symbolic links of a site's folder by their names.
// What is published lies in content or static; a link must not bring in what
// lies beside them, such as the history of the site or a file of settings. It
// opens no file.
package symlink

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"gongshi/generator/diag"
)

// public are the folders whose files are there to be published.
var public = []string{"content", "static"}

// maxLinks is how many links are followed one after the other, as Linux does.
const maxLinks = 40

// ErrOutside is a link that leaves the site's folder.
var ErrOutside = errors.New("leads out of the folder")

// Resolve returns the path of the file or folder that name means once all links
// are followed. The error is ErrOutside, or that of the file system.
func Resolve(fsys fs.FS, name string) (string, error) {
	done, rest := ".", strings.Split(name, "/")
	for links := 0; len(rest) > 0; {
		part := rest[0]
		rest = rest[1:]
		switch {
		case part == "" || part == ".":
			continue
		case part == ".." && done == ".":
			return "", ErrOutside
		case part == "..":
			done = path.Dir(done)
			continue
		}
		next := path.Join(done, part)
		info, err := fs.Lstat(fsys, next)
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			done = next
			continue
		}
		to, err := target(fsys, next)
		if err != nil {
			return "", err
		}
		if links++; links > maxLinks { // one that leads to itself
			return "", fs.ErrNotExist
		}
		if strings.HasPrefix(to, "/") {
			return "", ErrOutside
		}
		rest = slices.Concat(strings.Split(to, "/"), rest)
	}
	return done, nil
}

// target is what a link says, with slashes.
func target(fsys fs.FS, name string) (string, error) {
	to, err := fs.ReadLink(fsys, name)
	return strings.ReplaceAll(to, `\`, "/"), err
}

// sources are the endings of files that are read, but never published as they
// are: they may hold drafts and comments.
var sources = []string{".md", ".markdown", ".toml"}

func isSource(name string) bool { return slices.Contains(sources, strings.ToLower(path.Ext(name))) }

// Check follows the link name to a file. There is a fault if it leads anywhere
// but to content and static (from layouts: to layouts), to a hidden file, to a
// folder or nowhere, or if it would publish a source as it is.
func Check(fsys fs.FS, name string) (to string, fault *diag.Diagnostic) {
	says, err := target(fsys, name)
	if err != nil {
		says = "别处"
	}
	refuse := func(message, hint string) (string, *diag.Diagnostic) {
		d := diag.File(diag.Error, "symlink", name, message).WithHint(hint)
		return "", &d
	}
	copyIt := "把文件本身复制到 " + path.Dir(name) + " 里，不要用链接"
	to, err = Resolve(fsys, name)
	top, _, _ := strings.Cut(to, "/")
	own, _, _ := strings.Cut(name, "/")
	switch {
	case errors.Is(err, ErrOutside):
		return refuse(fmt.Sprintf("这个链接指向网站文件夹之外：%s", says), copyIt)
	case err != nil:
		return refuse(fmt.Sprintf("这个链接指向的文件不存在：%s", says), copyIt)
	case isSource(to) && (own != "content" || !isSource(name)):
		return refuse(fmt.Sprintf("这个链接会把 %s 的原文公开，连同草稿和 # 后面的话", to), "要公开的文字请写成页面，或把要公开的部分另存一个文件")
	case !slices.Contains(placesFor(own), top):
		return refuse(fmt.Sprintf("这个链接指向 %s，不在 %s 里面", to, strings.Join(placesFor(own), " 和 ")), "要公开的文件请"+copyIt)
	case slices.ContainsFunc(strings.Split(to, "/"), func(part string) bool { return strings.HasPrefix(part, ".") }):
		return refuse(fmt.Sprintf("这个链接指向隐藏的文件 %s", to), "要公开的文件请"+copyIt)
	}
	if info, err := fs.Stat(fsys, to); err != nil || !info.Mode().IsRegular() {
		return refuse(fmt.Sprintf("这个链接指向一个文件夹：%s", to), "把文件夹本身复制到 "+path.Dir(name)+" 里，不要用链接")
	}
	return to, nil
}

// placesFor are the top folders to which links in a top folder may lead.
func placesFor(own string) []string {
	if slices.Contains(public, own) {
		return public
	}
	return []string{own}
}

// CheckFolder refuses a top folder of the site that is itself a link.
func CheckFolder(fsys fs.FS, name string) *diag.Diagnostic {
	info, err := fs.Lstat(fsys, name)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return nil
	}
	says, _ := target(fsys, name)
	d := diag.File(diag.Error, "symlink", name, fmt.Sprintf("这个文件夹是一个链接，指向 %s", says)).
		WithHint("把文件夹本身放在这里，不要用链接")
	return &d
}
