package content

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"gongshi/generator/diag"
)

// binder copies a decoded TOML table into one of the structs of schema.go and
// reports every key that is unknown, missing or of the wrong type. The TOML
// library could fill the structs, but it stops at the first wrong type and gives
// no position.
type binder struct {
	*reporter
	// otherKinds maps keys that belong to other kinds of file to the name of that
	// kind, for a better hint.
	otherKinds map[string]string
	// top are the keys at the head of the file.
	top []string
}

// bind decodes the TOML between two offsets of r.src into the struct that dst
// points to. It returns false if nothing could be read.
func bind(r *reporter, start, end int, dst any, otherKinds map[string]string) bool {
	table := decode(r, start, end)
	if table == nil {
		return false
	}
	r.findInKeys("", table)
	b := binder{r, otherKinds, nil}
	for _, f := range structFields(reflect.TypeOf(dst).Elem()) {
		b.top = append(b.top, f.Tag.Get("toml"))
	}
	b.table("", table, reflect.ValueOf(dst).Elem())
	return true
}

// table copies a table into a struct. path is the key of the table itself.
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
		if key, need := f.Tag.Get("toml"), f.Tag.Get("need"); need != "" && !b.given(table, key) {
			b.missing(path, key, need, f.Tag.Get("example"))
		}
	}
}

// fieldLists are the results of structFields.
var fieldLists sync.Map

// structFields lists the fields of a struct that have a key, in order and with
// those of embedded structs.
func structFields(t reflect.Type) []reflect.StructField {
	list, ok := fieldLists.Load(t)
	if !ok {
		list = slices.DeleteFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return f.Tag.Get("toml") == "" })
		fieldLists.Store(t, list)
	}
	return list.([]reflect.StructField)
}

// given reports whether a required key has a value that is not blank.
func (b *binder) given(table map[string]any, key string) bool {
	value, ok := table[key]
	if text, isText := value.(string); isText {
		ok = strings.TrimSpace(text) != ""
	}
	return ok || slices.Contains(b.broken, key)
}

func (b *binder) missing(path, key, need, example string) {
	message, line := fmt.Sprintf("缺少 %s（%s）", key, need), key+" = "+example
	if b.has(join(path, key)) { // but blank
		b.add(b.atPair("missing-key", join(path, key), message).WithFix(line))
		return
	}
	d := b.atStart(diag.Error, "missing-key", message)
	if s, ok := b.where[path]; ok && path != "" {
		d = b.src.Report(diag.Error, "missing-key", s.keyStart, s.keyEnd, message)
	}
	b.add(d.WithAddition(line))
}

func (b *binder) unknown(path, key string, known []string) {
	s := b.where[join(path, key)]
	if b.misplaced(path, key) {
		return
	}
	d := b.src.Report(diag.Error, "unknown-key", s.keyStart, s.keyEnd, fmt.Sprintf("没有叫 %s 的键", key))
	_, foreign := foreignKeys[key]
	nearest, reason := nearestKey(key, func(key string) bool { return slices.Contains(known, key) })
	if path == "" && foreign && nearest != "" {
		d.Hint = fmt.Sprintf("别的工具里的 %s，这里写作 %s", key, nearest)
		d.Fix = strings.Replace(d.Line, key, nearest, 1)
	} else if path == "" && foreign && b.otherKinds[key] == "" {
		d.Hint = fmt.Sprintf("删掉这一行：%s", reason)
	} else if english, ok := chineseKeys[key]; ok && slices.Contains(known, english) {
		d.Hint = fmt.Sprintf("“%s”写作 %s", key, english)
		d.Fix = strings.Replace(strings.Replace(d.Line, `"`+key+`"`, key, 1), key, english, 1)
	} else if near := diag.Nearest(key, known); near != "" {
		d.Hint = fmt.Sprintf("是不是 %s？", near)
		d.Fix = strings.Replace(d.Line, key, near, 1)
		b.broken = append(b.broken, near)
	} else if kind, ok := b.otherKinds[key]; ok {
		d.Hint = fmt.Sprintf("%s 是%s用的键，这里不能用", key, kind)
	} else {
		d.Hint = "可以用的键：" + strings.Join(known, "、") + "；自己定义的键写在 [extra] 下面"
	}
	b.add(d)
}

