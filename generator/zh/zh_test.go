package zh

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// converters makes the converter of every variant once for all tests.
var converters = func() map[Variant]*Converter {
	m := map[Variant]*Converter{}
	for _, v := range append(Variants, standard) {
		m[v] = New(v, Options{})
	}
	return m
}()

func TestConvert(t *testing.T) {
	for _, c := range []struct{ hans, hant, hongKong, standard string }{
		{"发布若干措施", "發布若干措施", "發布若干措施", "發布若干措施"},
		{"里程、公里、里面", "里程、公里、裡面", "里程、公里、裏面", "里程、公里、裏面"},
		{"理发和发展", "理髮和發展", "理髮和發展", "理髮和發展"},
		{"皇后在前，群众在后", "皇后在前，群眾在後", "皇后在前，羣眾在後", "皇后在前，羣衆在後"},
		{"为了说明线上税务", "為了說明線上稅務", "為了説明線上税務", "爲了說明線上稅務"},
		{"打印机和网络", "打印機和網絡", "打印機和網絡", "打印機和網絡"}, // no 印表機, no 網路
		{"张栋梁过桥梁", "張棟樑過橋梁", "張棟樑過橋樑", "張棟樑過橋樑"},
		{"2021年PN结A发", "2021年PN結A發", "2021年PN結A發", "2021年PN結A發"},
		{"豈有此理", "豈有此理", "豈有此理", "豈有此理"}, // the first is U+F900
		{"𠀾", "𠁞", "𠁞", "𠁞"}, // beyond U+FFFF
		{"", "", "", ""},
	} {
		for v, want := range map[Variant]string{Hant: c.hant, HantTW: c.hant, HantHK: c.hongKong, standard: c.standard} {
			if got := converters[v].Convert(c.hans); got != want {
				t.Errorf("%s of %s is %s, want %s", v, c.hans, got, want)
			}
		}
	}
}

func TestToHans(t *testing.T) {
	for hant, want := range map[string]string{
		"發布若干措施，頭髮乾燥，乾隆年間": "发布若干措施，头发干燥，乾隆年间",
		"裡面、裏面；為、爲；羣眾、群衆":  "里面、里面；为、为；群众、群众",
		"香港衞生署的枱面，粉麪":      "香港卫生署的台面，粉面", // OpenCC leaves 衞 and 枱
		"已经是简体，什么床":        "已经是简体，什么床",
	} {
		if got := converters[Hans].Convert(hant); got != want {
			t.Errorf("Hans of %s is %s, want %s", hant, got, want)
		}
	}
}

// TestRoundTrip: from the traditional variants of the real table leads a way
// back to what was written.
func TestRoundTrip(t *testing.T) {
	text := realTable(t)
	for _, v := range append(Variants, standard) {
		if got := converters[Hans].Convert(converters[v].Convert(text)); got != text {
			t.Errorf("%s does not lead back", v)
		}
	}
}

func TestBytesThatAreNotText(t *testing.T) {
	for src, want := range map[string]string{
		"发\xff展":         "發\xff展",
		"\xe5\x8f":       "\xe5\x8f",
		"头\xe5\x8f发":     "頭\xe5\x8f發",
		"\xed\xa0\x80发布": "\xed\xa0\x80發布", // half a surrogate pair
		"\xe0\x81\x81发布": "\xe0\x81\x81發布", // A, too long
		"\uFFFD发布":       "\uFFFD發布",
	} {
		if got := converters[Hant].Convert(src); got != want {
			t.Errorf("%q becomes %q, want %q", src, got, want)
		}
	}
}

func TestVariantNames(t *testing.T) {
	for _, v := range Variants {
		if got, ok := ParseVariant(v.String()); !ok || got != v || New(v, Options{NoOwn: true}).variant != v {
			t.Errorf("%s is read as %s", v, got)
		}
	}
	for _, name := range []string{"", "hant", "Hant-SG", "standard"} {
		if v, ok := ParseVariant(name); ok {
			t.Errorf("%q is read as %s", name, v)
		}
	}
}

// TestSitePhrases: what a site says comes before our own layer, and that before
// OpenCC; among phrases the longest wins, whoever says it.
func TestSitePhrases(t *testing.T) {
	c := func(v Variant, opt Options) func(string) string {
		opt.NoOwn = true
		return New(v, opt).Convert
	}
	check := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	check(c(Hant, Options{})("范某在发展路"), "範某在發展路")
	extra := Options{Extra: []Phrase{{From: "范某", To: "范某"}, {From: "发展路", To: "髮展路"}}}
	check(c(Hant, extra)("范某在发展路"), "范某在髮展路")
	check(c(Hant, extra)("在发展中"), "在發展中")

	// What a site says is final.
	inner := Options{Extra: []Phrase{{From: "里里", To: "裡裏"}}}
	check(c(Hant, inner)("里里"), "裡裏")
	check(c(HantHK, inner)("里里"), "裡裏")

	// One character.
	one := Options{Extra: []Phrase{{From: "签", To: "簽"}}}
	check(c(Hant, Options{})("签，标签"), "籤，標籤")
	check(c(Hant, one)("签，标签"), "簽，標籤")

	// Words that stay, also in ASCII; the last word has the last say.
	stay := Options{Extra: []Phrase{{From: "发布", To: "髮佈"}}, Protect: []string{"发布", "里", "EMS发"}}
	check(c(Hant, stay)("发布，里，里面，EMS发，MS发"), "发布，里，裡面，EMS发，MS發")
	mixed := Options{Extra: []Phrase{{From: "发展A区", To: "髮展A区"}, {From: "发展𠀾", To: "一展𠀾"}}}
	check(c(Hant, mixed)("发展A区发展𠀾，发展B区"), "髮展A区一展𠀾，發展B區")
	twice := Options{Extra: []Phrase{{From: "发布", To: "一"}, {From: "发布", To: "二"}}}
	check(c(Hant, twice)("发布"), "二")
	check(c(Hant, Options{Extra: []Phrase{{From: strings.Repeat("发", 30_000), To: "髮"}}})("发"), "發")
	check(c(Hans, Options{Extra: []Phrase{{From: "髮型", To: "髮型"}}})("髮型頭髮"), "髮型头发")
}

