package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gongshi/generator/site"
)

// slips are words with a character that looks like the right one, and the words meant.
const slips = `末来 未来, 电璐 电路, 教肓 教育, 湿池 湿地, 巳经 已经, 侍遇 待遇, 遣产 遗产, 折迁 拆迁, 帐蓬 帐篷, 贷款 贷款, 货款 贷款, 候车 候车, 侯车 候车,
	薄册 簿册, 募集 募集, 慕集 募集, 竟争 竞争, 享通 亨通, 历害 厉害, 住房 住房, 往房 住房, 检查 检查, 捡查 检查, 汙染 污染, 污柒 污染, 环镜 环境, 环竟 环境,
	治理 治理, 冶理 治理, 停牛场 停车场, 场地 场地, 汤地 场地, 阵列 陈列, 徽小 微小, 徽笑 微笑, 暑假 暑假, 署假 暑假, 卷入 卷入, 券入 卷入, 幕捐 募捐, 沧桑 沧桑, 抢险 抢险, 抡险 抢险, 睛天 晴天`

// TestShapes asks a site of the words that are meant for words with slips.
func TestShapes(t *testing.T) {
	s := *real()
	s.Reports, s.Pages = nil, slices.Clone(s.Pages[:1])
	page, asks := *s.Pages[0], map[string]string{}
	page.Body.Parts = nil
	for pair := range strings.SplitSeq(slips, ",") {
		typed, meant, _ := strings.Cut(strings.TrimSpace(pair), " ")
		asks[typed] = meant
		page.Body.Parts = append(page.Body.Parts, site.Part{ID: typed, Heading: "说明", Text: "文中写：" + meant + "。"})
	}
	s.Pages[0] = &page
	files := built(t, &s)
	for _, v := range site.Variants[:2] {
		x := opened(t, files, v)
		for typed, meant := range asks {
			if a := asked(t, x, typed); a.Total == 0 || foldText(a.Answered) != foldText(meant) {
				t.Errorf("%s: %s is answered as %s with %d, want %s", v.Code, typed, a.Answered, a.Total, meant)
			}
		}
	}
}

// TestShapeTable: groups are of two or more characters, each once; of what is sent for
// texts some stand in them.
func TestShapeTable(t *testing.T) {
	for line := range strings.Lines(shapeText) {
		group := []rune(strings.TrimSuffix(line, "\n"))
		slices.Sort(group)
		if line[0] != '#' && (len(group) < 2 || len(slices.Compact(slices.Clone(group))) != len(group)) {
			t.Errorf("no group: %s", line)
		}
	}
	for group := range strings.SplitSeq(shapeTable(map[rune]bool{'路': true, '未': true}), " ") {
		held, others, ok := strings.Cut(group, "/")
		if !ok || held != "路" && held != "未" || utf8.RuneCountInString(others) == 0 {
			t.Errorf("for 路 and 未: %s", group)
		}
	}
}
