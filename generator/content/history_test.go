package content

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"gongshi/generator/site"
)

// TestHistoryStaysUnseen shows nothing of a task that was written while it or its
// report was a draft, and no number of a person that has been masked since.
func TestHistoryStaysUnseen(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2024, 1, n, 9, 0, 0, 0, site.Beijing) }
	task := func(keys, title, text string) []byte {
		return []byte("+++\ntitle = \"" + title + "\"\nnumber = 1\n" + keys + "+++\n\n## 目标\n\n" + text + "。\n")
	}
	report := func(keys string) []byte {
		return []byte("+++\ntitle = \"报告\"\ndate = 2024-01-01\nsource = \"清源区\"\n" + keys + "+++\n")
	}
	commit := func(n int, text []byte) site.Commit {
		return site.Commit{Date: day(n), Subject: fmt.Sprint("第", n, "次"), Text: text}
	}
	const draft = "draft = true\n"
	for _, c := range []struct {
		what    string
		reports []site.Commit // the latest first, as all lists of commits
		tasks   []site.Commit
		want    string // date and subject of each revision, and what it changed
	}{
		{
			"a task that was a draft", []site.Commit{commit(1, nil)},
			[]site.Commit{commit(4, task("", "题", "四")), commit(3, task("", "题", "三")), commit(2, task(draft, "题", "机密"))},
			"4 第4次 三。→四。; 3 第3次",
		},
		{
			"a report that was a draft", []site.Commit{commit(5, report("")), commit(1, report(draft))},
			[]site.Commit{commit(6, task("", "题", "六")), commit(3, task("", "题", "三")), commit(2, task("", "题", "机密"))},
			"6 第6次 三。→六。; 5 第5次",
		},
		{
			"a task that was ready before its report", []site.Commit{commit(5, report("")), commit(1, report(draft))},
			[]site.Commit{commit(2, task("", "题", "二"))},
			"5 第5次",
		},
		{
			"taken back and published again", []site.Commit{commit(1, nil)},
			[]site.Commit{commit(4, task("", "题", "四")), commit(3, task(draft, "题", "机密")), commit(2, task("", "题", "二"))},
			"4 第4次",
		},
		{
			"a number masked since", []site.Commit{commit(1, nil)},
			[]site.Commit{commit(3, task("", "题", "电话138****5678")), commit(2, task("", "题", "电话13812345678"))},
			"3 第3次; 2 第2次",
		},
		{
			"no draft ever", []site.Commit{commit(3, report("")), commit(1, report(""))},
			[]site.Commit{commit(4, task("", "题", "四")), commit(2, task("", "题", "二"))},
			"4 第4次 二。→四。; 2 第2次",
		},
	} {
		fsys := fstest.MapFS{
			"content/site.toml":      {Data: []byte("title = \"清源区\"\nbase_url = \"https://www.qingyuan.example/\"\nhistory = true\n")},
			"content/2024/_index.md": {Data: report("")},
			"content/2024/01.md":     {Data: c.tasks[0].Text},
		}
		s, found := Load(fsys, Options{History: func() (map[string][]site.Commit, error) {
			return map[string][]site.Commit{"content/2024/_index.md": c.reports, "content/2024/01.md": c.tasks}, nil
		}})
		if len(found) > 0 {
			t.Fatalf("%s: %v", c.what, found)
		}
		var list []string
		for _, r := range s.Reports[0].Tasks[0].History {
			text := fmt.Sprint(r.Date.Day(), " ", r.Subject)
			for _, change := range r.Changes {
				text += " " + change.Before + "→" + change.After
			}
			list = append(list, text)
		}
		if got := strings.Join(list, "; "); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
}
