package proof

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"gongshi/generator/diag"
)

// webAddress matches external addresses in Markdown: of a link or image, in
// angle brackets, or bare in the text, where they become links too.
var webAddress = regexp.MustCompile(`\]\(<?(https?://[^)\s>]+)|<(https?://[^>\s]+)>|(https?://[A-Za-z0-9._~:/?#@!$&*+,;=%-]+)`)

// Link is an external address in a file.
type Link struct {
	URL        string
	Start, End int // byte offsets
}

// Links returns the external addresses in a document from byte body on.
func Links(src *diag.Source, body int) []Link { return linksIn(withoutCode(src.Text), body) }

var quotedAddress = regexp.MustCompile(`(?m)^[^#\n]*"(https?://[^"\s]+)"`)

// QuotedLinks returns the external addresses in quotation marks, as in site.toml.
func QuotedLinks(src *diag.Source) []Link {
	var list []Link
	for _, at := range quotedAddress.FindAllSubmatchIndex(src.Text, -1) {
		list = append(list, Link{string(src.Text[at[2]:at[3]]), at[2], at[3]})
	}
	return list
}

func linksIn(text []byte, body int) []Link {
	var list []Link
	for _, at := range webAddress.FindAllSubmatchIndex(text[body:], -1) {
		for group := 2; group < len(at); group += 2 {
			if at[group] >= 0 {
				start := body + at[group]
				address := strings.TrimRight(string(text[start:body+at[group+1]]), ".,:;!?")
				list = append(list, Link{address, start, start + len(address)})
			}
		}
	}
	return list
}

// links reports addresses on hosts that are not in trusted_hosts, if it is set.
func (t *text) links() {
	if len(t.proof.Hosts) == 0 {
		return
	}
	for _, l := range linksIn(t.text, t.body) {
		u, err := url.Parse(l.URL)
		if err != nil || trusted(u.Hostname(), t.proof.Hosts) {
			continue
		}
		t.report("untrusted-host", l.Start, l.End, fmt.Sprintf("%s 不在可以链接的网站里", u.Hostname()),
			"检查网址；确实可以链接，就写进 site.toml 的 trusted_hosts")
	}
}

// trusted reports whether a host or a parent domain is in the list.
func trusted(host string, hosts []string) bool {
	return slices.ContainsFunc(hosts, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) })
}

// Unreachable reports the links of a file that could not be opened; faults maps
// addresses to reasons.
func Unreachable(src *diag.Source, links []Link, faults map[string]string) []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, l := range links {
		if why := faults[l.URL]; why != "" {
			found = append(found, src.Report(diag.Warning, "unreachable", l.Start, l.End, "链接的网页打不开："+why).
				WithHint("用浏览器打开看看；对方改了网址就改过来，没有了就去掉链接"))
		}
	}
	return found
}
