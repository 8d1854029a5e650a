package content

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongshi/generator/diag"
)

// binder copies a decoded TOML table into one of the structs of schema.go and
// reports every key that is unknown, missing or of the wrong type. It exists
// because the TOML library stops at the first wrong type and knows no position.
type binder struct {
	src   *diag.Source
	where locations
	// broken are keys of lines that could not be read: they are not reported
	// as missing, too.
	broken []string
	found  []diag.Diagnostic
	// home is where a missing key is reported: the first line of the table.
	home int
	// keys names the known keys of another kind of file, for a better hint.
	elsewhere map[string]string
}

// table fills the struct dst points to from table; path is its own address.
func (b *binder) table(path string, table map[string]any, dst reflect.Value) {
	fields := map[string]reflect.StructField{}
	for _, f := range structFields(dst.Type()) {
		fields[f.Tag.Get("toml")] = f
	}
	for _, key := range slices.Sorted(maps.Keys(table)) {
		field, ok := fields[key]
		if !ok {
			b.unknown(path, key, slices.Sorted(maps.Keys(fields)))
			continue
		}
		b.value(join(path, key), table[key], dst.FieldByIndex(field.Index), field.Tag.Get("example"))
	}
	for _, f := range structFields(dst.Type()) {
		key := f.Tag.Get("toml")
		if need := f.Tag.Get("need"); need != "" && !b.given(table, path, key) {
			b.missing(path, key, need, f.Tag.Get("example"))
		}
	}
}

// structFields lists the fields of a struct with those of embedded ones, in order.
func structFields(t reflect.Type) []reflect.StructField {
	var list []reflect.StructField
	for _, f := range reflect.VisibleFields(t) {
		if !f.Anonymous && f.Tag.Get("toml") != "" {
			list = append(list, f)
		}
	}
	return list
}

// has says whether a key stands in the file.
func (b *binder) has(key string) bool {
	_, ok := b.where[key]
	return ok
}

// given says whether a required key has a value that is not blank.
func (b *binder) given(table map[string]any, path, key string) bool {
	if slices.Contains(b.broken, key) {
		return true
	}
	value, ok := table[key]
	text, isText := value.(string)
	return ok && !(isText && strings.TrimSpace(text) == "")
}

func (b *binder) missing(path, key, need, example string) {
	start, end := b.home, b.home
	if s, ok := b.where[join(path, key)]; ok { // there, but empty
		start, end = s.keyStart, s.valueEnd
	} else if s, ok := b.where[path]; ok && path != "" {
		start, end = s.keyStart, s.keyEnd
	}
	if end == start {
		end = start + len(b.src.Line(b.src.Position(start).Line))
	}
	d := b.report(diag.Error, "missing-key", start, end, fmt.Sprintf("缺少 %s（%s）", key, need))
	_, empty := b.where[join(path, key)]
	d.Fix, d.Addition = key+" = "+example, !empty
}

func (b *binder) unknown(path, key string, known []string) {
	s := b.where[join(path, key)]
	d := b.report(diag.Error, "unknown-key", s.keyStart, s.keyEnd, fmt.Sprintf("没有叫 %s 的键", key))
	line := d.Line
	if chinese, ok := chineseKeys[key]; ok && slices.Contains(known, chinese) {
		d.Hint = fmt.Sprintf("“%s”写作 %s", key, chinese)
		d.Fix = strings.Replace(strings.Replace(line, `"`+key+`"`, key, 1), key, chinese, 1)
	} else if near := diag.Nearest(key, known); near != "" {
		d.Hint = fmt.Sprintf("是不是 %s？", near)
		d.Fix = strings.Replace(line, key, near, 1)
		b.broken = append(b.broken, near)
	} else if kind, ok := b.elsewhere[key]; ok {
		d.Hint = fmt.Sprintf("%s 是%s用的键，这里不能用", key, kind)
	} else {
		d.Hint = "可以用的键：" + strings.Join(known, "、") + "；自己定义的键写在 [extra] 下面"
	}
}

