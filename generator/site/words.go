package site

import (
	"reflect"
	"slices"
)

// OwnWords are what the site's own data says are words: its vocabulary, the
// units that answer for tasks, tags, and words that stay as they are; sorted.
// Synonyms are not among them: 不动产登记 as one word would be found as a whole only.
func (s *Site) OwnWords() []string {
	list := slices.Concat(s.Vocabulary.Words, s.Words.Protect)
	for d := range s.Documents() {
		list = append(list, d.Tags...)
	}
	for _, r := range s.Reports {
		for _, t := range r.Tasks {
			list = append(append(list, t.Lead), t.Support...)
			for _, target := range t.Targets {
				list = append(list, target.Lead)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(slices.DeleteFunc(list, func(word string) bool { return word == "" }))
}

// Texts are all strings of the model that are no HTML or Markdown: the texts that are
// searched, and more.
func (s *Site) Texts() []string { return appendStrings(nil, reflect.ValueOf(s), map[uintptr]bool{}) }

// appendStrings appends all strings in a value and in what it points to, each value once.
func appendStrings(list []string, v reflect.Value, seen map[uintptr]bool) []string {
	switch v.Kind() {
	case reflect.String:
		return append(list, v.String())
	case reflect.Interface:
		return appendStrings(list, v.Elem(), seen)
	case reflect.Pointer:
		if !seen[v.Pointer()] {
			seen[v.Pointer()] = true
			return appendStrings(list, v.Elem(), seen)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Prose]() {
			return append(list, v.FieldByName("Text").String())
		}
		for i := range v.NumField() {
			list = appendStrings(list, v.Field(i), seen)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() != reflect.Uint8 { // the bytes of a file
			for i := range v.Len() {
				list = appendStrings(list, v.Index(i), seen)
			}
		}
	case reflect.Map:
		for key, value := range v.Seq2() {
			list = appendStrings(appendStrings(list, key, seen), value, seen)
		}
	}
	return list
}
