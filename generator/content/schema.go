package content

import (
	"time"

	"gongshi/generator/site"
)

// The structs below are what editors write: every key of site.toml and of the
// front matter, its type, and whether it is required. bind reads their tags:
//
//	toml:"name"     the key
//	need:"what"     the key is required; the text says in Chinese what to write
//	about:"what"    the same for an optional key
//	example:"…"     a correct value, for hints
//	enum:"a b"      the allowed values, for the JSON Schema
//
// Types: string (text), looseText (text, a date or a number, kept as written),
// int, float64, bool, textList (a list of texts or a single one), dateTime, tables
// and lists of tables.

type siteFile struct {
	Title        string            `toml:"title" need:"网站的名称" example:"\"北京市某某区人民政府\""`
	BaseURL      string            `toml:"base_url" need:"网站的网址" example:"\"https://www.example.gov.cn/\""`
	Description  string            `toml:"description" about:"一句话介绍，供搜索引擎使用"`
	Image        string            `toml:"image" about:"转发到微信等处时显示的图片，放在 content 里，不写就用自带的" example:"\"/fengmian.png\""`
	Variants     textList          `toml:"variants" about:"发布哪几种字体：Hans 简体，Hant 繁体，Hant-HK 香港，Hant-TW 台湾" example:"[\"Hans\", \"Hant\"]"`
	SafeHTML     textList          `toml:"safe_html" about:"Markdown 里可以用的 HTML 标签" example:"[\"sub\", \"sup\", \"br\"]"`
	Parent       entryTable        `toml:"parent" about:"上级门户，显示在页头"`
	Identifiers  identifierTable   `toml:"identifiers" about:"标识和备案号，显示在页脚"`
	Organization organizationTable `toml:"organization" about:"主办、承办和联系方式，显示在页脚"`
	Navigation   []entryTable      `toml:"navigation" about:"主导航，按页面上的顺序"`
	Tools        []entryTable      `toml:"tools" about:"页头的工具，例如登录个人中心"`
	Footer       []entryTable      `toml:"footer" about:"页脚的链接"`
	Social       []entryTable      `toml:"social" about:"微博、微信等"`
	Home         homeTable         `toml:"home" about:"首页上面的一句话和搜索的例子"`
	Labels       map[string]string `toml:"labels" about:"表格各列的名称"`
	// TrustedHosts lists the other sites that may be linked; empty allows any.
	TrustedHosts textList `toml:"trusted_hosts" about:"可以链接的别的网站，写了 check 才检查" example:"[\"www.gov.cn\", \"beijing.gov.cn\"]"`
	// History publishes the commits that changed each task.
	History bool `toml:"history" about:"公开每项任务的修订记录" example:"true"`
	// Rule sets the levels of rules of package proof.
	Rule []ruleTable `toml:"rule" about:"校对规则的程度"`
	// Admin enables the page for editing in the browser.
	Admin adminTable `toml:"admin" about:"在浏览器里编辑的页面 /admin/，写了才有"`
	// Active lists files of the content folder that may run in browsers.
	Active []activeTable `toml:"active" about:"浏览器会运行、经过检查仍要公开的文件"`
	// Record keeps a public log of what was published.
	Record recordTable `toml:"record" about:"公开日志：每次公布了什么，谁都能核验；写了才有"`
	// Privacy lists personal numbers that may be published.
	Privacy []exceptionTable `toml:"privacy" about:"依法必须公开的号码"`
}

// homeTable is what stands above the reports on the home page.
type homeTable struct {
	Lead     string   `toml:"lead" about:"一句话说明这个网站是什么" example:"\"区政府每年向社会承诺的任务，和每一项的完成情况。\""`
	Examples textList `toml:"examples" about:"搜索的例子，三个左右" example:"[\"空气质量\", \"老旧小区\", \"停车\"]"`
}

// activeTable allows a file that browsers run to be published.
type activeTable struct {
	File   string `toml:"file" need:"content 里的文件" example:"\"content/2021/tu.svg\""`
	Reason string `toml:"reason" need:"公开的理由" example:"\"技术科检查过，里面没有程序\""`
}

