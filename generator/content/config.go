package content

import (
	"cmp"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// SitePath is the file of the site's settings.
const SitePath = Root + "/site.toml"

// indexName is the file of a report in its folder.
const indexName = "_index.md"

// config is site.toml as read and what it means.
type config struct {
	file  siteFile
	site  site.Config
	bound *binder
	found []diag.Diagnostic
	// links are the addresses of this site that site.toml names.
	links []site.Link
	// usable is false if there is nothing to make pages with.
	usable bool
}

// loadSite reads site.toml. baseURL, if not empty, wins over the file's.
func loadSite(fsys fs.FS, paths []string, baseURL string) *config {
	c := &config{}
	if !slices.Contains(paths, SitePath) {
		return c
	}
	src, fault := readText(fsys, SitePath)
	if fault != nil {
		c.found = append(c.found, *fault)
		return c
	}
	b, ok := bind(src, 0, len(src.Text), &c.file, nil)
	c.bound = b
	defer func() { c.found = append(c.found, b.found...) }()
	if !ok {
		return c
	}
	c.usable = true
	c.site = c.convert()
	c.base(baseURL)
	c.identifiers()
	c.variants()
	c.collectLinks()
	c.checkRules()
	c.checkHosts()
	c.checkAdmin()
	for i, name := range c.file.SafeHTML {
		if !slices.Contains(markdown.SafeElements, name) {
			s := b.where[fmt.Sprintf("safe_html.%d", i)]
			b.report(diag.Error, "safe-html", s.valueStart, s.valueEnd, fmt.Sprintf("不能放行元素 %s", name)).
				Hint = "可以放行的：" + strings.Join(markdown.SafeElements, "、")
		}
	}
	return c
}

func (c *config) convert() site.Config {
	f := c.file
	return site.Config{
		Title:       strings.TrimSpace(f.Title),
		Description: f.Description,
		Parent:      site.Entry(f.Parent.entry()),
		Identifiers: site.Identifiers{SiteCode: string(f.Identifiers.SiteCode), ICP: f.Identifiers.ICP, Police: f.Identifiers.Police, Emblem: f.Identifiers.Emblem},
		Organization: site.Organization{
			Host: f.Organization.Host, Operators: f.Organization.Operators,
			Address: f.Organization.Address, Postcode: string(f.Organization.Postcode),
			HotlineLabel: f.Organization.Hotline.Label, Hotline: string(f.Organization.Hotline.Number),
		},
		Navigation: entries(f.Navigation), Tools: entries(f.Tools), Footer: entries(f.Footer), Social: entries(f.Social),
		Labels: f.Labels, Admin: f.Admin.admin(),
	}
}

func (t adminTable) admin() *site.Admin {
	if t == (adminTable{}) {
		return nil
	}
	return &site.Admin{
		Script: t.Script, Integrity: t.Integrity, Backend: cmp.Or(t.Backend, "github"), Repo: t.Repo, Branch: cmp.Or(t.Branch, "main"), Login: t.Login,
	}
}

func (e entryTable) entry() site.Entry { return site.Entry{Name: e.Name, URL: e.URL} }

func entries(list []entryTable) []site.Entry {
	var out []site.Entry
	for _, e := range list {
		out = append(out, e.entry())
	}
	return out
}

// base sets the address of the site. Without a good one the site still gets a
// stand-in, so that the rest of the content can be checked.
func (c *config) base(override string) {
	text := c.file.BaseURL
	if override != "" {
		text = override
	}
	base, err := site.ParseBase(text)
	if err != nil && strings.TrimSpace(text) != "" {
		s := c.bound.where["base_url"]
		d := c.bound.report(diag.Error, "base-url", s.valueStart, s.valueEnd, "网址要写全，以 https:// 开头，不带 ? 和 #")
		d.Hint = "例如 https://www.example.gov.cn/"
		if fixed := "https://" + strings.TrimLeft(text, "/"); !strings.Contains(text, "://") && !strings.ContainsAny(text, " ?#") {
			d.Fix = c.bound.lineWith(s, quote(fixed))
		}
	}
	if err != nil {
		base, _ = site.ParseBase("https://localhost/")
	}
	c.site.Base = base
}

// variants sets the scripts the site is published in: simplified and
// traditional, unless site.toml says otherwise.
func (c *config) variants() {
	names := c.file.Variants
	if !c.bound.has("variants") {
		names = phrases{"Hans", "Hant"}
	}
	var known []string
	for _, v := range site.Variants {
		known = append(known, v.Code)
	}
	for i, name := range names {
		at := slices.IndexFunc(site.Variants, func(v site.Variant) bool { return v.Code == name })
		s := c.bound.where[fmt.Sprintf("variants.%d", i)]
		switch {
		case at < 0:
			c.bound.report(diag.Error, "variant", s.valueStart, s.valueEnd, fmt.Sprintf("没有叫 %s 的字体版本", name)).
				Hint = "可以写的：" + strings.Join(known, "、")
		case slices.Contains(c.site.Variants, site.Variants[at]):
			c.bound.report(diag.Error, "variant", s.valueStart, s.valueEnd, fmt.Sprintf("%s 写了两遍", name)).Hint = "删掉多余的一个"
		default:
			c.site.Variants = append(c.site.Variants, site.Variants[at])
		}
	}
	if len(c.site.Variants) == 0 || c.site.Variants[0] != site.Variants[0] {
		s := c.bound.where["variants"]
		d := c.bound.report(diag.Error, "variant", s.valueStart, s.valueEnd, "第一个要是 Hans，内容是用简体写的")
		d.Hint = "例如 variants = [\"Hans\", \"Hant\"]"
		c.site.Variants = site.Variants[:1]
	}
}

// Forms of the identifiers: 网站标识码 after 国办发〔2017〕47号 (bm and 8
// digits for ministries, 10 digits else), ICP 备案 as the register prints it
// (京ICP备15027115号-1), 公安备案 has 14 digits.
var (
	siteCodeForm = regexp.MustCompile(`^(bm\d{8}|\d{10})$`)
	icpForm      = regexp.MustCompile(`^\p{Han}ICP[备证]\d{6,10}号(-\d+)?$`)
	policeForm   = regexp.MustCompile(`(^|\D)\d{14}(\D|$)`)
)

func (c *config) identifiers() {
	id := c.site.Identifiers
	if id.SiteCode != "" && !siteCodeForm.MatchString(id.SiteCode) {
		s := c.bound.where["identifiers.site_code"]
		c.bound.report(diag.Error, "site-code", s.valueStart, s.valueEnd, "网站标识码是 10 位数字，或 bm 加 8 位数字").
			Hint = "照“政府网站标识码”后面的数字填写，例如 \"1101010020\""
	}
	if id.ICP != "" && !icpForm.MatchString(id.ICP) {
		s := c.bound.where["identifiers.icp"]
		c.bound.report(diag.Error, "icp-number", s.valueStart, s.valueEnd, "ICP 备案号的写法不对").
			Hint = "照备案系统里的写，中间没有空格，例如 \"京ICP备15027115号-1\""
	}
	if id.Police != "" && !policeForm.MatchString(id.Police) {
		s := c.bound.where["identifiers.police"]
		c.bound.report(diag.Error, "police-number", s.valueStart, s.valueEnd, "公安备案号里要有 14 位数字").
			Hint = "例如 \"京公网安备 11010102004730号\""
	}
	if id.Emblem != "" && !emblemForm.MatchString(id.Emblem) {
		s := c.bound.where["identifiers.emblem"]
		c.bound.report(diag.Error, "emblem", s.valueStart, s.valueEnd, "党政机关网站标识要写它的网址").
			Hint = "照标识图片的链接填写，以 https:// 开头"
	}
}

// emblemForm is an address at which the emblem's record can be seen.
var emblemForm = regexp.MustCompile(`^https?://[^\s/]+/`)

// levels are the levels of rules that site.toml sets.
func (c *config) levels() map[string]string {
	levels := map[string]string{}
	for _, r := range c.file.Rule {
		levels[r.Name] = r.Level
	}
	return levels
}

// checkRules sees to it that a level is one, and has a reason.
func (c *config) checkRules() {
	for i, r := range c.file.Rule {
		at := fmt.Sprintf("rule.%d.", i)
		if s, given := c.bound.where[at+"level"]; given && r.Level != "off" && r.Level != "warning" && r.Level != "error" {
			c.bound.report(diag.Error, "rule-level", s.valueStart, s.valueEnd, "level 只能是 off、warning 或 error").
				Hint = "off 不检查，warning 是警告，error 是错误"
		}
		if s, given := c.bound.where[at+"reason"]; given && strings.TrimSpace(r.Reason) == "" {
			c.bound.report(diag.Error, "rule-reason", s.valueStart, s.valueEnd, "要写为什么改这条规则").Hint = "例如 reason = \"照原文公开，不改\""
		}
	}
}

// hostForm is the name of a site: letters, digits and hyphens, parted by points.
var hostForm = regexp.MustCompile(`^([a-z0-9-]+\.)+[a-z0-9-]+$`)

func (c *config) checkHosts() {
	for i, host := range c.file.TrustedHosts {
		if !hostForm.MatchString(host) {
			s := c.bound.where[fmt.Sprintf("trusted_hosts.%d", i)]
			if _, list := c.bound.where["trusted_hosts.0"]; !list {
				s = c.bound.where["trusted_hosts"]
			}
			c.bound.report(diag.Error, "host-form", s.valueStart, s.valueEnd, fmt.Sprintf("“%s”不是网站的域名", host)).
				Hint = "只写域名，不写 https:// 和 /，用小写，例如 \"www.gov.cn\""
		}
	}
}

// Forms of [admin]: an https address or one of this site, of letters that need
// no quoting in a policy; a digest of W3C Subresource Integrity.
var (
	scriptForm    = regexp.MustCompile(`^(https://[a-z0-9.-]+(:\d+)?)?/[A-Za-z0-9@._~/-]*[A-Za-z0-9]$`)
	integrityForm = regexp.MustCompile(`^sha(256|384|512)-[A-Za-z0-9+/]+=*$`)
	loginForm     = regexp.MustCompile(`^https://[a-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~/-]*)?$`)
)

func (c *config) checkAdmin() {
	t := c.file.Admin
	for _, v := range []struct {
		key, value string
		form       *regexp.Regexp
		hint       string
	}{
		{"script", t.Script, scriptForm, "写全网址，以 https:// 开头；或者把文件放进 static，写它在本站的地址，例如 \"/cms/sveltia-cms.js\""},
		{"integrity", t.Integrity, integrityForm, "照编辑程序发布页上的写，例如 \"sha384-…\""},
		{"login", t.Login, loginForm, "写全网址，以 https:// 开头"},
	} {
		if s, there := c.bound.where["admin."+v.key]; there && !v.form.MatchString(v.value) {
			c.bound.report(diag.Error, "admin", s.valueStart, s.valueEnd, fmt.Sprintf("%s 的写法不对", v.key)).Hint = v.hint
		}
	}
}

// hosts are the sites that may be linked: those of trusted_hosts, the site
// itself and the government's portal; empty if the site names none.
func (c *config) hosts() []string {
	if len(c.file.TrustedHosts) == 0 {
		return nil
	}
	own, _, _ := strings.Cut(c.site.Base.Host(), ":")
	return append([]string{own, "www.gov.cn"}, c.file.TrustedHosts...)
}

// collectLinks lists the addresses of this site that site.toml names, for the
// check that they lead somewhere, and reports those that are no addresses at all.
func (c *config) collectLinks() {
	add := func(path string, e entryTable) {
		s, given := c.bound.where[path+".url"]
		if !given || e.URL == "" {
			return
		}
		where := c.bound.src.Report(diag.Error, "", s.valueStart, s.valueEnd, "")
		switch {
		case strings.HasPrefix(e.URL, "/") && !strings.HasPrefix(e.URL, "//"):
			target, fragment, _ := strings.Cut(e.URL, "#")
			c.links = append(c.links, site.Link{Path: target, Fragment: fragment, Where: where})
		case externalForm.MatchString(e.URL):
		default:
			c.dropURL(e.URL)
			d := c.bound.report(diag.Error, "url-form", s.valueStart, s.valueEnd, "这不是一个网址")
			d.Hint = "本站的页面以 / 开头（/2021/），别的网站写全（https://www.example.gov.cn/）"
		}
	}
	add("parent", c.file.Parent)
	for name, list := range c.lists() {
		for i, e := range list {
			add(fmt.Sprintf("%s.%d", name, i), e)
		}
	}
}

// dropURL leaves an address out that has been reported, or every page would
// show the fault again.
func (c *config) dropURL(address string) {
	s := &c.site
	for _, list := range [][]site.Entry{s.Navigation, s.Tools, s.Footer, s.Social} {
		for i := range list {
			if list[i].URL == address {
				list[i].URL = ""
			}
		}
	}
	if s.Parent.URL == address {
		s.Parent.URL = ""
	}
}

// externalForm is an address outside the site that an entry may have.
var externalForm = regexp.MustCompile(`^(https?://[^\s/]+|mailto:[^\s@]+@[^\s@]+|tel:[+0-9-]+)`)

func (c *config) lists() func(func(string, []entryTable) bool) {
	return func(yield func(string, []entryTable) bool) {
		_ = yield("navigation", c.file.Navigation) && yield("tools", c.file.Tools) &&
			yield("footer", c.file.Footer) && yield("social", c.file.Social)
	}
}
