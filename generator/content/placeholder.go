package content

import (
	"regexp"
	"strings"

	"gongshi/generator/diag"
)

// placeholder matches what the commands init, new and import write for an editor to
// replace.
var placeholder = regexp.MustCompile(`(?m)某某区|example\.gov\.cn|（未填写）|^title = "第一项任务"|^## (?:1\.)?年度任务及目标[ \r]*$|^完成情况[ \r]*$`)

// placeholders warns of each line of a text that still holds a placeholder. Up to the
// offset keys the text is TOML, whose comments are not published.
func placeholders(src *diag.Source, keys int) (found []diag.Diagnostic) {
	last := 0
	for _, m := range placeholder.FindAllIndex(src.Text, -1) {
		line := src.Position(m[0]).Line
		value, _ := cutComment(src.Line(line))
		if line == last || m[0] < keys && m[0] >= src.LineStart(line)+len(value) {
			continue
		}
		last = line
		text := strings.TrimSpace(strings.TrimPrefix(string(src.Text[m[0]:m[1]]), "title = "))
		found = append(found, src.Report(diag.Warning, "placeholder", m[0], m[1], "这里还是示例里的文字："+strings.Trim(text, `"`)).
			WithHint("换成真的内容；不要的示例，删掉它的文件或文件夹"))
	}
	return found
}
