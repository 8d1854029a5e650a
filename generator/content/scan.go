package content

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongshi/generator/diag"
	"gongshi/generator/symlink"
)

// Root is the folder with the files of editors.
const Root = "content"

// scan lists the files in Root, sorted by path, and maps symbolic links to their
// targets.
func scan(fsys fs.FS) (paths []string, links map[string]string, found []diag.Diagnostic) {
	if _, err := fs.Stat(fsys, Root); errors.Is(err, fs.ErrNotExist) {
		d := diag.File(diag.Error, "unreadable", Root, "没有 content 文件夹").WithHint("在网站的文件夹里运行，或用 --source 指明网站的文件夹")
		return nil, nil, []diag.Diagnostic{d}
	}
	links = map[string]string{}
	found = symlink.Walk(fsys, Root, func(name, to string) {
		paths = append(paths, name)
		if to != "" {
			links[name] = to
		}
	})
	return paths, links, found
}

// readText reads a Markdown or TOML file.
func readText(fsys fs.FS, name string) (*diag.Source, *diag.Diagnostic) {
	data, fault := readData(fsys, name)
	if fault != nil {
		return nil, fault
	}
	return decodeText(name, data)
}

// readData reads a file of at most maxFile bytes.
func readData(fsys fs.FS, name string) ([]byte, *diag.Diagnostic) {
	if info, err := fs.Stat(fsys, name); err == nil && info.Size() > maxFile {
		d := diag.File(diag.Error, "file-too-large", name, "文件超过 1 MiB").
			WithHint("一个文件只写一项任务；图片和附件单独存放，不要贴进文字里")
		return nil, &d
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		d := diag.Unreadable(name, err)
		return nil, &d
	}
	return data, nil
}

// decodeText decodes a file as UTF-8 and drops a byte order mark.
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
	for _, mark := range []string{"<<<<<<<", ">>>>>>>"} { // git puts them around what two persons changed
		at := bytes.Index(src.Text, []byte("\n"+mark)) + 1
		if at == 0 && !bytes.HasPrefix(src.Text, []byte(mark)) {
			continue
		}
		d := src.Report(diag.Error, "conflict", at, at+len(mark), "这里有 git 合并时留下的记号，两个人改了同一处").
			WithHint("<<<<<<< 到 ======= 是一种改法，======= 到 >>>>>>> 是另一种：留下要的文字，再删掉这三行记号")
		return nil, &d
	}
	return src, nil
}

// copied matches the name that a file manager gives to a copy: "01 - 副本.md".
var copied = regexp.MustCompile(`^(.+?)(?:(?: ?- ?副本| 副本|的副本| -? ?[Cc]opy)(?: ?\d+| ?[(（]\d+[)）])?| ?[(（]\d+[)）])(\.[^.]+)$`)

// checkCopy reports a file which, as its name tells, is a copy of another in its folder.
func checkCopy(severity diag.Severity, name string, paths []string) []diag.Diagnostic {
	m := copied.FindStringSubmatch(path.Base(name))
	if m == nil || !slices.Contains(paths, path.Join(path.Dir(name), m[1]+m[2])) {
		return nil
	}
	return []diag.Diagnostic{diag.File(severity, "copy", name, fmt.Sprintf("看名字，这是 %s 的副本，会和它一起公开", m[1]+m[2])).
		WithHint("不要就删掉；要留在电脑上，就移到 content 外面；是另一个文件，就改个名字")}
}

// notUTF8 names the probable encoding of a file and, if it is GBK, shows the first
// line that is not ASCII.
func notUTF8(name string, data []byte) diag.Diagnostic {
	const hint = "用记事本打开，选“另存为”，把编码改成 UTF-8"
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		return diag.File(diag.Error, "encoding", name, "文件的编码是 UTF-16，不是 UTF-8").WithHint(hint)
	}
	head := data[:bytes.IndexRune(data, utf8.RuneError)] // IndexRune finds the first invalid byte
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) || !hasHan(string(text)) {
		d := diag.File(diag.Error, "encoding", name, "文件的编码不是 UTF-8").WithHint(hint)
		d.Pos.Line = bytes.Count(head, []byte("\n")) + 1
		d.Pos.Column = utf8.RuneCount(head[bytes.LastIndexByte(head, '\n')+1:]) + 1
		return d
	}
	decoded, _ := simplifiedchinese.GB18030.NewDecoder().Bytes(head)
	return diag.NewSource(name, text).Report(diag.Error, "encoding-gbk", len(decoded), len(decoded)+1, "文件的编码是 GBK，不是 UTF-8").WithHint(hint)
}
