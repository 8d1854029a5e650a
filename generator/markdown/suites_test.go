package markdown

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongshi/generator/diag"
)

var differences = flag.String("differences", "", "file for what TestSuites finds, as JSON")

type example struct{ Name, Section, Markdown, HTML, Got string }

// TestSuites renders the examples of CommonMark and GFM. Those that come out otherwise are
// listed in testdata/suites.txt with the reason: what is not listed is a fault.
func TestSuites(t *testing.T) {
	t.Parallel()
	out, err := exec.Command("node", filepath.Join("testdata", "suites.mjs"), filepath.Join("..", "..", ".cache", "node", "node_modules")).Output()
	if err != nil {
		t.Fatalf("the suites are missing (%v): run `make test`, which installs them", err)
	}
	var examples []example
	if err := json.Unmarshal(out, &examples); err != nil || len(examples) != 652+677 {
		t.Fatalf("%d examples: %v", len(examples), err)
	}
	listed := suiteReasons(t)
	var differing []example
	for _, e := range examples {
		fragment := New(nil).Parse(diag.NewSource("", []byte(e.Markdown)), 0, Whole).Intro
		e.Got = fragment.Resolve(func(l Link) string { return string(util.URLEscape([]byte(l.Destination), true)) })
		differs := normal(t, e.Got) != normal(t, e.HTML)
		if differs {
			differing = append(differing, e)
		}
		if reason, ok := listed[e.Name]; ok && !differs {
			t.Errorf("%s is as the suite wants it, but listed: %s", e.Name, reason)
		} else if !ok && differs {
			t.Errorf("%s (%s): %q\ngot  %q\nwant %q", e.Name, e.Section, e.Markdown, e.Got, e.HTML)
		}
	}
	t.Logf("%d of %d examples come out otherwise", len(differing), len(examples))
	if *differences != "" {
		data, _ := json.MarshalIndent(differing, "", " ")
		if err := os.WriteFile(*differences, data, 0o644); err != nil {
			t.Error(err)
		}
	}
}

// suiteReasons reads testdata/suites.txt: a reason in a line, then the examples in lines
// that begin with a suite's name.
func suiteReasons(t *testing.T) map[string]string {
	data, err := os.ReadFile(filepath.Join("testdata", "suites.txt"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	reason := ""
	for line := range strings.Lines(string(data)) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		if words[0] != "commonmark" && words[0] != "gfm" {
			reason = strings.TrimSpace(line)
			continue
		}
		for _, number := range words[1:] {
			name := words[0] + " " + number
			if listed[name] != "" || reason == "" {
				t.Errorf("%s is listed twice, or without a reason", name)
			}
			listed[name] = reason
		}
	}
	return listed
}

// normal is HTML without what browsers ignore and what our pages add to every element: white
// space between blocks, the order of attributes, ids of headings, lazy loading, the class
// in place of align.
func normal(t *testing.T, page string) string {
	nodes, err := html.ParseFragment(strings.NewReader(page), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var write func(n *html.Node, pre bool)
	write = func(n *html.Node, pre bool) {
		if n.Type == html.TextNode {
			text := n.Data
			if !pre {
				text = strings.ReplaceAll(text, "\n", " ")
				if besideBlock(n) {
					text = strings.TrimSpace(text)
				}
			}
			b.WriteString(html.EscapeString(text))
			return
		}
		b.WriteString("<" + n.Data)
		for _, name := range []string{"href", "src", "alt", "title", "start", "align", "class"} {
			if value := attribute(n, name); value != "" {
				fmt.Fprintf(&b, " %s=%q", strings.Replace(name, "align", "class", 1), strings.TrimPrefix(value, "align-"))
			}
		}
		b.WriteString(">")
		for c := range n.ChildNodes() {
			write(c, pre || n.DataAtom == atom.Pre)
		}
		b.WriteString("</" + n.Data + ">")
	}
	for _, n := range nodes {
		write(n, false)
	}
	return b.String()
}
