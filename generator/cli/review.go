package cli

import (
	"bytes"
	"html/template"
	"io/fs"

	"gongshi/generator/review"
	"gongshi/generator/site"
)

// reviewPath is the preview's page that lists the conversions of characters with
// several traditional forms.
const reviewPath = "_variants/"

// reviewLayout has no styles, since the preview forbids inline ones.
var reviewLayout = template.Must(template.New("review").Funcs(template.FuncMap{"reason": reasonOf}).Parse(`<!DOCTYPE html>
<html lang="zh-Hans">
<head><meta charset="utf-8"><title>核对繁体</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>核对繁体</h1>
{{range .}}<h2>{{.Name}}（{{len .Decisions}} 处）</h2>
<table border="1"><thead><tr><th scope="col">位置</th><th scope="col">原文</th><th scope="col">繁体</th><th scope="col">根据</th><th scope="col">上下文</th></tr></thead>
<tbody>{{range .Decisions}}<tr><td>{{.Pos}}</td><td>{{.Source}}</td><td>{{.Result}}</td><td>{{reason .}}</td><td>{{.Before}}<mark>{{.Source}}</mark>{{.After}}</td></tr>
{{end}}</tbody></table>
{{else}}<p>这个网站只有简体版。</p>{{end}}</main></body></html>
`))

// reviewPage lists the decisions for all traditional variants of the site.
func reviewPage(content fs.FS, s *site.Site) []byte {
	type section struct {
		Name      string
		Decisions []review.Decision
	}
	var sections []section
	if s != nil {
		for _, v := range s.Variants[1:] {
			sections = append(sections, section{v.Name, review.Decisions(content, s, v)})
		}
	}
	var b bytes.Buffer
	if err := reviewLayout.Execute(&b, sections); err != nil {
		return []byte(err.Error())
	}
	return b.Bytes()
}
