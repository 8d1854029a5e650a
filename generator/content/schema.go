package content

import (
	"fmt"
	"time"

	"gongshi/generator/site"
)

// The structs below are the contract with editors: every key of site.toml and
// of the front matter, its type, and whether it has to be there. bind reads
// them by their tags:
//
//	toml:"name"     the key
//	need:"why"      the key is required; the text says in Chinese what to write
//	example:"…"     what a correct value looks like, for hints
//
// Types: string (text), phrase (text, a date or a number, kept as printed),
// int, float64, bool, phrases (a list of texts; one text will do), moment
// (a date), tables and lists of tables.

type siteFile struct {
	Title        string            `toml:"title" need:"网站的名称" example:"\"北京市某某区人民政府\""`
	BaseURL      string            `toml:"base_url" need:"网站的网址" example:"\"https://www.example.gov.cn/\""`
	Description  string            `toml:"description"`
	Variants     phrases           `toml:"variants" example:"[\"Hans\", \"Hant\"]"`
	SafeHTML     phrases           `toml:"safe_html" example:"[\"sub\", \"sup\", \"br\"]"`
	Parent       entryTable        `toml:"parent"`
	Identifiers  identifierTable   `toml:"identifiers"`
	Organization organizationTable `toml:"organization"`
	Navigation   []entryTable      `toml:"navigation"`
	Tools        []entryTable      `toml:"tools"`
	Footer       []entryTable      `toml:"footer"`
	Social       []entryTable      `toml:"social"`
	Labels       map[string]string `toml:"labels"`
	// TrustedHosts are the other sites that may be linked; none: any.
	TrustedHosts phrases `toml:"trusted_hosts" example:"[\"www.gov.cn\", \"beijing.gov.cn\"]"`
	// History publishes what the repository tells of each task.
	History bool `toml:"history" example:"true"`
	// Rule are the levels of the rules of package proof.
	Rule []ruleTable `toml:"rule"`
	// Privacy are the numbers of persons that may be published.
	Privacy []exceptionTable `toml:"privacy"`
}

// exceptionTable lets one number of a person stand on the site.
type exceptionTable struct {
	Hash   phrase `toml:"hash" need:"错误信息里给出的 hash" example:"\"3f2a9c01b7de5a10\""`
	Person string `toml:"person" need:"负责人" example:"\"信息公开科 某某\""`
	Reason string `toml:"reason" need:"公开的理由" example:"\"依法公示的联系人电话\""`
	Until  moment `toml:"until" need:"到哪一天为止" example:"2026-12-31"`
}

// ruleTable sets the level of a rule, and says why.
type ruleTable struct {
	Name   string `toml:"name" need:"规则的名称" example:"\"unfinished\""`
	Level  string `toml:"level" need:"off、warning 或 error" example:"\"off\""`
	Reason string `toml:"reason" need:"理由" example:"\"照原文公开，不改\""`
}

// wrongFile is content/wrong.toml: wrong words and right ones, for check.
type wrongFile struct {
	Wrong map[string]string `toml:"wrong"`
	// Right are words in which what looks wrong is not.
	Right phrases `toml:"right" example:"[\"究竟\"]"`
}

// namesFile is content/names.toml: persons and the offices they hold, for check.
type namesFile struct {
	Names map[string]phrases `toml:"names"`
}

// overrideFile is the front matter of a text for another script,
// 04.hant.md beside 04.md.
type overrideFile struct {
	Title string `toml:"title"`
	// Of is the fingerprint of the file it was written after.
	Of phrase `toml:"of" example:"\"3f2a9c01b7de\""`
}

// variantsFile is content/variants.toml: how the site's own words are written
// in traditional characters.
type variantsFile struct {
	// Protect lists words that stay as they are in every script.
	Protect phrases `toml:"protect" example:"[\"于某某\"]"`
	// Phrases leads from a word to its form.
	Phrases map[string]string `toml:"phrases"`
}

// synonymsFile is content/synonyms.toml: what people call things.
type synonymsFile struct {
	// Synonyms lead from what people type to the words of official texts.
	Synonyms map[string]phrases `toml:"synonyms"`
}

// wordsFile is content/words.toml: words that a dictionary does not know.
type wordsFile struct {
	Words phrases `toml:"words" example:"[\"接诉即办\"]"`
}

type entryTable struct {
	Name string `toml:"name" need:"显示的文字" example:"\"政务公开\""`
	URL  string `toml:"url" example:"\"/2021/\""`
}

type identifierTable struct {
	SiteCode phrase `toml:"site_code" example:"\"1101010020\""`
	ICP      string `toml:"icp"`
	Police   string `toml:"police"`
	Emblem   string `toml:"emblem" example:"\"https://bszs.conac.cn/sitename?method=show&id=…\""`
}

type organizationTable struct {
	Host      string       `toml:"host"`
	Operators phrases      `toml:"operators"`
	Address   string       `toml:"address"`
	Postcode  phrase       `toml:"postcode" example:"\"100010\""`
	Hotline   hotlineTable `toml:"hotline"`
}

type hotlineTable struct {
	Label  string `toml:"label"`
	Number phrase `toml:"number" need:"电话号码" example:"\"010-12345678\""`
}

