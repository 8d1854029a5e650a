package export

import (
	"bytes"
	"encoding/json"
	"html/template"
	"path"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

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

// Admin lists the editors' page and its settings, if the site has one. schema gives
// the keys of the front matter of a kind of file: "report", "task", "page".
func Admin(s *site.Site, schema func(kind string) *jsonschema.Schema) []File {
	if s.Admin == nil {
		return nil
	}
	settings, err := json.MarshalIndent(adminSettings(s, schema), "", "  ")
	if err != nil {
		panic(err) // plain data can be written
	}
	script := s.Admin.Script
	if strings.HasPrefix(script, "/") {
		script = s.Base.URL(script)
	}
	var page bytes.Buffer
	if err := adminPage.Execute(&page, map[string]string{"Title": s.Title, "Policy": adminPolicy(s.Admin), "Script": script, "Integrity": s.Admin.Integrity}); err != nil {
		panic(err) // texts in a template that is known
	}
	return []File{data("/"+site.OutputFile(site.AdminPath), page.Bytes()), data(site.AdminPath+"config.yml", append(settings, '\n'))} // JSON is YAML
}

var adminPage = template.Must(template.New("admin").Parse(`<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{.Policy}}">
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
func adminSettings(s *site.Site, schema func(kind string) *jsonschema.Schema) adminConfig {
	root, beside := path.Dir(configFile), ""
	keys := func(kind, hint string, needsBody bool) []adminField {
		return append(fields(schema(kind)), adminField{Name: "body", Label: "正文", Hint: hint, Widget: "markdown", Required: needsBody})
	}
	task := keys("task", "每个二级标题是一个目标，下面的段落是完成情况", true)
	c := adminConfig{
		Backend: adminBackend{s.Admin.Backend, s.Admin.Repo, s.Admin.Branch, s.Admin.Login},
		Locale:  "zh_Hans", SiteURL: s.Base.Absolute("/"), Media: root, Public: "/",
		Slug: map[string]any{"encoding": "unicode"}, Output: map[string]any{"omit_empty_optional_fields": true},
	}
	reports := adminCollection{Name: "reports", Label: "报告"}
	for _, r := range s.Reports {
		folder := path.Dir(r.Source)
		name := path.Base(folder)
		reports.Files = append(reports.Files, adminCollection{
			Name: name, Label: r.Title, File: r.Source, Format: "toml-frontmatter", Fields: keys("report", "", false),
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
		Name: "pages", Label: "普通页面", Folder: root, Create: true, Extension: "md", Format: "toml-frontmatter",
		Slug: "{{slug}}", Media: &beside, Public: &beside, Fields: keys("page", "", true),
	})
	return c
}

// fields are the widgets for the keys of a table. Keys that an office invents
// itself have none; they stay in the file.
func fields(s *jsonschema.Schema) []adminField {
	var list []adminField
	for name, key := range s.Properties.FromOldest() {
		f := adminField{Name: name, Label: key.Description, Required: slices.Contains(s.Required, name)}
		if i := strings.IndexAny(f.Label, "：，；（"); i > 0 {
			f.Label, f.Hint = f.Label[:i], f.Label
		}
		if f.widget(key) {
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
		f.Widget, f.Fields = "list", fields(s.Items) // none for a list of texts
	case s.Type == "object" && s.Properties != nil:
		f.Widget, f.Fields = "object", fields(s)
	case s.Type == "object":
		return false
	}
	return true
}