// misplaced reports a key of the head of the file that stands below the header of a
// table, and so belongs to the table. It returns false for any other key.
func (b *binder) misplaced(path, key string) bool {
	table, first := b.where[path], b.where[strings.TrimRight(path, "0123456789")+"0"]
	if first == (span{}) {
		first = table
	}
	header := string(b.src.Text[first.keyStart:first.keyEnd])
	if !strings.HasPrefix(header, "[") || !slices.Contains(b.top, key) {
		return false
	}
	s := b.where[join(path, key)]
	d := b.src.Report(diag.Error, "key-place", s.keyStart, s.keyEnd, fmt.Sprintf("%s 写在 %s 的后面，就成了它里面的键", key, header)).
		WithHint(fmt.Sprintf("把这一行移到 %s 的上面", header))
	b.add(d.WithNote(b.src.Position(first.keyStart), "移到这一行上面"))
	b.broken = append(b.broken, key)
	return true
}

// value copies one value into dst. example is a correct value, for the hint.
func (b *binder) value(path string, value any, dst reflect.Value, example string) {
	ok := false
	switch target := dst.Addr().Interface().(type) {
	case *string:
		*target, ok = value.(string)
	case *looseText:
		*target, ok = b.looseText(path, value)
	case *textList:
		*target, ok = texts(value)
	case *dateTime:
		*target, ok = b.dateTime(path, value)
	case *map[string]any:
		*target, ok = value.(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(*target)) {
			b.misplaced(path, key)
		}
	case *map[string]string:
		*target, ok = dictionary(b, path, value, `"…"`, func(value any) (string, bool) { text, ok := value.(string); return text, ok })
	case *map[string]textList:
		*target, ok = dictionary(b, path, value, `["…", "…"]`, texts)
	default:
		ok = b.byKind(path, value, dst)
	}
	if !ok {
		b.wrongType(path, value, dst.Type(), example)
	}
}

// byKind copies numbers, booleans, tables and lists of tables.
func (b *binder) byKind(path string, value any, dst reflect.Value) bool {
	switch dst.Kind() {
	case reflect.Int:
		n, ok := value.(int64)
		dst.SetInt(n)
		return ok
	case reflect.Float64:
		if n, ok := value.(int64); ok {
			value = float64(n)
		}
		n, ok := value.(float64)
		dst.SetFloat(n)
		return ok
	case reflect.Bool:
		v, ok := value.(bool)
		dst.SetBool(v)
		return ok
	case reflect.Struct:
		table, ok := value.(map[string]any)
		if ok {
			b.table(path, table, dst)
		}
		return ok
	}
	return b.tables(path, value, dst)
}

// tables copies a list of tables, written as [[key]] or as key = [{…}, {…}]. One
// measure may be written without brackets.
func (b *binder) tables(path string, value any, dst reflect.Value) bool {
	var list []map[string]any
	switch v := value.(type) {
	case map[string]any:
		if dst.Type() != reflect.TypeFor[[]measureTable]() {
			return false
		}
		dst.Set(reflect.MakeSlice(dst.Type(), 1, 1))
		b.table(path, v, dst.Index(0))
		return true
	case []map[string]any:
		list = v
	case []any:
		for _, element := range v {
			table, ok := element.(map[string]any)
			if !ok {
				return false
			}
			list = append(list, table)
		}
	default:
		return false
	}
	dst.Set(reflect.MakeSlice(dst.Type(), len(list), len(list)))
	for i, table := range list {
		b.table(join(path, strconv.Itoa(i)), table, dst.Index(i))
	}
	return true
}

// looseText reads text, or a number or date as it is written in the file.
func (b *binder) looseText(path string, value any) (looseText, bool) {
	switch v := value.(type) {
	case string:
		return looseText(v), true
	case int64, float64, time.Time:
		s := b.where[path]
		return looseText(b.src.Text[s.valueStart:s.valueEnd]), true
	}
	return "", false
}

