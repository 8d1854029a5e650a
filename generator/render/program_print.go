package render

import (
	"bytes"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"sync/atomic"
	"text/template/parse"
)

// indirect follows pointers and interfaces to what they hold.
func indirect(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	return v
}

// truth is what an if makes of a value.
func truth(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Invalid:
		return false
	case reflect.String, reflect.Slice, reflect.Map:
		return v.Len() > 0
	case reflect.Struct:
		return true
	}
	return !v.IsZero()
}

// access is the way to a field or method of a type.
type access struct {
	owner  reflect.Type
	field  []int
	method int // of *owner; -1 for a field
}

// chain walks along the names of fields and methods.
func chain(value expr, names []string) expr {
	for _, name := range names {
		value = member(value, name)
	}
	return value
}

// member is a field or method of a value. The way to it is kept for the type
// met last: a layout mostly meets one.
func member(value expr, name string) expr {
	var known atomic.Pointer[access]
	return func(r *run, dot reflect.Value) reflect.Value {
		v := indirect(value(r, dot))
		if v.Kind() != reflect.Struct {
			panic(errGiveUp)
		}
		a := known.Load()
		if a == nil || a.owner != v.Type() {
			a = accessTo(v.Type(), name)
			known.Store(a)
		}
		if a.method >= 0 {
			return held(v.Addr().Method(a.method).Call(nil)[0])
		}
		return held(v.FieldByIndex(a.field))
	}
}

func accessTo(owner reflect.Type, name string) *access {
	if m, ok := reflect.PointerTo(owner).MethodByName(name); ok {
		if m.Type.NumIn() != 1 || m.Type.NumOut() != 1 {
			panic(errGiveUp)
		}
		return &access{owner, nil, m.Index}
	}
	f, ok := owner.FieldByName(name)
	if !ok || !f.IsExported() {
		panic(errGiveUp)
	}
	return &access{owner, f.Index, -1}
}

// held is what an interface holds.
func held(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface {
		return v.Elem()
	}
	return v
}

// printer writes a value as html/template's escapers would.
type printer func(b *bytes.Buffer, v reflect.Value)

const escaperPrefix = "_html_template_"

// printerOf parts a pipeline into its commands and the escapers behind them.
func printerOf(commands []*parse.CommandNode) ([]*parse.CommandNode, printer) {
	n := len(commands)
	for n > 0 && strings.HasPrefix(commands[n-1].Args[0].String(), escaperPrefix) {
		n--
	}
	var names []string
	for _, c := range commands[n:] {
		names = append(names, strings.TrimPrefix(c.Args[0].String(), escaperPrefix))
	}
	switch strings.Join(names, " ") {
	case "htmlescaper":
		return commands[:n], printText
	case "attrescaper", "rcdataescaper":
		return commands[:n], printPlain
	case "urlfilter urlnormalizer attrescaper", "urlfilter attrescaper":
		return commands[:n], printURL
	case "urlescaper attrescaper":
		return commands[:n], printURLPart
	}
	panic(errGiveUp)
}

var (
	stringType = reflect.TypeFor[string]()
	intType    = reflect.TypeFor[int]()
	htmlType   = reflect.TypeFor[template.HTML]()
	urlType    = reflect.TypeFor[template.URL]()
)

// printText writes between tags, where HTML stays as it is.
func printText(b *bytes.Buffer, v reflect.Value) {
	if v.IsValid() && v.Type() == htmlType {
		b.WriteString(v.String())
		return
	}
	printPlain(b, v)
}

// escaping are the characters that html/template does not write as they are.
var escaping = strings.NewReplacer("\x00", "\uFFFD", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")

func printPlain(b *bytes.Buffer, v reflect.Value) {
	switch {
	case !v.IsValid():
		panic(errGiveUp)
	case v.Type() == stringType:
		escaping.WriteString(b, v.String())
	case v.Type() == intType:
		b.Write(strconv.AppendInt(b.AvailableBuffer(), v.Int(), 10))
	default:
		panic(errGiveUp)
	}
}

// printURL writes an address in which nothing needs to be percent-encoded.
func printURL(b *bytes.Buffer, v reflect.Value) {
	if !v.IsValid() || v.Type() != stringType && v.Type() != urlType {
		panic(errGiveUp)
	}
	url := v.String()
	if v.Type() != urlType && !strings.HasPrefix(url, "/") && !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		panic(errGiveUp)
	}
	for i := range len(url) {
		if !unreserved[url[i]] && !reserved[url[i]] && (url[i] != '%' || i+2 >= len(url) || !hex[url[i+1]] || !hex[url[i+2]]) {
			panic(errGiveUp)
		}
	}
	escaping.WriteString(b, url)
}

// printURLPart writes what stands in a query or behind "#".
func printURLPart(b *bytes.Buffer, v reflect.Value) {
	if !v.IsValid() || v.Type() != stringType {
		panic(errGiveUp)
	}
	part := v.String()
	for i := range len(part) {
		if !unreserved[part[i]] {
			panic(errGiveUp)
		}
	}
	b.WriteString(part)
}

// The bytes of addresses (RFC 3986): those that mean only themselves, those
// that part an address, and hexadecimal digits.
var (
	unreserved = bytesOf("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
	reserved   = bytesOf("!#$&*+,/:;=?@[]")
	hex        = bytesOf("0123456789ABCDEFabcdef")
)

func bytesOf(list string) (in [256]bool) {
	for i := range len(list) {
		in[list[i]] = true
	}
	return in
}
