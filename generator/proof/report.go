package proof

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongshi/generator/diag"
	"gongshi/generator/site"
	"gongshi/generator/xlsx"
)

// maxTitle is the length in characters up to which a title is readable in lists
// and in results of search engines.
const maxTitle = 60

// Sources are the files of a report, by path.
type Sources map[string]*diag.Source

// Report checks the front matter and the numbers of a report and its tasks.
func Report(r *site.Report, sources Sources) []diag.Diagnostic {
	c := checker{sources: sources}
	if !r.Date.IsZero() && r.Year > 0 && r.Date.Year() < r.Year {
		c.warn("date-before-period", r.Source, keyForm("date"), fmt.Sprintf("发布日期 %s 在报告的年份 %d 之前", r.Date.Format("2006-01-02"), r.Year), "检查 date 和 year")
	}
	c.title(r.Source, "标题", r.Title)
	if r.Withdrawn == "" {
		c.meta(r)
		c.promised(r)
	}
	for _, t := range r.Tasks {
		c.title(t.Source, "任务名称", t.Title)
		c.formulas(r, t)
		for i := range t.Targets {
			c.target(r, t, i)
		}
	}
	return c.found
}

func (c *checker) title(file, what, title string) {
	if n := utf8.RuneCountInString(title); n > maxTitle {
		c.warn("title-long", file, keyForm("title"), fmt.Sprintf("%s有 %d 个字", what, n), fmt.Sprintf("%s不要超过 %d 个字", what, maxTitle))
	}
}

// formulas checks the cells of a task, each text once.
func (c *checker) formulas(r *site.Report, t *site.Task) {
	texts := []string{t.Title}
	for _, g := range t.Targets {
		texts = append(texts, g.Title.Text, g.Result.Text)
	}
	for _, column := range r.Columns {
		texts = append(texts, t.Value(column.Key))
		for _, g := range t.Targets {
			texts = append(texts, g.Value(column.Key))
		}
	}
	slices.Sort(texts)
	for _, text := range slices.Compact(texts) {
		if xlsx.IsFormula(text) {
			begin, _, _ := strings.Cut(text, "\n")
			c.warn("csv-formula", t.Source, literal(begin), "表格的一格以“"+text[:1]+"”开头，又不是数，Excel 打开 CSV 时会当成公式", "前面加一个字，例如“增加 +5 个”；不改的话，CSV 里会在前面加上一个 ' 号")
		}
	}
}

// Config checks the keys of site.toml that every page's meta tags need.
func Config(s *site.Config, src *diag.Source) []diag.Diagnostic {
	c := checker{sources: Sources{src.Path: src}}
	if s.Identifiers.SiteCode == "" {
		c.warn("missing-meta", src.Path, keyForm("site_code"), "没有网站标识码，网页上缺少标签 SiteIDCode", "在 [identifiers] 下面写 site_code = \"网站标识码\"")
	}
	return c.found
}

type checker struct {
	sources Sources
	found   []diag.Diagnostic
}

// warn adds a warning at the first match of a pattern in a file (at its first
// group, if it has one), or for the whole file if there is none.
func (c *checker) warn(rule, file string, at *regexp.Regexp, message, hint string) {
	c.warnFrom(rule, file, 0, at, message, hint)
}

// warnFrom is warn with a search that begins at byte from.
func (c *checker) warnFrom(rule, file string, from int, at *regexp.Regexp, message, hint string) {
	d := diag.File(diag.Warning, rule, file, message)
	if src := c.sources[file]; src != nil {
		if found := at.FindSubmatchIndex(src.Text[from:]); found != nil {
			start, end := found[0], found[1]
			if len(found) > 2 && found[2] >= 0 {
				start, end = found[2], found[3]
			}
			d = src.Report(diag.Warning, rule, from+start, from+end, message)
		}
	}
	c.found = append(c.found, d.WithHint(hint))
}

// keyForm matches the line of a key in the front matter.
func keyForm(key string) *regexp.Regexp {
	return regexp.MustCompile(`(?m)^[ \t]*` + regexp.QuoteMeta(key) + `[ \t]*=.*$`)
}

func literal(text string) *regexp.Regexp { return regexp.MustCompile(regexp.QuoteMeta(text)) }

