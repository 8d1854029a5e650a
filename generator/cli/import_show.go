package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"gongshi/generator/importer"
	"gongshi/generator/wording"
)

// shownText is the number of unchanged characters shown around a change.
const shownText = 12

// showColumns lists what was recognised.
func (i *importing) showColumns(env Environment) {
	w := env.Stdout
	printf(w, "%s：认出 %d 项任务\n", i.name, len(i.report.Tasks))
	for _, c := range i.report.Columns {
		switch {
		case c.Key == "text":
			printf(w, "  列“%s” → title 和 target（长的取开头作任务名称）\n", c.Label)
		case c.Derived():
			printf(w, "  列“%s” → （只用来核对）\n", c.Label)
		case c.Key == "" || c.Key == "-":
			printf(w, "  列“%s” → （不导入）\n", c.Label)
		default:
			printf(w, "  列“%s” → %s\n", c.Label, c.Key)
		}
	}
}

// showPlan lists what is to become of each file. Nothing is written yet.
func (i *importing) showPlan(env Environment, plan []planned) {
	w := env.Stdout
	for _, p := range plan {
		switch {
		case p.gone && i.remove:
			printf(w, "要删去 %s  %s\n", p.path, p.about)
		case p.gone:
			printf(w, "表里没有了 %s  %s；留着，要删去加 --remove\n", p.path, p.about)
		case !p.exists:
			printf(w, "要新建 %s  %s\n", p.path, p.about)
		case len(p.changes) == 0:
			printf(w, "不变 %s\n", p.path)
		default:
			printf(w, "%s %s\n", map[bool]string{true: "要修改", false: "不改"}[p.changed(i.remove)], p.path)
			for _, c := range p.changes {
				if c.Kept != "" {
					printf(w, "  %s：%s\n", c.What, c.Kept)
				} else {
					printf(w, "  %s：%s\n", c.What, difference(c.Before, c.After))
				}
			}
		}
	}
}

// shownPlaces is the number of places that are named for one doubt.
const shownPlaces = 12

// showDoubts lists what an editor should look at.
func (i *importing) showDoubts(env Environment) {
	for _, d := range i.report.Doubts {
		places := strings.Join(d.Places[:min(len(d.Places), shownPlaces)], "、")
		if len(d.Places) > shownPlaces {
			places += fmt.Sprintf(" 等 %d 处", len(d.Places))
		}
		printf(env.Stdout, "  请看 %s：%s\n", places, d.Text)
	}
}

// showCount is the last line: how much was read, and how much of it was imported.
func (i *importing) showCount(env Environment, imported bool) {
	c, doubts := i.report.Count, 0
	for _, d := range i.report.Doubts {
		doubts += len(d.Places)
	}
	if !imported {
		c.UsedTables, c.UsedRows = 0, 0
	}
	sheets := ""
	if c.Sheets > 0 {
		sheets = fmt.Sprintf("%d 张工作表、", c.Sheets)
	}
	printf(env.Stdout, "读到 %s%d 张表、%d 行；导入 %d 张表、%d 行；请看 %d 处\n", sheets, c.Tables, c.Rows, c.UsedTables, c.UsedRows, doubts)
}

// compareReport adds doubts where the file names the report otherwise than its own
// file does, which an import does not change.
func (i *importing) compareReport() {
	if i.into == nil {
		return
	}
	about := i.report.About
	for _, c := range []struct{ key, label, before, after string }{
		{"title", "标题", i.into.Title, i.report.Title}, {"title", "标题", i.into.Title, about["标题"]}, {"source", "来源", i.into.From, about["来源"]},
		{"date", "日期", i.into.Date.Format(time.DateOnly), about["日期"]},
	} {
		if c.after != "" && c.after != c.before {
			i.report.Doubts = append(i.report.Doubts, importer.Doubt{Places: []string{i.folder() + "/_index.md"},
				Text: fmt.Sprintf("%s是“%s”，表格里是“%s”，没有改；要改就改这个文件的 %s", c.label, c.before, c.after, c.key)})
		}
	}
}

// refusal says why nothing is imported and, where the editor can help, which columns
// the table has and which command to try.
func (i *importing) refusal(err error) error {
	var unsure importer.Unsure
	if !errors.As(err, &unsure) {
		return usageError("%s：%s", i.name, err)
	}
	var b strings.Builder
	printf(&b, "%s：%s\n表里的列：", i.name, unsure.Text)
	for _, c := range unsure.Columns {
		switch {
		case c.Label == "":
		case c.Key == "":
			printf(&b, "“%s”", c.Label)
		default:
			printf(&b, "“%s”（%s）", c.Label, c.Key)
		}
	}
	if len(unsure.Guess) == 0 {
		return usage{b.String()}
	}
	printf(&b, typed("\n例如：gongshi import %s --to %s"), shellWord(i.name), i.to)
	if i.source != "." {
		b.WriteString(" -s " + shellWord(i.source))
	}
	for _, label := range slices.Sorted(maps.Keys(i.labels)) {
		unsure.Guess = append(unsure.Guess, [2]string{label, i.labels[label]})
	}
	for _, g := range unsure.Guess {
		printf(&b, " --map %s", shellWord(g[0]+"="+g[1]))
	}
	return usage{b.String()}
}

// shellWord quotes a word of a command line, where it has to be.
func shellWord(word string) string {
	if strings.ContainsAny(word, " \t\"'$`\\&|;<>()*?[]#~=%!（）") {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(word) + `"`
	}
	return word
}

// difference shows a change within its context: …新建【9→10】个…
func difference(before, after string) string {
	var b strings.Builder
	pieces := wording.Diff(strings.ReplaceAll(before, "\n", " "), strings.ReplaceAll(after, "\n", " "))
	for k := 0; k < len(pieces); k++ {
		p := pieces[k]
		switch {
		case p.Kind == wording.Same:
			b.WriteString(wording.Excerpt(p.Text, k > 0, k < len(pieces)-1, shownText))
		case p.Kind == wording.Gone && k+1 < len(pieces) && pieces[k+1].Kind == wording.New:
			b.WriteString("【" + p.Text + "→" + pieces[k+1].Text + "】")
			k++
		case p.Kind == wording.Gone:
			b.WriteString("【删去：" + p.Text + "】")
		default:
			b.WriteString("【加上：" + p.Text + "】")
		}
	}
	return b.String()
}
