package importer

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
)

// Change is what an import makes of one text of a file that exists.
type Change struct {
	// What is changed, in words an editor knows: "目标 2 的完成情况".
	What          string
	Before, After string
}

// Update puts a task into a file that exists: texts that say something else are
// replaced, every other byte stays. now are the values of the file's front
// matter by key. A task whose number of targets differs gets a new body.
func Update(existing string, now map[string]string, t Task) (text string, changes []Change) {
	text = existing
	body := markdown.Body(existing)
	parser, src := markdown.New(markdown.SafeElements), diag.NewSource("", []byte(existing))
	doc, bare := parser.Parse(src, body, 2), parser.Bare().Parse(src, body, 2)
	if len(doc.Sections) != len(t.Targets) {
		_, fresh, _ := strings.Cut(t.text(), "\n+++\n")
		changes = append(changes, Change{"目标的个数", fmt.Sprint(len(doc.Sections)), fmt.Sprint(len(t.Targets))})
		text = existing[:body] + fresh
	} else {
		for i := len(doc.Sections) - 1; i >= 0; i-- { // from the end, so that places stay
			text, changes = updateTarget(text, i, doc.Sections[i], bare.Sections[i], t.Targets[i], changes)
		}
		slices.Reverse(changes)
	}
	front, rest := text[:body], text[body:]
	for _, key := range append([]string{"title"}, fieldOrder...) {
		value := t.Fields[key]
		if key == "title" {
			value = t.Title
		}
		if value == "" || sameValue(key, now[key], value) {
			continue
		}
		changes = append(changes, Change{keyNames[key], now[key], value})
		front = setKey(front, key, value)
	}
	return front + rest, changes
}

// updateTarget replaces a text that differs from what the table says, whether
// the table has kept what marks say, as 10⁶, or has lost it, as 106. bare is the
// section without marks.
func updateTarget(text string, i int, s, bare markdown.Section, t Target, changes []Change) (string, []Change) {
	before := paragraphs(s.Body.Text)
	if !slices.Equal(before, t.Result) && !slices.Equal(paragraphs(bare.Body.Text), t.Result) {
		changes = append(changes, Change{fmt.Sprintf("目标 %d 的完成情况", i+1), strings.Join(before, "\n"), strings.Join(t.Result, "\n")})
		var b strings.Builder
		for _, p := range t.Result {
			b.WriteString("\n\n" + escaped(p))
		}
		end := "\n"
		if s.Body.Source.End < len(text) {
			end = "\n\n"
		}
		text = text[:s.Body.Source.Start] + b.String() + end + text[s.Body.Source.End:]
	}
	if before := oneLine(s.Title.Text); before != t.Title && oneLine(bare.Title.Text) != t.Title {
		changes = append(changes, Change{fmt.Sprintf("目标 %d", i+1), before, t.Title})
		text = text[:s.Title.Source.Start] + heading(t.Title) + text[s.Title.Source.End:]
	}
	return text, changes
}

func sameValue(key, before, after string) bool {
	if key == "support" {
		return slices.Equal(units(before), units(after))
	}
	return oneLine(before) == oneLine(after)
}

// setKey writes a key of the front matter, before its first table.
func setKey(front, key, value string) string {
	line := key + " = " + quote(value)
	if key == "support" {
		line = "support = [" + strings.Join(quoteAll(units(value)), ", ") + "]"
	}
	top := len(front)
	if at := regexp.MustCompile(`(?m)^\s*\[`).FindStringIndex(front); at != nil {
		top = at[0]
	}
	if at := regexp.MustCompile(`(?m)^` + key + `\s*=.*$`).FindStringIndex(front[:top]); at != nil {
		return front[:at[0]] + line + front[at[1]:]
	}
	if at := regexp.MustCompile(`(?m)^number\s*=.*\n`).FindStringIndex(front[:top]); at != nil {
		return front[:at[1]] + line + "\n" + front[at[1]:]
	}
	return front
}
