package proof

import (
	_ "embed"
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// This file finds wrong words. The built-in list is wrong.txt, which says its own form.

//go:embed wrong.txt
var commonlyWrong string

// slip is a wrong word, the right one and why people confuse them. It is no slip if one
// of unless follows in its sentence: 既使…又….
type slip struct {
	wrong, right, reason string
	unless               []string
	sure                 bool // whatever words its text is cut into
}

// list is a set of slips, and right words that contain some of them.
type list struct {
	slips map[string]slip
	right []string
}

// builtIn parses wrong.txt.
var builtIn = sync.OnceValue(func() list {
	l := list{slips: map[string]slip{}}
	for part := range strings.SplitSeq(commonlyWrong, "\n## ") {
		head, body, _ := strings.Cut(part, "\n")
		reason, unless, _ := strings.Cut(head, " ~ ")
		switch {
		case strings.HasPrefix(part, "#"): // what the file says of itself
		case reason == "不算错的词":
			l.right = strings.Fields(body)
		default:
			for line := range strings.Lines(body) {
				if words := strings.Fields(line); len(words) > 1 {
					for _, wrong := range words[1:] {
						wrong, sure := strings.CutSuffix(wrong, "!")
						l.slips[wrong] = slip{wrong, words[0], reason, strings.Fields(unless), sure}
					}
				}
			}
		}
	}
	return l
})

// index orders slips by their first character, longer ones first.
func (l list) index() map[rune][]slip {
	index := map[rune][]slip{}
	for _, wrong := range slices.Sorted(maps.Keys(l.slips)) {
		first, _ := utf8.DecodeRuneInString(wrong)
		index[first] = append(index[first], l.slips[wrong])
	}
	for _, slips := range index {
		slices.SortStableFunc(slips, func(a, b slip) int { return len(b.wrong) - len(a.wrong) })
	}
	return index
}

// wrongWords reports, of wrong words that begin at one place, the longest.
func (t *text) wrongWords() {
	source := string(t.text)
	right := slices.DeleteFunc(slices.Clone(t.right), func(word string) bool { return !strings.Contains(source, word) })
	for next := 0; next < len(source); {
		start := next
		first, size := utf8.DecodeRuneInString(source[start:])
		next += size
		for _, s := range t.wrong[first] {
			end := start + len(s.wrong)
			if !strings.HasPrefix(source[start:], s.wrong) || isPart(source, start, end, right) || !s.sure && t.crossed(source, start, end) || s.excused(source[end:]) {
				continue
			}
			hint := "确实没有错，就在 content/wrong.toml 的 right 里写上包含它的词"
			if s.reason != "" {
				hint = s.reason + "。" + hint
			}
			t.report("wrong-word", start, end, fmt.Sprintf("“%s”应当是“%s”", s.wrong, s.right), hint)
			next = end
			break
		}
	}
}

// excused reports whether the rest of the sentence has a word that makes a slip right.
func (s slip) excused(after string) bool {
	if len(s.unless) == 0 {
		return false
	}
	after = window(after, 0, 300)
	if i := strings.IndexAny(after, "。！？\n"); i >= 0 {
		after = after[:i]
	}
	return slices.ContainsFunc(s.unless, func(word string) bool { return strings.Contains(after, word) })
}

// isPart reports whether a place in a text is part of one of some words.
func isPart(source string, start, end int, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool {
		return strings.Contains(source[max(0, start-len(word)+1):min(len(source), end+len(word)-1)], word)
	})
}

// around is how many bytes beside a doubtful place are cut into words.
const around = 36

// words yields where each word around a place begins and ends; none if texts are not cut.
func (t *text) words(source string, start, end int) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		if t.cut == nil {
			return
		}
		from := start - len(lastHan.FindString(window(source, start-around, start)))
		to := end + len(firstHan.FindString(window(source, end, end+around)))
		for _, word := range t.cut(source[from:to]) {
			if !yield(from, from+len(word)) {
				return
			}
			from += len(word)
		}
	}
}

// crossed reports whether a word begins before a place and ends inside it, or begins
// inside and ends behind: 一但 in 统一但.
func (t *text) crossed(source string, start, end int) bool {
	for from, to := range t.words(source, start, end) {
		if from < start && start < to && to < end || start < from && from < end && end < to {
			return true
		}
	}
	return false
}

// inWord reports whether a word begins before a place and ends behind it.
func (t *text) inWord(source string, at int) bool {
	for from, to := range t.words(source, at, at) {
		if from < at && at < to {
			return true
		}
	}
	return false
}

// window returns the part of a text between two offsets, which are clamped to the text
// and to the borders of its characters.
func window(text string, from, to int) string {
	from, to = max(0, from), min(len(text), to)
	for from < to && !utf8.RuneStart(text[from]) {
		from++
	}
	for to > from && to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	return text[from:to]
}

// The Chinese characters that a text begins with, and those that it ends with.
var (
	firstHan = regexp.MustCompile(`^\p{Han}*`)
	lastHan  = regexp.MustCompile(`\p{Han}*$`)
)