// exceptionTable allows one personal number to be published.
type exceptionTable struct {
	Hash   looseText `toml:"hash" need:"错误信息里给出的 hash" example:"\"3f2a9c01b7de5a10\""`
	Person string    `toml:"person" need:"负责人" example:"\"信息公开科 某某\""`
	Reason string    `toml:"reason" need:"公开的理由" example:"\"依法公示的联系人电话\""`
	Until  dateTime  `toml:"until" need:"到哪一天为止" example:"2026-12-31"`
}

// adminTable configures the content manager at /admin/.
type adminTable struct {
	Script    string `toml:"script" need:"编辑程序（Sveltia CMS 或 Decap CMS）的网址" example:"\"/cms/sveltia-cms.js\""`
	Integrity string `toml:"integrity" about:"编辑程序的校验值，别的网站上的一定要写；写了就只运行这一个文件" example:"\"sha384-…\""`
	Backend   string `toml:"backend" about:"仓库在哪里，不写就是 github" enum:"github gitlab" example:"\"github\""`
	Repo      string `toml:"repo" need:"仓库" example:"\"某某区/gongshi\""`
	Branch    string `toml:"branch" about:"分支，不写就是 main" example:"\"main\""`
	Login     string `toml:"login" about:"登录用的服务器的网址" example:"\"https://login.example.gov.cn\""`
}

// recordTable configures the public log.
type recordTable struct {
	Lost   string        `toml:"lost" about:"私钥丢了的那个日志的公钥；写了就另起一个日志" example:"\"www.example.gov.cn/record+9ab30c1f+AY…\""`
	Redact []redactTable `toml:"redact" about:"依法删去文字的旧版本；理由和负责人写进日志"`
}

// redactTable removes the text of one old version.
type redactTable struct {
	Path    string `toml:"path" need:"页面的网址" example:"\"/2021/4/\""`
	Version int    `toml:"version" need:"第几版" example:"1"`
	Reason  string `toml:"reason" need:"删去的理由" example:"\"含有个人电话\""`
	By      string `toml:"by" need:"负责人" example:"\"信息公开科 某某\""`
}

// ruleTable sets the level of a rule and gives the reason.
type ruleTable struct {
	Name   string `toml:"name" need:"规则的名称" example:"\"unfinished\""`
	Level  string `toml:"level" need:"off、warning 或 error" enum:"off warning error" example:"\"off\""`
	Reason string `toml:"reason" need:"理由" example:"\"照原文公开，不改\""`
}

// wrongFile is content/wrong.toml: misspelt words and their corrections, for check.
type wrongFile struct {
	Wrong map[string]string `toml:"wrong" about:"左边写错的词，右边写对的词"`
	// Right lists correct words that contain a wrong one.
	Right textList `toml:"right" about:"里面的字看着错、其实不错的词" example:"[\"究竟\"]"`
}

// namesFile is content/names.toml: persons and their offices, for check.
type namesFile struct {
	Names map[string]textList `toml:"names" about:"左边写姓名，右边写他的职务"`
}

// overrideFile is the front matter of a hand-written text for another variant:
// 04.hant.md for 04.md.
type overrideFile struct {
	Title string `toml:"title" about:"这一种字体的标题"`
	// Of is the fingerprint of the original when this text was written.
	Of looseText `toml:"of" about:"照着写的那个文件的指纹" example:"\"3f2a9c01b7de\""`
}

// variantsFile is content/variants.toml: the site's own rules for writing words
// in traditional characters.
type variantsFile struct {
	// Protect lists words that are the same in every variant.
	Protect textList `toml:"protect" about:"在各种字体里都保持原样的词" example:"[\"于某某\"]"`
	// Phrases maps simplified words to traditional ones.
	Phrases map[string]string `toml:"phrases" about:"左边写简体的词，右边写繁体的写法"`
}

// synonymsFile is content/synonyms.toml: everyday words for official ones.
type synonymsFile struct {
	// Synonyms maps what people type to the words of official texts.
	Synonyms map[string]textList `toml:"synonyms" about:"左边写大家的说法，右边写正文里的词"`
}

