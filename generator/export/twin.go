package export

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gongshi/generator/site"
)

// Twins are the texts of pages as plain Markdown, beside each page, in one
// script: what the editor wrote, with the facts of the front matter before it.
type Twins struct {
	site.Edition
	own map[string]bool // the site paths the edition has of its own
}

// NewTwins returns the twins of an edition.
func NewTwins(e site.Edition) Twins {
	own := map[string]bool{site.HomePath: true}
	for d := range e.Documents() {
		own[d.Path] = true
	}
	return Twins{e, own}
}

// TwinPath is the address of a page's twin in the first script.
func TwinPath(page string) string { return page + site.TwinName }

// Of returns the twins of a report and of its tasks.
func (w Twins) Of(r *site.Report) []site.File {
	var files []site.File
	var all bytes.Buffer
	w.head(&all, r.Title, r, r.Path)
	w.paragraph(&all, w.prose(r.Intro))
	for _, t := range r.Tasks {
		targets := w.targets(t)
		fmt.Fprintf(&all, "\n## %d. [%s](%s)\n", t.Number, w.plain(t.Title), w.Absolute(t.Path))
		writeTargets(&all, "###", targets)
		var own bytes.Buffer
		w.head(&own, t.Title, r, t.Path)
		for _, fact := range w.facts(t) {
			fmt.Fprintf(&own, "- %s\n", fact)
		}
		w.paragraph(&own, w.prose(t.Intro))
		writeTargets(&own, "##", targets)
		files = append(files, w.file(&t.Document, own.Bytes()))
	}
	return append(files, w.file(&r.Document, all.Bytes()))
}

// Rest returns the twins of the home page and of ordinary pages, and llms.txt.
func (w Twins) Rest() []site.File {
	var files []site.File
	for _, p := range w.Pages {
		var b bytes.Buffer
		w.head(&b, p.Title, nil, p.Path)
		w.paragraph(&b, w.prose(p.Body))
		files = append(files, w.file(&p.Document, b.Bytes()))
	}
	guide := w.guide()
	const source = "content/site.toml"
	return append(files, site.File{Path: w.Path(TwinPath(site.HomePath)), Source: source, Data: guide},
		site.File{Path: w.Path(site.GuidePath), Source: source, Data: guide})
}

func (w Twins) file(d *site.Document, text []byte) site.File {
	return site.File{Path: w.Path(TwinPath(d.Path)), Source: d.Source, Data: text}
}

// head writes the title and where the text comes from.
func (w Twins) head(b *bytes.Buffer, title string, r *site.Report, path string) {
	fmt.Fprintf(b, "# %s\n\n- %s：<%s>\n", w.plain(title), w.Text(labelPage), w.Absolute(path))
	if r == nil {
		return
	}
	if path != r.Path {
		fmt.Fprintf(b, "- %s：[%s](%s)\n", w.Text(labelReport), w.plain(r.Title), w.Absolute(r.Path))
	}
	fmt.Fprintf(b, "- %s：%s\n", w.Text(labelSource), w.plain(publisher(w.Site, r)))
	if !r.Date.IsZero() {
		fmt.Fprintf(b, "- %s：%s\n", w.Text(labelDate), r.Date.Format(time.DateOnly))
	}
}

// facts are what the front matter of a task says, in the words of its report.
func (w Twins) facts(t *site.Task) []string {
	var list []string
	for _, c := range t.Report.Columns {
		if value := t.Value(c.Key); value != "" {
			list = append(list, w.plain(c.Label)+"："+w.plain(value))
		}
	}
	return list
}

// targetText is a goal and what became of it; one without a title is of a task
// that has no goals.
type targetText struct{ title, text string }

