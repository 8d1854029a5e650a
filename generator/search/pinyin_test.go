package search

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	library "github.com/mozillazg/go-pinyin"
)

// TestSpoken: characters of official texts as people type them; the likeliest
// reading is the first, and readings of old books are left out.
func TestSpoken(t *testing.T) {
	for _, want := range []string{
		"中 zhong", "国 guo", "率 lv shuai", "绿 lv lu", "女 nv", "略 lve",
		"重 zhong chong", "行 xing hang", "长 zhang chang", "调 diao tiao", "都 dou du", "会 hui kuai",
		"区 qu", "还 hai huan", "为 wei", "量 liang", "数 shu", "度 du duo", "降 jiang xiang", "参 can cen",
		"传 chuan zhuan", "省 sheng", "校 xiao", "车 che", "识 shi zhi", "给 gei ji", "提 ti di", "系 xi ji",
		"似 si shi", "泊 bo po", "薄 bo bao", "曝 bao", "仔 zi", "蚌 beng", "晟 sheng", "说 shuo shui",
		"厦 sha xia", "朝 chao zhao", "阳 yang", "石 shi", "乐 le", "設 she", "發 fa", "〇 ling", "嗯 en", "𠀀 he",
	} {
		fields := strings.Fields(want)
		got := spoken([]rune(fields[0])[0])
		if len(got) == 0 || got[0] != fields[1] {
			t.Errorf("%s is read %q, want %s first", fields[0], got, fields[1])
		}
		for _, other := range fields[2:] {
			if !slices.Contains(got, other) {
				t.Errorf("%s is read %q, without %s", fields[0], got, other)
			}
		}
		if len(fields) == 2 && len(got) > 1 {
			t.Errorf("%s is read %q", fields[0], got)
		}
	}
	for _, r := range "a1，。 ①あ" {
		if got := spoken(r); got != nil {
			t.Errorf("%c is read %q", r, got)
		}
	}
}

// TestSpokenOfAll: every character of go-pinyin has a reading, in letters, and none twice.
func TestSpokenOfAll(t *testing.T) {
	syllable := regexp.MustCompile(`^[a-z]{1,6}$`)
	for r := range library.PinyinDict {
		list := spoken(rune(r))
		for i, s := range list {
			if !syllable.MatchString(s) || slices.Contains(list[:i], s) {
				t.Errorf("%c is read %q", rune(r), list)
			}
		}
		if len(list) == 0 {
			t.Errorf("%c has no reading", rune(r))
		}
	}
}