// wordsFile is content/words.toml: words missing from the dictionary.
type wordsFile struct {
	Words textList `toml:"words" about:"词典里没有的词" example:"[\"接诉即办\"]"`
}

type entryTable struct {
	Name string `toml:"name" need:"显示的文字" example:"\"政务公开\""`
	URL  string `toml:"url" about:"网址：本站的页面以 / 开头，别的网站写全；不写就不是链接" example:"\"/2021/\""`
}

type identifierTable struct {
	SiteCode looseText `toml:"site_code" about:"政府网站标识码：10 位数字，或 bm 加 8 位数字" example:"\"1101010020\""`
	ICP      string    `toml:"icp" about:"ICP 备案号"`
	Police   string    `toml:"police" about:"公安备案号，里面有 14 位数字"`
	Emblem   string    `toml:"emblem" about:"党政机关网站标识的网址" example:"\"https://bszs.conac.cn/sitename?method=show&id=…\""`
}

type organizationTable struct {
	Host      string       `toml:"host" about:"主办单位"`
	Operators textList     `toml:"operators" about:"承办单位"`
	Address   string       `toml:"address" about:"地址"`
	Postcode  looseText    `toml:"postcode" about:"邮政编码" example:"\"100010\""`
	Hotline   hotlineTable `toml:"hotline" about:"联系电话"`
}

type hotlineTable struct {
	Label  string    `toml:"label" about:"电话的名称"`
	Number looseText `toml:"number" need:"电话号码" example:"\"010-12345678\""`
}

// documentKeys are shared by reports, tasks and pages.
type documentKeys struct {
	Title       string         `toml:"title" need:"标题" example:"\"优化营商环境工作\""`
	Date        dateTime       `toml:"date" about:"日期，北京时间" example:"2022-01-10T15:25:00"`
	Description string         `toml:"description" about:"一句话介绍，供搜索引擎使用"`
	Slug        looseText      `toml:"slug" about:"网址里的名称，不写就用文件名" example:"\"huanjing\""`
	Aliases     textList       `toml:"aliases" about:"以前用过的网址，打开后转到这一页" example:"[\"/old/page.html\"]"`
	Tags        textList       `toml:"tags" about:"标签" example:"[\"环境\", \"空气\"]"`
	Draft       bool           `toml:"draft" about:"草稿，不公开" example:"true"`
	Extra       map[string]any `toml:"extra" about:"自己定义的键"`
}

type pageFile struct {
	documentKeys
	// Unlisted pages are published but not searched or listed.
	Unlisted bool `toml:"unlisted" about:"公开，但公众的搜索和站点地图里不列出" example:"true"`
}

type reportFile struct {
	documentKeys
	retiredKeys
	Source  string            `toml:"source" need:"来源，即发布单位" example:"\"北京东城\""`
	Year    int               `toml:"year" about:"说的是哪一年" example:"2021"`
	Period  looseText         `toml:"period" about:"时期，照原文的写法" example:"\"2021年度\""`
	Column  columnTable       `toml:"column" about:"所在的栏目"`
	Labels  map[string]string `toml:"labels" about:"表格各列的名称"`
	Columns textList          `toml:"columns" about:"表格有哪几列，按顺序" example:"[\"number\", \"title\", \"target\", \"result\"]"`
	headKeys
}

// headKeys are the values of a report's head table, in the order of site.HeadFields.
type headKeys struct {
	IndexNumber    looseText `toml:"index_number" about:"索引号"`
	Issuer         string    `toml:"issuer" about:"发文机关"`
	DocumentNumber string    `toml:"document_number" about:"文号"`
	Written        looseText `toml:"written" about:"成文日期"`
	Published      looseText `toml:"published" about:"发布日期"`
	Effective      looseText `toml:"effective" about:"实施日期"`
	Expires        looseText `toml:"expires" about:"废止日期"`
	Topic          string    `toml:"topic" about:"主题分类"`
	Validity       string    `toml:"validity" about:"有效性"`
	Openness       string    `toml:"openness" about:"公开方式"`
}

