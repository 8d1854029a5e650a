package render

import (
	"strings"
	"testing"
)

// TestLocalizeLayout: what of a layout is converted and what is not.
func TestLocalizeLayout(t *testing.T) {
	for _, c := range []struct{ name, layout, want string }{
		{"text", `<p>里{{.Title}}里</p>`, `<p>裏{{.Title}}裏</p>`},
		{"text in an action", `{{or .Label "里"}}{{printf "里%d" .N}}`, `{{or .Label "裏"}}{{printf "裏%d" .N}}`},
		{"names of files", `{{template "layouts/partials/里.html" .}}{{asset "css/里.css"}}{{- inline "js/里.js" -}}`, `{{template "layouts/partials/里.html" .}}{{asset "css/里.css"}}{{- inline "js/里.js" -}}`},
		{"what is read or heard", `<a title="里" aria-label="{{.Name}}里" data-copied="里">`, `<a title="裏" aria-label="{{.Name}}裏" data-copied="裏">`},
		{"names and addresses", `<a href="/里" class="里" id="里" name="里">`, `<a href="/里" class="里" id="里" name="里">`},
		{"other quotation marks", `<a href='/about/' title='里"'>`, `<a href='/hant/about/' title='裏"'>`},
		{"addresses that are written out", `<a href="/about/#x" title="里">里</a><a href="{{.URL}}/about/"><a href="/about/" hreflang="zh-Hans">`, `<a href="/hant/about/#x" title="裏">裏</a><a href="{{.URL}}/about/"><a href="/about/" hreflang="zh-Hans">`},
		{"an attribute behind a condition", `<a{{if .Current}} aria-current="true"{{end}} title="里">里</a>`, `<a{{if .Current}} aria-current="true"{{end}} title="裏">裏</a>`},
		{"a condition in a name", `<li{{if eq .A "b>c"}} title="里"{{end}}>里`, `<li{{if eq .A "b>c"}} title="裏"{{end}}>裏`},
		{"verbatim", `<p><code>里</code>里<b translate="no" title="里">里<b>里</b>里</b>里<span lang="zh-Hant-HK">里</span></p>`, `<p><code>里</code>裏<b translate="no" title="里">里<b>里</b>里</b>裏<span lang="zh-Hant-HK">里</span></p>`},
		{"scripts and styles", `<script>"里"</script><style>/* 里 */</style>里`, `<script>"里"</script><style>/* 里 */</style>裏`},
		{"the title of the page", `<title>里</title><!-- 里 -->`, `<title>裏</title><!-- 里 -->`},
		{"a comment with tags", `{{- /* <code> 里 */ -}}里`, `{{- /* <code> 里 */ -}}裏`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := string(localizeLayout([]byte(c.layout), func(text string) string { return strings.ReplaceAll(text, "里", "裏") }, func(href string) string { return strings.Replace(href, "/about/", "/hant/about/", 1) }))
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}
