package generator

import (
	"bytes"
	"encoding/json"
	"html/template"
	"path"
	"strings"

	"github.com/invopop/jsonschema"

	"gongshi/generator/content"
	"gongshi/generator/site"
)

// The editors' page and what its content manager has to know: the collections
// of files and the keys of their front matter, which are those of the contract.
// The names of its settings are those of Decap CMS and Sveltia CMS.
type (
	adminConfig struct {
		Backend     adminBackend      `json:"backend"`
		Locale      string            `json:"locale"`
		SiteURL     string            `json:"site_url"`
		Media       string            `json:"media_folder"`
		Public      string            `json:"public_folder"`
		Slug        map[string]any    `json:"slug"`
		Output      map[string]any    `json:"output"`
		Collections []adminCollection `json:"collections"`
	}
	adminBackend struct {
		Name   string `json:"name"`
		Repo   string `json:"repo"`
		Branch string `json:"branch"`
		Login  string `json:"base_url,omitempty"`
	}
	adminCollection struct {
		Name      string            `json:"name"`
		Label     string            `json:"label"`
		Folder    string            `json:"folder,omitempty"`
		Files     []adminCollection `json:"files,omitempty"`
		File      string            `json:"file,omitempty"`
		Create    bool              `json:"create,omitempty"`
		Extension string            `json:"extension,omitempty"`
		Format    string            `json:"format,omitempty"`
		Slug      string            `json:"slug,omitempty"`
		Summary   string            `json:"summary,omitempty"`
		// Media "" keeps pictures beside the text.
		Media  *string      `json:"media_folder,omitempty"`
		Public *string      `json:"public_folder,omitempty"`
		Fields []adminField `json:"fields,omitempty"`
	}
	adminField struct {
		Name     string       `json:"name"`
		Label    string       `json:"label"`
		Hint     string       `json:"hint,omitempty"`
		Widget   string       `json:"widget"`
		Required bool         `json:"required"`
		Type     string       `json:"value_type,omitempty"`
		Options  []any        `json:"options,omitempty"`
		Format   string       `json:"format,omitempty"`
		Default  any          `json:"default,omitempty"`
		Fields   []adminField `json:"fields,omitempty"`
	}
)

// addAdmin adds the editors' page, if the site has one.
func (b *builder) addAdmin() {
	a := b.site.Admin
	if a == nil {
		return
	}
	settings, err := json.MarshalIndent(adminSettings(b.site), "", "  ")
	if err != nil {
		panic(err) // plain data can be written
	}
	var page bytes.Buffer
	script := a.Script
	if strings.HasPrefix(script, "/") {
		script = b.site.Base.URL(script)
	}
	if err := adminPage.Execute(&page, map[string]string{"Title": b.site.Title, "Script": script, "Integrity": a.Integrity}); err != nil {
		panic(err) // texts in a template that is known
	}
	b.add(site.OutputFile(site.AdminPath), page.Bytes(), "程序")
	b.add(site.AdminPath[1:]+"config.yml", append(settings, '\n'), "程序") // JSON is YAML
}

var adminPage = template.Must(template.New("admin").Parse(`<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>编辑 - {{.Title}}</title>
</head>
<body>
<noscript>编辑要用到浏览器的脚本。也可以直接在仓库里改 content 文件夹里的文件。</noscript>
<script src="{{.Script}}"{{with .Integrity}} integrity="{{.}}" crossorigin="anonymous"{{end}}></script>
</body>
</html>
`))

// adminSettings are the settings of the content manager. Each report is a
// collection of tasks; site.toml is left to a text editor, as a content manager
// would drop its comments.
func adminSettings(s *site.Site) adminConfig {
	beside := ""
	body := adminField{Name: "body", Label: "正文", Widget: "markdown", Required: true}
	task, page := fields(content.Schema("task")), fields(content.Schema("page"))
	body.Hint = "每个二级标题是一个目标，下面的段落是完成情况"
	task = append(task, body)
	body.Hint = ""
	page = append(page, body)

	c := adminConfig{
		Backend: adminBackend{s.Admin.Backend, s.Admin.Repo, s.Admin.Branch, s.Admin.Login},
		Locale:  "zh_Hans", SiteURL: s.Base.Absolute("/"), Media: content.Root, Public: "/",
		Slug: map[string]any{"encoding": "unicode"}, Output: map[string]any{"omit_empty_optional_fields": true},
	}
	reports := adminCollection{Name: "reports", Label: "报告"}
	for _, r := range s.Reports {
		folder := path.Dir(r.Source)
		name := path.Base(folder)
		body.Required = false
		reports.Files = append(reports.Files, adminCollection{
			Name: name, Label: r.Title, File: r.Source, Format: "toml-frontmatter", Fields: append(fields(content.Schema("report")), body),
		})
		c.Collections = append(c.Collections, adminCollection{
			Name: "tasks-" + name, Label: r.Title, Folder: folder, Create: true, Extension: "md", Format: "toml-frontmatter",
			Slug: "{{fields.number}}", Summary: "{{number}}．{{title}}", Media: &beside, Public: &beside, Fields: task,
		})
	}
	if len(reports.Files) > 0 {
		c.Collections = append(c.Collections, reports)
	}
	c.Collections = append(c.Collections, adminCollection{
		Name: "pages", Label: "普通页面", Folder: content.Root, Create: true, Extension: "md", Format: "toml-frontmatter",
		Slug: "{{slug}}", Media: &beside, Public: &beside, Fields: page,
	})
	return c
}

// fields are the widgets for the keys of a table. Keys that an office invents
// itself have none; they stay in the file.
func fields(s *jsonschema.Schema) []adminField {
	var list []adminField
	for key := s.Properties.Oldest(); key != nil; key = key.Next() {
		f := adminField{Name: key.Key, Hint: key.Value.Description}
		f.Label = f.Hint
		if i := strings.IndexAny(f.Hint, "：，；（"); i > 0 {
			f.Label = f.Hint[:i]
		}
		if f.Label == f.Hint {
			f.Hint = ""
		}
		for _, name := range s.Required {
			f.Required = f.Required || name == key.Key
		}
		if f.widget(key.Value) {
			list = append(list, f)
		}
	}
	return list
}

// widget chooses what a value is written with; false if nothing fits.
func (f *adminField) widget(s *jsonschema.Schema) bool {
	if len(s.AnyOf) > 0 {
		s = s.AnyOf[0]
	}
	f.Widget = "string"
	switch {
	case len(s.Enum) > 0:
		f.Widget, f.Options = "select", s.Enum
	case s.Pattern != "":
		f.Widget, f.Format = "datetime", "YYYY-MM-DDTHH:mm:ss"
	case s.Type == "boolean":
		f.Widget, f.Default = "boolean", false
	case s.Type == "integer":
		f.Widget, f.Type = "number", "int"
	case s.Type == "number":
		f.Widget, f.Type = "number", "float"
	case s.Type == "array":
		f.Widget = "list"
		if s.Items.Properties != nil {
			f.Fields = fields(s.Items)
		}
	case s.Type == "object" && s.Properties != nil:
		f.Widget, f.Fields = "object", fields(s)
	case s.Type == "object":
		return false
	}
	return true
}