// texts reads a list of texts or a single text.
func texts(value any) (textList, bool) {
	if text, ok := value.(string); ok {
		return textList{text}, true
	}
	list, ok := value.([]any)
	if !ok {
		return nil, false
	}
	var texts textList
	for _, element := range list {
		text, ok := element.(string)
		if !ok {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, true
}

// dateTime reads a TOML date or a date in quotation marks. It reports text that is
// not a date itself; the result is false only for values of other types.
func (b *binder) dateTime(path string, value any) (dateTime, bool) {
	switch v := value.(type) {
	case time.Time:
		if v.Location().String() == "time-local" { // a time without a date
			return dateTime{}, false
		}
		return fromTOML(v), true
	case string:
		date, ok := parseDateTime(v)
		if !ok && strings.TrimSpace(v) != "" {
			d := b.at(diag.Error, "date-form", path, "没有这样的日期，或者写法不对").
				WithHint("日期写作 2022-01-10，带时间的写作 2022-01-10T15:25:00")
			if correct := correctDate(v); correct != "" {
				d.Fix = b.lineWith(path, correct)
			}
			b.add(d)
		}
		return date, true
	}
	return dateTime{}, false
}

// dictionary reads a table whose keys are words; read converts its values.
func dictionary[T any](b *binder, path string, value any, example string, read func(any) (T, bool)) (map[string]T, bool) {
	table, ok := value.(map[string]any)
	if !ok {
		return nil, false
	}
	words := map[string]T{}
	for _, key := range slices.Sorted(maps.Keys(table)) {
		if word, ok := read(table[key]); ok {
			words[key] = word
		} else {
			b.wrongType(join(path, key), table[key], reflect.TypeFor[T](), example)
		}
	}
	return words, true
}

var typeNames = map[reflect.Type]string{
	reflect.TypeFor[string]():              "文字，放在半角引号里",
	reflect.TypeFor[looseText]():           "文字，放在半角引号里",
	reflect.TypeFor[textList]():            "一组文字，放在方括号里",
	reflect.TypeFor[dateTime]():            "日期",
	reflect.TypeFor[int]():                 "整数，不加引号",
	reflect.TypeFor[float64]():             "数字，不加引号",
	reflect.TypeFor[bool]():                "true（是）或 false（否），不加引号",
	reflect.TypeFor[map[string]any]():      "一个表",
	reflect.TypeFor[map[string]string]():   "一个表",
	reflect.TypeFor[map[string]textList](): "一个表",
}

func (b *binder) wrongType(path string, value any, want reflect.Type, example string) {
	name, ok := typeNames[want]
	switch {
	case ok:
	case want.Kind() == reflect.Slice:
		name = "一组表，每个以 [[" + path + "]] 开头"
	default:
		name = "一个表，以 [" + path + "] 开头"
	}
	key := path[strings.LastIndexByte(path, '.')+1:]
	d := b.at(diag.Error, "wrong-type", path, fmt.Sprintf("%s 要写成%s", key, name))
	if fixed := convert(value, want); fixed != "" {
		d.Fix = b.lineWith(path, fixed)
	} else if example != "" {
		d.Hint = fmt.Sprintf("例如 %s = %s", key, example)
	}
	b.add(d)
}

// convert writes a value as TOML of the wanted type; it is empty if the value
// has no obvious equivalent.
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
			if text = strings.TrimRight(text, "% "); readable("k = "+text) && text != "" {
				return text
			}
		case reflect.Bool:
			return map[string]string{"true": "true", "false": "false", "是": "true", "否": "false"}[text]
		}
	case int64, bool:
		if want.Kind() == reflect.String {
			return Quote(fmt.Sprint(v))
		}
	case []any:
		if want == reflect.TypeFor[textList]() {
			return quotedList(v)
		}
	}
	return ""
}

// quotedList writes a list of texts and numbers as a list of texts.
func quotedList(list []any) string {
	var texts []string
	for _, element := range list {
		switch element.(type) {
		case string, int64, float64:
			texts = append(texts, fmt.Sprint(element))
		default:
			return ""
		}
	}
	return QuoteList(texts)
}
