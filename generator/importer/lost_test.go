package importer

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"gongshi/generator/office"
)

// document makes a document as no office would: known and unknown heads in any order,
// joined and hidden cells, sections, totals and notes anywhere, several tables. Every
// text is another one, so that it can be looked for.
func document(r *rand.Rand) office.Document {
	n := 0
	text := func(what string) string { n++; return fmt.Sprintf("%s第%d号", what, n) }
	heads := strings.Fields("序号 任务名称 工作任务 年度目标 完成情况 牵头单位 责任单位 协办单位 完成时限 状态 备注 类别 存在问题 一季度 亮点 网址 编号 内容 領導 任務")
	doc := office.Document{}
	for table := range 1 + r.IntN(3) {
		t := office.Table{Name: fmt.Sprintf("工作表“%d”", table), Sheet: fmt.Sprint(table), Hidden: r.IntN(12) == 0}
		if r.IntN(4) == 0 {
			t.Above = []string{text("上面的话"), text("情况") + "汇总表"}
		}
		wide := 2 + r.IntN(7)
		head := make([]string, wide)
		for i := range head {
			head[i] = heads[r.IntN(len(heads))]
		}
		if r.IntN(3) > 0 {
			copy(head, []string{"序号", "任务名称", "年度目标", "完成情况"})
		}
		hidden := r.IntN(3 * wide)
		for row := range 2 + r.IntN(12) {
			t.Rows = append(t.Rows, office.Row{Hidden: r.IntN(15) == 0})
			struck := row > 1 && r.IntN(15) == 0
			for i := range wide {
				c := office.Cell{Hidden: i == hidden}
				switch kind := r.IntN(20); {
				case struck:
					c.Notes = []string{text("划掉的")}
				case row == 1 || kind == 19 && i == 0 && r.IntN(3) == 0:
					c.Text = head[i]
				case row == 0 && i > 0 || kind == 0:
				case kind == 1 && row > 2:
					c = t.Rows[row-1].Cells[i]
					c.Above, c.Left = true, false
				case kind == 2 && i > 0:
					c = t.Rows[row].Cells[i-1]
					c.Left = true
				case kind == 3:
					c.Text = []string{"一、", "（二）", "注：", "合计", "小计 ", "填表人：", "1.2 "}[r.IntN(7)] + text("话")
				case kind == 4:
					c.Text, c.Kind = fmt.Sprint(44742+n), office.Number
				case kind == 5:
					c.Text = text("前一段") + "\n" + text("后一段")
					c.Notes = []string{text("划掉的")}
				case head[i] == "序号" && kind < 15:
					c.Text = fmt.Sprint(row)
				default:
					c.Text = text([]string{"做", "区某局", "# *某*", "12月"}[r.IntN(4)])
				}
				t.Rows[row].Cells = append(t.Rows[row].Cells, c)
			}
		}
		doc.Tables = append(doc.Tables, t)
	}
	if r.IntN(5) == 0 {
		doc.Below = []string{text("下面的话")}
		doc.Notes = []office.Note{{Place: "工作表“图”", Text: text("图表")}}
	}
	return doc
}

// TestNoWordLost understands documents that were drawn at random: every text is in
// the files that come of it, or a doubt names it or its place.
func TestNoWordLost(t *testing.T) {
	rounds, refused := 400, 0
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		rounds = 10_000
	}
	for seed := range uint64(rounds) {
		doc := document(rand.New(rand.NewPCG(seed, 32)))
		o := Options{Hidden: seed%3 == 0}
		r, err := Understand(doc, o)
		if err != nil {
			refused++
			continue
		}
		for _, text := range lost(doc, r, o) {
			t.Errorf("seed %d: lost: %s", seed, text)
		}
		told := fmt.Sprint(r.Doubts, r.Title)
		want := append([]string{}, doc.Below...)
		for _, n := range doc.Notes {
			want = append(want, n.Text)
		}
		for _, table := range doc.Tables {
			want = append(want, table.Above...)
			for _, row := range table.Rows {
				for _, c := range row.Cells {
					if !table.Hidden && !row.Hidden && !c.Hidden && !c.Above && !c.Left {
						want = append(want, c.Notes...)
					}
				}
			}
		}
		for _, text := range want {
			if !strings.Contains(told, text) {
				t.Errorf("seed %d: not told: %s", seed, text)
			}
		}
		if seed%20 == 0 {
			for name, changes := range again(t, r) {
				t.Errorf("seed %d: importing again changes %s: %+v", seed, name, changes)
			}
		}
		if t.Failed() {
			break
		}
	}
	if t.Logf("%d of %d refused", refused, rounds); refused > rounds/2 {
		t.Error("too many")
	}
}