type columnTable struct {
	Name        string   `toml:"name" need:"栏目名称" example:"\"通知公告\""`
	Type        string   `toml:"type" about:"栏目类别，不写就和名称一样"`
	Keywords    textList `toml:"keywords" about:"栏目的关键词"`
	Description string   `toml:"description" about:"栏目的说明"`
	Path        textList `toml:"path" about:"它上面的各级栏目，从上到下" example:"[\"政务公开\"]"`
}

type taskFile struct {
	documentKeys
	retiredKeys
	ID       looseText     `toml:"id" about:"各年相同的任务写相同的 id，就能比较" example:"\"air\""`
	Number   int           `toml:"number" need:"序号" example:"4"`
	Category string        `toml:"category" about:"类别"`
	Lead     string        `toml:"lead" about:"牵头单位"`
	Support  textList      `toml:"support" about:"协办单位" example:"[\"区发展改革委\", \"区财政局\"]"`
	Leader   string        `toml:"leader" about:"牵头领导"`
	Due      looseText     `toml:"due" about:"完成时限" example:"\"2021年12月底前\""`
	Status   string        `toml:"status" about:"状态，例如 已完成、未完成"`
	Note     string        `toml:"note" about:"备注或更正说明"`
	Revision string        `toml:"revision" about:"最近一次改了什么、为什么改；有公开日志时列在历次版本里" example:"\"按复核结果更正户数\""`
	Target   []targetTable `toml:"target" about:"目标的补充信息，按顺序对应正文里的 ## 标题"`
}

// retiredKeys are shared by reports, tasks and targets.
type retiredKeys struct {
	Withdrawn    string `toml:"withdrawn" about:"撤下的原因；网址留着，写明原因" example:"\"与第 5 项合并\""`
	SupersededBy string `toml:"superseded_by" about:"代替它的页面" example:"\"/2022/4/#t1\""`
}

type targetTable struct {
	retiredKeys
	ID     looseText `toml:"id" about:"各年相同的目标写相同的 id" example:"\"pm25\""`
	Status string    `toml:"status" about:"状态，例如 已完成、未完成"`
	Due    looseText `toml:"due" about:"完成时限" example:"\"2021年12月底前\""`
	Lead   string    `toml:"lead" about:"牵头单位"`
	// Measure may be written as one table or a list of tables.
	Measure []measureTable `toml:"measure" about:"原文写明的目标值和完成值，画成图"`
}

type measureTable struct {
	Name      string  `toml:"name" about:"指标的名称"`
	Direction string  `toml:"direction" need:"方向：≥、≤ 或 =" enum:"≥ ≤ =" example:"\"≥\""`
	Goal      float64 `toml:"goal" need:"目标值" example:"15"`
	Actual    float64 `toml:"actual" need:"完成值" example:"52.9"`
	Unit      string  `toml:"unit" about:"单位"`
	// Provisional marks a value that is not confirmed yet (待核定).
	Provisional bool `toml:"provisional" about:"待核定" example:"true"`
}

// looseText is text that may also be written as a number or a date.
type looseText string

// textList is a list of texts; a single text is a list of one.
type textList []string

// dateTime is a date with or without a time of day, in Beijing time unless the
// editor gives a zone.
type dateTime struct{ time.Time }

// dateTimeLayouts are the forms of a date in quotation marks.
var dateTimeLayouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly,
}

func parseDateTime(text string) (date dateTime, ok bool) {
	for _, layout := range dateTimeLayouts {
		if t, err := time.ParseInLocation(layout, text, site.Beijing); err == nil {
			return dateTime{t.In(site.Beijing)}, true
		}
	}
	return dateTime{}, false
}

// fromTOML converts a date of the TOML library, which marks dates without a zone
// by the name of their location.
func fromTOML(t time.Time) dateTime {
	switch t.Location().String() {
	case "datetime-local", "date-local":
		return dateTime{time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, site.Beijing)}
	}
	return dateTime{t.In(site.Beijing)}
}
