// Package symlink checks what stands in a site's folder beside plain files: symbolic
// links, hidden files, pipes and devices. Only files in content and static are published;
// a link must not publish anything else, such as the git history or a settings file. The
// package opens no file.
package symlink

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/diag"
)

// Walk lists the files in a public folder that may be published, sorted by path, and calls
// file for each: to is where it leads if it is a link. It reports other entries but skips what
// programs leave by themselves. A folder that is not there has no files.
func Walk(fsys fs.FS, root string, file func(name, to string)) (found []diag.Diagnostic) {
	if fault := CheckFolder(fsys, root); fault != nil {
		return []diag.Diagnostic{*fault}
	}
	_ = fs.WalkDir(fsys, root, func(name string, entry fs.DirEntry, err error) error {
		var skip error
		if entry != nil && entry.IsDir() {
			skip = fs.SkipDir
		}
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == root:
			return nil
		case err != nil:
			found = append(found, diag.Unreadable(name, err))
			return skip
		case name != root && temporary(entry.Name()):
			return skip
		case strings.ContainsFunc(entry.Name(), diag.Hidden):
			found = append(found, diag.File(diag.Error, "file-name", name, "名字里有看不见的字符").WithHint("改名，名字里不要有换行和控制字符"))
			return skip
		}
		if hidden, warning := hidden(name); hidden {
			found = append(found, warning...)
			return skip
		}
		to, faults := Look(fsys, name, entry.Type())
		found = append(found, faults...)
		if faults == nil && !entry.IsDir() {
			file(name, to)
		}
		return nil
	})
	return found
}

// Look returns where an entry leads if it is a link, and the fault for which it must not be
// read, if any.
func Look(fsys fs.FS, name string, mode fs.FileMode) (to string, found []diag.Diagnostic) {
	if mode&fs.ModeSymlink == 0 {
		return "", irregular(name, mode)
	}
	to, fault := Check(fsys, name)
	if fault != nil {
		return "", []diag.Diagnostic{*fault}
	}
	return to, nil
}

// temporary reports whether a program left a file by itself.
func temporary(name string) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "~$") || strings.HasSuffix(name, "~") ||
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		slices.Contains([]string{".swp", ".swo", ".bak", ".tmp", ".orig"}, path.Ext(name)) ||
		name == "thumbs.db" || name == "desktop.ini"
}

// public are the folders whose files are published.
var public = []string{"content", "static"}

// maxLinks is the limit of links in one path, as in Linux.
const maxLinks = 40

// ErrOutside reports a link that leaves the site's folder.
var ErrOutside = errors.New("leads out of the folder")

// clutter matches the names of hidden files that systems and programs leave in folders.
var clutter = regexp.MustCompile(`(?i)^\.(_.*|ds_store|git.*|svn|hg|keep|obsidian|vscode|vs|idea|editorconfig|trash.*|directory|localized|fuse_hidden.*|nfs.*|~lock.*|.*\.sw[a-p])$`)

// hidden reports whether a file or folder is hidden, by its path, and is not published:
// all but .well-known (RFC 8615) at the top of a public folder. warning says so, unless
// nobody would expect such a file to be published.
func hidden(name string) (hidden bool, warning []diag.Diagnostic) {
	dir, base := path.Split(name)
	switch {
	case !strings.HasPrefix(base, ".") || base == ".well-known" && slices.Contains(public, path.Clean(dir)):
		return false, nil
	case clutter.MatchString(base):
		return true, nil
	}
	return true, []diag.Diagnostic{diag.File(diag.Warning, "hidden-file", name, "名字以 . 开头的是隐藏的文件，没有公开").
		WithHint("要公开就去掉名字前面的 .；不要就删掉，或者移到 " + path.Clean(dir) + " 外面")}
}

// irregular returns a fault if an entry that is no link is neither a file nor a folder: reading
// a pipe or a device may never end.
func irregular(name string, mode fs.FileMode) []diag.Diagnostic {
	if mode&(fs.ModeNamedPipe|fs.ModeSocket|fs.ModeDevice|fs.ModeIrregular) == 0 {
		return nil
	}
	return []diag.Diagnostic{diag.File(diag.Error, "unreadable", name, "这不是普通文件，是管道、套接字或者设备").WithHint("删掉它，或者移到网站的文件夹外面")}
}

// Resolve follows all links in name and returns the real path. The error is
// ErrOutside, or that of the file system.
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
		if links++; links > maxLinks { // probably a loop
			return "", fs.ErrNotExist
		}
		if strings.HasPrefix(to, "/") {
			return "", ErrOutside
		}
		rest = slices.Concat(strings.Split(to, "/"), rest)
	}
	return done, nil
}

// target returns the text of a link, with slashes.
func target(fsys fs.FS, name string) (string, error) {
	to, err := fs.ReadLink(fsys, name)
	return strings.ReplaceAll(to, `\`, "/"), err
}

// isSource reports whether a file is read to make pages, but never published
// as it is: it may hold drafts and comments.
func isSource(name string) bool {
	return slices.Contains([]string{".md", ".markdown", ".toml"}, strings.ToLower(path.Ext(name)))
}

// Check resolves the link name to a file. It returns a fault if the link leads
// outside content and static (from layouts: outside layouts), to a hidden file,
// to a folder, to nothing, or if it would publish a source file.
func Check(fsys fs.FS, name string) (to string, fault *diag.Diagnostic) {
	linked, err := target(fsys, name)
	if err != nil {
		linked = "别处"
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
		return refuse(fmt.Sprintf("这个链接指向网站文件夹之外：%s", linked), copyIt)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		d := diag.Unreadable(name, err)
		return "", &d
	case err != nil:
		return refuse(fmt.Sprintf("这个链接指向的文件不存在：%s", linked), copyIt)
	case isSource(to) && (own != "content" || !isSource(name)):
		return refuse(fmt.Sprintf("这个链接会把 %s 的原文公开，连同草稿和 # 后面的话", to), "要公开的文字请写成页面，或把要公开的部分另存一个文件")
	case !slices.Contains(allowed(own), top):
		return refuse(fmt.Sprintf("这个链接指向 %s，不在 %s 里面", to, strings.Join(allowed(own), " 和 ")), "要公开的文件请"+copyIt)
	case strings.HasPrefix(to, ".") || strings.Contains(to, "/."):
		return refuse(fmt.Sprintf("这个链接指向隐藏的文件 %s", to), "要公开的文件请"+copyIt)
	}
	if info, err := fs.Stat(fsys, to); err != nil || !info.Mode().IsRegular() {
		return refuse(fmt.Sprintf("这个链接指向一个文件夹：%s", to), "把文件夹本身复制到 "+path.Dir(name)+" 里，不要用链接")
	}
	return to, nil
}

// allowed returns the top folders to which links in the top folder own may lead.
func allowed(own string) []string {
	if slices.Contains(public, own) {
		return public
	}
	return []string{own}
}

// CheckFolder returns a fault if a top folder of the site is itself a link.
func CheckFolder(fsys fs.FS, name string) *diag.Diagnostic {
	info, err := fs.Lstat(fsys, name)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return nil
	}
	linked, _ := target(fsys, name)
	d := diag.File(diag.Error, "symlink", name, fmt.Sprintf("这个文件夹是一个链接，指向 %s", linked)).
		WithHint("把文件夹本身放在这里，不要用链接")
	return &d
}
