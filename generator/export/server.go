package export

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"gongshi/generator/site"
)

// header is one response header; rule a set of them for the files under a path.
type header struct{ name, value string }

type rule struct {
	path    string // site path; a folder ends with "/"
	headers []header
	// notFound is the page for addresses below the path that do not exist.
	notFound string
}

// contentSecurityPolicy allows what the pages use and nothing else: no other
// host, no frame around the pages, and of inline scripts and style sheets those
// whose code is given, by its hash. The one policy of trusted types is that of
// static/js/_offline.js, which names the address of the service worker.
func contentSecurityPolicy(inline map[string]string) string {
	scripts, styles := "'self'", "'self'"
	for _, name := range slices.Sorted(maps.Keys(inline)) {
		hash := sha256.Sum256([]byte(inline[name]))
		source := " 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
		if path.Ext(name) == ".css" {
			styles += source
		} else {
			scripts += source
		}
	}
	return "default-src 'none'; style-src " + styles + "; script-src " + scripts + "; img-src 'self' data:; font-src 'self'; " +
		"connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
		"require-trusted-types-for 'script'; trusted-types gongshi"
}

// Security headers for every file of the site, beside the content security
// policy. No Cross-Origin-Opener-Policy: the pages hold no secret that a window
// which opened them could read, and it has a browser begin a new process after
// the page has come, 120 ms of a first visit.
var security = []header{
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Referrer-Policy", "strict-origin-when-cross-origin"},
	{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
}

// Cache rules: a bundle's name changes with its content, everything else is
// asked for again each time.
const (
	immutable  = "public, max-age=31536000, immutable"
	revalidate = "public, max-age=0, must-revalidate"
)

// serverRules is the one source for the rules of every kind of server.
func serverRules(s *site.Site, bundles string, inline map[string]string) []rule {
	all := append([]header{{"Content-Security-Policy", contentSecurityPolicy(inline)}}, security...)
	pages := append(slices.Clone(all), header{"Cache-Control", revalidate})
	rules := []rule{
		{"/", pages, site.NotFoundPath},
		{bundles, append(slices.Clone(all), header{"Cache-Control", immutable}), site.NotFoundPath},
	}
	for _, v := range s.Variants[1:] {
		rules = append(rules, rule{v.Path("/"), pages, v.Path(site.NotFoundPath)})
	}
	if s.Admin != nil {
		rules = append(rules, rule{site.AdminPath, adminHeaders(s.Admin), site.NotFoundPath})
	}
	return rules
}

// adminHeaders let the editors' page run its content manager, which draws
// itself, compiles what it validates by and speaks to the repository's host, and
// let the window it signs in with speak to it.
func adminHeaders(a *site.Admin) []header {
	scripts := "'self'"
	if u, err := url.Parse(a.Script); err == nil && u.Host != "" {
		scripts += " https://" + u.Host
	}
	return []header{
		{"Content-Security-Policy", "default-src 'none'; script-src " + scripts + " 'unsafe-eval'; style-src 'self' 'unsafe-inline' https:; " +
			"img-src 'self' data: blob: https:; media-src 'self' blob: https:; font-src 'self' data: https:; connect-src 'self' data: blob: https:; " +
			"worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
		{"Cross-Origin-Opener-Policy", "same-origin-allow-popups"},
		{"X-Content-Type-Options", "nosniff"},
		{"X-Frame-Options", "DENY"},
		{"Referrer-Policy", "strict-origin-when-cross-origin"},
		{"X-Robots-Tag", "noindex"},
		{"Cache-Control", revalidate},
	}
}

// netlifyHeaders writes the rules as a _headers file. Rules add up there, and
// two values of one name become one header, so the rule for all files leaves out
// what a narrower one says differently: the policies of the pages then stand
// with every folder but that of the editors' page. Revalidation is that host's
// own default.
func netlifyHeaders(s *site.Site, rules []rule) []byte {
	base := s.Base
	var b strings.Builder
	said := map[header]bool{}
	if s.Admin != nil {
		all, admin := rules[0].headers, rules[len(rules)-1].headers
		differs := func(h header) bool {
			return slices.ContainsFunc(admin, func(a header) bool { return a.name == h.name && a.value != h.value })
		}
		rules = slices.Clone(rules)
		rules[0].headers = slices.DeleteFunc(slices.Clone(all), differs)
		own := slices.DeleteFunc(slices.Clone(all), func(h header) bool { return !differs(h) })
		for _, path := range topPaths(s) {
			pattern := base.URL(strings.TrimSuffix(path, "*"))
			if strings.HasSuffix(path, "*") {
				pattern += "*"
			}
			b.WriteString(pattern + "\n")
			for _, h := range own {
				fmt.Fprintf(&b, "  %s: %s\n", h.name, h.value)
			}
		}
		for _, h := range own {
			said[h] = true
		}
	}
	for _, r := range rules {
		if len(said) > 0 && !slices.ContainsFunc(r.headers, func(h header) bool { return !said[h] }) {
			continue // says nothing new
		}
		fmt.Fprintf(&b, "%s*\n", base.URL(r.path))
		for _, h := range r.headers {
			if !said[h] && h.value != revalidate {
				fmt.Fprintf(&b, "  %s: %s\n", h.name, h.value)
			}
			said[h] = true
		}
	}
	return []byte(b.String())
}

// topPaths are patterns for all pages of the site, by the first folder of their
// addresses.
func topPaths(s *site.Site) []string {
	seen := map[string]bool{site.HomePath: true, site.NotFoundPath: true}
	add := func(path string) {
		if top, _, below := strings.Cut(path[1:], "/"); below {
			seen["/"+top+"/*"] = true
		} else if top != "" {
			seen[path] = true
		}
	}
	for _, path := range []string{site.SitemapPath, site.SearchPath, site.HelpPath} {
		add(path)
	}
	for _, r := range s.Reports {
		add(r.Path)
	}
	for _, p := range s.Pages {
		add(p.Path)
	}
	for _, m := range s.Moved() {
		add(m.From)
	}
	for _, v := range s.Variants[1:] {
		add(v.Path("/"))
	}
	return slices.Sorted(maps.Keys(seen))
}

// redirects writes the earlier addresses as a _redirects file. The "!" makes
// a rule win over the stub page at the same address. Last come the pages for
// addresses that do not exist in a further script; the first script's is that
// host's default.
func redirects(s *site.Site) []byte {
	var b strings.Builder
	for _, m := range s.Moved() {
		fmt.Fprintf(&b, "%s %s 301!\n", s.Base.URL(m.From), s.Base.URL(m.To.Path))
	}
	for _, v := range s.Variants[1:] {
		fmt.Fprintf(&b, "%s* %s 404\n", s.Base.URL(v.Path("/")), s.Base.URL(v.Path(site.NotFoundPath)))
	}
	return []byte(b.String())
}

// nginx writes headers and redirects as a file to include in a server block.
func nginx(s *site.Site, rules []rule) []byte {
	var b strings.Builder
	b.WriteString("# 在 nginx 的 server { … } 里用 include 引入本文件；root 指向发布的文件夹。\n")
	if folder := s.Base.Folder(); folder != "" {
		fmt.Fprintf(&b, "# 网站发布在 %s/ 下：root 里要有文件夹 %s，里面是发布的文件。\n", folder, folder)
	}
	b.WriteString("absolute_redirect off;\nindex index.html;\ncharset utf-8;\ncharset_types text/css text/xml text/plain application/javascript application/json;\n")
	for _, m := range s.Moved() {
		fmt.Fprintf(&b, "location = %s { return 301 %s; }\n", quoteNginx(s.Base.Folder()+m.From), quoteNginx(strings.ReplaceAll(s.Base.URL(m.To.Path), "$", "%24")))
	}
	for _, hidden := range []string{"/_headers", "/_redirects", "/_nginx.conf", "/.gongshi"} {
		fmt.Fprintf(&b, "location = %s { return 404; }\n", quoteNginx(s.Base.Folder()+hidden))
	}
	for _, r := range rules {
		fmt.Fprintf(&b, "location %s {\n", quoteNginx(s.Base.Folder()+r.path))
		fmt.Fprintf(&b, "  error_page 404 %s;\n", quoteNginx(s.Base.Folder()+r.notFound))
		for _, h := range r.headers {
			fmt.Fprintf(&b, "  add_header %s %s always;\n", h.name, quoteNginx(h.value))
		}
		b.WriteString("}\n")
	}
	return []byte(b.String())
}

func quoteNginx(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
