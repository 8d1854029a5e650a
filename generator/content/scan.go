package content

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/generator/diag"
	"gongshi/generator/symlink"
)

// Root is the folder that holds what editors write.
const Root = "content"

// MaxFile is the largest Markdown or TOML file read, in bytes.
const MaxFile = 4 << 20

// scan lists the files below Root, sorted by path, and says where those lead
// that are symbolic links. Hidden files and the left-overs of editors and
// operating systems are passed over.
func scan(fsys fs.FS) (paths []string, links map[string]string, found []diag.Diagnostic) {
	if fault := symlink.CheckFolder(fsys, Root); fault != nil {
		return nil, nil, []diag.Diagnostic{*fault}
	}
	links = map[string]string{}
	_ = fs.WalkDir(fsys, Root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			found = append(found, unreadable(name, err))
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case name != Root && ignored(entry.Name()):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		}
		if entry.Type()&fs.ModeSymlink != 0 {
			to, fault := symlink.Check(fsys, name)
			if fault != nil {
				found = append(found, *fault)
				return nil
			}
			links[name] = to
		} else if !entry.Type().IsRegular() {
			found = append(found, diag.File(diag.Error, "unreadable", name, "这不是普通文件"))
			return nil
		}
		paths = append(paths, name)
		return nil
	})
	return paths, links, found
}

// ignored is true for files nobody means to publish.
func ignored(name string) bool {
	switch {
	case strings.HasPrefix(name, "."), strings.HasPrefix(name, "~$"), strings.HasSuffix(name, "~"),
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"):
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".swp", ".swo", ".bak", ".tmp", ".orig":
		return true
	}
	return strings.EqualFold(name, "Thumbs.db") || strings.EqualFold(name, "desktop.ini")
}

func unreadable(name string, err error) diag.Diagnostic {
	d := diag.File(diag.Error, "unreadable", name, "读不到这个文件")
	switch {
	case errors.Is(err, fs.ErrPermission):
		return d.WithHint("当前用户没有读取的权限，请检查文件权限")
	case errors.Is(err, fs.ErrNotExist) && name == Root:
		d.Message = "没有 content 文件夹"
		return d.WithHint("在网站的文件夹里运行，或用 --source 指明网站的文件夹")
	case errors.Is(err, fs.ErrNotExist):
		return d.WithHint("读取时文件不见了，请再运行一次")
	}
	return d
}

// readText reads a Markdown or TOML file as UTF-8; a byte order mark is dropped.
func readText(fsys fs.FS, name string) (*diag.Source, *diag.Diagnostic) {
	data, fault := readData(fsys, name)
	if fault != nil {
		return nil, fault
	}
	return decodeText(name, data)
}

// readData reads a file that is not too large.
func readData(fsys fs.FS, name string) ([]byte, *diag.Diagnostic) {
	if info, err := fs.Stat(fsys, name); err == nil && info.Size() > MaxFile {
		d := diag.File(diag.Error, "file-too-large", name, "文件超过 4 MiB").
			WithHint("一个文件只写一项任务；图片和附件单独存放，不要贴进文字里")
		return nil, &d
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		d := unreadable(name, err)
		return nil, &d
	}
	return data, nil
}

// decodeText makes text of a file's bytes.
func decodeText(name string, data []byte) (*diag.Source, *diag.Diagnostic) {
	if !utf8.Valid(data) {
		d := notUTF8(name, data)
		return nil, &d
	}
	src := diag.NewSource(name, bytes.TrimPrefix(data, []byte("\ufeff")))
	if i := bytes.IndexByte(src.Text, 0); i >= 0 {
		d := src.Report(diag.Error, "control-character", i, i+1, "文件里有不能显示的控制字符").
			WithHint("这可能不是文字文件，请重新保存为 UTF-8 的文字文件")
		return nil, &d
	}
	return src, nil
}

// notUTF8 names the encoding a file most likely has and shows its first line
// that is not ASCII, decoded.
func notUTF8(name string, data []byte) diag.Diagnostic {
	const hint = "用记事本打开，选“另存为”，把编码改成 UTF-8"
	if len(data) > 1 && (data[0] == 0xff && data[1] == 0xfe || data[0] == 0xfe && data[1] == 0xff) {
		return diag.File(diag.Error, "encoding", name, "文件的编码是 UTF-16，不是 UTF-8").WithHint(hint)
	}
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || strings.ContainsRune(string(text), utf8.RuneError) || !hasHan(string(text)) {
		line := bytes.Count(data[:at], []byte("\n")) + 1
		d := diag.File(diag.Error, "encoding", name, "文件的编码不是 UTF-8").WithHint(hint)
		d.Pos.Line, d.Pos.Column = line, utf8.RuneCount(data[bytes.LastIndexByte(data[:at], '\n')+1:at])+1
		return d
	}
	head, _ := simplifiedchinese.GB18030.NewDecoder().Bytes(data[:at])
	src := diag.NewSource(name, text)
	return src.Report(diag.Error, "encoding-gbk", len(head), len(head)+1, "文件的编码是 GBK，不是 UTF-8").WithHint(hint)
}
