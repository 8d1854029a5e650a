package render

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/html"

	"gongshi/generator/diag"
	"gongshi/generator/symlink"
)

// Folder holds the layouts.
const Folder = "layouts"

const baseLayout = Folder + "/base.html"

// Kinds are the kinds of page; each has a layout of its name.
var Kinds = []string{"home", "report", "task", "page", "sitemap", "search", "help", "offline", "404", "stub", "record", "version"}

// Layouts are the parsed templates of one site.
type Layouts struct {
	files map[string]*diag.Source
	// asset and inline are template functions; New sets them.
	asset  func(name string) (template.URL, error)
	inline func(name string) (template.HTML, error)
	// minified are the templates that are executed, by kind of page. original are the
	// same templates before minification, parsed on first use: they locate an error in
	// the editor's file.
	minified map[string]*template.Template
	original func() map[string]*template.Template
}

// Load reads and parses the layouts in the folder "layouts" of fsys. It returns nil and
// all errors if there are any. The name of a template is its path.
func Load(fsys fs.FS) (*Layouts, []diag.Diagnostic) {
	if fault := symlink.CheckFolder(fsys, Folder); fault != nil {
		return nil, []diag.Diagnostic{*fault}
	}
	l := &Layouts{files: map[string]*diag.Source{}}
	names, _ := fs.Glob(fsys, Folder+"/*.html")
	partials, _ := fs.Glob(fsys, Folder+"/partials/*.html")
	for _, name := range slices.Concat(names, partials) {
		if info, err := fs.Lstat(fsys, name); err == nil {
			if _, found := symlink.Look(fsys, name, info.Mode()); found != nil {
				return nil, found
			}
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, []diag.Diagnostic{diag.Unreadable(name, err)}
		}
		l.files[name] = diag.NewSource(name, text)
	}
	unchanged := func(text []byte) ([]byte, error) { return text, nil }
	l.original = sync.OnceValue(func() map[string]*template.Template {
		sets, _ := l.parse(unchanged)
		return sets
	})
	var found []diag.Diagnostic
	if l.minified, found = l.parse(minifyLayout); len(found) > 0 {
		if _, faults := l.parse(unchanged); len(faults) > 0 { // with the line numbers of the editor's file
			found = faults
		}
		return nil, found
	}
	return l, nil
}

// AppendTexts appends the source of all layouts to a list.
func (l *Layouts) AppendTexts(list []string) []string {
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		list = append(list, string(l.files[name].Text))
	}
	return list
}

// minifier removes comments and redundant white space. Tags and quotes stay: they
// compress well, and the source of a page stays readable.
var minifier = func() *minify.M {
	m := minify.New()
	m.Add("text/html", &html.Minifier{
		TemplateDelims:   html.GoTemplateDelims,
		KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true, KeepDefaultAttrVals: true,
	})
	return m
}()

// minifyLayout minifies a layout and restores the upper case of <!DOCTYPE>.
func minifyLayout(text []byte) ([]byte, error) {
	small, err := minifier.Bytes("text/html", bytes.Clone(text)) // it edits the text in place
	return bytes.Replace(small, []byte("<!doctype html>"), []byte("<!DOCTYPE html>"), 1), err
}

