package importer

import (
	"fmt"
	"slices"
	"strings"
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

// fieldOrder is the order of keys in the front matter.
var fieldOrder = []string{"category", "lead", "support", "leader", "due", "status", "note"}

func (t Task) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = %s\nnumber = %d\n", quote(t.Title), t.Number)
	for _, key := range fieldOrder {
		switch value := t.Fields[key]; {
		case value == "":
		case key == "support":
			b.WriteString("support = [" + strings.Join(quoteAll(units(value)), ", ") + "]\n")
		default:
			fmt.Fprintf(&b, "%s = %s\n", key, quote(value))
		}
	}
	t.targetTables(&b)
	if len(t.Extra) > 0 {
		b.WriteString("\n[extra]\n")
		for _, key := range sortedKeys(t.Extra) {
			fmt.Fprintf(&b, "%s = %s\n", quote(key), quote(t.Extra[key]))
		}
	}
	b.WriteString("+++\n")
	for _, target := range t.Targets {
		fmt.Fprintf(&b, "\n## %s\n", heading(target.Title))
		for _, p := range target.Result {
			fmt.Fprintf(&b, "\n%s\n", escaped(p))
		}
	}
	return b.String()
}

// targetTables writes what targets say of their own, up to the last that does.
func (t Task) targetTables(b *strings.Builder) {
	last := -1
	for i, target := range t.Targets {
		if len(target.Fields) > 0 {
			last = i
		}
	}
	for _, target := range t.Targets[:last+1] {
		b.WriteString("\n[[target]]\n")
		for _, key := range []string{"status", "due", "lead"} {
			if value := target.Fields[key]; value != "" {
				fmt.Fprintf(b, "%s = %s\n", key, quote(value))
			}
		}
	}
}

// heading is a goal as the text of a heading: marks at its end would close it.
func heading(text string) string {
	text = markdownSigns.Replace(text)
	if trimmed := strings.TrimRight(text, "#"); trimmed != text && (trimmed == "" || strings.HasSuffix(trimmed, " ")) {
		text = trimmed + `\` + text[len(trimmed):]
	}
	return text
}

// units are the names in a list of units.
func units(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、，,；; ", r) })
}

func quoteAll(list []string) []string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = quote(s)
	}
	return quoted
}

// quote writes a text as a basic string of TOML.
func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`, "\r", "").Replace(text) + `"`
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
