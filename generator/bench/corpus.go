package main

import (
	_ "embed"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"
	"unicode/utf8"
)

// The form of a corpus. A change here needs another corpusVersion.
const (
	corpusVersion  = 3
	corpusSeed     = 2021
	tasksPerReport = 50
	maxTargets     = 4
	resultLength   = 250 // characters of a result, on average
)

// corpus makes made-up sites. The same phrases and words give the same bytes
// at any time, and a small corpus is the beginning of a large one.
type corpus struct {
	phrases *phrases
	words   *words
}

// textFile is one file of a corpus; its path begins at the site's folder.
type textFile struct{ path, text string }

// Files of every corpus.
var (
	//go:embed corpus/about.md
	corpusPage string
	//go:embed corpus/site.toml
	corpusSite string
)

// files yields the files of a site with the given number of tasks.
func (c *corpus) files(tasks int) iter.Seq[textFile] {
	return func(yield func(textFile) bool) {
		if !yield(textFile{"content/site.toml", corpusSite}) || !yield(textFile{"content/about.md", corpusPage}) {
			return
		}
		for report := 1; (report-1)*tasksPerReport < tasks; report++ {
			r := rand.New(rand.NewPCG(corpusSeed, uint64(report)))
			folder := fmt.Sprintf("content/r%04d/", report)
			if !yield(textFile{folder + "_index.md", reportText(report)}) {
				return
			}
			for number := 1; number <= min(tasksPerReport, tasks-(report-1)*tasksPerReport); number++ {
				if !yield(textFile{fmt.Sprintf("%s%02d.md", folder, number), c.task(number, r)}) {
					return
				}
			}
		}
	}
}

func reportText(report int) string {
	date := time.Date(2010, 1, 4, 15, 25, 0, 0, time.UTC).AddDate(0, 0, 2*report)
	return fmt.Sprintf(`+++
title = "%d年第%d期绩效任务全年完成情况汇总表"
date = %s
source = "某某市第%d办公室"
year = %d
period = "%d年度"

[column]
name = "通知公告"
type = "通知公告"
path = ["政务公开"]
keywords = ["政务公开", "通知公告"]
description = "某某市人民政府政务公开通知公告"
+++
`, date.Year(), report, date.Format("2006-01-02T15:04:05"), report, date.Year(), date.Year())
}

func (c *corpus) task(number int, r *rand.Rand) string {
	var b strings.Builder
	fmt.Fprintf(&b, "+++\ntitle = \"%s%s\"\nnumber = %d\n+++\n", c.words.draw(r), one(c.phrases.titles, r), number)
	targets := 1 + r.IntN(maxTargets)
	for target := 1; target <= targets; target++ {
		fmt.Fprintf(&b, "\n## %d.%s\n", target, fresh(one(c.phrases.goals, r), c.words, r))
		c.result(&b, r)
	}
	return b.String()
}

// result writes one to three paragraphs.
func (c *corpus) result(b *strings.Builder, r *rand.Rand) {
	length := resultLength/3 + r.IntN(resultLength)
	for written := 0; written < length; {
		b.WriteByte('\n')
		for part := 0; part < length/2 && written < length; {
			sentence := fresh(one(c.phrases.sentences, r), c.words, r)
			b.WriteString(sentence)
			part += utf8.RuneCountInString(sentence)
			written += utf8.RuneCountInString(sentence)
		}
		b.WriteByte('\n')
	}
}

func one[T any](list []T, r *rand.Rand) T { return list[r.IntN(len(list))] }
