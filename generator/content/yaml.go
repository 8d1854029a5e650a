package content

import (
	"fmt"
	"regexp"
	"strings"

	"gongshi/generator/diag"
)

// foreignKeys maps keys of Hugo, Hexo, Zola, VuePress and Jekyll to the nearest key, or to
// the reason for which there is none.
var foreignKeys = map[string]struct{ key, reason string }{
	"lastmod": {"", "更新的日期由修订记录给出"}, "updated": {"", "更新的日期由修订记录给出"}, "modified": {"", "更新的日期由修订记录给出"}, "publishDate": {"date", ""}, "pubDate": {"date", ""}, "created": {"date", ""},
	"weight": {"", "任务的先后用 number，页面不排序"}, "order": {"", "任务的先后用 number，页面不排序"}, "nav_order": {"", "任务的先后用 number，页面不排序"}, "sidebar_position": {"", "任务的先后用 number，页面不排序"},
	"categories": {"category", ""}, "taxonomies": {"", "任务写 tags 和 category"}, "keywords": {"tags", ""}, "tag": {"tags", ""},
	"permalink": {"slug", ""}, "url": {"slug", ""}, "path": {"slug", ""}, "redirect_from": {"aliases", ""}, "alias": {"aliases", ""},
	"summary": {"description", ""}, "excerpt": {"description", ""}, "subtitle": {"description", ""},
	"published": {"", "草稿写 draft = true"}, "layout": {"", "版式由网站决定"}, "template": {"", "版式由网站决定"}, "type": {"", "种类由文件夹决定"}, "author": {"", "页面不写作者"}, "authors": {"", "页面不写作者"},
	"toc": {"", "目录自动生成"}, "comments": {"", "页面没有评论"}, "sidebar": {"", "导航写在 site.toml"}, "menu": {"", "导航写在 site.toml"}, "navbar": {"", "导航写在 site.toml"}, "parent": {"", "导航写在 site.toml"}, "cover": {"", "图片写在正文里"}, "thumbnail": {"", "图片写在正文里"}, "image": {"", "图片写在正文里"}, "images": {"", "图片写在正文里"},
	"in_search_index": {"", "不让人搜到写 unlisted = true"}, "sort_by": {"", "任务按 number 排列"}, "paginate_by": {"", "列表不分页"}, "cascade": {"", "每个文件写自己的键"}, "resources": {"", "文件放在 content 里，用文件名引用"}, "mathjax": {"", "这里不能写公式"}, "math": {"", "这里不能写公式"},
}

// yamlLine matches "key: value" at the start of a line.
var yamlLine = regexp.MustCompile(`^([\pL\pN_][\pL\pN_.-]*)[ \t]*:(?:[ \t]+(.*))?$`)

// yamlFrontMatter reports YAML between two lines of "---" and writes it as TOML. open is
// the line of the first.
func yamlFrontMatter(src *diag.Source, open, lines int) diag.Diagnostic {
	d := src.Report(diag.Error, "front-matter-yaml", src.LineStart(open), len(src.Text), "文件开头的信息要用 +++ 围起来，不用 ---")
	var yaml []string
	end := 0
	for line := open + 1; line <= lines && end == 0; line++ {
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
	text, left := fromYAML(yaml)
	if left {
		hint += "；# 后面的写法这里没有用，核对以后可以删掉"
	}
	return d.WithHint(hint).WithFix(fence + "\n" + text + fence)
}

// fromYAML writes the front matter of other generators as TOML that this site can read;
// left reports whether lines were kept as comments only.
func fromYAML(lines []string) (text string, left bool) {
	var b strings.Builder
	seen := map[string]bool{}
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		m := yamlLine.FindStringSubmatch(line)
		if m == nil {
			if strings.TrimSpace(line) != "" {
				left = left || !strings.HasPrefix(strings.TrimSpace(line), "#")
				b.WriteString("# " + strings.TrimLeft(line, "# ") + "\n")
			}
			continue
		}
		var below []string // the lines of the value that follow
		for i+1 < len(lines) && (strings.HasPrefix(lines[i+1], " ") || strings.HasPrefix(lines[i+1], "\t") || strings.HasPrefix(lines[i+1], "- ") || strings.TrimSpace(lines[i+1]) == "" && len(below) > 0) {
			i++
			below = append(below, lines[i])
		}
		key := m[1]
		if english, ok := chineseKeys[key]; ok {
			key = english
		}
		foreign, known := foreignKeys[key]
		if foreign.key != "" {
			key = foreign.key
		}
		value, ok := yamlValue(strings.TrimSpace(m[2]), below, key)
		switch {
		case known && foreign.key == "" || !ok || seen[key]:
			left = true
			note := ""
			if foreign.reason != "" {
				note = "（" + foreign.reason + "）"
			}
			b.WriteString("# " + line + note + "\n")
			for _, l := range below {
				b.WriteString("# " + l + "\n")
			}
		case value != "":
			seen[key] = true
			if hasHan(key) || strings.Contains(key, ".") {
				key = quote(key)
			}
			b.WriteString(key + " = " + value + "\n")
		}
	}
	return b.String(), left
}

