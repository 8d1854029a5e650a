package importer

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"gongshi/generator/office"
	"gongshi/generator/site"
)

// TestHeadRows reads head rows that were written down before the words of heads
// were: at least 17 of 20 have to be known without help.
func TestHeadRows(t *testing.T) {
	file, err := os.Open("testdata/heads.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all, known := 0, 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		var labels, want []string
		for _, field := range strings.Fields(line) {
			label, key, _ := strings.Cut(field, "=")
			switch key {
			case "goal":
				key = "target"
			case "extra":
				key = site.ExtraPrefix + label
			}
			labels, want = append(labels, label), append(want, key)
		}
		all++
		if got := strings.Join(keysOf(labels), " "); got == strings.Join(want, " ") {
			known++
		} else {
			t.Logf("%s\n got %s\nwant %s", strings.Join(labels, " "), got, strings.Join(want, " "))
		}
	}
	if t.Logf("%d of %d known", known, all); all != 20 || known < 17 {
		t.Error("too few")
	}
}

// keysOf are the keys of a head row's columns.
func keysOf(labels []string) (keys []string) {
	row := office.Row{}
	for _, label := range labels {
		row.Cells = append(row.Cells, office.Cell{Text: label})
	}
	p := piece{Table: &office.Table{Rows: []office.Row{row}}, to: 1, width: len(labels)}
	p.findHead(&Options{})
	for _, c := range p.columns {
		keys = append(keys, c.Key)
	}
	return keys
}

// TestHeadsSeen knows every head seen in public tables, in both scripts.
func TestHeadsSeen(t *testing.T) {
	for want, heads := range map[string]string{
		"number":   "序号 编号 序號 編號 No.",
		"title":    "任务名称 项目名称 工作事项 任務名稱 項目名稱",
		itemKind:   "工作任务 重点工作 重点任务 目标任务 工作任務 重點工作 重點任務 目標任務",
		"target":   "年度目标 主要目标 年度指标 工作内容 年度任务及目标 年度目標 主要目標 年度指標 工作內容",
		"result":   "完成情况 进展情况 推进情况 目前进展 完成进度 落实情况 全年完成情况 完成情況 進展情況 推進情況 目前進展 完成進度 落實情況 上半年 第三季度 1-9月 執行情形 整改进度 處理結果 答复意见",
		"lead":     "牵头单位 主责部门 牽頭單位 主責部門",
		officeKind: "责任单位 责任部门 责任科室 責任單位 責任部門 責任科室",
		"support":  "协办单位 配合单位 協辦單位 配合單位 责任/协办单位",
		"leader":   "分管领导 责任领导 牵头领导 分管領導 責任領導 牽頭領導",
		"due":      "完成时限 时间节点 办结时间 完成時限 時間節點 辦結時間",
		"status":   "状态 办理状态 是否完成 狀態 辦理狀態",
		"note":     "备注 備註",
		otherKind:  "存在问题 下一步计划 存在問題 下一步計劃 完成率 办理结果类别 考核结果 序时进度",
	} {
		for head := range strings.FieldsSeq(heads) {
			if got := kindOf(head); got != want {
				t.Errorf("%s: %q, want %q", head, got, want)
			}
		}
	}
}

// TestSerials reads the ways in which tables number their rows.
func TestSerials(t *testing.T) {
	for text, want := range map[string]string{
		"１": "1", "（6）": "6", "③": "3", "第5项": "5", "1.0": "1", "1.1": "1.1", "1-2": "1.2", "⒈": "1", "㈡": "2", "(12)": "12", "7、": "7", "8.": "8",
		"一": "1", "十二": "12", "二十": "20", "（三）": "3", "No.4": "4", "0": "", "1.5万": "", "甲": "", "十十": "", "": "",
	} {
		got := ""
		if s, ok := parseSerial(text); ok {
			if got = fmt.Sprint(s.number); s.sub > 0 {
				got += fmt.Sprint(".", s.sub)
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestLabelsAreHeads knows every column by the head that our own tables give it.
func TestLabelsAreHeads(t *testing.T) {
	for _, c := range site.Columns {
		if got := kindOf(c.Label); got != c.Key && c.Key != "target" && c.Key != "title" && c.Key != "result" {
			t.Errorf("%s is %q, want %q", c.Label, got, c.Key)
		}
	}
}
