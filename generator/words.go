package generator

import (
	"io/fs"
	"iter"
	"maps"
	"reflect"
	"slices"
	"sync"

	"gongshi/generator/export"
	"gongshi/generator/render"
	"gongshi/generator/site"
	"gongshi/generator/words"
	"gongshi/generator/zh"
)

// readWords finds the words of all text that is converted or searched.
func (b *builder) readWords() {
	b.words = words.New(b.texts(), b.site.OwnWords())
	b.cutting = sync.OnceValue(func() *words.Words { return zh.WithPhrases(b.words) })
}

// texts yields all text of the site: what is in the model, in the layouts and in
// the files that programs read. It yields more than is shown, which costs a
// little time and changes nothing.
func (b *builder) texts() iter.Seq[string] {
	return func(yield func(string) bool) {
		seen := map[uintptr]bool{}
		if !stringsIn(reflect.ValueOf(b.site), seen, yield) || !stringsIn(reflect.ValueOf(export.Words), seen, yield) {
			return
		}
		_ = fs.WalkDir(b.files, render.Folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return nil // package render reports it
			}
			if text, err := fs.ReadFile(b.files, name); err == nil && !yield(string(text)) {
				return fs.SkipAll
			}
			return nil
		})
	}
}

// stringsIn yields all strings in a value and in what it points to, each value
// once; it returns false when yield does.
func stringsIn(v reflect.Value, seen map[uintptr]bool, yield func(string) bool) bool {
	switch v.Kind() {
	case reflect.String:
		return yield(v.String())
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() || v.Kind() == reflect.Pointer && seen[v.Pointer()] {
			return true
		}
		if v.Kind() == reflect.Pointer {
			seen[v.Pointer()] = true
		}
		return stringsIn(v.Elem(), seen, yield)
	case reflect.Struct:
		for i := range v.NumField() {
			if !stringsIn(v.Field(i), seen, yield) {
				return false
			}
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return true // the bytes of a file
		}
		for i := range v.Len() {
			if !stringsIn(v.Index(i), seen, yield) {
				return false
			}
		}
	case reflect.Map:
		for key, value := range v.Seq2() {
			if !stringsIn(key, seen, yield) || !stringsIn(value, seen, yield) {
				return false
			}
		}
	}
	return true
}

// newConverter makes the converter of a variant with the site's own rules.
// cutting are the words of all text it will see, with phrases.
func newConverter(s *site.Site, v site.Variant, cutting *words.Words) *zh.Converter {
	opt := zh.Options{Words: cutting, Protect: s.Words.Protect}
	for _, from := range slices.Sorted(maps.Keys(s.Words.Phrases)) {
		opt.Extra = append(opt.Extra, zh.Phrase{From: from, To: s.Words.Phrases[from]})
	}
	variant, _ := zh.ParseVariant(v.Code)
	return zh.New(variant, opt)
}

// cuttingOf returns the words of some texts, with phrases.
func cuttingOf(s *site.Site, texts iter.Seq[string]) *words.Words {
	return zh.WithPhrases(words.New(texts, s.OwnWords()))
}
