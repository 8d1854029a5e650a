package cli

import (
	"bytes"
	"html/template"

	"gongshi/generator"
	"gongshi/generator/site"
)

// reviewPath is where the preview lists the choices between several
// traditional characters.
const reviewPath = "_variants/"

// reviewLayout needs no style: the preview forbids inline ones.
var reviewLayout = template.Must(template.New("review").Parse(`<!DOCTYPE html>
<html lang="zh-Hans">
<head><meta charset="utf-8"><title>核对繁体</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>核对繁体</h1>
{{range .}}<h2>{{.Name}}（{{len .Decisions}} 处）</h2>
<table border="1"><thead><tr><th scope="col">位置</th><th scope="col">原文</th><th scope="col">繁体</th><th scope="col">根据</th><th scope="col">上下文</th></tr></thead>
<tbody>{{range .Decisions}}<tr><td>{{.Pos}}</td><td>{{.Source}}</td><td>{{.Result}}</td><td>{{.Reason}}</td><td>{{.Before}}<mark>{{.Source}}</mark>{{.After}}</td></tr>
{{end}}</tbody></table>
{{else}}<p>这个网站只有简体版。</p>{{end}}</main></body></html>
`))

// reviewed is a decision with the Chinese word for its rule.
type reviewed struct {
	generator.Decision
	Reason string
}

// reviewPage lists every decision of every further variant of the site.
func reviewPage(opt generator.Options, s *site.Site) []byte {
	type section struct {
		Name      string
		Decisions []reviewed
	}
	var sections []section
	if s != nil {
		for _, v := range s.Variants[1:] {
			part := section{Name: v.Name}
			for _, d := range generator.Decisions(opt, s, v) {
				part.Decisions = append(part.Decisions, reviewed{d, reasonOf(d)})
			}
			sections = append(sections, part)
		}
	}
	var b bytes.Buffer
	if err := reviewLayout.Execute(&b, sections); err != nil {
		return []byte(err.Error())
	}
	return b.Bytes()
}
