package wording

import (
	"strings"
	"testing"
)

// shown writes pieces as an editor marks them: [-gone-]{+new+}.
func shown(list []Piece) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString([]string{p.Text, "[-" + p.Text + "-]", "{+" + p.Text + "+}"}[p.Kind])
	}
	return b.String()
}

func TestDiff(t *testing.T) {
	for _, c := range [][3]string{
		{"", "", ""},
		{"一样", "一样", "一样"},
		{"", "新的", "{+新的+}"},
		{"旧的", "", "[-旧的-]"},
		{"完成率达到92%以上", "完成率达到95%以上", "完成率达到[-92%-]{+95%+}以上"},
		{"重污染天数继续下降", "重污染天数力争继续下降", "重污染天数{+力争+}继续下降"},
		{"新建3家，改造12家", "新建5家，改造12家，撤销1家", "新建[-3-]{+5+}家，改造12家{+，撤销1家+}"},
		{"使用 VOCs 涂料", "使用 VOC 涂料", "使用 [-VOCs-]{+VOC+} 涂料"},
	} {
		if got := shown(Diff(c[0], c[1])); got != c[2] {
			t.Errorf("%q → %q: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

// FuzzDiff holds what every comparison is: without what is new it is the text
// before, without what is gone the text after.
func FuzzDiff(f *testing.F) {
	f.Add("完成率达到92%以上", "完成率95%")
	f.Add("1.5a", "1.6b")
	f.Add("ab12cd", "a1b2c3")
	f.Fuzz(func(t *testing.T, before, after string) {
		var was, is strings.Builder
		for _, p := range Diff(before, after) {
			if p.Kind != New {
				was.WriteString(p.Text)
			}
			if p.Kind != Gone {
				is.WriteString(p.Text)
			}
		}
		if was.String() != before || is.String() != after {
			t.Errorf("%q → %q: before %q, after %q", before, after, was.String(), is.String())
		}
	})
}
