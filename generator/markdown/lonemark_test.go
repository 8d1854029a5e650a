package markdown

import "testing"

// TestLoneMark: a line that is only the mark of a list is what somebody wrote,
// such as a dash for "none". In CommonMark it would be an empty item.
func TestLoneMark(t *testing.T) {
	for _, c := range []struct{ name, markdown, html string }{
		{"alone", "-", "<p>-</p>"},
		{"below text", "甲\n\n-", "<p>甲</p>\n<p>-</p>"},
		{"between texts", "甲\n\n-\n\n乙", "<p>甲</p>\n<p>-</p>\n<p>乙</p>"},
		{"a star", "*", "<p>*</p>"},
		{"a plus", "甲\n\n+\n", "<p>甲</p>\n<p>+</p>"},
		{"a number", "5.", "<p>5.</p>"},
		{"a number with a bracket", "12)", "<p>12)</p>"},
		{"several", "-\n-", "<p>-\n-</p>"},
		{"in a quotation", "> -", "<blockquote>\n<p>-</p>\n</blockquote>"},
		{"in an item", "- -", "<ul>\n<li>-</li>\n</ul>"},
		{"an empty item among others", "- 甲\n-\n- 乙", "<ul>\n<li>甲</li>\n<li></li>\n<li>乙</li>\n</ul>"},
		{"an item that begins on the next line", "-\n  甲", "<ul>\n<li>甲</li>\n</ul>"},
		{"three dashes", "甲\n---\n乙", "<p>甲</p>\n<hr>\n<p>乙</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, _ := render(t, c.markdown); got.HTML != c.html {
				t.Errorf("got  %q\nwant %q", got.HTML, c.html)
			}
		})
	}
}
