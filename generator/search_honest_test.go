package generator_test

import (
	"net/url"
	"strings"
	"testing"
)

// TestSearchHonest asks what the site says and what it does not: a card marks the figure,
// a state leads to the table, and what is missing is said first, in both scripts.
func TestSearchHonest(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	status := func() string { return s.text(".search-page [role=status]") }
	answered := func(path, query string) {
		s.open(path + "?q=" + url.QueryEscape(query))
		s.until(`document.querySelector('#search-results[aria-busy="false"]').dataset.query === "` + query + `"`)
	}
	answered("/search/", "东城区有多少个急救站")
	if marks := s.text(".search-answer:not([hidden]) blockquote"); !strings.Contains(marks, "9个急救工作站") {
		t.Errorf("the card says %s", marks)
	}
	for _, c := range []struct{ path, query, begins string }{
		{"/search/", "哪些没完成", "没有出现“没完成”这个词，表里也没有标明这种状态的任务"},
		{"/search/", "养老金是多少", "公开的文字里没有出现“养老金”这个词"},
		{"/search/", "牵头单位是谁", "本站的表里没有“牵头单位”这一栏"},
		{"/hant/search/", "牽頭單位是誰", "本站的表裡沒有“牽頭單位”這一欄"},
		{"/search/", "待核定", "表里标明“待核定”的有 1 条"},
	} {
		answered(c.path, c.query)
		if got := status(); !strings.HasPrefix(got, c.begins) {
			t.Errorf("%s says %q", c.query, got)
		}
		if hidden := eval[bool](t, s.visit, `document.querySelector(".search-answer").hidden`); !hidden {
			t.Errorf("%s has a card", c.query)
		}
	}
	for _, c := range []struct {
		path, query, href string
		rows              int
	}{
		{"/search/", "待核定", "/2021/?结果=待核定", 1},
		{"/search/", "哪些达到目标", "/2021/?结果=达到目标", 8},
		{"/hant/search/", "達到目標", "/hant/2021/?結果=達到目標", 8},
	} {
		answered(c.path, c.query)
		if href := eval[string](t, s.visit, `decodeURIComponent(document.querySelector(".search-note a").getAttribute("href"))`); href != c.href {
			t.Errorf("%s leads to %s, want %s", c.query, href, c.href)
		}
		s.do(click(".search-note a"), appears(".table-tools [name=sort]"))
		s.rows(c.rows)
	}
	if said := s.said(); len(said) > 0 {
		t.Errorf("the console says %q", said)
	}
}
