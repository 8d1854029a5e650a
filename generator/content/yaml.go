package content

import (
	"bytes"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/diag"
)

// foreignKeys maps keys of Hugo, Hexo, Zola, VuePress and Jekyll to the nearest key, or to
// the reason for which there is none.
var foreignKeys = map[string]struct{ key, reason string }{
	"lastmod": {"", "更新的日期由修订记录给出"}, "updated": {"", "更新的日期由修订记录给出"}, "modified": {"", "更新的日期由修订记录给出"}, "publishDate": {"date", ""}, "pubDate": {"date", ""}, "created": {"date", ""},
	"weight": {"", "任务的先后用 number，页面不排序"}, "order": {"", "任务的先后用 number，页面不排序"}, "nav_order": {"", "任务的先后用 number，页面不排序"}, "sidebar_position": {"", "任务的先后用 number，页面不排序"},
	"categories": {"tags", ""}, "category": {"tags", ""}, "taxonomies": {"", "标签直接写 tags"}, "keywords": {"tags", ""}, "tag": {"tags", ""},
	"permalink": {"slug", ""}, "url": {"slug", ""}, "path": {"slug", ""}, "redirect_from": {"aliases", ""}, "alias": {"aliases", ""},
	"summary": {"description", ""}, "excerpt": {"description", ""}, "subtitle": {"description", ""},
	"published": {"", "草稿写 draft = true"}, "layout": {"", "版式由网站决定"}, "template": {"", "版式由网站决定"}, "type": {"", "种类由文件夹决定"}, "author": {"", "页面不写作者"}, "authors": {"", "页面不写作者"},
	"toc": {"", "目录自动生成"}, "comments": {"", "页面没有评论"}, "sidebar": {"", "导航写在 site.toml"}, "menu": {"", "导航写在 site.toml"}, "navbar": {"", "导航写在 site.toml"}, "parent": {"", "导航写在 site.toml"}, "cover": {"", "图片写在正文里"}, "thumbnail": {"", "图片写在正文里"}, "image": {"", "图片写在正文里"}, "images": {"", "图片写在正文里"},
	"in_search_index": {"", "不让人搜到写 unlisted = true"}, "sort_by": {"", "任务按 number 排列"}, "paginate_by": {"", "列表不分页"}, "cascade": {"", "每个文件写自己的键"}, "resources": {"", "文件放在 content 里，用文件名引用"}, "mathjax": {"", "这里不能写公式"}, "math": {"", "这里不能写公式"},
}

// yamlLine matches "key: value" at the start of a line.
var yamlLine = regexp.MustCompile(`^([\pL\pN_][\pL\pN_.-]*)[ \t]*:(?:[ \t]+(.*))?$`)

// nearestKey returns the key for a key of another generator among the known ones; it is empty
// if there is none, with the reason in Chinese.
func nearestKey(key string, known func(key string) bool) (nearest, reason string) {
	foreign, ok := foreignKeys[key]
	switch {
	case known(key):
		return key, ""
	case known(chineseKeys[key]):
		return chineseKeys[key], ""
	case ok && known(foreign.key):
		return foreign.key, ""
	case ok && foreign.key == "":
		return "", foreign.reason
	}
	return "", "这里没有这个键"
}

// yamlFrontMatter reports YAML between two lines of "---" and writes it as TOML with the keys
// of a struct of schema.go. open is the line of the first.
func yamlFrontMatter(src *diag.Source, open int, dst any) diag.Diagnostic {
	d := src.Report(diag.Error, "front-matter-yaml", src.LineStart(open), len(src.Text), "文件开头的信息要用 +++ 围起来，不用 ---")
	var yaml []string
	end := 0
	for line := open + 1; line <= bytes.Count(src.Text, []byte("\n"))+1 && end == 0; line++ {
		if text := strings.TrimRight(src.Line(line), " \t\r"); text == "---" || text == "..." {
			end = line
		} else {
			yaml = append(yaml, text)
		}
	}
	if end == 0 || len(yaml) > 100 {
		return d.WithHint("上下两行 --- 都改成 +++，中间写“键 = 值”").WithFix(fence)
	}
	hint := fmt.Sprintf("用下面几行代替第 %d 行到第 %d 行", open, end)
	text, left := fromYAML(yaml, dst)
	if left {
		hint += "；# 后面的写法这里没有用，核对以后可以删掉"
	}
	return d.WithHint(hint).WithFix(fence + "\n" + text + fence)
}