// documentKeys are shared by reports, tasks and pages.
type documentKeys struct {
	Title       string         `toml:"title" need:"标题" example:"\"优化营商环境工作\""`
	Date        moment         `toml:"date" example:"2022-01-10T15:25:00"`
	Description string         `toml:"description"`
	Slug        phrase         `toml:"slug" example:"\"huanjing\""`
	Aliases     phrases        `toml:"aliases" example:"[\"/old/page.html\"]"`
	Tags        phrases        `toml:"tags" example:"[\"环境\", \"空气\"]"`
	Draft       bool           `toml:"draft" example:"true"`
	Extra       map[string]any `toml:"extra"`
}

type pageFile struct {
	documentKeys
	// Unlisted pages are published, but neither searched nor listed.
	Unlisted bool `toml:"unlisted" example:"true"`
}

type reportFile struct {
	documentKeys
	retiredKeys
	Source  string            `toml:"source" need:"来源，即发布单位" example:"\"北京东城\""`
	Year    int               `toml:"year" example:"2021"`
	Period  phrase            `toml:"period" example:"\"2021年度\""`
	Column  columnTable       `toml:"column"`
	Labels  map[string]string `toml:"labels"`
	Columns phrases           `toml:"columns" example:"[\"number\", \"title\", \"target\", \"result\"]"`

	IndexNumber    phrase `toml:"index_number"`
	Issuer         string `toml:"issuer"`
	DocumentNumber string `toml:"document_number"`
	Written        phrase `toml:"written"`
	Published      phrase `toml:"published"`
	Effective      phrase `toml:"effective"`
	Expires        phrase `toml:"expires"`
	Topic          string `toml:"topic"`
	Validity       string `toml:"validity"`
	Openness       string `toml:"openness"`
}

// head returns the values of the head table in the order of site.HeadFields.
func (r reportFile) head() []string {
	return []string{
		string(r.IndexNumber), r.Issuer, r.DocumentNumber, string(r.Written), string(r.Published),
		string(r.Effective), string(r.Expires), r.Topic, r.Validity, r.Openness,
	}
}

type columnTable struct {
	Name        string  `toml:"name" need:"栏目名称" example:"\"通知公告\""`
	Type        string  `toml:"type"`
	Keywords    phrases `toml:"keywords"`
	Description string  `toml:"description"`
	Path        phrases `toml:"path" example:"[\"政务公开\"]"`
}

type taskFile struct {
	documentKeys
	retiredKeys
	ID       phrase        `toml:"id" example:"\"air\""`
	Number   int           `toml:"number" need:"序号" example:"4"`
	Category string        `toml:"category"`
	Lead     string        `toml:"lead"`
	Support  phrases       `toml:"support" example:"[\"区发展改革委\", \"区财政局\"]"`
	Leader   string        `toml:"leader"`
	Due      phrase        `toml:"due" example:"\"2021年12月底前\""`
	Status   string        `toml:"status"`
	Note     string        `toml:"note"`
	Target   []targetTable `toml:"target"`
}

// retiredKeys are shared by reports, tasks and targets.
type retiredKeys struct {
	Withdrawn    string `toml:"withdrawn" example:"\"与第 5 项合并\""`
	SupersededBy string `toml:"superseded_by" example:"\"/2022/4/#t1\""`
}

type targetTable struct {
	retiredKeys
	ID     phrase `toml:"id" example:"\"pm25\""`
	Status string `toml:"status"`
	Due    phrase `toml:"due" example:"\"2021年12月底前\""`
	Lead   string `toml:"lead"`
	// Measure is one table or a list of them.
	Measure []measureTable `toml:"measure"`
}

type measureTable struct {
	Name      string  `toml:"name"`
	Direction string  `toml:"direction" need:"方向：≥、≤ 或 =" example:"\"≥\""`
	Goal      float64 `toml:"goal" need:"目标值" example:"15"`
	Actual    float64 `toml:"actual" need:"完成值" example:"52.9"`
	Unit      string  `toml:"unit"`
	// Provisional marks a value that is still to be confirmed (待核定).
	Provisional bool `toml:"provisional" example:"true"`
}

// phrase is a text that may also be written as a number or a date.
type phrase string

// phrases is a list of texts; a single text is a list of one.
type phrases []string

// moment is a date with or without a time. Without a zone it is Beijing time.
type moment struct{ time.Time }

// momentLayouts are the ways to write a date inside quotes.
var momentLayouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly,
}

func parseMoment(text string) (moment, error) {
	for _, layout := range momentLayouts {
		if t, err := time.ParseInLocation(layout, text, site.Beijing); err == nil {
			return moment{t.In(site.Beijing)}, nil
		}
	}
	return moment{}, fmt.Errorf("not a date: %q", text)
}

// localMoment gives a date read by the TOML library its zone: the library
// marks dates without one by the name of their location.
func localMoment(t time.Time) moment {
	switch t.Location().String() {
	case "datetime-local", "date-local", "time-local":
		return moment{time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, site.Beijing)}
	}
	return moment{t.In(site.Beijing)}
}
