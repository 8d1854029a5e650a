//go:build ignore

// Genpinyin writes data/pinyin.txt, the readings that people type, of go-pinyin
// without tones: its table is a map that every program with it builds when it
// starts, which takes longer than rendering a small site. Run it with
// `go generate ./generator/search`.
package main

import (
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

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

// heteronyms are the characters with more than one reading in today's texts.
// The dictionary lists for many others readings that only old books have,
// which would turn every syllable into a riddle.
const heteronyms = "阿挨扒把薄背便别卜参藏曾差长朝称乘处传创答打大待单弹当倒得的地调都度恶发坊分缝干杠给更供冠会和荷号横哄华划还晃济纪夹间监将降角教结解禁尽劲据卷觉壳空累凉量了笼率绿论落脉没蒙模磨难宁泊铺曲散色厦舍盛识属说似宿塌提挑帖通吐为系鲜相削兴行血压咽要应与载扎占涨着正症只中种重转装琢"

// old are readings of these characters that only old books and dialects have.
var old = map[rune]string{
	'划': "guai", '削': "shao qiao", '卜': "pu", '占': "tie", '卷': "gun jun", '号': "xiao", '大': "tai", '宁': "zhu", '宿': "qi", '差': "jie",
	'度': "zhai", '扒': "bai bie", '提': "chi shi", '挑': "tao", '朝': "zhu", '横': "guang huang", '没': "me", '角': "lu gu", '还': "fu", '重': "tong", '解': "xie",
}

// spoken are the readings of a character that people type, the likeliest first.
func spoken(r rune) []string {
	var list []string
	if first, found := usual[r]; found {
		list = []string{first}
	}
	for reading := range strings.SplitSeq(pinyin.PinyinDict[int(r)], ",") {
		if s := toneless(reading); s != "" && !slices.Contains(list, s) && !slices.Contains(strings.Fields(old[r]), s) {
			list = append(list, s)
		}
	}
	if len(list) > 1 && !strings.ContainsRune(heteronyms, r) {
		return list[:1]
	}
	return list
}

// toneless is a syllable without its tone, ü as v.
func toneless(syllable string) string {
	syllable = strings.ReplaceAll(norm.NFD.String(syllable), "u\u0308", "v")
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || r > unicode.MaxASCII {
			return -1
		}
		return r
	}, syllable)
}

// main makes a line of each syllable with the characters that it is the
// likeliest reading of, then one of each character with several readings.
func main() {
	first, several := map[string][]rune{}, ""
	for _, r := range slices.Sorted(maps.Keys(pinyin.PinyinDict)) {
		list := spoken(rune(r))
		if len(list) == 0 {
			continue
		}
		first[list[0]] = append(first[list[0]], rune(r))
		if len(list) > 1 {
			several += fmt.Sprintf("%c %s\n", r, strings.Join(list, " "))
		}
	}
	var b strings.Builder
	b.WriteString("# readings of go-pinyin, made by genpinyin.go; origin and licence: ORIGIN.md\n")
	for _, syllable := range slices.Sorted(maps.Keys(first)) {
		fmt.Fprintf(&b, "%s %s\n", syllable, string(first[syllable]))
	}
	b.WriteString("\n" + several)
	if err := os.WriteFile("data/pinyin.txt", []byte(b.String()), 0o644); err != nil {
		log.Fatal(err)
	}
}
