package content

import (
	"reflect"
	"strings"

	"github.com/invopop/jsonschema"
)

// schemas lists the kinds of files that editors write: the name and title of the
// JSON Schema, and a value of the struct it is made from.
var schemas = []struct {
	name, title string
	value       any
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

// SchemaNames returns the names that Schema accepts, in the order of the manual.
func SchemaNames() []string {
	var names []string
	for _, c := range schemas {
		names = append(names, c.name)
	}
	return names
}

// Schema returns the JSON Schema (draft 7, which TOML editors support) of a kind of
// file, or nil if the name is unknown. Keys keep the order of the struct and are
// described in Chinese.
func Schema(name string) *jsonschema.Schema {
	for _, c := range schemas {
		if c.name == name {
			s := schemaOf(reflect.TypeOf(c.value))
			s.Version, s.Title = "http://json-schema.org/draft-07/schema#", c.title
			return s
		}
	}
	return nil
}

// schemaOf returns the schema of a type in schema.go; it accepts what bind accepts.
func schemaOf(t reflect.Type) *jsonschema.Schema {
	text := &jsonschema.Schema{Type: "string"}
	switch t {
	case reflect.TypeFor[looseText]():
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{text, {Type: "number"}}}
	case reflect.TypeFor[textList]():
		return oneOrMore(text)
	case reflect.TypeFor[dateTime]():
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
		if t.Elem().Kind() == reflect.Interface { // extra: any value
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
		value.Description = need + f.Tag.Get("about") // a key has one of the two
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
