package render

import (
	"strings"
	"unicode"

	"gongshi/generator/site"
)

// descriptionLength is how many characters of a text stand for the whole of it.
const descriptionLength = 120

// description is what a document says of itself, or the beginning of its text.
func description(d *site.Document, text string) string {
	if d.Description != "" {
		return d.Description
	}
	return shorten(text)
}

// summary is the text a task's description is cut from: its first goal and
// what became of it.
func summary(task *site.Task) (p site.Prose) {
	if len(task.Targets) > 0 {
		title, result := task.Targets[0].Title, task.Targets[0].Result
		p.Text = title.Text + "：" + result.Text
		if title.Marked != "" || result.Marked != "" {
			p.Marked = title.Convertible() + "：" + result.Convertible()
		}
	}
	return p
}

// descriptions leads from a description that is cut from a document's text to
// the same with the marks of site.Keep, where they differ. The finished page
// of the first script, which an edition is made of, has no marks.
func descriptions(s *site.Site) map[string]string {
	marked := map[string]string{}
	add := func(p site.Prose) {
		if p.Marked != "" {
			marked[shorten(p.Text)] = shorten(p.Marked)
		}
	}
	for _, r := range s.Reports {
		for _, t := range r.Tasks {
			add(summary(t))
		}
	}
	for _, p := range s.Pages {
		add(p.Body)
	}
	return marked
}

// shorten folds white space and cuts a text to the length of a description.
// The marks of site.Keep have no length, and what is cut in between is closed.
func shorten(text string) string {
	var b strings.Builder
	length, cut := 0, 0 // cut is where there is room left for "…" only
	write := func(r rune) {
		b.WriteRune(r)
		if length++; length == descriptionLength-1 {
			cut = b.Len()
		}
	}
	space := false
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			space = length > 0
			continue
		case strings.ContainsRune(site.KeepBegin+site.KeepEnd, r):
			b.WriteRune(r)
			continue
		case space:
			write(' ')
			space = false
		}
		if write(r); length > descriptionLength {
			return closed(strings.TrimRight(b.String()[:cut], " ")) + "…"
		}
	}
	return b.String()
}

// closed ends what a cut has left open.
func closed(marked string) string {
	if strings.LastIndex(marked, site.KeepBegin) > strings.LastIndex(marked, site.KeepEnd) {
		return marked + site.KeepEnd
	}
	return marked
}