func TestAligned(t *testing.T) {
	extra := Options{Extra: []Phrase{{From: "甲乙丙", To: "一"}, {From: "丁戊", To: "一二三四"}, {From: "删", To: ""}}}
	c := New(Hant, extra)
	for _, pieces := range [][2]string{
		{"发|布|了", "發|布|了"},         // a phrase over three pieces
		{"头|发|发展", "頭|髮|發展"},       // 头发 is found though parted
		{"|头||发|", "|頭||髮|"},       // empty pieces
		{"abc头|发abc", "abc頭|髮abc"}, // ASCII beside
		{"一些没有词的文|字在这里排成一行", "一些沒有詞的文|字在這裡排成一行"}, // cut in the middle of a run
		{"甲|乙|丙", "一||"}, // fewer characters
		{"丁|戊", "一|二三四"}, // more characters
		{"⿰木|寸", "⿰木|寸"},
		{"𠀾|𠀾", "𠁞|𠁞"},
		{"|", "|"},
	} {
		if got := strings.Join(convertPieces(c, strings.Split(pieces[0], "|")), "|"); got != pieces[1] {
			t.Errorf("%s becomes %s, want %s", pieces[0], got, pieces[1])
		}
	}
}

// convertPieces converts pieces as a caller of AppendAligned does.
func convertPieces(c *Converter, pieces []string) []string {
	var cuts []int
	end := 0
	for _, piece := range pieces[:len(pieces)-1] {
		end += len(piece)
		cuts = append(cuts, end)
	}
	dst, at := c.AppendAligned([]byte("before"), nil, []byte(strings.Join(pieces, "")), cuts)
	at = append(append([]int{len("before")}, at...), len(dst))
	converted := make([]string, len(pieces))
	for i := range converted {
		converted[i] = string(dst[at[i]:at[i+1]])
	}
	return converted
}

// TestDescriptions: ⿰ and what it joins stay, and a text of nothing but ⿰
// takes no longer than another.
func TestDescriptions(t *testing.T) {
	long := strings.Repeat("⿰", 50_000)
	for src, want := range map[string]string{
		"⿰发布发布":     "⿰发布發布",
		"⿰⿰发布发发布":   "⿰⿰发布发發布",
		"⿲发发发发":     "⿲发发发發",
		"⿰":         "⿰",
		"⿰发":        "⿰發", // breaks off: a character like any other
		"⿰⿰发":       "⿰⿰發",
		long + "发布": long + "发布",
		long:        long,
	} {
		if got := converters[Hant].Convert(src); got != want {
			t.Errorf("%.40q becomes %.40q, want %.40q", src, got, want)
		}
	}
}

// TestTables holds what the loader relies on.
func TestTables(t *testing.T) {
	for _, table := range []string{
		stPhrases, stRegionalPhrases, stCharacters, tsPhrases, tsCharacters,
		twPhrases, twCharacters, hkPhrases, hkCharacters, compatibility,
	} {
		last, entries := "", 0
		for key, values := range linesOf(table) {
			if key <= last {
				t.Errorf("%s stands after %s", key, last)
			}
			if strings.Map(normal, key) != key && table != compatibility {
				t.Errorf("%s is a compatibility ideograph", key)
			}
			for _, value := range values {
				if utf8.RuneCountInString(value) != utf8.RuneCountInString(key) {
					t.Errorf("%s and %s have not the same length", key, value)
				}
			}
			last, entries = key, entries+1
		}
		if entries < 12 || !strings.HasPrefix(table, "# ") {
			t.Errorf("%d entries in %.40q", entries, table)
		}
	}
}

// TestReplacementCharacter: U+FFFD in a phrase is that character, not a byte
// that is not text, and not the end.
func TestReplacementCharacter(t *testing.T) {
	c := New(Hant, Options{Protect: []string{"\uFFFD", "发\uFFFD", "头\xff", "发发\uFFFD", "A发", "\u0800发"}})
	for src, want := range map[string]string{
		"发": "發", "发发": "發發", "abc": "abc", "发\xff": "發\xff", "头\xff": "頭\xff",
		"发发\xff": "發發\xff", "发\uFFFD": "发\uFFFD", "\xff\uFFFD": "\xff\uFFFD",
		"A发": "A发", "\xe0\x81\x81发abc": "\xe0\x81\x81發abc", // A in three bytes
	} {
		if got := c.Convert(src); got != want {
			t.Errorf("%q becomes %q, want %q", src, got, want)
		}
	}
}
