package importer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gongshi/generator/content"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// File is one file of the report's folder.
type File struct {
	Name string // "04.md"
	Text string
}

// Files are the tasks as the files an editor would have written.
func (r Report) Files() []File {
	files := make([]File, len(r.Tasks))
	for i, t := range r.Tasks {
		files[i] = File{fmt.Sprintf("%02d.md", t.Number), t.text()}
	}
	return files
}

func (t Task) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = %s\nnumber = %d\n", content.Quote(t.Title), t.Number)
	if t.ID != "" {
		fmt.Fprintf(&b, "id = %s\n", content.Quote(t.ID))
	}
	for _, c := range site.Columns {
		if value := t.Fields[c.Key]; c.OfTask() && value != "" {
			b.WriteString(statement(c.Key, value) + "\n")
		}
	}
	last := len(t.Targets)
	for last > 0 && t.statements(t.Targets[last-1]) == "" {
		last--
	}
	for _, target := range t.Targets[:last] { // up to the last that says something of its own
		b.WriteString("\n[[target]]\n" + t.statements(target))
	}
	if len(t.Extra) > 0 {
		b.WriteString("\n[extra]\n")
		for _, key := range slices.Sorted(maps.Keys(t.Extra)) {
			fmt.Fprintf(&b, "%s = %s\n", content.Quote(key), content.Quote(t.Extra[key]))
		}
	}
	b.WriteString("+++\n")
	for _, target := range t.Targets {
		b.WriteString(target.text())
	}
	return b.String()
}

// statements are the values of a target that differ from those of its task.
func (t Task) statements(target Target) string {
	var b strings.Builder
	for _, c := range site.Columns {
		if value := target.Fields[c.Key]; c.OfTarget() && value != "" && value != t.Fields[c.Key] {
			b.WriteString(statement(c.Key, value) + "\n")
		}
	}
	return b.String()
}

// text is a goal and its result in the body of a file.
func (t Target) text() string {
	text := "\n## " + heading(t.Title) + "\n"
	for _, p := range t.Result {
		text += "\n" + escaped(p) + "\n"
	}
	return text
}

// statement is a line of front matter.
func statement(key, value string) string {
	if c, _ := site.ColumnOf(key); c.List {
		return key + " = " + content.QuoteList(units(value))
	}
	return key + " = " + content.Quote(value)
}

// heading is a goal as the text of a heading: marks at its end would close it.
func heading(text string) string {
	text = markdown.Escape(text)
	if trimmed := strings.TrimRight(text, "#"); trimmed != text && (trimmed == "" || strings.HasSuffix(trimmed, " ")) {
		text = trimmed + `\` + text[len(trimmed):]
	}
	return text
}

// units are the names in a list of units.
func units(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,；; ", r) })
}