// report adds a diagnostic and returns it for more to be said.
func (b *binder) report(severity diag.Severity, rule string, start, end int, message string) *diag.Diagnostic {
	b.found = append(b.found, b.src.Report(severity, rule, start, end, message))
	return &b.found[len(b.found)-1]
}

// value copies one value into dst.
func (b *binder) value(path string, value any, dst reflect.Value, example string) {
	switch target := dst.Addr().Interface().(type) {
	case *string:
		if text, ok := value.(string); ok {
			*target = text
			return
		}
	case *phrase:
		if text, ok := b.phrase(path, value); ok {
			*target = phrase(text)
			return
		}
	case *phrases:
		if list, ok := textList(value); ok {
			*target = list
			return
		}
	case *moment:
		if m, ok := b.moment(path, value); ok {
			*target = m
			return
		}
	case *map[string]any:
		if table, ok := value.(map[string]any); ok {
			*target = table
			return
		}
	case *map[string]string:
		if table, ok := value.(map[string]any); ok {
			*target = dictionary(b, path, table, `"…"`, func(value any) (string, bool) { text, ok := value.(string); return text, ok })
			return
		}
	case *map[string]phrases:
		if table, ok := value.(map[string]any); ok {
			*target = dictionary(b, path, table, `["…", "…"]`, textList)
			return
		}
	default:
		if b.plain(path, value, dst) {
			return
		}
	}
	b.wrongType(path, value, dst.Type(), example)
}

// plain copies numbers, booleans, tables and lists of tables by their kind.
func (b *binder) plain(path string, value any, dst reflect.Value) bool {
	switch v := value.(type) {
	case int64:
		switch dst.Kind() {
		case reflect.Int:
			dst.SetInt(v)
			return true
		case reflect.Float64:
			dst.SetFloat(float64(v))
			return true
		}
	case float64:
		if dst.Kind() == reflect.Float64 {
			dst.SetFloat(v)
			return true
		}
	case bool:
		if dst.Kind() == reflect.Bool {
			dst.SetBool(v)
			return true
		}
	case map[string]any:
		switch {
		case dst.Kind() == reflect.Struct:
			b.table(path, v, dst)
			return true
		case dst.Kind() == reflect.Slice && dst.Type().Elem() == reflect.TypeFor[measureTable](): // one will do
			dst.Set(reflect.MakeSlice(dst.Type(), 1, 1))
			b.table(path, v, dst.Index(0))
			return true
		}
	case []map[string]any:
		if dst.Kind() == reflect.Slice {
			return b.tables(path, v, dst)
		}
	case []any: // key = [{…}, {…}]
		var list []map[string]any
		for _, element := range v {
			table, ok := element.(map[string]any)
			if !ok {
				return false
			}
			list = append(list, table)
		}
		if dst.Kind() == reflect.Slice {
			return b.tables(path, list, dst)
		}
	}
	return false
}

func (b *binder) tables(path string, list []map[string]any, dst reflect.Value) bool {
	slice := reflect.MakeSlice(dst.Type(), len(list), len(list))
	for i, table := range list {
		b.table(join(path, strconv.Itoa(i)), table, slice.Index(i))
	}
	dst.Set(slice)
	return true
}

// phrase accepts text, a number or a date as it is written in the file.
func (b *binder) phrase(path string, value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case int64, float64, time.Time:
		s := b.where[path]
		return string(b.src.Text[s.valueStart:s.valueEnd]), true
	}
	return "", false
}

