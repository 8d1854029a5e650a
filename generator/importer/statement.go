package importer

import (
	"fmt"
	"slices"
	"strings"

	"gongshi/generator/content"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// frontEnd is the offset of the line that ends the front matter.
func frontEnd(text string) int { return strings.LastIndex(text[:content.Body(text)], "+++") }

// lineEnd is the offset after the line that an offset is in.
func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// setStatement sets a key of the front matter, or removes it if the statement is
// empty. table is the path of the key's table: "", "target.1." or "extra.".
// It reports whether it could: a table in braces is not extended.
func setStatement(text, table, key, statement string) (string, bool) {
	found := content.Locate(text)
	if s, ok := found[table+key]; ok {
		start := strings.LastIndexByte(text[:s.Start], '\n') + 1
		inBraces := strings.TrimSpace(text[start:s.Start]) != ""
		switch {
		case statement == "" && inBraces:
			return text[:s.Start] + quoteKey(key) + ` = ""` + text[s.End:], true
		case statement == "":
			return text[:start] + text[lineEnd(text, s.End):], true
		}
		return text[:s.Start] + statement + text[s.End:], true
	}
	if statement == "" {
		return text, true
	}
	at := frontEnd(text)
	switch header, ok := found[strings.TrimSuffix(table, ".")]; {
	case table == "":
		for _, before := range keysBefore(key) {
			if s, ok := found[before]; ok {
				at = lineEnd(text, s.End)
			}
		}
	case ok && text[header.Start] != '[':
		return text, false
	case ok:
		at = lineEnd(text, header.End)
		for path, s := range found {
			if strings.HasPrefix(path, table) && table == site.ExtraPrefix {
				at = max(at, lineEnd(text, s.End))
			}
		}
	default: // there is no such table
		statement = "\n[" + strings.TrimSuffix(table, ".") + "]\n" + statement
	}
	return text[:at] + statement + "\n" + text[at:], true
}

// keysBefore are the keys of a task's front matter that stand before another.
func keysBefore(key string) []string {
	list := []string{"title", "number", "id"}
	for _, c := range site.Columns {
		if c.OfTask() {
			list = append(list, c.Key)
		}
	}
	return list[:max(0, slices.Index(list, key))]
}

// quoteKey writes a key of TOML.
func quoteKey(key string) string {
	if strings.Trim(key, "abcdefghijklmnopqrstuvwxyz_-") == "" {
		return key
	}
	return content.Quote(key)
}

// targetBlocks are the parts of the front matter that belong to the [[target]]
// tables, each with the comments right above it; ok is false if they are written in
// another way.
func targetBlocks(text string) (list []markdown.Span, ok bool) {
	found := content.Locate(text)
	if _, inline := found["target"]; inline {
		return nil, false
	}
	for n := 0; ; n++ {
		prefix := fmt.Sprint("target.", n)
		header, ok := found[prefix]
		if !ok {
			return list, true
		}
		end := frontEnd(text)
		for path, s := range found {
			if s.Start > header.Start && s.Start < end && !strings.HasPrefix(path, prefix+".") && isHeader(text, found, path, s) {
				end = withComments(text, s.Start)
			}
		}
		list = append(list, markdown.Span{Start: withComments(text, header.Start), End: end})
	}
}

// isHeader tells the header of a table from a list in a list.
func isHeader(text string, found map[string]markdown.Span, path string, s markdown.Span) bool {
	for parent := path; text[s.Start] == '['; {
		i := strings.LastIndexByte(parent, '.')
		if i < 0 {
			return true
		}
		parent = parent[:i]
		if p, ok := found[parent]; ok && p.Start < s.Start && s.End <= p.End {
			return false
		}
	}
	return false
}

// withComments is the start of the line of a header, or of the comments above it.
func withComments(text string, at int) int {
	at = strings.LastIndexByte(text[:at], '\n') + 1
	for at > 0 {
		start := strings.LastIndexByte(text[:at-1], '\n') + 1
		if !strings.HasPrefix(strings.TrimSpace(text[start:at]), "#") {
			break
		}
		at = start
	}
	return at
}

// setBlocks puts the [[target]] tables into another order; none stands for a new
// target. Empty ones at the end are left out.
func setBlocks(text string, order []int) (string, bool) {
	old, ok := targetBlocks(text)
	if !ok || len(old) == 0 {
		return text, ok
	}
	const empty = "[[target]]"
	var blocks []string
	last := 0
	for _, i := range order {
		block := empty
		if i != none && i < len(old) {
			block = strings.TrimSpace(text[old[i].Start:old[i].End])
		}
		if blocks = append(blocks, block); block != empty {
			last = len(blocks)
		}
	}
	at := old[0].Start
	for _, block := range slices.Backward(old) {
		text = text[:block.Start] + text[block.End:]
	}
	return withBlock(text[:at], strings.Join(blocks[:last], "\n\n"), text[at:]), true
}

// withBlock puts a block, if there is one, between two parts of a front matter, with
// empty lines around it.
func withBlock(before, block, after string) string {
	text := strings.TrimRight(before, "\n") + "\n"
	if block != "" {
		text += "\n" + block + "\n"
	}
	if !strings.HasPrefix(after, "+++") {
		text += "\n"
	}
	return text + after
}

// needBlock sees to it that there is a [[target]] table with an index.
func needBlock(text string, index int) string {
	for old, ok := targetBlocks(text); ok && len(old) <= index; old, ok = targetBlocks(text) {
		at := frontEnd(text)
		if len(old) > 0 {
			at = old[len(old)-1].End
		}
		text = withBlock(text[:at], "[[target]]", text[at:])
	}
	return text
}
