package export

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// Unpublished reports whether a file of the finished site, by its path without the leading
// slash, is for servers and not for readers.
func Unpublished(name string) bool { return slices.Contains(serverFiles, "/"+name) }

// Headers returns the headers that a _headers file sets for an escaped path, and the
// Cache-Control that is the default of its hosts if it sets none.
func Headers(file []byte, path string) (list []Header) {
	matches, caching := false, revalidate
	for line := range strings.Lines(string(file)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if !strings.HasPrefix(line, " ") {
			folder, isPattern := strings.CutSuffix(name, "*")
			matches = path == name || isPattern && strings.HasPrefix(path, folder)
		} else if matches && name == "Cache-Control" {
			caching = value
		} else if matches {
			list = append(list, Header{name, value})
		}
	}
	return append(list, Header{"Cache-Control", caching})
}

// contentTypes are the types of nginxTypes by extension, with the charset that the rules
// for nginx add.
var contentTypes = func() map[string]string {
	types := map[string]string{}
	for part := range strings.SplitSeq(strings.TrimPrefix(nginxTypes, "types {"), ";") {
		words := strings.Fields(part)
		if strings.HasPrefix(words[0], "text/") || words[0] == "application/json" {
			words[0] += "; charset=utf-8"
		}
		for _, ext := range words[1:] {
			types["."+ext] = words[0]
		}
	}
	return types
}()

// ContentType depends on the file name only: the system's table of types differs
// between machines. Files of unknown type are downloads.
func ContentType(name string) string {
	return cmp.Or(contentTypes[strings.ToLower(path.Ext(name))], "application/octet-stream")
}