// fromYAML writes the front matter of other generators as TOML for a struct of schema.go,
// with its required keys; left reports whether lines were kept as comments only.
func fromYAML(lines []string, dst any) (text string, left bool) {
	types := map[string]reflect.Type{}
	fields := structFields(reflect.TypeOf(dst).Elem())
	for _, f := range fields {
		types[f.Tag.Get("toml")] = f.Type
	}
	var b strings.Builder
	seen := map[string]bool{}
	comment := func(note string, lines ...string) {
		for i, l := range lines {
			if l = strings.TrimLeft(l, "# "); l != "" {
				if i == 0 {
					l += note
				}
				b.WriteString("# " + l + "\n")
			}
		}
	}
	for i := 0; i < len(lines); i++ {
		m := yamlLine.FindStringSubmatch(lines[i])
		if m == nil {
			left = left || strings.Trim(lines[i], "# ") != ""
			comment("", lines[i])
			continue
		}
		first := i
		for i+1 < len(lines) && (strings.HasPrefix(lines[i+1], " ") || strings.HasPrefix(lines[i+1], "\t") || strings.HasPrefix(lines[i+1], "- ")) {
			i++
		}
		key, reason := nearestKey(m[1], func(key string) bool { return types[key] != nil })
		value, ok := "", false
		if key != "" && !seen[key] {
			value, ok = yamlValue(strings.TrimSpace(m[2]), lines[first+1:i+1], key, types[key])
		}
		switch {
		case ok && value != "":
			seen[key] = true
			b.WriteString(key + " = " + value + "\n")
		case !ok:
			left = true
			if reason != "" {
				reason = "（" + reason + "）"
			}
			comment(reason, lines[first:i+1]...)
		}
	}
	for _, f := range fields {
		if key := f.Tag.Get("toml"); f.Tag.Get("need") != "" && !seen[key] {
			b.WriteString(key + " = " + f.Tag.Get("example") + " # 示例，换成真的" + f.Tag.Get("need") + "\n")
		}
	}
	return b.String(), left
}

// yamlValue writes a value of YAML as TOML of a type. It is empty for a key without a value;
// ok is false for a value that has no such form.
func yamlValue(value string, below []string, key string, want reflect.Type) (toml string, ok bool) {
	if i := strings.Index(value, " #"); i > 0 && !strings.ContainsAny(value[:1], "\"'") {
		value = strings.TrimSpace(value[:i])
	}
	var list []string
	switch {
	case value == "" && len(below) == 0, value == "null", value == "~":
		return "", true
	case strings.HasPrefix(value, "|") || strings.HasPrefix(value, ">"):
		for _, l := range below {
			list = append(list, strings.TrimSpace(l))
		}
		list = []string{strings.TrimSpace(strings.Join(list, ""))}
	case value == "" || strings.HasPrefix(value, "["):
		if list, ok = yamlList(value, below); !ok {
			return "", false
		}
	case len(below) > 0 || strings.ContainsAny(value[:1], "{&*!"):
		return "", false
	default:
		list = []string{unquoteYAML(value)}
	}
	if len(list) == 0 {
		return "", true
	}
	text := list[0]
	switch {
	case want == reflect.TypeFor[textList]():
		return QuoteList(list), true
	case len(list) > 1:
		return "", false
	case want == reflect.TypeFor[dateTime]():
		date := correctDate(text)
		if len(text) > 19 && date == "" { // with an offset
			date = correctDate(text[:19])
		}
		return date, date != ""
	case key == "slug":
		text = strings.TrimSuffix(strings.Trim(text, "/"), ".html")
		text = text[strings.LastIndexByte(text, '/')+1:]
		return Quote(text), text != "" && !strings.ContainsAny(text, ":.")
	case want.Kind() == reflect.String:
		return Quote(text), true
	}
	number := convert(text, want)
	return number, number != ""
}

// yamlList reads a list of texts, [a, b] or one item in each line below.
func yamlList(value string, below []string) (items []string, ok bool) {
	if value != "" {
		inner, closed := strings.CutSuffix(strings.TrimPrefix(value, "["), "]")
		if !closed || len(below) > 0 {
			return nil, false
		}
		items = strings.Split(inner, ",")
	}
	for _, l := range below {
		item, isItem := strings.CutPrefix(strings.TrimSpace(l), "- ")
		if !isItem || yamlLine.MatchString(item) {
			return nil, false
		}
		items = append(items, item)
	}
	for i, item := range items {
		items[i] = unquoteYAML(strings.TrimSpace(item))
	}
	return slices.DeleteFunc(items, func(item string) bool { return item == "" }), true
}

// unquoteYAML takes the quotation marks from a text.
func unquoteYAML(s string) string {
	if len(s) >= 2 && s[0] == s[len(s)-1] && (s[0] == '"' || s[0] == '\'') {
		inner := s[1 : len(s)-1]
		if s[0] == '\'' {
			return strings.ReplaceAll(inner, "''", "'")
		}
		return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(inner)
	}
	return s
}
