package markdown

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// emphasisCases are one paragraph each. The oracle test asks
// markdown-it-cjk-friendly about the same sources.
var emphasisCases = []struct{ name, source, want string }{
	{"句号在内，后接汉字", "**重点。**后文", "<strong>重点。</strong>后文"},
	{"引号在内，前后汉字", "前文**“重点”**后文", "前文<strong>“重点”</strong>后文"},
	{"全角括号在内", "**该项（注）**已完成", "<strong>该项（注）</strong>已完成"},
	{"半角括号在内", "**该项(注)**已完成", "<strong>该项(注)</strong>已完成"},
	{"书名号", "按照**《条例》**执行", "按照<strong>《条例》</strong>执行"},
	{"直角引号", "称为**「公示」**的", "称为<strong>「公示」</strong>的"},
	{"省略号和破折号", "前文**——重点……**后文", "前文<strong>——重点……</strong>后文"},
	{"百分号", "完成**100%**以上", "完成<strong>100%</strong>以上"},
	{"冒号后接数字", "**目标：**100个", "<strong>目标：</strong>100个"},
	{"斜体", "*重点。*后文", "<em>重点。</em>后文"},
	{"粗斜体", "***重点。***后文", "<em><strong>重点。</strong></em>后文"},
	{"嵌套", "**甲*（乙）*丙。**丁", "<strong>甲<em>（乙）</em>丙。</strong>丁"},
	{"一段两处", "**甲。**乙**（丙）**丁", "<strong>甲。</strong>乙<strong>（丙）</strong>丁"},
	{"行内代码在内", "运行**`命令`**即可", "运行<strong><code>命令</code></strong>即可"},
	{"链接在内", "见**[附件](a)**全文", `见<strong><a href="a">附件</a></strong>全文`},
	{"外侧是扩展区汉字", "**“甲”**𠮷野家", "<strong>“甲”</strong>𠮷野家"},
	{"外侧是全角标点", "**“甲”**，乙", "<strong>“甲”</strong>，乙"},
	{"日语", "**これ（あれ）**です", "<strong>これ（あれ）</strong>です"},
	{"半角片假名", "**(ｱ)**ｶﾅ", "<strong>(ｱ)</strong>ｶﾅ"},
	{"韩语助词", "**스크립트(script)**라고", "<strong>스크립트(script)</strong>라고"},
	{"韩语代码后助词", "**`npm publish`**를", "<strong><code>npm publish</code></strong>를"},
	{"组合谚文字母", "**(x)**\u1112\u1161\u11ab", "<strong>(x)</strong>\u1112\u1161\u11ab"},
	{"异体字选择符之后", "葛\U000E0100**（市）**は", "葛\U000E0100<strong>（市）</strong>は"},
	{"异体字选择符，半角括号", "葛\U000E0100**(市)**は", "葛\U000E0100<strong>(市)</strong>は"},
	{"兼容汉字选择符", "塚\uFE00**(a)**", "塚\uFE00<strong>(a)</strong>"},
	{"标点的选择符", "a**〽\uFE0E**b", "a<strong>〽\uFE0E</strong>b"},
	{"全宽引号选择符", "**“\uFE01a”\uFE01**b", "<strong>“\uFE01a”\uFE01</strong>b"},
	{"无选择符的引号不是汉字", "**“a”**b", "**“a”**b"},
	{"类似表情的汉字符号", "a**祝㊗**b", "a<strong>祝㊗</strong>b"},
	{"表情不是汉字", "a**好✅**b", "a**好✅**b"},
	{"表情外侧是汉字", "**好✅**了", "<strong>好✅</strong>了"},
	{"西文照旧", "**Note.**Next", "**Note.**Next"},
	{"西文括号照旧", "**(a)**b", "**(a)**b"},
	{"内侧空格不算", "甲** 乙 **丙", "甲** 乙 **丙"},
	{"内侧全角空格不算", "甲**　乙　**丙", "甲**　乙　**丙"},
	{"乘号是文字", "3 * 5 * 7", "3 * 5 * 7"},
	{"下划线在词中不变", "编号_甲_乙", "编号_甲_乙"},
	{"下划线在标点旁", "“_甲_”", "“<em>甲</em>”"},
	{"下划线与全角括号", "甲（__乙__）丙", "甲（<strong>乙</strong>）丙"},
	{"下划线不拆汉字词", "__甲。__乙", "__甲。__乙"},
	{"未闭合", "**重点。后文", "**重点。后文"},
	{"转义", `**甲\*（乙）**丙`, "<strong>甲*（乙）</strong>丙"},
	{"换行处", "前文\n**“重点”**\n后文", "前文\n<strong>“重点”</strong>\n后文"},
	{"删除线", "~~旧文。~~新文", "<del>旧文。</del>新文"},
	{"删除线在引号外", "改~~“旧”~~为新", "改<del>“旧”</del>为新"},
	{"删除线与粗体", "**~~旧。~~新。**后", "<strong><del>旧。</del>新。</strong>后"},
	{"一个波浪号是范围", "9~13日，20~30人", "9~13日，20~30人"},
	{"一对单波浪号是文字", "~旧~", "~旧~"},
	{"一与二不成对", "~~旧~新", "~~旧~新"},
}