// meta checks the keys for the meta tags that 国办发〔2017〕47号 requires.
func (c *checker) meta(r *site.Report) {
	var missing, keys []string
	for _, m := range []struct{ key, tag, value string }{
		{"type", "ColumnType", r.Column.Type},
		{"description", "ColumnDescription", r.Column.Description},
		{"keywords", "ColumnKeywords", strings.Join(r.Column.Keywords, "")},
	} {
		if m.value == "" {
			missing, keys = append(missing, m.tag), append(keys, m.key)
		}
	}
	if r.Column.Name == "" {
		c.warn("missing-meta", r.Source, literal("[column]"), "没有写所在的栏目，网页上缺少标签 ColumnName 等", "加上 [column]，下面写 name、type、description 和 keywords")
	} else if len(missing) > 0 {
		c.warn("missing-meta", r.Source, literal("[column]"), "栏目的信息不全，网页上缺少标签 "+strings.Join(missing, "、"), "在 [column] 下面写上 "+strings.Join(keys, "、"))
	}
}

var promised = regexp.MustCompile(`共(?:有|计|安排|确定|承担|承诺)?[^，。；,;\d]{0,12}(\d+)(?:项|个)[^，。；,;]{0,6}?(?:任务|目标|实事)`)

// promised checks the numbers in the introduction against the published tasks:
// how many tasks or targets there are, and how many have each status.
func (c *checker) promised(r *site.Report) {
	text := r.Intro.Text
	rows, statuses := 0, map[string]int{}
	for _, t := range r.Tasks {
		rows += len(t.Targets)
		if t.Status != "" {
			statuses[t.Status]++
		}
		for i := range t.Targets {
			if s := t.Targets[i].Status; s != "" && t.Status == "" {
				statuses[s]++
			}
		}
	}
	if m := promised.FindStringSubmatch(text); m != nil && m[1] != strconv.Itoa(len(r.Tasks)) && m[1] != strconv.Itoa(rows) {
		c.warn("count", r.Source, literal(m[0]), fmt.Sprintf("这里说有 %s 项，公示的是 %d 项任务、%d 个目标", m[1], len(r.Tasks), rows), "核对数字，或者补上缺的任务")
	}
	for status, n := range statuses {
		form := regexp.MustCompile(`(?:^|[^\p{Han}]|其中|已经?)` + regexp.QuoteMeta(status) + `(?:的|任务|目标|了|有|共)*(\d+)(?:项|个)`)
		if m := form.FindStringSubmatch(text); m != nil && m[1] != strconv.Itoa(n) {
			c.warn("count", r.Source, literal(m[0]), fmt.Sprintf("这里说“%s”有 %s 项，公示的任务里有 %d 项", status, m[1], n), "核对数字和各项任务的 status")
		}
	}
}

var (
	unfinished = regexp.MustCompile(`预计|预估|待[^，。；]{0,12}核定|尚未|暂未|仍未`)
	asOf       = regexp.MustCompile(`截至(\d{4})年(?:(\d{1,2})月)?`)
	// heading matches the start of a target in a task's Markdown.
	heading = regexp.MustCompile(`(?m)^ {0,3}##[ \t]`)
	// atLeast and atMost match the words that give a goal its direction.
	atLeast = regexp.MustCompile(`不少于|不低于|不小于|以上|至少`)
	atMost  = regexp.MustCompile(`不超过|不高于|不大于|不多于|以内|以下|至多`)
	rateOf  = regexp.MustCompile(`完成率(?:为|达到|达|是|[:：])*(\d+(?:\.(\d+))?)[%％]`)
)

// lastMonths are the periods that end before December, by a word in their name.
var lastMonths = []struct {
	word  string
	month int
}{{"上半年", 6}, {"前三季度", 9}, {"一季度", 3}, {"二季度", 6}, {"三季度", 9}}

func lastMonth(period string) int {
	for _, p := range lastMonths {
		if strings.Contains(period, p.word) {
			return p.month
		}
	}
	return 12
}

// target checks the i-th target of a task.
func (c *checker) target(r *site.Report, t *site.Task, i int) {
	g := &t.Targets[i]
	from := 0
	if src := c.sources[t.Source]; src != nil {
		if all := heading.FindAllIndex(src.Text, -1); len(all) == len(t.Targets) {
			from = all[i][0]
		}
	}
	warn := func(rule string, at *regexp.Regexp, message, hint string) {
		c.warnFrom(rule, t.Source, from, at, message, hint)
	}
	if m := unfinished.FindString(g.Result.Text); m != "" && strings.Contains(r.Period+r.Title, "年度") {
		warn("unfinished", literal(m), fmt.Sprintf("全年的完成情况里还有“%s”", m), "有了结果就写结果；原文如此，可以不改")
	}
	for _, m := range asOf.FindAllStringSubmatch(g.Result.Text, -1) {
		year, _ := strconv.Atoi(m[1]) // digits by the pattern
		month, _ := strconv.Atoi(m[2])
		if r.Year > 0 && year != r.Year {
			warn("as-of-date", literal(m[0]), fmt.Sprintf("“截至%s年”不是报告的年份 %d", m[1], r.Year), "检查年份")
		} else if r.Year > 0 && month > lastMonth(r.Period) {
			warn("as-of-date", literal(m[0]), fmt.Sprintf("“%s”在%s以后", m[0], r.Period), "检查月份")
		}
	}
	for _, m := range g.Measures {
		c.measure(t, g, m)
	}
}

