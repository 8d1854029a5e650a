package generator_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/output"
)

// attacks are texts that a stranger writes wherever a site takes one. RUN is a script that
// tells that it ran, OUT an address of another host. The first ten are what `make test` tries.
var attacks = strings.Split(strings.TrimSpace(`
<script>RUN</script>
"><img src=x onerror="RUN">
<svg onload="RUN"><script>RUN</script></svg>
[a](javascript:RUN) <javascript:RUN> ![a](javascript:RUN)
</script><script>RUN</script><!--
{{.Site.Title}}{{printf "%s" "<script>"}}<script>RUN</script>
</title><script>RUN</script><title>
![a](OUT/a.png) <img src="OUT/b.png"> <link rel=stylesheet href="OUT/c.css">
' onmouseover='RUN' autofocus onfocus='RUN' x='
&lt;script&gt;RUN&lt;/script&gt;&#60;script&#62;RUN&#60;/script&#62;
</textarea><script>RUN</script>
</style><style>@import url(OUT/a.css);body{background:url(OUT/b.png)}</style>
<iframe srcdoc="<script>RUN</script>"></iframe>
<iframe src="javascript:RUN"></iframe>
<object data="OUT/x.swf"></object><embed src="OUT/y">
<base href="OUT/">
<meta http-equiv="refresh" content="0;url=OUT/">
<form action="OUT/"><button autofocus onfocus="RUN">x</button></form>
<details open ontoggle="RUN"><summary>x</summary></details>
<video autoplay src="OUT/v.mp4" onerror="RUN"></video>
<audio src=x onerror=RUN>
<math><mtext></mtext><script>RUN</script></math>
<body onload=RUN>
<a href="javascript:RUN" autofocus onfocus=RUN>x</a>
[x]: javascript:RUN "t"   [x] [y][x]
[a](data:text/html,<script>RUN</script>) ![a](data:image/svg+xml,<svg/onload=RUN>)
[a](vbscript:RUN) [a](JaVaScRiPt:RUN) [a](&#106;avascript:RUN) [a](java&Tab;script:RUN)
[a](//OUTHOST/a) [b](/\OUTHOST/b) ![c](//OUTHOST/c.png)
**x**<script>RUN</script>**y** ~~<script>RUN</script>~~
`+"`<script>RUN</script>` ```<script>RUN</script>```"+`
<!-- --><script>RUN</script><!-- --!><img src=x onerror=RUN>
<![CDATA[<script>RUN</script>]]><?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "OUT/e">]>
<noscript><p title="</noscript><img src=x onerror=RUN>"></noscript>
<template><script>RUN</script></template><slot onslotchange=RUN>
<select><option><script>RUN</script></option></select>
<script type="application/ld+json">{}</script></script><script>RUN</script>
\u003cscript\u003eRUN\u003c/script\u003e \x3cscript\x3eRUN\x3c/script\x3e
__proto__ constructor {"__proto__":{"pwned":1}}<img src onerror=RUN>
${RUN} {{RUN}} <%= RUN %> {%raw%}<script>RUN</script>
<img srcset="OUT/a.png 1x"><picture><source srcset="OUT/b.png"></picture><input type=image src="OUT/c.png">
</p></div></main></body></html><script>RUN</script>
`), "\n")

// hostileSite has an attack in every text and address.
func hostileSite(attack, outside string) fstest.MapFS {
	attack = strings.NewReplacer("RUN", "top.pwned=1;fetch('"+outside+"/ran')", "OUTHOST", strings.TrimPrefix(outside, "http://"), "OUT", outside).Replace(attack)
	text := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(attack)
	name := regexp.MustCompile(`[/\\:*?"|]`).ReplaceAllString(attack, "")
	name = name[:min(len(name), 60)]
	files := map[string]string{
		"site.toml": `title = "区T"
description = "T"
base_url = "https://a.cn/"
safe_html = ["sup", "sub", "br", "details", "summary", "u"]
[organization]
host = "T"
operators = ["T"]
address = "T"
[labels]
lead = "T"
[home]
lead = "T"
examples = ["T", "种树"]
[[navigation]]
name = "T"
url = "/2021/"
[[footer]]
name = "T"
url = "https://b.cn/"
`,
		"synonyms.toml": "[synonyms]\n\"T甲\" = [\"种树\", \"T\"]\n",
		"words.toml":    "words = [\"T甲\"]\n",
		"2021/_index.md": `+++
title = "种树T"
date = 2021-01-01
source = "区T"
period = "T"
aliases = ["/old/T/"]
[column]
name = "T"
keywords = ["T"]
description = "T"
+++

引言T

`,
		"2021/01.md": `+++
title = "种树T"
number = 1
category = "T"
lead = "T"
support = ["T", "甲"]
leader = "T"
due = "T"
status = "T"
note = "T"
tags = ["T"]
[extra]
"T" = "T"
[[target]]
id = "t"
measure = { name = "T", direction = "≥", goal = 1, actual = 2, unit = "T" }
+++

`,
		"page.md":  "+++\ntitle = \"页面T\"\n+++\n\n",
		"tu.svg":   "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"" + attack + "\">" + attack + "</svg>",
		"data.csv": attack,
	}
	body := "种树" + attack + "\n\n" + attack + "\n\n- " + attack + "\n\n> " + attack + "\n\n| a | b |\n|---|---|\n| " + attack + " | x |\n\n![种" + attack + "](/tu.svg) [" + attack + "](/data.csv \"" + attack + "\")\n"
	files["page.md"] += body
	source := fstest.MapFS{}
	for path, data := range files {
		if data = strings.ReplaceAll(data, "T", text); strings.HasSuffix(path, ".svg") || strings.HasSuffix(path, ".csv") {
			data = files[path]
		}
		if path == "2021/01.md" {
			data += "## 种树" + attack + "\n\n" + body
		}
		source["content/"+path] = &fstest.MapFile{Data: []byte(data)}
	}
	source["content/"+name+".txt"] = &fstest.MapFile{Data: []byte(attack)}
	return source
}

