package site

import (
	"fmt"
	"strings"
)

// DescriptionForm is a description of 50 characters and more.
const DescriptionForm = "%s，共 %d 项任务、%d 个目标，每个目标都有完成情况。任务有：%s。数据有 Excel、CSV 和 JSON 格式，不用登录。"

// maxDescription is the longest description of a dataset, in characters, that is read
// (Google's guide for datasets, which asks for 50 or more).
const maxDescription = 5000

// Describe describes a report as a dataset for search engines and data portals: how much it
// holds, then its tasks by name.
func (s *Site) Describe(r *Report) string {
	targets := 0
	titles := make([]string, len(r.Tasks))
	for i, t := range r.Tasks {
		targets += len(t.Targets)
		titles[i] = t.Title
	}
	text := strings.TrimSpace(r.Description + "\n" + fmt.Sprintf(s.Text(DescriptionForm), r.Title, len(r.Tasks), targets, strings.Join(titles, "、")))
	if runes := []rune(text); len(runes) > maxDescription {
		return string(runes[:maxDescription-1]) + "…"
	}
	return text
}
