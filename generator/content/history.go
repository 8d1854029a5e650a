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

// histories adds to each task the revisions of its file, if the site publishes
// them. If the commits cannot be read, a warning gives the reason.
func (a *assembler) histories(s *site.Site, parser *markdown.Parser) {
	if !a.config.file.History || a.opt.History == nil {
		return
	}
	log, err := a.opt.History()
	if err != nil {
		a.add(a.config.at(diag.Warning, "history", "history", "页面上不会有修订记录："+err.Error()).
			WithHint("在完整的仓库里生成网站（git fetch --unshallow 取回全部提交）；不需要修订记录就写 history = false"))
		return
	}
	for _, r := range s.Reports {
		since := publishedWith(log, r.Source, parser)
		for _, t := range r.Tasks {
			t.History = revisions(t.Source, published(log[t.Source], since, taskKind, parser), parser)
		}
	}
}

// publishedWith returns the commit since which neither a report nor any report above
// it is a draft; the zero commit if none of them ever was.
func publishedWith(log map[string][]site.Commit, source string, parser *markdown.Parser) (last site.Commit) {
	for dir := path.Dir(source); dir != Root && dir != "."; dir = path.Dir(dir) {
		all := log[dir+"/"+indexName]
		since := published(all, site.Commit{}, reportKind, parser)
		if len(since) < len(all) && len(since) > 0 && since[len(since)-1].Date.After(last.Date) {
			last = since[len(since)-1]
		}
	}
	return last
}

// published returns the commits of a file since it was last a draft, the latest
// first; earlier texts were never public. A file that was ready before the commit
// since became public with that commit.
func published(commits []site.Commit, since site.Commit, k kind, parser *markdown.Parser) []site.Commit {
	for i, c := range commits {
		if c.Text != nil {
			if f := parse(diag.NewSource("", c.Text), k, parser); f.usable && f.keys().Draft {
				return commits[:i]
			}
		}
		if c.Date.Before(since.Date) {
			c.Date, c.Subject = since.Date, since.Subject
			return append(slices.Clone(commits[:i]), c)
		}
	}
	return commits
}

// revisions compares each version of a task's file with the one before it.
func revisions(name string, commits []site.Commit, parser *markdown.Parser) []site.Revision {
	list := make([]site.Revision, len(commits))
	var later []site.Rewording
	laterOK := false // whether the next commit has a text that could be read
	for i, c := range commits {
		subject, _ := privacy.Mask(c.Subject, nil)
		list[i] = site.Revision{Date: c.Date, Subject: subject}
		texts, ok := taskTexts(name, c.Text, parser)
		if ok && laterOK {
			list[i-1].Changes = reworded(texts, later)
		}
		later, laterOK = texts, ok
	}
	return list
}

// taskTexts returns the texts of a task's file that are published, each as Before of
// a Rewording. It returns false if the file is missing or could not be read.
func taskTexts(name string, text []byte, parser *markdown.Parser) (list []site.Rewording, ok bool) {
	if text == nil {
		return nil, false
	}
	f := parse(diag.NewSource(name, text), taskKind, parser)
	if !f.usable {
		return nil, false
	}
	add := func(key string, target int, text string) {
		if text, _ = privacy.Mask(strings.TrimSpace(text), nil); text != "" { // old versions may hold unmasked numbers
			list = append(list, site.Rewording{Key: key, Target: target, Before: text})
		}
	}
	add("title", 0, f.task.Title)
	task := f.task.columns()
	for _, c := range site.Columns {
		if c.OfTask() {
			add(c.Key, 0, task.Value(c.Key))
		}
	}
	for i, section := range f.doc.Sections {
		add("target", i+1, section.Title.Text)
		add("result", i+1, section.Body.Text)
		if i < len(f.task.Target) {
			add("status", i+1, f.task.Target[i].Status)
		}
	}
	return list, true
}

// reworded lists the texts that differ, in the order of the later version; removed
// texts come last.
func reworded(before, after []site.Rewording) []site.Rewording {
	var list []site.Rewording
	find := func(texts []site.Rewording, of site.Rewording) string {
		i := slices.IndexFunc(texts, func(t site.Rewording) bool { return t.Key == of.Key && t.Target == of.Target })
		if i < 0 {
			return ""
		}
		return texts[i].Before
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
