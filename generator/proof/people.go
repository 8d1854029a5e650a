package proof

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// title matches the title of an official next to the name, with the rank before it.
const title = `(?:(?:常务)?副|原|代)?(?:书记|主任|局长|区长|市长|县长|省长|州长|部长|处长|科长|院长|校长|所长|主席|队长|站长|镇长|乡长|村长|会长|秘书长|组长|检察长|总工程师|巡视员|常委|委员)`

var (
	titleBefore = regexp.MustCompile(title + `$`)
	titleAfter  = regexp.MustCompile(`^(?:[区市县]委|党组|党委|街道|办事处)?` + title)
)

// people reports persons in content/names.toml who are mentioned with a title
// they do not hold.
func (t *text) people() {
	body := string(t.text)
	for _, name := range slices.Sorted(maps.Keys(t.proof.Names)) {
		for start := range indices(body, name, t.body) {
			end := start + len(name)
			line := strings.LastIndexByte(body[:start], '\n') + 1
			before := titleBefore.FindString(body[max(line, start-60):start]) // 20 characters are enough
			after := ""
			if before == "" {
				after = titleAfter.FindString(body[end:min(len(body), end+60)])
			}
			t.title(name, start-len(before), end+len(after), before+after)
		}
	}
}

// title checks the title with which a person is mentioned.
func (t *text) title(name string, start, end int, title string) {
	rank := slices.ContainsFunc([]string{"副", "常务", "原", "代"}, func(word string) bool { return strings.HasPrefix(title, word) })
	right := func(held string) bool {
		return strings.HasSuffix(held, title) && (rank || !strings.HasSuffix(held, "副"+title)) ||
			strings.HasSuffix(title, held) && !rank
	}
	held := t.proof.Names[name]
	if title == "" || slices.ContainsFunc(held, right) {
		return
	}
	t.report("person-title", start, end, fmt.Sprintf("“%s”的职务是%s，这里写的是“%s”", name, strings.Join(held, "、"), title),
		"核对职务；职务变了，就改 content/names.toml")
}
