package content

import (
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"
)

// contracts are the kinds of files that editors write, by the names of their
// JSON Schemas.
var contracts = []struct {
	name, title string
	of          any
}{
	{"site", "content/site.toml", siteFile{}},
	{"report", "报告的信息，content/年份/_index.md 开头的 +++ 之间", reportFile{}},
	{"task", "任务的信息，content/年份/01.md 开头的 +++ 之间", taskFile{}},
	{"page", "普通页面的信息，content/about.md 开头的 +++ 之间", pageFile{}},
	{"variants", "content/variants.toml", variantsFile{}},
	{"synonyms", "content/synonyms.toml", synonymsFile{}},
	{"words", "content/words.toml", wordsFile{}},
	{"wrong", "content/wrong.toml", wrongFile{}},
	{"names", "content/names.toml", namesFile{}},
}

// SchemaNames are the names that Schema knows, in the order of the manual.
func SchemaNames() []string {
	var names []string
	for _, c := range contracts {
		names = append(names, c.name)
	}
	return names
}

// Schema is the JSON Schema of a kind of file (draft 7, which editors of TOML
// know); nil if there is no kind of the name. Keys stand in the order of the
// contract, and are described in Chinese.
func Schema(name string) *jsonschema.Schema {
	for _, c := range contracts {
		if c.name == name {
			s := schemaOf(reflect.TypeOf(c.of))
			s.Version, s.Title = "http://json-schema.org/draft-07/schema#", c.title
			return s
		}
	}
	return nil
}

// schemaOf is the schema of a type of the contract; it allows what bind does.
func schemaOf(t reflect.Type) *jsonschema.Schema {
	text := &jsonschema.Schema{Type: "string"}
	switch t {
	case reflect.TypeFor[phrase]():
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{text, {Type: "number"}}}
	case reflect.TypeFor[phrases]():
		return oneOrMore(text)
	case reflect.TypeFor[moment]():
		return &jsonschema.Schema{Type: "string", Pattern: `^\d{4}-\d{2}-\d{2}`}
	case reflect.TypeFor[[]measureTable]():
		return oneOrMore(schemaOf(t.Elem()))
	}
	switch t.Kind() {
	case reflect.Bool:
		return &jsonschema.Schema{Type: "boolean"}
	case reflect.Int:
		return &jsonschema.Schema{Type: "integer"}
	case reflect.Float64:
		return &jsonschema.Schema{Type: "number"}
	case reflect.Slice:
		return &jsonschema.Schema{Type: "array", Items: schemaOf(t.Elem())}
	case reflect.Map:
		if t.Elem().Kind() == reflect.Interface { // extra: whatever the editor likes
			return &jsonschema.Schema{Type: "object"}
		}
		return &jsonschema.Schema{Type: "object", AdditionalProperties: schemaOf(t.Elem())}
	case reflect.Struct:
		return tableSchema(t)
	}
	return text
}

func oneOrMore(s *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{{Type: "array", Items: s}, s}}
}

func tableSchema(t reflect.Type) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
	for _, f := range structFields(t) {
		key, need := f.Tag.Get("toml"), f.Tag.Get("need")
		value := schemaOf(f.Type)
		value.Description = need + f.Tag.Get("about") // a key has one of them
		for word := range strings.FieldsSeq(f.Tag.Get("enum")) {
			value.Enum = append(value.Enum, word)
		}
		if need != "" {
			s.Required = append(s.Required, key)
		}
		s.Properties.Set(key, value)
	}
	return s
}
