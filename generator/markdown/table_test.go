package markdown

import (
	"strings"
	"testing"
)

// TestTableNeedsPipe: a line of dashes below text is a dash somebody wrote. In
// GFM it would make a table of the line above and vanish.
func TestTableNeedsPipe(t *testing.T) {
	for _, mark := range []string{"-", "--", ":-", ":--", "-:", ":-:", "－", "——", "：－：", "－｜－", "=", "==="} {
		for _, text := range []string{"甲\n" + mark + "\n乙", "甲\n" + mark, "|甲|\n" + mark + "\n乙", "> 甲\n> " + mark, "- 甲\n  " + mark, "甲 | 丙\n" + mark + "\n乙"} {
			got, _ := render(t, text)
			if strings.Contains(got.HTML, "<table") || !strings.Contains(letters(got.HTML), letters(mark)) || !strings.Contains(letters(got.Text), letters(mark)) {
				t.Errorf("%q: %s, %q", text, got.HTML, got.Text)
			}
		}
	}
	for text, want := range map[string]string{
		"甲\n-|\n乙": "甲\n乙", "甲\n|-\n乙": "甲\n乙", "|甲|\n|-|": "甲", "|甲|\n|:-:|\n|乙|": "甲\n乙", "甲|丙\n-|-\n乙|丁": "甲 丙\n乙 丁", "甲 | 丙\n:-- | --:": "甲 丙", "> |甲|\n> |-|": "甲", "- |甲|\n  |-|": "甲",
		"甲\n--\n|丙|\n|-|\n|丁|": "甲--\n丙\n丁", "甲\n|丙|\n|-|\n--": "甲\n丙\n--", "甲\n|丙|\n|-|\n|-|": "甲\n丙\n-",
	} {
		if got, _ := render(t, text); strings.Count(got.HTML, "<table") != 1 || got.Text != want {
			t.Errorf("%q: %s, %q", text, got.HTML, got.Text)
		}
	}
}

func letters(text string) string { return strings.Join(strings.Fields(text), "") }