func (w Twins) targets(t *site.Task) []targetText {
	tab := table{Edition: w.Edition}
	rows := t.Rows()
	list := make([]targetText, len(rows))
	for i := range rows {
		target := &rows[i]
		if target.ID != "" {
			list[i].title = w.prose(target.Title)
		}
		var b strings.Builder
		if why, by := tab.retired(t, target); why+by != "" {
			w.paragraph(&b, strings.TrimSpace(w.Text(labelRetired)+"："+markdownSigns.Replace(why)+" "+by))
		}
		if len(target.Measures) > 0 {
			b.WriteString("\n- " + strings.ReplaceAll(w.plain(measuresText(target.Measures)), "\n", "\n- ") + "\n")
		}
		w.paragraph(&b, w.prose(target.Result))
		list[i].text = b.String()
	}
	return list
}

// writeTargets writes goals under headings with the given mark.
func writeTargets(b *bytes.Buffer, mark string, targets []targetText) {
	for _, t := range targets {
		if t.title != "" {
			fmt.Fprintf(b, "\n%s %s\n", mark, t.title)
		}
		b.WriteString(t.text)
	}
}

func (w Twins) paragraph(b io.Writer, text string) {
	if text != "" {
		fmt.Fprintf(b, "\n%s\n", text)
	}
}

// guide is llms.txt: the site's name, what it is, and where its texts and data lie.
func (w Twins) guide() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", w.plain(w.Title))
	if w.Description != "" {
		fmt.Fprintf(&b, "\n> %s\n", w.plain(w.Description))
	}
	for _, r := range w.Reports {
		fmt.Fprintf(&b, "\n## %s\n\n- [%s](%s)\n", w.plain(r.Title), w.Text(labelWhole), w.Absolute(TwinPath(r.Path)))
		if len(r.Tasks) > 0 {
			for _, f := range site.Formats {
				fmt.Fprintf(&b, "- [%s](%s)\n", f.Name, w.Absolute(site.TablePath(r, f)))
			}
		}
		if len(w.Reports) > guideReports {
			continue
		}
		for _, t := range r.Tasks {
			fmt.Fprintf(&b, "- [%d. %s](%s)\n", t.Number, w.plain(t.Title), w.Absolute(TwinPath(t.Path)))
		}
	}
	fmt.Fprintf(&b, "\n## Optional\n\n- [data.json](%s)\n- [JSON Schema](%s)\n", w.Absolute(site.DataPath), w.Base.Absolute(site.DataSchemaPath))
	for p := range w.Listed() {
		fmt.Fprintf(&b, "- [%s](%s)\n", w.plain(p.Title), w.Absolute(TwinPath(p.Path)))
	}
	return b.Bytes()
}

// guideReports is the number of reports up to which the guide names each task.
const guideReports = 20

// plain is a text of the model with the signs of Markdown kept from meaning
// anything.
func (w Twins) plain(text string) string { return markdownSigns.Replace(w.Text(text)) }

var markdownSigns = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "&", `\&`)

// verbatim is what no conversion may touch in Markdown beside code: addresses,
// and what an editor has marked, whose mark means nothing elsewhere.
// It matches at the beginning of a text, with one of the verbatimSigns; sought
// in the text as a whole, it takes eight times as long on our help pages.
var verbatim = regexp.MustCompile(`^(?:\[[^\[\]\n]+\]\{(?:原样|繁体)\}|\]\([^)\s]*|https?://[^\s<>)，。；]*)`)

// leadingCode is the code a text begins with, its marks included: up to the next
// run of as many marks, for a block also of more. Code inside a sentence ends
// with its paragraph.
func leadingCode(text string) string {
	mark := text[:1]
	length := len(text) - len(strings.TrimLeft(text, mark))
	block := length >= 3
	if mark == "~" && !block {
		return ""
	}
	rest := text
	if paragraph := strings.Index(text, "\n\n"); paragraph >= 0 && !block {
		rest = text[:paragraph]
	}
	for at := length; ; {
		next := strings.Index(rest[at:], mark)
		if next < 0 {
			return ""
		}
		at += next
		run := len(rest[at:]) - len(strings.TrimLeft(rest[at:], mark))
		at += run
		if run == length || block && run > length {
			return text[:at]
		}
	}
}

