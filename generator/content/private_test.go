package content

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/privacy"
)

// TestAttachmentsAreReadOnce until their bytes change; what was found is told
// each time.
func TestAttachmentsAreReadOnce(t *testing.T) {
	source := fstest.MapFS{
		"content/site.toml": {Data: []byte("title = \"清源区\"\nbase_url = \"https://a.cn/\"\n")},
		"content/名单.txt":    {Data: []byte("13800138000")},
		"static/说明.txt":     {Data: []byte("干净")},
	}
	reads := 0
	opt := Options{Cache: &Cache{}, Attachment: func(_ string, data []byte) Attached {
		reads++
		return Attached{Texts: []string{string(data)}}
	}}
	for _, step := range []struct {
		change        string // new bytes of 名单.txt, if any
		reads, faults int
	}{{"", 2, 1}, {"", 2, 1}, {"已经删掉", 3, 0}, {"15012345678", 4, 1}} {
		if step.change != "" {
			source["content/名单.txt"] = &fstest.MapFile{Data: []byte(step.change)}
		}
		if _, found := Load(source, opt); len(found) != step.faults || reads != step.reads {
			t.Errorf("after %q: %d reads, %v", step.change, reads, found)
		}
	}
}

// TestHide writes a number in ways that only a page shows as one: the line that is printed
// has asterisks in its place, as many, in whatever fault stands on the line.
func TestHide(t *testing.T) {
	for _, written := range []string{"138**0013**8000", "１３８**００１３**８０００", "138&nbsp;0013&nbsp;8000", "&#49;&#x33;8001&#0051;8000", `138\-0013-8000`, "138~~0013~~8000"} {
		f := parseTask(strings.Replace(goodTask, "## ", "<b>电话 "+written+"。\n\n## ", 1))
		list := f.found
		for _, p := range f.private {
			list = append(list, p.where)
		}
		Hide(list)
		if len(f.private) != 1 || len(list) < 2 {
			t.Errorf("%s: %v", written, list)
		}
		for _, d := range list {
			if want := "<b>电话 " + strings.Repeat("*", utf8.RuneCountInString(written)) + "。"; d.Line != want {
				t.Errorf("%s: %q, want %q", written, d.Line, want)
			}
		}
	}
}

// FuzzJoins checks that a page of a text that is not looked at as it is read shows no number
// that is not in its source.
func FuzzJoins(f *testing.F) {
	for _, seed := range []string{"13800138000", "手机 138 0013\n\n8000", "1380013\n8000", "# 138\n00138000", "甲\n\n- 13800138000", "身份证\n　\n320507650723154"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if joins([]byte(text)) || !utf8.ValidString(text) {
			t.Skip()
		}
		var source []string
		for found := range privacy.Find(text) {
			source = append(source, found.Digits)
		}
		html := markdown.New(nil).Parse(diag.NewSource("a.md", []byte(text)), 0, markdown.Whole).Intro.HTML
		for found := range privacy.Find(privacy.MarkupText(html, privacy.Separates)) {
			if !slices.Contains(source, found.Digits) {
				t.Errorf("%q: %s is not found in the source", text, found.Digits)
			}
		}
	})
}
