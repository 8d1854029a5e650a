package search

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mozillazg/go-pinyin"
)

// TestSyllables: characters of official texts with several readings; the
// likeliest is the first.
func TestSyllables(t *testing.T) {
	for _, want := range []string{
		"中 zhong", "国 guo", "率 lv shuai", "绿 lv lu", "女 nv", "略 lve",
		"重 zhong chong", "行 xing hang", "长 zhang chang", "调 diao tiao", "都 dou du", "会 hui kuai",
		"区 qu ou", "还 hai huan", "为 wei", "量 liang", "数 shu", "度 du duo", "降 jiang xiang", "参 can shen cen",
		"传 chuan zhuan", "省 sheng xing", "校 xiao jiao", "车 che ju", "识 shi", "给 gei ji", "提 ti di", "系 xi ji",
		"似 si shi", "泊 bo po", "薄 bo bao", "曝 bao pu", "仔 zi zai", "蚌 beng bang", "晟 sheng", "说 shuo shui",
		"重 zhong", "厦 sha xia", "朝 chao zhao", "阳 yang", "石 shi", "埔 pu bu", "堡 bao pu bu", "乐 le yue",
		"設 she", "發 fa", "〇 ling", "啊 a", "嗯 en",
	} {
		fields := strings.Fields(want)
		got := syllables([]rune(fields[0])[0])
		if len(got) == 0 || got[0] != fields[1] {
			t.Errorf("%s is read %q, want %s first", fields[0], got, fields[1])
		}
		for _, other := range fields[2:] {
			if !slices.Contains(got, other) {
				t.Errorf("%s is read %q, without %s", fields[0], got, other)
			}
		}
	}
	for _, r := range "a1，。 ①あ" {
		if got := syllables(r); got != nil {
			t.Errorf("%c is read %q", r, got)
		}
	}
}

// TestSyllablesOfAll: every reading of go-pinyin comes out in letters, none twice.
func TestSyllablesOfAll(t *testing.T) {
	syllable := regexp.MustCompile(`^[a-z]{1,6}$`)
	for r := range pinyin.PinyinDict {
		list := syllables(rune(r))
		for i, s := range list {
			if !syllable.MatchString(s) || slices.Contains(list[:i], s) {
				t.Errorf("%c is read %q", rune(r), list)
			}
		}
		if len(list) == 0 {
			t.Errorf("%c has no reading", rune(r))
		}
	}
	for r, first := range usual {
		if first != "en" && !strings.Contains(strings.Map(toneless, pinyin.PinyinDict[int(r)]), first) {
			t.Errorf("%c is not read %s", r, first)
		}
	}
}

func TestReadings(t *testing.T) {
	got := readings("绿A")
	if len(got) != 2 || !slices.Equal(got[0], []string{"lv", "lu"}) || got[1] != nil {
		t.Errorf("got %q", got)
	}
}
