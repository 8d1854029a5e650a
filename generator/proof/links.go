package proof

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// webLink is the address of a link or picture of Markdown on another site, and
// one that stands in the text by itself.
var webLink = regexp.MustCompile(`\]\(<?(https?://[^)\s>]+)|<(https?://[^>\s]+)>`)

// Links are the addresses on other sites that a Markdown text leads to, each
// with its byte offsets from the beginning of the text.
func Links(text string) []Link {
	var list []Link
	for _, at := range webLink.FindAllStringSubmatchIndex(text, -1) {
		start, end := at[2], at[3]
		if start < 0 {
			start, end = at[4], at[5]
		}
		list = append(list, Link{text[start:end], start, end})
	}
	return list
}

// Link is an address on another site and where it stands.
type Link struct {
	URL        string
	Start, End int
}

// links holds every address against the hosts that the site trusts, if it names any.
func (t *text) links() {
	if len(t.proof.Hosts) == 0 {
		return
	}
	for _, l := range Links(string(t.text[t.body:])) {
		u, err := url.Parse(l.URL)
		if err != nil || Trusted(u.Hostname(), t.proof.Hosts) {
			continue
		}
		t.report("untrusted-host", t.body+l.Start, t.body+l.End, fmt.Sprintf("%s 不在可以链接的网站里", u.Hostname()),
			"检查网址；确实可以链接，就写进 site.toml 的 trusted_hosts")
	}
}

// Trusted says whether a host is one of a list, or lies below one.
func Trusted(host string, hosts []string) bool {
	return slices.ContainsFunc(hosts, func(h string) bool { return host == h || strings.HasSuffix(host, "."+h) })
}
