package content

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

const everyForm = `# a comment
title = "一" # behind a value
"quoted key" = 'literal # no comment'
a.b.c = 1
long = """
two # lines
[not a table]"""
list = [ "x", # first
  "y = z",
]
inline = { k = "v", deep = { n = 2.5 }, list = [1, 2] }
date = 2022-01-10 15:25:00
[column]
name = "通知公告"
[[target]]
id = "a"
measure = {direction = "≥", goal = 8}
[target.note]
text = "b"
[[target]]
id = "c"
[[target.child]]
x = 1
[[target.child]]
x = 2
`

// TestLocate checks that every key of a TOML text is found with its own value,
// by reading each value by itself.
func TestLocate(t *testing.T) {
	where := locate([]byte(everyForm), 0, len(everyForm))
	for path, want := range map[string]string{
		"title": `"一"`, "quoted key": `'literal # no comment'`, "a.b.c": "1", "list.1": `"y = z"`,
		"inline.deep.n": "2.5", "inline.list.0": "1", "date": "2022-01-10 15:25:00", "column.name": `"通知公告"`,
		"target.0.id": `"a"`, "target.0.measure.goal": "8", "target.0.note.text": `"b"`, "target.1.id": `"c"`,
		"target.1.child.0.x": "1", "target.1.child.1.x": "2", "target.1": "[[target]]", "column": "[column]",
	} {
		s, ok := where[path]
		if !ok {
			t.Errorf("%s is not found among %q", path, slices.Sorted(maps.Keys(where)))
			continue
		}
		if got := everyForm[s.valueStart:s.valueEnd]; got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}

// FuzzLocate holds the scanner against the library: whatever the library
// accepts, every key it sees has a place, and the scanner never hangs or panics.
func FuzzLocate(f *testing.F) {
	f.Add(everyForm)
	f.Add("a = [[1,2],[3]]\r\nb = ''''quote'''\n[x.\"y.z\"]\nk=1")
	f.Add("a = \"\"\"x\\\"\"\"\"\nb=1")
	f.Fuzz(func(t *testing.T, text string) {
		where := locate([]byte(text), 0, len(text))
		table := map[string]any{}
		if _, err := toml.Decode(text, &table); err != nil {
			return
		}
		if strings.ContainsAny(text, `"'.`) {
			return // keys that need quoting have no path of plain words to look up
		}
		for _, path := range paths("", table) {
			if _, ok := where[path]; !ok {
				t.Errorf("%q of %q has no place", path, text)
			}
		}
	})
}

// paths lists the addresses of all plain values of a decoded table.
func paths(prefix string, value any) []string {
	var list []string
	switch v := value.(type) {
	case map[string]any:
		for key, element := range v {
			list = append(list, paths(join(prefix, key), element)...)
		}
	case []map[string]any:
		for i, element := range v {
			list = append(list, paths(fmt.Sprintf("%s.%d", prefix, i), element)...)
		}
	case []any:
		for i, element := range v {
			list = append(list, paths(fmt.Sprintf("%s.%d", prefix, i), element)...)
		}
	default:
		list = append(list, prefix)
	}
	return list
}

// TestBody finds where Markdown begins, and the texts of the front matter before it.
func TestBody(t *testing.T) {
	for text, want := range map[string][2]string{ // the body; the prose without blanks
		"+++\ntitle = \"甲\"\n+++\n正文": {"正文", "甲\n正文"}, "\n \n+++\ntitle = \"甲\"\n+++\n正文": {"正文", "甲\n正文"},
		"+++\r\ntitle = \"甲\"\r\n+++\r\n正文": {"正文", "甲\n正文"}, "+++\ntitle = \"甲\"\n+++": {"", "甲"},
		"正文": {"正文", "正文"}, "": {"", ""}, "+++\n没有完": {"+++\n没有完", "+++\n没有完"},
	} {
		body := Body(text)
		prose := strings.Join(strings.Fields(string(Prose([]byte(text), body))), "\n")
		if text[body:] != want[0] || prose != want[1] {
			t.Errorf("%q: body %q, prose %q", text, text[body:], prose)
		}
	}
}
