package export

import (
	"iter"
	"path"
	"slices"
	"strings"
)

// Unpublished reports whether a file of the finished site, by its path without the leading
// slash, is for servers and not for readers.
func Unpublished(name string) bool { return slices.Contains(serverFiles, "/"+name) }

// Headers yields the headers that a _headers file sets for an escaped path, and the
// Cache-Control that is the default of its hosts if it sets none.
func Headers(file []byte, path string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		matches, cached := false, false
		for line := range strings.Lines(string(file)) {
			if line = strings.TrimRight(line, "\r\n"); !strings.HasPrefix(line, " ") {
				folder, isPattern := strings.CutSuffix(line, "*")
				matches = path == line || isPattern && strings.HasPrefix(path, folder)
				continue
			}
			name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
			cached = cached || ok && matches && name == "Cache-Control"
			if ok && matches && !yield(name, value) {
				return
			}
		}
		if !cached {
			yield("Cache-Control", revalidate)
		}
	}
}

// contentTypes are the types of nginxTypes by extension, with the charset that the rules
// for nginx add.
var contentTypes = func() map[string]string {
	types := map[string]string{}
	_, list, _ := strings.Cut(nginxTypes, "{")
	for part := range strings.SplitSeq(strings.Trim(list, "\n }"), ";") {
		words := strings.Fields(part)
		for i, ext := range words {
			kind := words[0]
			if strings.HasPrefix(kind, "text/") || kind == "application/json" {
				kind += "; charset=utf-8"
			}
			if i > 0 {
				types["."+ext] = kind
			}
		}
	}
	return types
}()

// ContentType depends on the file name only: the system's table of types differs
// between machines. Files of unknown type are downloads.
func ContentType(name string) string {
	if kind, known := contentTypes[strings.ToLower(path.Ext(name))]; known {
		return kind
	}
	return "application/octet-stream"
}
