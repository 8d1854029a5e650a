package search

import (
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"
)

// syllables returns the readings of a character in pinyin without tones, the
// likeliest first, ü as v; nil if it has none.
func syllables(r rune) []string {
	var list []string
	if first, found := usual[r]; found {
		list = []string{first}
	}
	for reading := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		if s := strings.Map(toneless, reading); s != "" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// readings returns the syllables of each character of a word.
func readings(word string) [][]string {
	var list [][]string
	for _, r := range word {
		list = append(list, syllables(r))
	}
	return list
}

// usual are the readings that come first in official texts where go-pinyin has
// another first.
var usual = map[rune]string{
	'似': "si",     // 相似
	'泊': "bo",     // 泊位
	'薄': "bo",     // 薄弱
	'仔': "zi",     // 仔细
	'曝': "bao",    // 曝光
	'勒': "le",     // 勒令
	'幢': "zhuang", // 一幢楼
	'咖': "ka",     // 咖啡
	'茄': "qie",    // 番茄
	'囤': "tun",    // 囤积
	'翟': "zhai",   // a name
	'辗': "zhan",   // 辗转
	'晟': "sheng",  // in names
	'蚌': "beng",   // 蚌埠
	'嗯': "en",
}

// toneless returns a letter of pinyin without its tone, -1 for a tone that is a
// character of its own.
func toneless(r rune) rune {
	if r < 0x80 {
		return r
	}
	if plain, found := plainLetters[r]; found {
		return plain
	}
	return -1
}

var plainLetters = map[rune]rune{
	'ā': 'a', 'á': 'a', 'ǎ': 'a', 'à': 'a',
	'ō': 'o', 'ó': 'o', 'ǒ': 'o', 'ò': 'o',
	'ē': 'e', 'é': 'e', 'ě': 'e', 'è': 'e', 'ê': 'e', 'ế': 'e', 'ề': 'e',
	'ī': 'i', 'í': 'i', 'ǐ': 'i', 'ì': 'i',
	'ū': 'u', 'ú': 'u', 'ǔ': 'u', 'ù': 'u',
	'ü': 'v', 'ǖ': 'v', 'ǘ': 'v', 'ǚ': 'v', 'ǜ': 'v',
	'ḿ': 'm', 'ń': 'n', 'ň': 'n', 'ǹ': 'n',
}

// heteronyms are the characters with more than one reading in today's texts.
// The dictionary lists for many others readings that only old books have,
// which would turn every syllable into a riddle.
const heteronyms = "阿挨扒把薄背便别卜参藏曾差长朝称乘处传创答打大待单弹当倒得的地调都度恶发坊分缝干杠给更供冠会和荷号横哄华划还晃济纪夹间监将降角教结解禁尽劲据卷觉壳空累凉量了笼率绿论落脉没蒙模磨难宁泊铺曲散色厦舍盛识属说似宿塌提挑帖通吐为系鲜相削兴行血压咽要应与载扎占涨着正症只中种重转装琢"

// spoken are the readings of a character that people type.
func spoken(r rune) []string {
	list := syllables(r)
	if len(list) > 1 && !strings.ContainsRune(heteronyms, r) {
		return list[:1]
	}
	return list
}

// common are the 3,755 commonest characters: the first level of GB 2312, rows
// 16 to 55. What people type by mistake need not occur in the texts.
func common() []rune { return gbRows(16, 55) }
