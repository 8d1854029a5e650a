package content

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"

	"github.com/BurntSushi/toml"

	"gongshi/generator/diag"
)

const fence = "+++"

// frontMatter is where the TOML of a file stands and where its text begins.
type frontMatter struct {
	start, end int // the TOML between the two fences
	body       int
	openLine   int
}

// splitFrontMatter finds the two +++ lines. The diagnostic is set, and the
// rest unusable, when there is no proper front matter.
func splitFrontMatter(src *diag.Source) (frontMatter, *diag.Diagnostic) {
	open := 1
	for strings.TrimSpace(src.Line(open)) == "" && src.LineStart(open) < len(src.Text) && open < lineCount(src) {
		open++
	}
	first := strings.TrimSpace(src.Line(open))
	start := src.LineStart(open)
	fault := func(rule, message string) *diag.Diagnostic {
		d := src.Report(diag.Error, rule, start, start+len(src.Line(open)), message)
		return &d
	}
	switch {
	case first == fence:
	case first == "＋＋＋":
		d := fault("toml-fullwidth", "加号要用半角的 +++").WithHint("把输入法切换到英文再输入符号").WithFix(fence)
		return frontMatter{}, &d
	case first == "---":
		d := fault("front-matter-yaml", "文件开头的信息要用 +++ 围起来，不用 ---").WithHint("上下两行 --- 都改成 +++，中间写“键 = 值”").WithFix(fence)
		return frontMatter{}, &d
	default:
		d := fault("front-matter-missing", "文件开头缺少用 +++ 围起来的信息").
			WithHint("第一行写 +++，接着写标题等信息，再用一行 +++ 结束").WithAddition("+++\ntitle = \"…\"\n+++")
		return frontMatter{}, &d
	}
	fm := frontMatter{start: src.LineStart(open + 1), openLine: open}
	for line := open + 1; line <= lineCount(src); line++ {
		if strings.TrimSpace(src.Line(line)) != fence {
			continue
		}
		fm.end = src.LineStart(line)
		fm.body = min(fm.end+len(src.Line(line))+1, len(src.Text))
		return fm, nil
	}
	after := lastStatement(src, open)
	d := fault("front-matter-unclosed", "这个 +++ 没有配对的第二个 +++").
		WithHint(fmt.Sprintf("在第 %d 行后面另起一行，写上 +++", after)).
		WithAddition(fence)
	return frontMatter{}, &d
}

func lineCount(src *diag.Source) int { return bytes.Count(src.Text, []byte("\n")) + 1 }

// lastStatement is the last line after the opening fence that still looks like TOML.
func lastStatement(src *diag.Source, open int) int {
	last := open
	for line := open + 1; line <= lineCount(src); line++ {
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

// maxSlips bounds how many lines of one file are blanked to go on reading.
const maxSlips = 20

// severalLines says whether a slip may concern the lines after it, too: then
// nothing is gained by reading on.
func severalLines(d diag.Diagnostic) bool {
	open := strings.Count(d.Line, "[") > strings.Count(d.Line, "]") || strings.Count(d.Line, "{") > strings.Count(d.Line, "}")
	return d.Rule == "toml-unclosed-list" || d.Rule == "toml-syntax" && (open || strings.Contains(d.Line, `"""`) || strings.Contains(d.Line, "'''"))
}

// decode reads the TOML between two offsets of src. A line that cannot be
// read is reported and left out, so that one run shows every slip of a file.
func decode(src *diag.Source, start, end int) (table map[string]any, b *binder) {
	b = &binder{src: src, home: start}
	text := bytes.Clone(src.Text)
	for range maxSlips {
		table = map[string]any{}
		_, err := toml.Decode(string(text[start:end]), &table)
		if err == nil {
			break
		}
		d, line := syntaxFault(src, start, end, err)
		b.found = append(b.found, d)
		s, ok := readStatement(src.Line(line))
		if ok {
			b.broken = append(b.broken, s.key)
			if key, chinese := chineseKeys[s.key]; chinese {
				b.broken = append(b.broken, key)
			}
		}
		at := src.LineStart(line)
		if line == 0 || severalLines(d) || len(bytes.TrimSpace(text[at:at+len(src.Line(line))])) == 0 {
			b.broken = nil
			return nil, b
		}
		copy(text[at:at+len(src.Line(line))], bytes.Repeat([]byte(" "), len(src.Line(line))))
	}
	b.where = locate(text, start, end)
	return table, b
}

// bind decodes TOML into the struct dst points to. elsewhere names keys that
// belong to other kinds of file. ok is false if nothing could be read.
func bind(src *diag.Source, start, end int, dst any, elsewhere map[string]string) (*binder, bool) {
	table, b := decode(src, start, end)
	if table == nil {
		return b, false
	}
	b.elsewhere = elsewhere
	b.table("", table, reflect.ValueOf(dst).Elem())
	return b, true
}
