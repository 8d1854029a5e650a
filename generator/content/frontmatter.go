package content

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"

	"gongshi/generator/diag"
)

const fence = "+++"

// frontMatter holds the byte offsets of a file's TOML (between the two fences) and
// of its Markdown.
type frontMatter struct{ start, end, body int }

// splitFrontMatter finds the two fences. fault is set if the file has no proper
// front matter.
func splitFrontMatter(src *diag.Source) (fm frontMatter, fault *diag.Diagnostic) {
	open, lines := 1, bytes.Count(src.Text, []byte("\n"))+1
	for open < lines && strings.TrimSpace(src.Line(open)) == "" {
		open++
	}
	report := func(rule, message string) diag.Diagnostic {
		return src.Report(diag.Error, rule, src.LineStart(open), len(src.Text), message)
	}
	var d diag.Diagnostic
	first := strings.TrimSpace(src.Line(open))
	switch visible := strings.TrimFunc(first, isBlank); {
	case visible == fence && first != fence:
		d = report("front-matter-missing", "+++ 的前面或后面有看不见的字符").WithHint("删掉这一行，再用键盘输入 +++").WithFix(fence)
	case bytes.IndexByte(src.Text, '\n') < 0 && bytes.IndexByte(src.Text, '\r') >= 0:
		d = diag.File(diag.Error, "line-ends", src.Path, "文件的换行符是旧式的（只有回车 CR），整个文件会当作一行").WithHint("用编辑器打开，把换行符改成 LF 或 CRLF，再保存")
		return frontMatter{}, &d
	case first == fence:
		for line := open + 1; line <= lines; line++ {
			if strings.TrimSpace(src.Line(line)) == fence {
				body := len(src.Text)
				if line < lines {
					body = src.LineStart(line + 1)
				}
				return frontMatter{src.LineStart(open + 1), src.LineStart(line), body}, nil
			}
		}
		d = report("front-matter-unclosed", "这个 +++ 没有配对的第二个 +++").
			WithHint(fmt.Sprintf("在第 %d 行后面另起一行，写上 +++", lastStatement(src, open, lines))).WithAddition(fence)
	case first == "＋＋＋":
		d = report("toml-fullwidth", "加号要用半角的 +++").WithHint("把输入法切换到英文再输入符号").WithFix(fence)
	case first == "---":
		d = report("front-matter-yaml", "文件开头的信息要用 +++ 围起来，不用 ---").WithHint("上下两行 --- 都改成 +++，中间写“键 = 值”").WithFix(fence)
	default:
		d = report("front-matter-missing", "文件开头缺少用 +++ 围起来的信息").
			WithHint("第一行写 +++，接着写标题等信息，再用一行 +++ 结束").WithAddition("+++\ntitle = \"…\"\n+++")
	}
	return frontMatter{}, &d
}

// Body returns the byte offset of a file's Markdown, which is behind the front matter; 0 if
// there is none.
func Body(text string) int {
	fm, _ := splitFrontMatter(diag.NewSource("", []byte(text)))
	return fm.body
}

// lastStatement returns the last line after the opening fence that still looks like TOML.
func lastStatement(src *diag.Source, open, lines int) int {
	last := open
	for line := open + 1; line <= lines; line++ {
		text := strings.TrimSpace(src.Line(line))
		_, statement := readStatement(text)
		switch {
		case text == "" || strings.HasPrefix(text, "# "):
		case statement || strings.HasPrefix(text, "["):
			last = line
		default:
			return last
		}
	}
	return last
}

// maxSlips is the number of unreadable lines after which decode gives up.
const maxSlips = 20

// severalLines reports whether a mistake may affect the following lines too, so
// that reading on would only produce false errors.
func severalLines(d diag.Diagnostic) bool {
	open := strings.Count(d.Line, "[") > strings.Count(d.Line, "]") || strings.Count(d.Line, "{") > strings.Count(d.Line, "}")
	return d.Rule == "toml-unclosed-list" || d.Rule == "toml-syntax" && (open || strings.Contains(d.Line, `"""`) || strings.Contains(d.Line, "'''"))
}

// decode reads the TOML between two offsets of r.src and locates its keys. It
// reports an unreadable line, blanks it and tries again, so that one run reports
// every mistake in a file. It returns nil if it has to give up.
func decode(r *reporter, start, end int) map[string]any {
	r.start = start
	text := bytes.Clone(r.src.Text)
	var table map[string]any
	for range maxSlips {
		table = map[string]any{}
		if at := tooDeep(text, start, end); at >= 0 {
			r.add(r.src.Report(diag.Error, "toml-too-deep", at, at+1, "方括号、花括号或者句点一层套一层太多了，读不了").WithHint(fmt.Sprintf("最多套 %d 层；这些键用不着这么写", maxDepth)))
			return nil
		}
		_, err := toml.Decode(string(text[start:end]), &table)
		if err == nil {
			break
		}
		d, number := syntaxFault(r.src, start, end, err)
		r.add(d)
		at := r.src.LineStart(number)
		line := text[at : at+len(r.src.Line(number))]
		if number == 0 || severalLines(d) || len(bytes.TrimSpace(line)) == 0 {
			r.broken = nil
			return nil
		}
		if s, ok := readStatement(r.src.Line(number)); ok {
			r.broken = append(r.broken, s.key, chineseKeys[s.key])
		}
		copy(line, bytes.Repeat([]byte(" "), len(line)))
	}
	r.where = locate(text, start, end)
	return table
}
