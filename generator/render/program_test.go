package render

import (
	"bytes"
	"html/template"
	"strings"
	"testing"
)

// TestPrograms: the built-in layouts are such that programs print them, and
// they print what html/template prints.
func TestPrograms(t *testing.T) {
	r, found := loaded(t)
	if r == nil {
		t.Fatalf("%+v", found)
	}
	for _, job := range r.Jobs() {
		var got, want bytes.Buffer
		view := job.view()
		if !r.layouts.programs[view.Kind].print(&got, view) {
			t.Errorf("%s gave up", job.Path)
		}
		if err := r.layouts.minified[view.Kind].ExecuteTemplate(&want, r.layouts.entry(view.Kind), view); err != nil {
			t.Fatal(err)
		}
		if got.String() != want.String() {
			t.Errorf("%s:\ngot  %s\nwant %s", job.Path, &got, &want)
		}
	}
}

// forms are ways to write a layout; the program prints each, or gives up.
var forms = []string{
	`<p>{{.Title}}</p>`, `<title>{{.Title}}</title>`, `<p title="{{.Title}}">`, `<p title={{.Title}}>`, `<p data-{{.Title}}="1">`,
	`<a href="{{.Title}}">`, `<a href="/x/{{.Title}}">`, `<a href="?q={{.Title}}">`, `<a href="#{{.Title}}">`, `<img srcset="{{.Title}}">`,
	`<meta http-equiv="refresh" content="0; url={{.Title}}">`, `<script>var x = {{.Title}}</script>`, `<style>p { color: {{.Title}} }</style>`,
	`<p onclick="f({{.Title}})">`, `{{.Body}}`, `<p title="{{.Body}}">`, `<a href="{{.Body}}">`, `{{.Draft}}`, `{{len .Title}}`, `{{.Date}}`, `{{.Feed}}`, `{{.Home}}`,
	`{{.Title | html}}`, `{{printf "%q" .Title}}`, `{{print .Title 1 2.5}}`, `{{.Date.Year}} {{.Date.Text}} {{.Date.Format "2006"}}`, `{{(index .Breadcrumb 1).Name}}`,
	`{{if and .Title .Draft}}a{{else if or .Draft .Title}}b{{else}}c{{end}}`, `{{if not .Date.IsZero}}a{{end}}`, `{{with .Home}}a{{else}}b{{end}}`, `{{with .Feed}}{{.Name}}{{end}}`,
	`{{range .Breadcrumb}}{{.Name}},{{else}}none{{end}}`, `{{range $i, $b := .Breadcrumb}}{{$i}}{{$b.Name}}{{$.Title}}{{end}}`, `{{range .Meta}}x{{else}}none{{end}}`,
	`{{range $b := .Breadcrumb}}{{if eq $b.Name "乙"}}{{break}}{{end}}{{$b.Name}}{{end}}`, `{{range 3}}{{.}}{{end}}`, `{{range .Title}}{{.}}{{end}}`,
	`{{$x := 1}}{{range .Breadcrumb}}{{$x = .Name}}{{$y := 2}}{{$y}}{{end}}{{$x}}`, `{{$x := .Title}}{{with $x := 2}}{{$x}}{{end}}{{$x}}`, `{{with $x := .Feed}}{{$x.Name}}{{.URL}}{{end}}`,
	`{{eq .Title "甲" "乙"}}`, `{{eq 1 1.0}}`, `{{lt 1 2}}{{gt "b" "a"}}{{ne 1 2}}{{le 2 2}}{{ge 1 2}}`, `{{eq .Draft true}}`, `{{slice .Title 0 1}}`, `{{len (slice .Breadcrumb 1)}}`, `{{slice .Breadcrumb 9}}`,
	`{{define "x"}}<b title="{{.}}">{{.}}</b>{{end}}{{template "x" .Title}}<i title="{{template "x" "y"}}">`, `{{define "x"}}{{if .}}{{template "x" (slice . 1)}}{{end}}{{end}}{{template "x" .Breadcrumb}}`,
	`{{define "x"}}{{template "x" .}}{{end}}`, `{{.Nothing}}`, `{{.Home.Reports}}`, `{{.Feed.Name.More}}`, `{{1e3}} {{0x10}} {{'a'}} {{-7}} {{1_000}} {{true}}`, `{{/* x */}}{{- 1 -}} `, `{{nil | print}}`,
}

// values hold what has to be escaped, and what html/template refuses.
var values = []string{
	"", "甲", `<b>"a" & 'c' + d=e` + "`</b>", "\x00\xff\n", "/a/?b=c&d#e", "/公示/", "/%e4%zz %", "javascript:alert(1)", "JavaScript:x", "mailto:a@b.cn", "a:b", "//b.cn/", "https://b.cn/(a)", "HTTP://b.cn/", "#x", "a b",
}

// TestProgramsAreTemplates holds programs against html/template.
func TestProgramsAreTemplates(t *testing.T) {
	printed := 0
	for _, form := range forms {
		set, err := template.New("").New("page").Parse("<!DOCTYPE html>" + form)
		if err != nil {
			t.Fatalf("%s: %v", form, err)
		}
		p := compile(set, "page", builtins)
		for _, value := range values {
			view := &Page{Title: value, Body: template.HTML(value), Feed: Link{Name: value, URL: value}, Breadcrumb: []Link{{Name: "甲"}, {Name: "乙"}}}
			var got, want bytes.Buffer
			if !p.print(&got, view) {
				if got.Len() > 0 {
					t.Errorf("%s of %q gave up and left %q", form, value, &got)
				}
				continue
			}
			printed++
			if err := set.ExecuteTemplate(&want, "page", view); err != nil {
				t.Errorf("%s of %q: printed %q, but it is a fault: %v", form, value, &got, err)
			} else if got.String() != want.String() {
				t.Errorf("%s of %q:\ngot  %q\nwant %q", form, value, &got, &want)
			}
		}
	}
	if printed < len(forms)*len(values)/3 {
		t.Errorf("only %d of %d were printed", printed, len(forms)*len(values))
	}
}

// TestEndlessLayout: a layout that includes itself is html/template's to refuse.
func TestEndlessLayout(t *testing.T) {
	set := template.Must(template.New("").New("page").Parse(`a{{if .Title}}{{template "page" .}}{{end}}`))
	var b bytes.Buffer
	if p := compile(set, "page", builtins); p == nil || p.print(&b, &Page{Title: "甲"}) {
		t.Error("printed a page without end")
	}
	if p := compile(set, "page", builtins); !p.print(&b, &Page{}) || !strings.HasPrefix(b.String(), "a") {
		t.Errorf("did not print %q", &b)
	}
}
