package content

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// validator compiles the schema of a name.
func validator(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	text, err := json.Marshal(Schema(name))
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(name+".json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// plainTOML reads TOML as an editor's checker does: dates are texts.
func plainTOML(t *testing.T, text string) any {
	t.Helper()
	var table map[string]any
	if _, err := toml.Decode(text, &table); err != nil {
		t.Fatal(err)
	}
	var plain func(v any) any
	plain = func(v any) any {
		switch v := v.(type) {
		case time.Time:
			return v.Format(time.DateTime)
		case map[string]any:
			for key := range v {
				v[key] = plain(v[key])
			}
		case []any:
			for i := range v {
				v[i] = plain(v[i])
			}
		case []map[string]any:
			list := []any{}
			for _, m := range v {
				list = append(list, plain(m))
			}
			return list
		}
		return v
	}
	return plain(table)
}

// TestSchemasOfTheContent holds every file of this repository against its schema.
func TestSchemasOfTheContent(t *testing.T) {
	count := 0
	check := func(name, file, text string) {
		count++
		if err := validator(t, name).Validate(plainTOML(t, text)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	settings, _ := filepath.Glob("../../content/*.toml")
	markdown, _ := filepath.Glob("../../content/*.md")
	tasks, _ := filepath.Glob("../../content/*/*.md")
	for _, file := range settings {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		check(strings.TrimSuffix(filepath.Base(file), ".toml"), file, string(text))
	}
	for _, file := range append(markdown, tasks...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(text), "+++\n")
		front, _, _ := strings.Cut(rest, "+++\n")
		name := "page"
		switch base := filepath.Base(file); {
		case base == indexName:
			name = "report"
		case base[0] >= '0' && base[0] <= '9':
			name = "task"
		}
		check(name, file, front)
	}
	if count < 25 {
		t.Errorf("only %d files", count)
	}
}

// TestSchemasRefuse what bind refuses, too.
func TestSchemasRefuse(t *testing.T) {
	good := "title = \"绿化\"\nnumber = 1\n"
	for _, c := range []struct {
		name, text string
		right      bool
	}{
		{"task", good, true},
		{"task", good + "support = \"区财政局\"\ndue = 2021\ndate = 2022-01-10T15:25:00\n[extra]\n\"成本\" = 3\n", true},
		{"task", good + "[[target]]\nmeasure = { direction = \"≥\", goal = 1, actual = 2.5 }\n", true},
		{"task", good + "[[target]]\nmeasure = [{ direction = \"≥\", goal = 1, actual = 2.5 }]\n", true},
		{"task", good + "leed = \"区财政局\"\n", false},
		{"task", "title = \"绿化\"\n", false},
		{"task", "title = \"绿化\"\nnumber = \"1\"\n", false},
		{"task", good + "date = \"明天\"\n", false},
		{"task", good + "[[target]]\nmeasure = { direction = \">\", goal = 1, actual = 2 }\n", false},
		{"site", "title = \"区\"\nbase_url = \"https://a.cn/\"\n[[rule]]\nname = \"rate\"\nlevel = \"忽略\"\nreason = \"无\"\n", false},
		{"names", "[names]\n\"张三\" = [\"区长\", \"区委副书记\"]\n\"李四\" = \"局长\"\n", true},
		{"names", "[names]\n\"张三\" = 3\n", false},
	} {
		if err := validator(t, c.name).Validate(plainTOML(t, c.text)); (err == nil) != c.right {
			t.Errorf("%s: %s: %v", c.name, c.text, err)
		}
	}
	if Schema("nothing") != nil {
		t.Error("a schema of nothing")
	}
}

// TestEveryKeyIsExplained in Chinese, for editors that show it.
func TestEveryKeyIsExplained(t *testing.T) {
	var walk func(t2 reflect.Type)
	walk = func(t2 reflect.Type) {
		switch t2.Kind() {
		case reflect.Slice:
			walk(t2.Elem())
		case reflect.Struct:
			for _, f := range structFields(t2) {
				if (f.Tag.Get("need") == "") == (f.Tag.Get("about") == "") {
					t.Errorf("%s of %s needs either need or about", f.Tag.Get("toml"), t2.Name())
				}
				if f.Type.PkgPath() == t2.PkgPath() || f.Type.Kind() == reflect.Slice {
					walk(f.Type)
				}
			}
		}
	}
	for _, c := range schemas {
		walk(reflect.TypeOf(c.value))
	}
}
