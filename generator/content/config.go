package content

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/diag"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
)

// SitePath is the file with the settings of the site.
const SitePath = Root + "/site.toml"

// indexName is the file name of a report in its folder.
const indexName = "_index.md"

// config is site.toml with its diagnostics.
type config struct {
	reporter
	file siteFile    // as written
	site site.Config // as the model keeps it
	// links are the internal links in site.toml.
	links []site.Link
	// usable is false if the file is missing or could not be read.
	usable bool
}

// loadSite reads and checks site.toml. baseURL, if not empty, replaces the one in
// the file.
func loadSite(fsys fs.FS, paths []string, baseURL string) *config {
	c := &config{}
	c.usable = c.readFile(fsys, paths, SitePath, &c.file)
	if !c.usable {
		return c
	}
	for _, d := range placeholders(c.src, len(c.src.Text)) {
		if baseURL == "" || !strings.HasPrefix(d.Line, "base_url") {
			c.add(d)
		}
	}
	c.site = c.convert()
	c.setBase(cmp.Or(baseURL, c.file.BaseURL))
	c.setVariants()
	c.setImage(fsys, paths)
	c.checkForms()
	c.setRecord()
	c.collectLinks()
	c.checkRules()
	c.checkHosts()
	for i, name := range c.file.SafeHTML {
		if !slices.Contains(markdown.SafeElements, name) {
			c.add(c.at(diag.Error, "safe-html", c.element("safe_html", i), fmt.Sprintf("不能放行元素 %s", name)).
				WithHint("可以放行的：" + strings.Join(markdown.SafeElements, "、")))
		}
	}
	return c
}

func (c *config) convert() site.Config {
	f := c.file
	return site.Config{
		Title:       strings.TrimSpace(f.Title),
		Description: f.Description,
		Parent:      site.Entry(f.Parent),
		Identifiers: site.Identifiers{SiteCode: string(f.Identifiers.SiteCode), ICP: f.Identifiers.ICP, Police: f.Identifiers.Police, Emblem: f.Identifiers.Emblem},
		Organization: site.Organization{
			Host: f.Organization.Host, Operators: f.Organization.Operators,
			Address: f.Organization.Address, Postcode: string(f.Organization.Postcode),
			HotlineLabel: f.Organization.Hotline.Label, Hotline: string(f.Organization.Hotline.Number),
		},
		Navigation: entries(f.Navigation), Tools: entries(f.Tools), Footer: entries(f.Footer), Social: entries(f.Social),
		Home:   site.HomeText{Lead: f.Home.Lead, Examples: f.Home.Examples},
		Labels: f.Labels, Admin: f.Admin.admin(), SafeHTML: f.SafeHTML,
	}
}

func (t adminTable) admin() *site.Admin {
	if t == (adminTable{}) {
		return nil
	}
	admin := site.Admin(t)
	admin.Backend, admin.Branch = cmp.Or(t.Backend, "github"), cmp.Or(t.Branch, "main")
	return &admin
}

// setRecord turns the public log on.
func (c *config) setRecord() {
	if !c.has("record") && c.file.Record.Lost == "" && len(c.file.Record.Redact) == 0 { // [[record.redact]] may stand alone
		return
	}
	c.site.Record = &site.Record{Lost: c.file.Record.Lost}
	for i, r := range c.file.Record.Redact {
		if !strings.HasPrefix(r.Path, "/") || !strings.HasSuffix(r.Path, "/") {
			c.add(c.at(diag.Error, "url-form", fmt.Sprintf("record.redact.%d.path", i), "要写页面的网址，以 / 开头和结尾").WithHint("例如 \"/2021/4/\""))
		}
		c.site.Record.Redactions = append(c.site.Record.Redactions, site.Redaction(r))
	}
}

func entries(tables []entryTable) []site.Entry {
	var list []site.Entry
	for _, e := range tables {
		list = append(list, site.Entry(e))
	}
	return list
}

// setBase sets the base URL. If it is invalid, a placeholder allows the rest of
// the content to be checked.
func (c *config) setBase(text string) {
	base, err := site.ParseBase(text)
	if err != nil {
		base, _ = site.ParseBase("https://localhost/")
		if strings.TrimSpace(text) != "" { // otherwise reported as missing
			d := c.at(diag.Error, "base-url", "base_url", "网址要写全，以 https:// 开头，不带 ? 和 #").WithHint("例如 https://www.example.gov.cn/")
			if !strings.Contains(text, "://") && !strings.ContainsAny(text, " ?#") {
				d.Fix = c.lineWith("base_url", Quote("https://"+strings.TrimLeft(text, "/")))
			}
			c.add(d)
		}
	}
	c.site.Base = base
}

