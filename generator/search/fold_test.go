package search

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/go-ego/gse"
	"unicode"
	"unicode/utf8"

	"gongshi/generator/zh"
)

func TestFold(t *testing.T) {
	for _, test := range [][2]string{
		{"発展", "発展"}, // Japanese stays as it is
		{"發髮发", "发发发"},
		{"裡裏里", "里里里"},
		{"台臺颱檯", "台台台台"},
		{"著着", "着着"},
		{"乾幹干榦", "干干干干"},
		{"後后 係繫系", "后后系系系"},
		{"什麼什麽什么", "什么什么什么"},
		{"壞人坏人坯料", "坏人坏人坯料"},
		{"薴苧苎", "苎苎苎"},
		{"锺钟鍾鐘 馀余餘", "钟钟钟钟余余余"},
		{"ＰＭ２．５（ＶＯＣｓ）　Ａ～", "pm2.5(vocs)a-"},
		{"ÄÖΩ é e\u0301 lü LǛ ﬁ ﬀ", "aoωeelvlvfiff"},
		{"А类 щит", "a类щит"}, // Cyrillic
		{"㎡ ㎢ ℃ μg/m³ µg／㎥ ‰ №", "m2km2°cμg/m3μg/m3‰no"},
		{"① ⑴ ㈠ Ⅻ ⅳ ½ 1⁄2", "1(1)(一)ⅻⅳ1/21/2"},
		{"1—11 1～11 1〜11 1‑11 −5 1：3 1∶3 3×4", "1-111-111-111-11-51:31:33x4"},
		{"“甲”「甲」‘乙’ 〈丙〉《丙》 万达·广场 万达•广场 万达・广场", `"甲""甲"'乙'《丙》《丙》万达广场万达广场万达广场`},
		{"⻓安街 ⼈⺠ 二○二一 𠮷 卄", "长安街人民二〇二一吉廿"},
		{"車\uF902", "车车"}, // a compatibility ideograph for 車
		{"⼯⾒見", "工见见"},    // radicals, from a PDF file
		{"CO₂、H₂SO₄、10⁶、10⁻³、x¹²³、10ⁿ⁺¹、aᵢ₍₁₎", "co2、h2so4、106、10-3、x123、10n+1、ai(1)"},
		{"，。：；“”〇", `,。:;""〇`},
	} {
		if got := foldText(test[0]); got != test[1] {
			t.Errorf("%s folds to %s, want %s", test[0], got, test[1])
		}
	}
}

// TestFoldTwice: what is folded folds to itself, of all characters there are.
func TestFoldTwice(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if to := fold(r); foldText(to) != to {
			t.Errorf("%c folds to %s, and that to %s", r, to, foldText(to))
		}
	}
}

// TestFoldVariants: the variants of a text in all scripts are one to a search.
// Only 鍊 and 帳 cannot be right everywhere: they are 炼 in 鍛鍊 and 链 in 項鍊, 帐 in
// 帳篷 and 账 in 帳戶.
func TestFoldVariants(t *testing.T) {
	texts := slices.Collect(maps.Values(siteTexts(t)))
	dictionary, err := gse.NewEmbed("zh_s")
	if err != nil {
		t.Fatal(err)
	}
	for i := range dictionary.Dict.Tokens {
		texts = append(texts, dictionary.Dict.Tokens[i].Text())
	}
	chain := strings.NewReplacer("炼", "链", "帐", "账")
	for _, variant := range []zh.Variant{zh.Hant, zh.HantHK, zh.HantTW} {
		converter := zh.New(variant, zh.Options{})
		for _, text := range texts {
			variant := converter.Convert(text)
			if got, want := chain.Replace(foldText(variant)), chain.Replace(foldText(text)); got != want {
				t.Errorf("%s: %s", variant, firstDifference(got, want))
			}
		}
	}
}

// firstDifference shows where two folded texts differ.
func firstDifference(got, want string) string {
	g, w := []rune(got), []rune(want)
	i := 0
	for i < min(len(g), len(w)) && g[i] == w[i] {
		i++
	}
	return string(g[max(0, i-5):min(len(g), i+5)]) + ", want " + string(w[max(0, i-5):min(len(w), i+5)])
}

// TestFoldTable: with the table a browser folds as we do.
func TestFoldTable(t *testing.T) {
	chars := map[rune]bool{}
	for _, text := range siteTexts(t) {
		for _, r := range foldText(text) {
			chars[r] = true
		}
	}
	table := map[rune]rune{}
	for group := range strings.FieldsSeq(bothTables(chars)) {
		list := []rune(group)
		for _, other := range list[1:] {
			table[other] = list[0]
		}
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		got := strings.Map(func(c rune) rune { return cmp.Or(table[c], c) }, plain(r))
		if to := fold(r); got != to && !strings.ContainsFunc(to, func(c rune) bool { return !chars[c] }) {
			t.Errorf("%c: %s by the table, %s by fold", r, got, to)
		}
	}
	if got, want := bothTables(map[rune]bool{'发': true, '中': true, '么': true, 'a': true}), "么幺麽 么⺓麼 发發髮"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSkipped(t *testing.T) {
	for _, r := range " \t\r\n\v\f\u0085\u00a0\u1680\u2003\u2028\u2029\u202f\u205f\u3000" + // white space
		"\x00\x1b\x7f\u0080" + // controls
		"\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e" + // not seen
		"\u061c\u200e\u200f\u202a\u202e\u2066\u2069" + // directions
		"\u180b\ufe00\ufe0f\U000e0100\U000e01ef" + // variation selectors
		"\u0300\u0308\u036f·•‧・" { // accents, dots
		if !skipped(r) {
			t.Errorf("%U is not skipped", r)
		}
	}
	for _, r := range "a0!~中〇，。、“”（）\uF902豈𠀀éΩｱ\uFFFD" {
		if skipped(r) {
			t.Errorf("%U %c is skipped", r, r)
		}
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if skipped(r) && fold(r) != "" || strings.ContainsFunc(fold(r), skipped) {
			t.Errorf("%U is skipped: %t, and folds to %q", r, skipped(r), fold(r))
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("發展，ＰＭ２．５")
	f.Add("什麼\xff著着")
	var converters []*zh.Converter
	for _, variant := range []zh.Variant{zh.Hant, zh.HantHK, zh.HantTW} {
		converters = append(converters, zh.New(variant, zh.Options{}))
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := foldText(text)
		if again := foldText(folded); again != folded {
			t.Errorf("%q folds to %q, and that to %q", text, folded, again)
		}
		for _, c := range converters {
			if variant := c.Convert(text); utf8.RuneCountInString(variant) != utf8.RuneCountInString(text) {
				t.Errorf("%q has other characters as %q", text, variant)
			}
		}
	})
}

func bothTables(chars map[rune]bool) string {
	simplified, traditional := foldTables(chars)
	return simplified + " " + traditional
}
