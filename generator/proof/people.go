package proof

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// title is the name of an office, as it stands right before or after a person's
// name; ranks before it belong to it.
const title = `(?:(?:常务)?副|原|代)?(?:书记|主任|局长|区长|市长|县长|省长|州长|部长|处长|科长|院长|校长|所长|主席|队长|站长|镇长|乡长|村长|会长|秘书长|组长|检察长|总工程师|巡视员|常委|委员)`

var (
	titleBefore = regexp.MustCompile(title + `$`)
	titleAfter  = regexp.MustCompile(`^(?:[区市县]委|党组|党委|街道|办事处)?` + title)
)

// people looks for persons of the office's own list who are given an office
// they do not hold.
func (t *text) people() {
	body := string(t.text)
	for _, name := range slices.Sorted(maps.Keys(t.proof.Names)) {
		for at := t.body; ; {
			i := strings.Index(body[at:], name)
			if i < 0 {
				break
			}
			start := at + i
			at = start + len(name)
			line := strings.LastIndexByte(body[:start], '\n') + 1
			// The text before is looked at from a few characters off only.
			before := titleBefore.FindString(body[max(line, start-60):start])
			after := ""
			if before == "" {
				after = titleAfter.FindString(body[at:min(len(body), at+60)])
			}
			t.office(name, start-len(before), at+len(after), before+after)
		}
	}
}

func (t *text) office(name string, start, end int, said string) {
	held := t.proof.Names[name]
	right := func(office string) bool {
		rank := strings.HasPrefix(said, "副") || strings.HasPrefix(said, "常务") || strings.HasPrefix(said, "原") || strings.HasPrefix(said, "代")
		return strings.HasSuffix(office, said) && (rank || !strings.HasSuffix(office, "副"+said)) ||
			strings.HasSuffix(said, office) && !rank
	}
	if said == "" || slices.ContainsFunc(held, right) {
		return
	}
	t.report("person-title", start, end, fmt.Sprintf("“%s”的职务是%s，这里写的是“%s”", name, strings.Join(held, "、"), said),
		"核对职务；职务变了，就改 content/names.toml")
}