func textList(value any) (phrases, bool) {
	if text, ok := value.(string); ok {
		return phrases{text}, true
	}
	list, ok := value.([]any)
	if !ok {
		return nil, false
	}
	var texts phrases
	for _, element := range list {
		text, ok := element.(string)
		if !ok {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, true
}

// moment accepts a TOML date or a text that is one. A text that is none is
// reported here; the result is then false only for other types.
func (b *binder) moment(path string, value any) (moment, bool) {
	switch v := value.(type) {
	case time.Time:
		if v.Location().String() == "time-local" {
			return moment{}, false
		}
		return localMoment(v), true
	case string:
		if strings.TrimSpace(v) == "" {
			return moment{}, true
		}
		m, err := parseMoment(v)
		if err != nil {
			s := b.where[path]
			d := b.report(diag.Error, "date-form", s.valueStart, s.valueEnd, "没有这样的日期，或者写法不对")
			d.Hint = "日期写作 2022-01-10，带时间的写作 2022-01-10T15:25:00"
			if correct := correctDate(v); correct != "" {
				d.Fix = b.lineWith(s, correct)
			}
		}
		return m, true
	}
	return moment{}, false
}

// dictionary copies a table whose keys are words, each value as read gives it.
func dictionary[T any](b *binder, path string, table map[string]any, example string, read func(value any) (T, bool)) map[string]T {
	list := map[string]T{}
	for _, key := range slices.Sorted(maps.Keys(table)) {
		value, ok := read(table[key])
		if !ok {
			b.wrongType(join(path, key), table[key], reflect.TypeFor[T](), example)
			continue
		}
		list[key] = value
	}
	return list
}

// lineWith is the line of a value with another value in its place.
func (b *binder) lineWith(s span, value string) string {
	line := b.src.Position(s.valueStart).Line
	start := b.src.LineStart(line)
	text := b.src.Line(line)
	if s.valueEnd > start+len(text) {
		return ""
	}
	return text[:s.valueStart-start] + value + text[s.valueEnd-start:]
}

var typeNames = map[reflect.Type]string{
	reflect.TypeFor[string]():             "文字，放在半角引号里",
	reflect.TypeFor[phrase]():             "文字，放在半角引号里",
	reflect.TypeFor[phrases]():            "一组文字，放在方括号里",
	reflect.TypeFor[moment]():             "日期",
	reflect.TypeFor[int]():                "整数，不加引号",
	reflect.TypeFor[float64]():            "数字，不加引号",
	reflect.TypeFor[bool]():               "true（是）或 false（否），不加引号",
	reflect.TypeFor[map[string]any]():     "一个表",
	reflect.TypeFor[map[string]string]():  "一个表",
	reflect.TypeFor[map[string]phrases](): "一个表",
}

func (b *binder) wrongType(path string, value any, want reflect.Type, example string) {
	s := b.where[path]
	name, ok := typeNames[want]
	switch {
	case ok:
	case want.Kind() == reflect.Slice:
		name = "一组表，每个以 [[" + path + "]] 开头"
	default:
		name = "一个表，以 [" + path + "] 开头"
	}
	key := path[strings.LastIndexByte(path, '.')+1:]
	d := b.report(diag.Error, "wrong-type", s.valueStart, s.valueEnd, fmt.Sprintf("%s 要写成%s", key, name))
	if fixed := convert(value, want); fixed != "" {
		d.Fix = b.lineWith(s, fixed)
	} else if example != "" {
		d.Hint = fmt.Sprintf("例如 %s = %s", key, example)
	}
}

// convert writes a value as the type that was wanted, where it can be meant so.
func convert(value any, want reflect.Type) string {
	switch v := value.(type) {
	case string:
		text := strings.TrimSpace(halfWidth(v))
		switch want.Kind() {
		case reflect.Int:
			if n, err := strconv.Atoi(text); err == nil {
				return strconv.Itoa(n)
			}
		case reflect.Float64:
			if _, err := strconv.ParseFloat(text, 64); err == nil {
				return text
			}
		case reflect.Bool:
			return map[string]string{"true": "true", "false": "false", "是": "true", "否": "false"}[text]
		}
	case int64:
		if want.Kind() == reflect.String {
			return quote(strconv.FormatInt(v, 10))
		}
	case bool:
		if want.Kind() == reflect.String {
			return quote(strconv.FormatBool(v))
		}
	case []any:
		if want == reflect.TypeFor[phrases]() {
			return quotedList(v)
		}
	}
	return ""
}

// quotedList writes a list of plain values as one of texts.
func quotedList(list []any) string {
	var texts []string
	for _, element := range list {
		switch element.(type) {
		case string, int64, float64:
			texts = append(texts, quote(fmt.Sprint(element)))
		default:
			return ""
		}
	}
	return "[" + strings.Join(texts, ", ") + "]"
}