// outsideServer is another host: it counts who asks it.
type outsideServer struct {
	mu    sync.Mutex
	asked []string
}

func (o *outsideServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if r.URL.Path != "/favicon.ico" {
		o.asked = append(o.asked, r.URL.Path)
	}
	w.Header().Set("Access-Control-Allow-Origin", "*")
}

func (o *outsideServer) requests() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.asked
}

// TestHostileSites opens sites with an attack in every text, with the headers that are
// generated and without any: no script of theirs runs, and nobody asks another host. Faults
// keep most of them from being published; they are served anyway.
func TestHostileSites(t *testing.T) {
	t.Parallel()
	if testing.Short() { // the second run of `make test` looks for races in Go
		t.Skip("asked in full by the first run")
	}
	tried := attacks[:10]
	if complete() {
		tried = attacks
	}
	if len(attacks) < 40 {
		t.Fatalf("only %d attacks", len(attacks))
	}
	outside := &outsideServer{}
	other := httptest.NewServer(outside)
	t.Cleanup(other.Close)
	var sets []*output.Set
	foreign := map[int]bool{} // a picture of another host is an error: only the headers stop it in a site with errors
	for _, attack := range tried {
		result := generator.Build(generator.Options{Source: hostileSite(attack, other.URL), Defaults: os.DirFS("..")})
		if _, ok := result.Set.Get("2021/1/index.html"); !ok {
			t.Fatalf("%s: no page was made: %+v", attack, result.Diagnostics)
		}
		for name, data := range result.Set.All() {
			if found := regexp.MustCompile(`[^\w](NaN|[+-]Inf)[^\w]`).Find(data); found != nil && strings.HasSuffix(name, ".html") {
				t.Errorf("%s: %s", name, found)
			}
		}
		foreign[len(sets)] = slices.ContainsFunc(result.Diagnostics, func(d diag.Diagnostic) bool { return d.Rule == "foreign-image" && d.Severity == diag.Error })
		sets = append(sets, result.Set)
	}
	for name, start := range longEngines() {
		t.Run(name, func(t *testing.T) {
			e := start(t)
			e.resize(1440)
			for i, set := range sets {
				var servers []string
				if foreign[i] || complete() {
					servers = append(servers, strictServer(t, set))
				}
				if !foreign[i] { // only what the page itself says protects its reader
					servers = append(servers, staticServer(t, set).URL)
				}
				for _, server := range servers {
					for _, path := range []string{"/", "/2021/", "/2021/1/", "/page/", "/search/?q=%E7%A7%8D%E6%A0%91"} {
						e.open(server + path)
						if strings.HasPrefix(path, "/search/") {
							becomes(t, e, `document.querySelector("#search-results > li, #search-results[data-query]") !== null`)
						}
						at := valueOf[string](t, e, `location.origin + " " + String(window.pwned) + " " + document.querySelectorAll("iframe, object, embed, base, form[action^='http:'] button[autofocus]").length`)
						if want := server + " undefined 0"; at != want {
							t.Errorf("%s at %s: %s, want %s", tried[i], path, at, want)
						}
					}
				}
				if asked := outside.requests(); len(asked) > 0 {
					t.Fatalf("%s: another host was asked for %q", tried[i], asked)
				}
			}
			e.open(other.URL + "/seen")
			if asked := outside.requests(); len(asked) != 1 {
				t.Errorf("the other host tells nothing: %q", asked)
			}
			outside.mu.Lock()
			outside.asked = nil
			outside.mu.Unlock()
		})
	}
}