func TestEmphasis(t *testing.T) {
	md := paragraphs()
	for _, c := range emphasisCases {
		t.Run(c.name, func(t *testing.T) {
			if got, want := renderWith(t, md, c.source), "<p>"+c.want+"</p>\n"; got != want {
				t.Errorf("%q\n got %q\nwant %q", c.source, got, want)
			}
		})
	}
}

// What stands before the lines of a quotation is not beside the marks at their
// head: the second ** has a space on both sides and cannot close.
func TestEmphasisAtLineHeadInQuotation(t *testing.T) {
	got := renderWith(t, goldmark.New(goldmark.WithExtensions(cjkEmphasis)), ">**甲\n>** 乙")
	if want := "<blockquote>\n<p>**甲\n** 乙</p>\n</blockquote>\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A single tilde stays visible to the parsers after this one.
func TestSingleTildeBeforeLink(t *testing.T) {
	got := renderWith(t, goldmark.New(goldmark.WithExtensions(extension.Linkify, cjkEmphasis)), "~https://example.cn")
	if want := "<p>~<a href=\"https://example.cn\">https://example.cn</a></p>\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Where no CJK character stands in the text nothing changes.
func TestEmphasisOfOtherScriptsIsGoldmarks(t *testing.T) {
	own := goldmark.New(goldmark.WithExtensions(cjkEmphasis))
	plain := goldmark.New()
	tokens := strings.Split("* ** *** _ __ ** _ a b é д א 1 . , ( ) “ ” € 😀 `a` \\* \u00a0", " ")
	tokens = append(tokens, " ", "\n")
	random := rand.New(rand.NewPCG(9, 13))
	for range 5000 {
		var b strings.Builder
		for range 3 + random.IntN(20) {
			b.WriteString(tokens[random.IntN(len(tokens))])
		}
		if got, want := renderWith(t, own, b.String()), renderWith(t, plain, b.String()); got != want {
			t.Fatalf("%q\n got %q\nwant %q", b.String(), got, want)
		}
	}
}

// paragraphs is goldmark with cjkEmphasis that knows no block but the
// paragraph, so that a test may begin with any character.
func paragraphs() goldmark.Markdown {
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
			parser.WithInlineParsers(
				util.Prioritized(parser.NewCodeSpanParser(), 100),
				util.Prioritized(parser.NewLinkParser(), 200),
			),
		)),
		goldmark.WithExtensions(cjkEmphasis),
	)
}

func renderWith(t testing.TB, md goldmark.Markdown, source string) string {
	t.Helper()
	var out bytes.Buffer
	if err := md.Convert([]byte(source), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// BenchmarkEmphasis compares with goldmark's own parser, on text without marks
// and on text where every sentence has some.
func BenchmarkEmphasis(b *testing.B) {
	const sentence = "全面推进重点任务落实，完成年度目标的百分之九十八。"
	texts := map[string]string{
		"plain":  strings.Repeat(sentence+"\n", 2000),
		"marked": strings.Repeat("全面推进**重点任务**落实，完成*年度目标*的“**百分之**”九十八，9~13日完成。\n", 2000),
	}
	engines := map[string]goldmark.Markdown{
		"goldmark": goldmark.New(),
		"own":      goldmark.New(goldmark.WithExtensions(cjkEmphasis)),
	}
	for _, text := range []string{"plain", "marked"} {
		for _, engine := range []string{"goldmark", "own"} {
			b.Run(text+"/"+engine, func(b *testing.B) {
				b.SetBytes(int64(len(texts[text])))
				for b.Loop() {
					renderWith(b, engines[engine], texts[text])
				}
			})
		}
	}
}