// setVariants sets the variants that are published; the default is simplified and
// traditional.
func (c *config) setVariants() {
	names := c.file.Variants
	if !c.has("variants") {
		names = textList{"Hans", "Hant"}
	}
	var codes []string
	for _, v := range site.Variants {
		codes = append(codes, v.Code)
	}
	for i, name := range names {
		number := slices.Index(codes, name)
		switch key := c.element("variants", i); {
		case number < 0:
			c.add(c.at(diag.Error, "variant", key, fmt.Sprintf("没有叫 %s 的字体版本", name)).
				WithHint("可以写的：" + strings.Join(codes, "、")))
		case slices.Contains(c.site.Variants, site.Variants[number]):
			c.add(c.at(diag.Error, "variant", key, fmt.Sprintf("%s 写了两遍", name)).WithHint("删掉多余的一个"))
		default:
			c.site.Variants = append(c.site.Variants, site.Variants[number])
		}
	}
	if len(c.site.Variants) == 0 || c.site.Variants[0] != site.Variants[0] {
		c.add(c.at(diag.Error, "variant", "variants", "第一个要是 Hans，内容是用简体写的").WithHint("例如 variants = [\"Hans\", \"Hant\"]"))
		c.site.Variants = site.Variants[:1]
	}
}

// minImage is the least width and height of the site's picture, in pixels: what is smaller
// is not shown beside links.
const minImage = 300

// setImage sets the picture that is shown beside links to the site.
func (c *config) setImage(fsys fs.FS, paths []string) {
	c.site.Image = site.ImagePath
	if !c.has("image") {
		return
	}
	name := strings.TrimPrefix(c.file.Image, "/")
	data, _ := fs.ReadFile(fsys, Root+"/"+name)
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	d := c.at(diag.Error, "image", "image", "没有这个图片文件")
	switch {
	case !slices.Contains(paths, Root+"/"+name):
		c.add(d.WithHint("把图片放进 content，写它在里面的位置，例如 image = \"/fengmian.png\""))
	case err != nil:
		d.Message = "这个文件不是 PNG 或 JPEG 图片"
		c.add(d.WithHint("用看图的程序另存为 PNG 或 JPEG"))
	case min(size.Width, size.Height) < minImage:
		d.Message = fmt.Sprintf("图片太小：%d×%d 像素", size.Width, size.Height)
		c.add(d.WithHint(fmt.Sprintf("宽和高都要 %d 像素以上，最好是 1200×630", minImage)))
	default:
		c.site.Image = "/" + name
	}
}

// Forms of the identifiers, which may be empty. 国办发〔2017〕47号 defines 网站标识码: bm and
// 8 digits for ministries, otherwise 10 digits. ICP 备案 is written as in the register
// (京ICP备15027115号-1). 公安备案 has 14 digits. The emblem is the URL of its record.
var (
	siteCodeForm = regexp.MustCompile(`^(bm\d{8}|\d{10})?$`)
	icpForm      = regexp.MustCompile(`^(\p{Han}ICP[备证]\d{6,10}号(-\d+)?)?$`)
	policeForm   = regexp.MustCompile(`^$|(^|\D)\d{14}(\D|$)`)
	emblemForm   = regexp.MustCompile(`^$|^https?://[^\s/]+/`)
)

// Forms of [admin]: the script is an https URL or a path of this site, in
// characters that need no quoting in a content security policy; integrity is a
// digest of W3C Subresource Integrity.
var (
	scriptForm    = regexp.MustCompile(`^(https://[a-z0-9.-]+(:\d+)?)?/[A-Za-z0-9@._~/-]*[A-Za-z0-9]$`)
	integrityForm = regexp.MustCompile(`^sha(256|384|512)-[A-Za-z0-9+/]+=*$`)
	backendForm   = regexp.MustCompile(`^(github|gitlab)$`)
	loginForm     = regexp.MustCompile(`^https://[a-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~/-]*)?$`)
)

