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

// Header is a response header.
type Header struct{ Name, Value string }

// rule contains the response headers of files and of all files below folders.
type rule struct {
	paths    []string // site paths; a folder ends with "/"
	headers  []Header
	notFound string // the 404 page of the files below the paths
}

// pattern is a path of a rule as _headers and Caddy have it: "/hant/*".
func pattern(path string) string {
	if strings.HasSuffix(path, "/") {
		return path + "*"
	}
	return path
}

// Policy is the content security policy of the pages, as far as a <meta> element can say
// it: it allows only what the pages use, no other hosts, and only the given inline scripts
// and style sheets, by hash. The trusted types policy is used by static/js/_offline.js for
// the URL of the service worker.
func Policy(inline map[string]string) string {
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
		"connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; " +
		"require-trusted-types-for 'script'; trusted-types gongshi"
}

// What only a header can say: no frames around a page, and no scripts, forms and storage of
// the site for a file of the content folder that is opened by itself.
const (
	noFrames = "; frame-ancestors 'none'"
	sandbox  = "; sandbox"
)

// Security headers of all files, in addition to the content security policy.
// Cross-Origin-Opener-Policy is not among them: it makes a browser start a new process,
// which costs 120 ms on the first visit, and the pages contain no secrets to protect from
// the window that opened them.
var security = []Header{
	{"X-Content-Type-Options", "nosniff"},
	{"X-Frame-Options", "DENY"},
	{"Referrer-Policy", "strict-origin-when-cross-origin"},
	{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
}

// Values of Cache-Control. The name of a bundle changes with its content; all other files
// are revalidated at each use.
const (
	immutable  = "public, max-age=31536000, immutable"
	revalidate = "public, max-age=0, must-revalidate"
)

// serverRules returns the rules, from which the files for all kinds of servers are made:
// that of all files first, that of the editors' page, if there is one, last.
func serverRules(s *site.Site, bundles string, inline map[string]string) []rule {
	headers := func(policy, cache string) []Header {
		return append(append([]Header{{"Content-Security-Policy", policy}}, security...), Header{"Cache-Control", cache})
	}
	policy := Policy(inline) + noFrames
	pages := headers(policy, revalidate)
	rules := []rule{{[]string{"/"}, pages, site.NotFoundPath}, {[]string{bundles}, headers(policy, immutable), site.NotFoundPath}}
	for _, v := range s.Variants[1:] {
		rules = append(rules, rule{[]string{v.Path("/")}, pages, v.Path(site.NotFoundPath)})
	}
	attachments := rule{headers: headers(policy+sandbox, revalidate), notFound: site.NotFoundPath}
	for _, f := range s.Files {
		attachments.paths = append(attachments.paths, f.Path)
	}
	if len(attachments.paths) > 0 {
		rules = append(rules, attachments)
	}
	if s.Admin != nil {
		rules = append(rules, rule{[]string{site.AdminPath}, adminHeaders(s.Admin), site.NotFoundPath})
	}
	return rules
}

// backendHosts are the hosts that a content manager asks about a repository, and those
// that have its pictures.
var backendHosts = map[string]string{"github": " https://api.github.com https://avatars.githubusercontent.com", "gitlab": " https://gitlab.com https://secure.gravatar.com"}

// adminPolicy is the policy of the editors' page. Sveltia CMS 0.221 puts style sheets into
// the page, and its icons are a font of jsDelivr. Decap CMS 3.16 also compiles its
// validators and writes HTML without trusted types.
func adminPolicy(a *site.Admin) string {
	scripts, hosts := "'self'", backendHosts[a.Backend]
	if u, err := url.Parse(a.Script); err == nil && u.Host != "" {
		scripts += " https://" + u.Host
	}
	if u, err := url.Parse(a.Login); err == nil && u.Host != "" {
		hosts += " https://" + u.Host
	}
	if strings.Contains(strings.ToLower(a.Script), "decap") {
		scripts += " 'unsafe-eval'"
	} else {
		scripts += "; require-trusted-types-for 'script'"
	}
	return "default-src 'none'; script-src " + scripts + "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:" + hosts +
		"; media-src 'self' blob:; font-src 'self' data: https://cdn.jsdelivr.net; connect-src 'self' data: blob:" + hosts +
		"; worker-src 'self' blob:; base-uri 'none'; form-action 'none'"
}

// adminHeaders returns the headers of the editors' page, which receives messages from
// its login window.
func adminHeaders(a *site.Admin) []Header {
	return []Header{
		{"Content-Security-Policy", adminPolicy(a) + noFrames},
		{"Cross-Origin-Opener-Policy", "same-origin-allow-popups"},
		{"X-Content-Type-Options", "nosniff"},
		{"X-Frame-Options", "DENY"},
		{"Referrer-Policy", "strict-origin-when-cross-origin"},
		{"X-Robots-Tag", "noindex"},
		{"Cache-Control", revalidate},
	}
}

// netlifyHeaders returns the rules as a _headers file, in which all rules that match a
// path apply, and several values of a header are joined. A header for which the editors'
// page has another value can therefore not be in the rule for all files: it is given for
// each top folder of the pages. Revalidation is the default of these hosts.
func netlifyHeaders(s *site.Site, rules []rule) []byte {
	var b strings.Builder
	write := func(pattern string, headers []Header) {
		b.WriteString(pattern + "\n")
		for _, h := range headers {
			if h.Value != revalidate {
				fmt.Fprintf(&b, "  %s: %s\n", h.Name, h.Value)
			}
		}
	}
	written := map[Header]bool{}
	if s.Admin != nil {
		admin := rules[len(rules)-1].headers
		conflicting := slices.DeleteFunc(slices.Clone(rules[0].headers), func(h Header) bool {
			return !slices.ContainsFunc(admin, func(a Header) bool { return a.Name == h.Name && a.Value != h.Value })
		})
		for _, path := range topPaths(s) {
			folder, isFolder := strings.CutSuffix(path, "*")
			pattern := s.Base.URL(folder)
			if isFolder {
				pattern += "*"
			}
			write(pattern, conflicting)
		}
		for _, h := range conflicting {
			written[h] = true
		}
	}
	for i, r := range rules {
		headers := slices.DeleteFunc(slices.Clone(r.headers), func(h Header) bool { return written[h] })
		for _, path := range r.paths {
			if len(headers) > 0 {
				write(pattern(s.Base.URL(path)), headers)
			}
		}
		for _, h := range headers {
			written[h] = written[h] || i == 0
		}
	}
	return []byte(b.String())
}

// topPaths returns patterns that match all pages of the site: "/2021/*" for each top
// folder, and the paths of pages in none.
func topPaths(s *site.Site) []string {
	seen := map[string]bool{site.HomePath: true, site.NotFoundPath: true}
	add := func(path string) {
		if top, _, below := strings.Cut(path[1:], "/"); below {
			seen["/"+top+"/*"] = true
		} else if top != "" {
			seen[path] = true
		}
	}
	for _, path := range site.OwnPages {
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

// redirects returns a _redirects file with the earlier addresses of documents and the 404
// pages of all variants but the first, whose page is the default of these hosts. "!"
// gives a redirect precedence over the stub page at the same address.
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

// nginxTypes replace the types of the server, which lack some of the site's files or call
// them something else.
const nginxTypes = `types {
  text/html html htm; text/css css; text/xml xml; text/plain txt log; text/markdown md; text/csv csv; text/javascript js mjs;
  application/json json map; application/manifest+json webmanifest; application/pdf pdf; application/zip zip; application/gzip gz;
  application/msword doc; application/vnd.ms-excel xls; application/vnd.ms-powerpoint ppt; application/vnd.rar rar; application/x-7z-compressed 7z;
  application/vnd.openxmlformats-officedocument.wordprocessingml.document docx;
  application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx;
  application/vnd.openxmlformats-officedocument.presentationml.presentation pptx;
  application/vnd.oasis.opendocument.text odt; application/vnd.oasis.opendocument.spreadsheet ods; application/ofd ofd; application/wasm wasm;
  image/svg+xml svg; image/png png; image/jpeg jpg jpeg; image/gif gif; image/webp webp; image/avif avif; image/x-icon ico; image/bmp bmp; image/tiff tif tiff;
  font/woff2 woff2; font/woff woff; font/ttf ttf; font/otf otf; audio/mpeg mp3; audio/mp4 m4a; video/mp4 mp4; video/webm webm;
}
`

// serverFiles are rules and marks for servers, which are not published.
var serverFiles = []string{"/_headers", "/_redirects", "/_nginx.conf", "/_Caddyfile", "/.nojekyll", "/.gongshi"}

// nginx returns headers and redirects as a file to be included in a server block.
func nginx(s *site.Site, rules []rule) []byte {
	var b strings.Builder
	b.WriteString("# 在 nginx 的 server { … } 里用 include 引入本文件；root 指向发布的文件夹。\n")
	if folder := s.Base.Folder(); folder != "" {
		fmt.Fprintf(&b, "# 网站发布在 %s/ 下：root 里要有文件夹 %s，里面是发布的文件。\n", folder, folder)
	}
	b.WriteString("absolute_redirect off;\nindex index.html;\ndefault_type application/octet-stream;\ncharset utf-8;\n" +
		"charset_types text/css text/xml text/plain text/markdown text/csv text/javascript application/javascript application/json application/xml;\n" + nginxTypes)
	for _, m := range s.Moved() {
		fmt.Fprintf(&b, "location = %s { return 301 %s; }\n", quoteNginx(s.Base.Folder()+m.From), quoteNginx(strings.ReplaceAll(s.Base.URL(m.To.Path), "$", "%24")))
	}
	for _, hidden := range serverFiles {
		fmt.Fprintf(&b, "location = %s { error_page 404 %s; return 404; }\n", quoteNginx(s.Base.Folder()+hidden), quoteNginx(s.Base.Folder()+site.NotFoundPath))
	}
	for _, r := range rules {
		for _, path := range r.paths {
			exact := ""
			if pattern(path) == path {
				exact = "= "
			}
			fmt.Fprintf(&b, "location %s%s {\n", exact, quoteNginx(s.Base.Folder()+path))
			fmt.Fprintf(&b, "  error_page 404 %s;\n", quoteNginx(s.Base.Folder()+r.notFound))
			for _, h := range r.headers {
				fmt.Fprintf(&b, "  add_header %s %s always;\n", h.Name, quoteNginx(h.Value))
			}
			b.WriteString("}\n")
		}
	}
	return []byte(b.String())
}

func quoteNginx(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// caddy returns headers and redirects as a file to be imported into a site of a Caddyfile.
// The rules of the variants differ from those of all pages in their 404 pages only.
func caddy(s *site.Site, rules []rule) []byte {
	var b strings.Builder
	b.WriteString("# 在 Caddyfile 的网站里用 import 引入本文件；root 指向发布的文件夹。\n")
	at := func(path string) string { return quoteCaddy(s.Base.Folder() + path) }
	for _, m := range s.Moved() {
		fmt.Fprintf(&b, "redir %s %s 301\n", at(m.From), quoteCaddy(s.Base.URL(m.To.Path)))
	}
	b.WriteString("@rules path")
	for _, hidden := range serverFiles {
		b.WriteString(" " + at(hidden))
	}
	b.WriteString("\nerror @rules 404\n")
	list := func(r rule) string {
		var patterns []string
		for _, path := range r.paths {
			patterns = append(patterns, at(pattern(path)))
		}
		return " " + strings.Join(patterns, " ")
	}
	own := ""
	for _, r := range rules[1:] {
		if !slices.Equal(r.headers, rules[0].headers) {
			own += list(r)
		}
	}
	for i, r := range rules {
		switch {
		case i == 0:
			fmt.Fprintf(&b, "@headers0 not path%s\nheader @headers0 {\n", own)
		case slices.Equal(r.headers, rules[0].headers):
			continue
		default:
			fmt.Fprintf(&b, "@headers%d path%s\nheader @headers%d {\n", i, list(r), i)
		}
		for _, h := range r.headers {
			fmt.Fprintf(&b, "  %s %s\n", h.Name, quoteCaddy(h.Value))
		}
		b.WriteString("}\n")
	}
	for _, ext := range []string{"md", "csv", "txt", "xml", "xlsx", "webmanifest"} {
		fmt.Fprintf(&b, "header *.%s Content-Type \"%s\"\n", ext, contentTypes["."+ext])
	}
	b.WriteString("file_server {\n  precompressed br gzip\n}\nhandle_errors {\n")
	var others string
	for i, r := range rules {
		if r.notFound != rules[0].notFound {
			others += list(r)
			fmt.Fprintf(&b, "  @missing%d path%s\n  rewrite @missing%d %s\n", i, list(r), i, at(r.notFound))
		}
	}
	if others != "" {
		fmt.Fprintf(&b, "  @missing0 not path%s\n  rewrite @missing0 %s\n", others, at(rules[0].notFound))
	} else {
		fmt.Fprintf(&b, "  rewrite * %s\n", at(rules[0].notFound))
	}
	b.WriteString("  file_server\n}\n")
	return []byte(b.String())
}

// quoteCaddy writes a token of a Caddyfile. Braces would be placeholders.
func quoteCaddy(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "{", `\{`, "}", `\}`).Replace(s) + `"`
}