// yamlValue writes a value of YAML as TOML: a text, number, boolean, date or list. The
// value is empty for a key without one; ok is false for anything else.
func yamlValue(value string, below []string, key string) (toml string, ok bool) {
	if i := strings.Index(value, " #"); i >= 0 && !strings.ContainsAny(value[:1], `"'`) {
		value = strings.TrimSpace(value[:i])
	}
	switch {
	case strings.HasPrefix(value, "|") || strings.HasPrefix(value, ">"):
		var parts []string
		for _, l := range below {
			parts = append(parts, strings.TrimSpace(l))
		}
		return quote(strings.TrimSpace(strings.Join(parts, ""))), true
	case value == "" && len(below) == 0, value == "null", value == "~":
		return "", true
	case value == "" || strings.HasPrefix(value, "["):
		return yamlList(value, below, key)
	case len(below) > 0 || strings.ContainsAny(value[:1], "{&*!"):
		return "", false
	case key == "date" && correctDate(strings.Trim(value, `"'`)) != "":
		return correctDate(strings.Trim(value, `"'`)), true
	case key == "date" && len(value) > 19 && correctDate(strings.Trim(value, `"'`)[:19]) != "": // with an offset
		return correctDate(strings.Trim(value, `"'`)[:19]), true
	}
	if slug := strings.Trim(unquoteYAML(value), "/"); key == "slug" {
		return quote(strings.TrimSuffix(slug[strings.LastIndexByte(slug, '/')+1:], ".html")), slug != ""
	}
	if key == "tags" || key == "aliases" || key == "support" {
		return "[" + quote(unquoteYAML(value)) + "]", true
	}
	if numericKeys[key] && readable("k = "+value) || value == "true" || value == "false" {
		return value, true
	}
	return quote(unquoteYAML(value)), true
}

// yamlList writes a list of texts. A key of one text gets the first of them.
func yamlList(value string, below []string, key string) (toml string, ok bool) {
	var items []string
	if value != "" {
		inner, closed := strings.CutSuffix(strings.TrimPrefix(value, "["), "]")
		if !closed || len(below) > 0 {
			return "", false
		}
		items = strings.Split(inner, ",")
	}
	for _, l := range below {
		item, isItem := strings.CutPrefix(strings.TrimSpace(l), "- ")
		if strings.TrimSpace(l) == "" {
			continue
		}
		if !isItem || yamlLine.MatchString(item) {
			return "", false
		}
		items = append(items, item)
	}
	var texts []string
	for _, item := range items {
		if item = unquoteYAML(strings.TrimSpace(item)); item != "" {
			texts = append(texts, quote(item))
		}
	}
	if (key == "category" || key == "slug") && len(texts) > 0 {
		return texts[0], len(texts) == 1
	}
	return "[" + strings.Join(texts, ", ") + "]", true
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