// checkForms checks the values that must have a certain form.
func (c *config) checkForms() {
	id, admin := c.site.Identifiers, c.file.Admin
	for _, v := range []struct {
		key, value          string
		form                *regexp.Regexp
		rule, message, hint string
	}{
		{"identifiers.site_code", id.SiteCode, siteCodeForm, "site-code", "网站标识码是 10 位数字，或 bm 加 8 位数字", "照“政府网站标识码”后面的数字填写，例如 \"1101010020\""},
		{"identifiers.icp", id.ICP, icpForm, "icp-number", "ICP 备案号的写法不对", "照备案系统里的写，中间没有空格，例如 \"京ICP备15027115号-1\""},
		{"identifiers.police", id.Police, policeForm, "police-number", "公安备案号里要有 14 位数字", "例如 \"京公网安备 11010102004730号\""},
		{"identifiers.emblem", id.Emblem, emblemForm, "emblem", "党政机关网站标识要写它的网址", "照标识图片的链接填写，以 https:// 开头"},
		{"admin.script", admin.Script, scriptForm, "admin", "script 的写法不对", "写全网址，以 https:// 开头；或者把文件放进 static，写它在本站的地址，例如 \"/cms/sveltia-cms.js\""},
		{"admin.backend", admin.Backend, backendForm, "admin", "没有叫 " + admin.Backend + " 的仓库", "可以写的：github、gitlab"},
		{"admin.integrity", admin.Integrity, integrityForm, "admin", "integrity 的写法不对", "照编辑程序发布页上的写，例如 \"sha384-…\""},
		{"admin.login", admin.Login, loginForm, "admin", "login 的写法不对", "写全网址，以 https:// 开头"},
	} {
		if c.has(v.key) && !v.form.MatchString(v.value) {
			c.add(c.at(diag.Error, v.rule, v.key, v.message).WithHint(v.hint))
			if v.rule == "emblem" {
				c.site.Identifiers.Emblem = "" // or it would be a dead link, too
			}
		}
	}
	if strings.HasPrefix(admin.Script, "https:") && admin.Integrity == "" {
		c.add(c.at(diag.Error, "admin", "admin.script", "别的网站上的编辑程序要写校验值，对方换了文件就不会运行").
			WithHint("加上 integrity，照编辑程序发布页上的写，例如 integrity = \"sha384-…\"；或者把文件放进 static，写它在本站的地址"))
	}
}

// levels maps the rules that site.toml sets to their levels.
func (c *config) levels() map[string]string {
	levels := map[string]string{}
	for _, r := range c.file.Rule {
		levels[r.Name] = r.Level
	}
	return levels
}

// checkRules checks that every rule has a valid level and a reason.
func (c *config) checkRules() {
	for i, r := range c.file.Rule {
		level, reason := fmt.Sprintf("rule.%d.level", i), fmt.Sprintf("rule.%d.reason", i)
		if c.has(level) && !slices.Contains([]string{"off", "warning", "error"}, r.Level) {
			c.add(c.at(diag.Error, "rule-level", level, "level 只能是 off、warning 或 error").WithHint("off 不检查，warning 是警告，error 是错误"))
		}
		if c.has(reason) && strings.TrimSpace(r.Reason) == "" {
			c.add(c.at(diag.Error, "rule-reason", reason, "要写为什么改这条规则").WithHint("例如 reason = \"照原文公开，不改\""))
		}
	}
}

// hostForm matches a host name in lower case without port.
var hostForm = regexp.MustCompile(`^([a-z0-9-]+\.)+[a-z0-9-]+$`)

func (c *config) checkHosts() {
	for i, host := range c.file.TrustedHosts {
		if !hostForm.MatchString(host) {
			c.add(c.at(diag.Error, "host-form", c.element("trusted_hosts", i), fmt.Sprintf("“%s”不是网站的域名", host)).
				WithHint("只写域名，不写 https:// 和 /，用小写，例如 \"www.gov.cn\""))
		}
	}
}

// hosts lists the hosts that may be linked: those in trusted_hosts, the site's own
// and the government portal. It is empty, which allows any, without trusted_hosts.
func (c *config) hosts() []string {
	if len(c.file.TrustedHosts) == 0 {
		return nil
	}
	return append([]string{c.site.Base.Host(), "www.gov.cn"}, c.file.TrustedHosts...)
}

// collectLinks collects the internal links in site.toml, which are checked later.
func (c *config) collectLinks() {
	c.collectLink("parent", &c.site.Parent)
	for _, v := range []struct {
		key     string
		entries []site.Entry
	}{{"navigation", c.site.Navigation}, {"tools", c.site.Tools}, {"footer", c.site.Footer}, {"social", c.site.Social}} {
		for i := range v.entries {
			c.collectLink(fmt.Sprintf("%s.%d", v.key, i), &v.entries[i])
		}
	}
}

// collectLink adds the link of an entry if it is internal. An invalid URL is
// reported and removed, or every page would report it as a dead link again.
func (c *config) collectLink(key string, e *site.Entry) {
	switch {
	case e.URL == "" || site.HasScheme(e.URL) && site.BadLink(e.URL) == "":
	case strings.HasPrefix(e.URL, "/") && site.BadLink(e.URL) == "":
		target, fragment, _ := strings.Cut(e.URL, "#")
		target, _, _ = strings.Cut(target, "?")
		c.links = append(c.links, site.Link{Path: target, Fragment: fragment, Where: c.at(diag.Error, "", key+".url", "")})
	default:
		e.URL = ""
		c.add(c.at(diag.Error, "url-form", key+".url", "这不是一个网址").
			WithHint("本站的页面以 / 开头（/2021/），别的网站写全（https://www.example.gov.cn/）"))
	}
}
