package content

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
)

// sample is what the commands init, new and import write for an editor to replace: words
// anywhere, and whole lines, which begin with a line feed.
var sample = []string{"某某区", "example.gov.cn", "（未填写）", "\ntitle = \"第一项任务\"", "\n## 1.年度任务及目标", "\n完成情况"}

// placeholders warns of each line of a text that still holds words of the sample. Up to
// the offset keys the text is TOML, whose comments are not published.
func placeholders(src *diag.Source, keys int) (found []diag.Diagnostic) {
	var spans []markdown.Span
	for _, words := range sample {
		text, whole := strings.CutPrefix(words, "\n")
		for from := 0; ; {
			i := bytes.Index(src.Text[from:], []byte(words))
			if i < 0 {
				break
			}
			end := from + i + len(words)
			from = end
			if !whole || bytes.HasPrefix(src.Text[end:], []byte("\n")) || bytes.HasPrefix(src.Text[end:], []byte("\r\n")) || end == len(src.Text) {
				spans = append(spans, markdown.Span{Start: end - len(text), End: end})
			}
		}
	}
	slices.SortFunc(spans, func(a, b markdown.Span) int { return cmp.Compare(a.Start, b.Start) })
	last := 0
	for _, s := range spans {
		line := src.Position(s.Start).Line
		value, _ := cutComment(src.Line(line))
		if line == last || s.Start < keys && s.Start >= src.LineStart(line)+len(value) {
			continue
		}
		last = line
		found = append(found, src.Report(diag.Warning, "placeholder", s.Start, s.End, "这里还是示例里的文字").
			WithHint("换成真的内容；不要的示例，删掉它的文件或文件夹"))
	}
	return found
}