// parse parses the templates of each kind of page and reports all errors.
func (l *Layouts) parse(prepare func([]byte) ([]byte, error)) (map[string]*template.Template, []diag.Diagnostic) {
	var found []diag.Diagnostic
	sets := map[string]*template.Template{}
	shared := template.New("").Funcs(template.FuncMap{
		"asset":  func(name string) (template.URL, error) { return l.asset(name) },
		"inline": func(name string) (template.HTML, error) { return l.inline(name) },
		"cached": cached(sets),
	})
	own := map[string]bool{}
	for _, kind := range Kinds {
		own[l.name(kind)] = true
	}
	add := func(set *template.Template, name string) {
		source, ok := l.files[name]
		if !ok {
			found = append(found, diag.File(diag.Error, "layout-missing", name, "缺少这个模板"))
			return
		}
		text, err := prepare(source.Text)
		if err == nil {
			_, err = set.New(name).Parse(string(text))
		}
		if err != nil {
			found = append(found, l.fault(err, name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.files)) {
		if !own[name] {
			add(shared, name)
		}
	}
	for _, kind := range Kinds {
		set, err := shared.Clone()
		if err != nil {
			found = append(found, l.fault(err, baseLayout))
			continue
		}
		add(set, l.name(kind))
		sets[kind] = set
	}
	return sets, found
}

// cached returns the template function that renders a partial once per value and then
// reuses the result. The value must be a pointer that pages share: .Site or .Header.
func cached(sets map[string]*template.Template) func(name string, value any) (template.HTML, error) {
	type key struct {
		name  string
		value any
	}
	var done sync.Map // key → template.HTML
	return func(name string, value any) (template.HTML, error) {
		if reflect.ValueOf(value).Kind() != reflect.Pointer {
			return "", fmt.Errorf("只有 .Site 和 .Header 可以交给 cached")
		}
		if html, ok := done.Load(key{name, value}); ok {
			return html.(template.HTML), nil
		}
		var b strings.Builder
		if err := sets[Kinds[0]].ExecuteTemplate(&b, name, value); err != nil {
			return "", err
		}
		html := template.HTML(b.String())
		done.Store(key{name, value}, html)
		return html, nil
	}
}

func (l *Layouts) name(kind string) string { return path.Join(Folder, kind+".html") }

// entry returns the name of the template to execute for a kind of page.
func (l *Layouts) entry(kind string) string {
	if kind == "stub" || kind == "version" {
		return l.name(kind)
	}
	return baseLayout
}

// execute writes a page to an empty buffer. It reports an error at its position in the
// layout.
func (l *Layouts) execute(b *bytes.Buffer, page *Page) *diag.Diagnostic {
	entry := l.entry(page.Kind)
	err := l.minified[page.Kind].ExecuteTemplate(b, entry, page)
	if err == nil {
		return nil
	}
	if original := l.original()[page.Kind].ExecuteTemplate(io.Discard, entry, page); original != nil {
		err = original
	}
	d := l.fault(err, entry)
	return &d
}

var (
	templateError = regexp.MustCompile(`template: ?([^:\s]+):(\d+)(?::(\d+))?: (.*)`)
	executing     = regexp.MustCompile(`^executing "[^"]*" at <([^>]*)>: (.*)`)
)

// fault converts an error of html/template to a diagnostic.
func (l *Layouts) fault(err error, name string) diag.Diagnostic {
	text := err.Error()
	var escape *template.Error
	if errors.As(err, &escape) && escape.Name != "" && escape.Line > 0 {
		text = fmt.Sprintf("template: %s:%d: %s", escape.Name, escape.Line, escape.Description)
	}
	m := templateError.FindStringSubmatch(text[max(0, strings.LastIndex(text, "template: ")):]) // the innermost
	if m == nil || l.files[m[1]] == nil {
		return diag.File(diag.Error, "layout", name, "模板有误").WithHint("原文：" + text)
	}
	src := l.files[m[1]]
	line, _ := strconv.Atoi(m[2])
	start := src.LineStart(line)
	end := start + len(src.Line(line))
	if column, err := strconv.Atoi(m[3]); err == nil {
		start = min(start+column, end) // columns of text/template count bytes from 0
	}
	message, at := m[4], ""
	if e := executing.FindStringSubmatch(message); e != nil {
		at, message = e[1], e[2]
		if i := strings.Index(src.Line(line), at); i >= 0 {
			start = src.LineStart(line) + i
			end = start + len(at)
		}
	}
	chinese, hint := explainTemplate(message)
	if m := missingField.FindStringSubmatch(message); m != nil {
		if near := diag.Nearest(m[1], viewFields(m[2])); near != "" {
			hint = "是不是 ." + near + "？"
		}
	}
	return src.Report(diag.Error, "layout", start, end, chinese).WithHint(hint)
}

var missingField = regexp.MustCompile(`can't evaluate field (\w+) in type \*?render\.(\w+)`)

// viewFields lists the fields of the view struct with the given name, one of those that a
// page holds.
func viewFields(name string) []string {
	views := map[string][]string{}
	var add func(t reflect.Type)
	add = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || views[t.Name()] != nil {
			return
		}
		for _, f := range reflect.VisibleFields(t) {
			if f.IsExported() {
				views[t.Name()] = append(views[t.Name()], f.Name)
				add(f.Type)
			}
		}
	}
	add(reflect.TypeFor[Page]())
	return views[name]
}

var templateFaults = []struct {
	form          *regexp.Regexp
	message, hint string
}{
	{regexp.MustCompile(`function "(\w+)" not defined`), "没有叫 $1 的函数", "模板里可以用 asset、inline、cached 和 Go 模板自带的函数"},
	{regexp.MustCompile(`can't evaluate field (\w+) in type \*?([\w.\[\]*]+)`), "$2 里没有字段 $1", "字段列在 generator/render/view.go 里"},
	{regexp.MustCompile(`unexpected EOF`), "缺少配对的 {{end}}", "每个 {{if}}、{{range}}、{{with}}、{{define}} 都要有 {{end}}"},
	{regexp.MustCompile(`unexpected \{\{(end|else)\}\}`), "多了一个 {{$1}}", "检查 {{if}}、{{range}}、{{with}} 是否成对"},
	{regexp.MustCompile(`(?:no such template|template) "([^"]+)"(?: not defined)?`), "没有叫 $1 的模板", "引用时写完整的路径，例如 layouts/partials/footer.html"},
	{regexp.MustCompile(`error calling inline: (.*)`), "$1", "inline 的参数是 static 里的文件，例如 js/first.inline.js"},
	{regexp.MustCompile(`error calling asset: (.*)`), "$1", "asset 的参数是 static 里的文件，例如 css/site.css"},
	{regexp.MustCompile(`error calling cached: (.*)`), "$1", "会随页面变化的部分用 template"},
	{regexp.MustCompile(`unclosed action|unterminated`), "缺少配对的 }} 或引号", ""},
}

// explainTemplate translates the message of a template error.
func explainTemplate(message string) (chinese, hint string) {
	for _, f := range templateFaults {
		if m := f.form.FindStringSubmatchIndex(message); m != nil {
			return string(f.form.ExpandString(nil, f.message, message, m)), f.hint
		}
	}
	return "模板有误", "原文：" + message
}
