package content_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"

	"gongshi/generator/content"
	"gongshi/generator/site"
)

// realSite loads the content of this repository.
func realSite(t *testing.T) *site.Site {
	t.Helper()
	s, found := content.Load(os.DirFS("../.."), content.Options{})
	if len(found) > 0 {
		t.Fatalf("the repository's own content has faults: %+v", found)
	}
	return s
}

// TestPublishedTable compares the 2021 report with the table as it was
// published, character by character after white space is folded: all 16 tasks
// and 46 targets with their results, the publisher's own slips included.
func TestPublishedTable(t *testing.T) {
	data, err := os.ReadFile("testdata/dongcheng-2021.json")
	if err != nil {
		t.Fatal(err)
	}
	var table []struct {
		Number int
		Name   string
		Items  []struct{ Target, Result string }
	}
	if err := json.Unmarshal(data, &table); err != nil {
		t.Fatal(err)
	}
	report := realSite(t).Reports[0]
	if len(report.Tasks) != len(table) {
		t.Fatalf("%d tasks, want %d", len(report.Tasks), len(table))
	}
	compared := 0
	for i, want := range table {
		got := report.Tasks[i]
		if got.Number != want.Number || got.Title != want.Name {
			t.Errorf("task %d is %d %q, want %d %q", i+1, got.Number, got.Title, want.Number, want.Name)
		}
		if len(got.Targets) != len(want.Items) {
			t.Errorf("task %d has %d targets, want %d", want.Number, len(got.Targets), len(want.Items))
			continue
		}
		for j, item := range want.Items {
			compared++
			same(t, got.Targets[j].Title, item.Target)
			same(t, got.Targets[j].Result, item.Result)
			if paragraphs := strings.Count(item.Result, "\n\n") + 1; strings.Count(got.Targets[j].Result.HTML, "<p>") != paragraphs {
				t.Errorf("task %d, target %d: %d paragraphs wanted in %s", want.Number, j+1, paragraphs, got.Targets[j].Result.HTML)
			}
		}
	}
	if compared != 46 {
		t.Errorf("compared %d rows, want 46", compared)
	}
}

// same compares text and HTML of a cell with the published text.
func same(t *testing.T, got site.Prose, want string) {
	t.Helper()
	html := strings.NewReplacer("<p>", "", "</p>", "", "&quot;", `"`, "&amp;", "&").Replace(got.HTML)
	for _, text := range []string{got.Text, html} {
		if fold(text) != fold(want) {
			t.Errorf("got  %s\nwant %s", text, want)
		}
	}
}

// fold drops all white space: the published page fills it up with no-break spaces.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// TestRealChrome checks what the page around the table says.
func TestRealChrome(t *testing.T) {
	s := realSite(t)
	if got := s.Organization.Operators; len(got) != 2 {
		t.Errorf("承办 units: %q, want 2", got)
	}
	if got := len(s.Navigation); got != 6 {
		t.Errorf("%d navigation entries, want 6", got)
	}
	if got := s.Identifiers; got != (site.Identifiers{SiteCode: "1101010020", ICP: "京ICP备15027115号-1", Police: "京公网安备 11010102004730号"}) {
		t.Errorf("identifiers: %+v", got)
	}
	r := s.Reports[0]
	if got := r.Date.Format("2006-01-02 15:04 -0700"); got != "2022-01-10 15:25 +0800" {
		t.Errorf("date: %s", got)
	}
	if r.Path != "/2021/" || r.Year != 2021 || r.From != "北京东城" {
		t.Errorf("report: %s %d %s", r.Path, r.Year, r.From)
	}
	if moved := s.Moved(); len(moved) != 1 || moved[0].From != "/n3952/n4060/c11476944/content.html" || moved[0].To.Path != "/2021/" {
		t.Errorf("earlier addresses: %+v", moved)
	}
}