func (c *checker) measure(t *site.Task, g *site.Target, m site.Measure) {
	warn := func(rule, key string, v float64, message, hint string) {
		c.warn(rule, t.Source, regexp.MustCompile(`\b`+key+`[ \t]*=[ \t]*[+]?`+regexp.QuoteMeta(number(v))+`\b`), message, hint)
	}
	if !contains(g.Title.Text+"\n"+g.Result.Text, number(m.Goal)) {
		warn("measure-source", "goal", m.Goal, fmt.Sprintf("目标值 %s 在原文里找不到", number(m.Goal)), "只写原文写明的数字；检查 measure 的 goal")
	}
	if !contains(g.Result.Text, number(m.Actual)) {
		warn("measure-source", "actual", m.Actual, fmt.Sprintf("完成值 %s 在完成情况里找不到", number(m.Actual)), "只写原文写明的数字；检查 measure 的 actual")
	}
	if d := direction(g.Title.Text, number(m.Goal)); d != "" && m.Direction != "=" && d != m.Direction {
		warn("measure-words", "goal", m.Goal, fmt.Sprintf("目标的文字说的是 %s，measure 的方向写的是 %s", d, m.Direction), "检查 measure 的 direction")
	}
	status := cmp.Or(g.Status, t.Status)
	if m.Outcome() == site.Missed && (status == "" || doneState.MatchString(status) && !openState.MatchString(status)) {
		problem := "也没有写状态"
		if status != "" {
			problem = fmt.Sprintf("状态却是“%s”", status)
		}
		warn("goal-missed", "actual", m.Actual, fmt.Sprintf("完成值 %s 没有达到目标值 %s，%s", m.ActualText(), m.GoalText(), problem), "核对数字和状态；没有完成就写 status = \"未完成\"")
	}
	c.completion(t, g, m)
}

// completion checks a printed 完成率 against the only measure of a target. Where
// less is better some offices divide the goal by the actual value, so both
// quotients are accepted.
func (c *checker) completion(t *site.Task, g *site.Target, m site.Measure) {
	printed := rateOf.FindStringSubmatch(g.Result.Text)
	if printed == nil || len(g.Measures) != 1 || strings.ContainsAny(m.Unit, "%％") || m.Goal == 0 || m.Actual == 0 {
		return
	}
	rate, right := value(printed[1]), []float64{100 * m.Actual / m.Goal}
	if m.Direction == "≤" {
		right = append(right, 100*m.Goal/m.Actual)
	}
	if !slices.ContainsFunc(right, func(v float64) bool { return agrees(v, rate, len(printed[2])) }) {
		c.warn("rate", t.Source, literal(printed[0]), fmt.Sprintf("完成率和 measure 对不上：%s ÷ %s = %s%%", number(m.Actual), number(m.Goal), strconv.FormatFloat(right[0], 'f', 2, 64)), "核对完成值、目标值和完成率")
	}
}

// direction returns ≥ or ≤ as the four characters before or after a number of
// the goal say, else "".
func direction(goal, number string) string {
	first, last, found := strings.Cut(goal, number)
	if !found {
		return ""
	}
	before, after := []rune(first), []rune(last)
	before, after = before[max(0, len(before)-4):], after[:min(len(after), 4)]
	switch least, most := atLeast.MatchString(string(before)+"|"+string(after)), atMost.MatchString(string(before)+"|"+string(after)); {
	case least && !most:
		return "≥"
	case most && !least:
		return "≤"
	}
	return ""
}

// itemNumber matches the number of a list item, which is not a value.
var itemNumber = regexp.MustCompile(`(?m)^ *\d+\. `)

// contains reports whether a text contains a number that is not part of a longer one.
func contains(text, number string) bool {
	alone := regexp.MustCompile(`(?:^|[^\d.]|(?:^|\D)\.)` + regexp.QuoteMeta(number) + `(?:[^\d.]|\.\D|\.?$)`)
	return alone.MatchString(itemNumber.ReplaceAllString(text, ""))
}