// leadingVerbatim is what is verbatim at the beginning of a text.
func leadingVerbatim(text string) string {
	if text[0] == '`' || text[0] == '~' {
		return leadingCode(text)
	}
	return verbatim.FindString(text)
}

const verbatimSigns = "`~[]h"

// mark is what stands between the letters of a text in Markdown: it does not part
// the words beside it on a page, unless it is kept.
var mark = regexp.MustCompile(`^(?:\*+|~~|\[|\]\([^)\s]*)`)

// part is a part of a text in Markdown.
type part struct {
	text string
	kind partKind
}

type partKind uint8

const (
	letters partKind = iota // to be converted
	marks                   // signs of Markdown and addresses between letters
	kept                    // code, and what an editor has marked to stay
)

const partSigns = verbatimSigns + "*\n"

// parts cuts a text at its marks; links lead where they do in the edition.
func (w Twins) parts(text string) (list []part) {
	for i := strings.IndexAny(text, partSigns); i >= 0; i = strings.IndexAny(text, partSigns) {
		p := part{kind: kept, text: leadingVerbatim(text[i:])}
		n := len(p.text)
		if n == 0 || strings.HasPrefix(p.text, "](") {
			p = part{kind: marks, text: mark.FindString(text[i:])}
			n = len(p.text)
		}
		if n == 0 {
			p, n = part{text: text[i : i+1]}, 1
			if text[i] == '\n' {
				p.kind = lineBreak(text[:i], text[i+1:])
			}
		}
		if href, ok := strings.CutPrefix(p.text, "]("); ok {
			p.text = "](" + w.link(href)
		} else if marked, ok := strings.CutPrefix(p.text, "["); ok && p.kind == kept {
			p.text, _, _ = strings.Cut(marked, "]{")
		}
		list = append(list, part{text: text[:i]}, p)
		text = text[i+n:]
	}
	return append(list, part{text: text})
}

// lineBreak says what a line break is between two texts: none on the page if a
// Chinese line goes on.
func lineBreak(before, after string) partKind {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	if unicode.Is(unicode.Han, last) && unicode.Is(unicode.Han, next) {
		return marks
	}
	return kept
}

// prose is a text of the model in Markdown, in the edition's script. Links of
// the site become absolute and lead to the edition where it has the page.
func (w Twins) prose(p site.Prose) string {
	// What an editor wrote for this script is kept as a whole: marks do not nest.
	own, isOwn := strings.CutPrefix(strings.TrimSuffix(p.Markdown, site.KeepEnd), site.KeepBegin)
	list := w.parts(own)
	if w.Convert != nil && !isOwn {
		w.convert(list)
	}
	var b strings.Builder
	for _, p := range list {
		b.WriteString(p.text)
	}
	return b.String()
}

// border stands for what is kept, so that no word reaches across it.
const border = "\ufffc"

// convert converts the letters of a text as a page shows them: words reach
// across marks. Should the result have another number of characters, as a phrase
// of the site can make it, each part is converted by itself.
func (w Twins) convert(list []part) {
	var all strings.Builder
	for _, p := range list {
		switch p.kind {
		case letters:
			all.WriteString(p.text)
		case kept:
			all.WriteString(border)
		}
	}
	before, after := []rune(all.String()), []rune(w.Text(all.String()))
	for i := range list {
		switch p := &list[i]; {
		case p.kind == kept && len(before) == len(after):
			after = after[1:]
			before = before[1:]
		case p.kind == letters && len(before) == len(after):
			n := utf8.RuneCountInString(p.text)
			p.text, before, after = string(after[:n]), before[n:], after[n:]
		case p.kind == letters:
			p.text = w.Text(p.text)
		}
	}
}

func (w Twins) link(href string) string {
	path, _, ok := w.Base.Split(href)
	if !ok {
		return href
	}
	if w.own[path] {
		path = w.Path(path)
	}
	address := w.Base.Absolute(path)
	if rest := strings.IndexAny(href, "?#"); rest >= 0 {
		address += href[rest:]
	}
	return address
}
