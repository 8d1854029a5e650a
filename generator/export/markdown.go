package export

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// markdownWriter writes the Markdown copy of a page: the front matter as a list of facts,
// then the Markdown that the editor wrote.
type markdownWriter struct {
	*site.Site
	bytes.Buffer
}

// markdownCopies lists the Markdown copies of all pages, and llms.txt.
func markdownCopies(s *site.Site) []File {
	file := func(path, source string, write func(w *markdownWriter)) File {
		return File{path, source, false, func(s *site.Site) []byte {
			w := &markdownWriter{Site: s}
			write(w)
			return w.Bytes()
		}}
	}
	copyOf := func(d *site.Document, write func(w *markdownWriter)) File {
		return file(d.Path+site.MarkdownName, d.Source, write)
	}
	files := []File{
		file(site.HomePath+site.MarkdownName, configFile, (*markdownWriter).guide),
		file(site.GuidePath, configFile, (*markdownWriter).guide),
	}
	for i, p := range s.Pages {
		files = append(files, copyOf(&p.Document, func(w *markdownWriter) { w.page(w.Pages[i]) }))
	}
	for i, r := range s.Reports {
		files = append(files, copyOf(&r.Document, func(w *markdownWriter) { w.report(w.Reports[i]) }))
		for j, t := range r.Tasks {
			files = append(files, copyOf(&t.Document, func(w *markdownWriter) { w.task(w.Reports[i].Tasks[j]) }))
		}
	}
	return files
}

func (w *markdownWriter) page(p *site.Page) {
	w.head(p.Title, nil, p.Path)
	w.paragraph(p.Body.Markdown)
}

func (w *markdownWriter) report(r *site.Report) {
	w.head(r.Title, r, r.Path)
	w.paragraph(r.Intro.Markdown)
	for _, t := range r.Tasks {
		fmt.Fprintf(w, "\n## %d. [%s](%s)\n", t.Number, markdown.Escape(t.Title), w.Base.Absolute(t.Path))
		w.targets("###", t)
	}
}

func (w *markdownWriter) task(t *site.Task) {
	w.head(t.Title, t.Report, t.Path)
	for _, c := range t.Report.Columns {
		if value := t.Value(c.Key); value != "" {
			fmt.Fprintf(w, "- %s：%s\n", markdown.Escape(c.Label), markdown.Escape(value))
		}
	}
	w.paragraph(t.Intro.Markdown)
	w.targets("##", t)
}

// head writes the title of a page and its source. r is nil for an ordinary page.
func (w *markdownWriter) head(title string, r *site.Report, path string) {
	fmt.Fprintf(w, "# %s\n\n- %s：<%s>\n", markdown.Escape(title), w.Text(labelPage), w.Base.Absolute(path))
	if r == nil {
		return
	}
	if path != r.Path {
		fmt.Fprintf(w, "- %s：[%s](%s)\n", w.Text(labelReport), markdown.Escape(r.Title), w.Base.Absolute(r.Path))
	}
	fmt.Fprintf(w, "- %s：%s\n", w.Text(labelSource), markdown.Escape(publisher(w.Site, r)))
	if !r.Date.IsZero() {
		fmt.Fprintf(w, "- %s：%s\n", w.Text(labelDate), r.Date.Format(time.DateOnly))
	}
}

// targets writes each target of a task with its result, under a heading with the given
// marks ("##").
func (w *markdownWriter) targets(marks string, t *site.Task) {
	for _, target := range t.Rows() {
		if target.ID != "" {
			fmt.Fprintf(w, "\n%s %s\n", marks, target.Title.Markdown)
		}
		if reason, successor := retired(w.Site, t, target); reason+successor != "" {
			w.paragraph(strings.TrimSpace(w.Text(labelRetired) + "：" + markdown.Escape(reason) + " " + successor))
		}
		if len(target.Measures) > 0 {
			fmt.Fprintf(w, "\n- %s\n", strings.ReplaceAll(markdown.Escape(measuresText(w.Site, target.Measures)), "\n", "\n- "))
		}
		w.paragraph(target.Result.Markdown)
	}
}

func (w *markdownWriter) paragraph(text string) {
	if text != "" {
		fmt.Fprintf(w, "\n%s\n", text)
	}
}

// guide writes llms.txt: the site's name and description, and links to its texts and data.
func (w *markdownWriter) guide() {
	fmt.Fprintf(w, "# %s\n", markdown.Escape(w.Title))
	if w.Description != "" {
		fmt.Fprintf(w, "\n> %s\n", markdown.Escape(w.Description))
	}
	for _, r := range w.Reports {
		fmt.Fprintf(w, "\n## %s\n\n- [%s](%s)\n", markdown.Escape(r.Title), w.Text(labelWhole), w.Base.Absolute(r.Path+site.MarkdownName))
		if len(r.Tasks) > 0 {
			for _, f := range site.Formats {
				fmt.Fprintf(w, "- [%s](%s)\n", f.Name, w.Base.Absolute(site.TablePath(r, f)))
			}
		}
		if len(w.Reports) > guideReports {
			continue
		}
		for _, t := range r.Tasks {
			fmt.Fprintf(w, "- [%d. %s](%s)\n", t.Number, markdown.Escape(t.Title), w.Base.Absolute(t.Path+site.MarkdownName))
		}
	}
	fmt.Fprintf(w, "\n## Optional\n\n- [data.json](%s)\n- [JSON Schema](%s)\n", w.Absolute(site.DataPath), w.Base.Absolute(site.DataSchemaPath))
	for p := range w.Listed() {
		fmt.Fprintf(w, "- [%s](%s)\n", markdown.Escape(p.Title), w.Base.Absolute(p.Path+site.MarkdownName))
	}
}

// guideReports is the number of reports up to which the guide lists all tasks.
const guideReports = 20
