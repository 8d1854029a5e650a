package content

import (
	"path"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/privacy"
	"gongshi/generator/site"
)

// histories puts into each task what the repository tells of its file, if the
// site asks for it. Where the repository tells nothing, an editor is told why.
func (a *assembler) histories(s *site.Site, opt Options, parser *markdown.Parser) {
	if !a.config.file.History || opt.History == nil {
		return
	}
	log, err := opt.History()
	if err != nil {
		at := a.config.bound.where["history"]
		a.found = append(a.found, a.config.bound.src.Report(diag.Warning, "history", at.valueStart, at.valueEnd, "页面上不会有修订记录："+err.Error()).
			WithHint("在完整的仓库里生成网站（git fetch --unshallow 取回全部提交）；不需要修订记录就写 history = false"))
		return
	}
	for _, r := range s.Reports {
		since := a.publishedWith(log, r.Source, parser)
		for _, t := range r.Tasks {
			t.History = revisions(t.Source, published(log[t.Source], since, taskKind, parser), parser)
		}
	}
}

// publishedWith is the commit by which a report, and every report above it, was
// no draft any more; the zero commit if none ever was one.
func (a *assembler) publishedWith(log map[string][]site.Commit, source string, parser *markdown.Parser) (last site.Commit) {
	for dir := path.Dir(source); dir != Root && dir != "."; dir = path.Dir(dir) {
		all := log[dir+"/"+indexName]
		since := published(all, site.Commit{}, reportKind, parser)
		if len(since) < len(all) && len(since) > 0 && since[len(since)-1].Date.After(last.Date) {
			last = since[len(since)-1]
		}
	}
	return last
}

// published are the commits of a file since it was last a draft, the latest
// first; what was written before was never shown. A file that was ready before
// since was published by it.
func published(commits []site.Commit, since site.Commit, k kind, parser *markdown.Parser) []site.Commit {
	for i, c := range commits {
		if c.Text != nil {
			if f := parse(diag.NewSource("", c.Text), k, parser); f.usable && f.keys().Draft {
				return commits[:i]
			}
		}
		if c.Date.Before(since.Date) {
			first := site.Commit{Date: since.Date, Subject: since.Subject, Text: c.Text}
			return append(slices.Clone(commits[:i]), first)
		}
	}
	return commits
}

// revisions compares each version of a task's file with the one before it.
func revisions(name string, commits []site.Commit, parser *markdown.Parser) []site.Revision {
	list := make([]site.Revision, len(commits))
	var later, texts []site.Rewording
	known := false // whether later is the text of the commit after this one
	for i, c := range commits {
		subject, _ := privacy.Mask(c.Subject, nil)
		list[i] = site.Revision{Date: c.Date, Subject: subject}
		texts = nil
		readable := c.Text != nil
		if readable {
			texts, readable = taskTexts(name, c.Text, parser)
		}
		if i > 0 && known && readable {
			list[i-1].Changes = reworded(texts, later)
		}
		later, known = texts, readable
	}
	return list
}

// taskTexts are the texts of a task's file that a reader sees, each as Before.
func taskTexts(name string, text []byte, parser *markdown.Parser) (list []site.Rewording, ok bool) {
	f := parse(diag.NewSource(name, text), taskKind, parser)
	if !f.usable {
		return nil, false
	}
	add := func(key string, target int, text string) {
		if text, _ = privacy.Mask(strings.TrimSpace(text), nil); text != "" { // a number may have been masked since
			list = append(list, site.Rewording{Key: key, Target: target, Before: text})
		}
	}
	k := f.task
	add("title", 0, k.Title)
	for _, v := range []struct{ key, value string }{
		{"category", k.Category}, {"lead", k.Lead}, {"support", strings.Join(k.Support, "、")}, {"leader", k.Leader},
		{"due", string(k.Due)}, {"status", k.Status}, {"note", k.Note},
	} {
		add(v.key, 0, v.value)
	}
	for i, section := range f.doc.Sections {
		add("target", i+1, section.Title.Text)
		add("result", i+1, section.Body.Text)
		if i < len(k.Target) {
			add("status", i+1, k.Target[i].Status)
		}
	}
	return list, true
}

// reworded lists the texts that differ, in the order of the later version;
// those that are gone come last.
func reworded(before, after []site.Rewording) []site.Rewording {
	var list []site.Rewording
	find := func(texts []site.Rewording, of site.Rewording) string {
		for _, t := range texts {
			if t.Key == of.Key && t.Target == of.Target {
				return t.Before
			}
		}
		return ""
	}
	for _, now := range after {
		if was := find(before, now); was != now.Before {
			list = append(list, site.Rewording{Key: now.Key, Target: now.Target, Before: was, After: now.Before})
		}
	}
	for _, was := range before {
		if find(after, was) == "" {
			list = append(list, was)
		}
	}
	return list
}
