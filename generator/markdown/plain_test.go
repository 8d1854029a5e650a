package markdown

import (
	"testing"
)

// TestPlainText: the plain text, which tables as files, feeds and the search are
// made of, says what the page says.
func TestPlainText(t *testing.T) {
	for _, c := range []struct{ name, markdown, text string }{
		{"a line break", "10<br>20，30\\\n40", "10 20，30 40"},
		{"where a line may break", "甲<wbr>乙", "甲乙"},
		{"a power", "10<sup>6</sup>吨", "10⁶吨"},
		{"a negative power", "10<sup>-3</sup>、10<sup>−3</sup>", "10⁻³、10⁻³"},
		{"a power with letters", "10<sup>n+1</sup>、10<sup>ab</sup>", "10ⁿ⁺¹、10^(ab)"},
		{"a power of a power", "2<sup>2<sup>3</sup></sup>", "2^(2³)"},
		{"a formula", "CO<sub>2</sub>、PM<sub>2.5</sub>、H<sub>x</sub>", "CO₂、PM_(2.5)、H_(x)"},
		{"a note", "增长<sup>[1]</sup>", "增长^([1])"},
		{"marks inside a power", "10<sup>**6**</sup>", "10⁶"},
		{"an empty power", "10<sup></sup>吨", "10吨"},
		{"text struck out", "~~8~~10", "【删去：8】10"},
		{"text struck out by an element", "<del>8</del><s>9</s>10", "【删去：8】【删去：9】10"},
		{"text put in", "<ins>10</ins>", "10"},
		{"HTML that is shown", "按方案<A>完成，见<b class=\"x\">附件</b>", "按方案<A>完成，见<b class=\"x\">附件</b>"},
		{"a power that is not closed", "10<sup>6", "10<sup>6"},
		{"the reading of a character", "<ruby>沚<rp>(</rp><rt>zhǐ</rt><rp>)</rp></ruby>村", "沚（zhǐ）村"},
		{"a picture", "见![CO<sub>2</sub>图](a.png)。", "见CO₂图。"},
		{"code on two lines", "`甲\n乙`", "甲 乙"},
		{"numbers of a list", "3. 修路\n4. 架桥", "3. 修路\n4. 架桥"},
		{"numbers with a bracket", "3) 修路", "3. 修路"},
		{"numbers that jump", "1. 一\n\n3. 三\n\n   续", "1. 一\n3. 三\n续"},
		{"a list in a list", "1. 甲\n   1. 子\n   2. 丑\n\n2. 乙", "1. 甲\n  1. 子\n  2. 丑\n2. 乙"},
		{"numbers in bullets", "- 甲\n  1. 子\n- 乙", "甲\n  1. 子\n乙"},
		{"a list in a quotation", "> 3. 修路\n> 4. 架桥", "3. 修路\n4. 架桥"},
		{"escapes and references", "\\&amp;、&amp;lt;、\\\\&lt;、&\\#38;", "&amp;、&lt;、\\<、&#38;"},
		{"footnotes", "增长[^a]。\n\n[^a]: 10<sup>6</sup>", "增长[1]。\n[1] 10⁶"},
		{"a table", "|甲|乙|\n|-|-|\n|10<br>20|~~8~~|", "甲 乙\n10 20 【删去：8】"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, _ := render(t, c.markdown, SafeElements...); got.Text != c.text {
				t.Errorf("got  %q\nwant %q", got.Text, c.text)
			}
		})
	}
}

// TestHeadingAddress: an address is made of the letters of a heading, so it is
// the same with and without marks, while the text of the heading keeps them.
func TestHeadingAddress(t *testing.T) {
	for _, c := range []struct{ markdown, id, text string }{
		{"## 减排CO<sub>2</sub>", "减排co2", "减排CO₂"},
		{"## 完成~~8~~10项", "完成810项", "完成【删去：8】10项"},
		{"## 按方案<A>完成", "按方案完成", "按方案<A>完成"},
		{"## 甲<br>乙", "甲乙", "甲 乙"},
	} {
		_, doc := render(t, c.markdown, SafeElements...)
		if h := doc.Headings[0]; h.ID != c.id || h.Text != c.text {
			t.Errorf("%s: got %q %q, want %q %q", c.markdown, h.ID, h.Text, c.id, c.text)
		}
	}
}
