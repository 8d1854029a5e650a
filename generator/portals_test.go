package generator_test

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"gongshi/generator"
)

var (
	sharedImage = regexp.MustCompile(`<meta property="og:image" content="([^"]*)">`)
	linkedGraph = regexp.MustCompile(`<script type="application/ld\+json">(.*?)</script>`)
)

// TestPortals reads the smallest site as search engines, feed readers and programs that show
// links do: pictures by whole addresses, datasets with descriptions of 50 characters and
// more, no two entries of one time.
func TestPortals(t *testing.T) {
	t.Parallel()
	source := goodSource(t)
	source["content/2021/_index.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"表\"\ndate = 2022-01-10\nsource = \"区\"\n+++\n")}
	source["content/2021/01.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"甲\"\nnumber = 1\n+++\n\n## 一\n\n成。\n")}
	delete(source, "content/2021/02.md")
	source["content/2020/_index.md"] = source["content/2021/_index.md"]
	for name, number := range map[string]string{"01": "1", "02": "2", "03": "3"} {
		source["content/2020/"+name+".md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"乙\"\nnumber = " + number + "\n+++\n\n## 一\n\n成。\n")}
	}
	const base = "https://www.example.gov.cn/网站/"
	set := built(t, generator.Options{Source: source, Defaults: os.DirFS(".."), BaseURL: base}).Set
	datasets, images, entries := 0, 0, 0
	for name, data := range set.All() {
		if m := sharedImage.FindSubmatch(data); m != nil {
			images++
			file, ok := strings.CutPrefix(string(m[1]), "https://www.example.gov.cn/%E7%BD%91%E7%AB%99/")
			if _, there := set.Get(file); !ok || !there {
				t.Errorf("%s has the picture %s", name, m[1])
			}
		}
		if m := linkedGraph.FindSubmatch(data); m != nil {
			var graph struct {
				Nodes []struct {
					Type        string `json:"@type"`
					Description string `json:"description"`
				} `json:"@graph"`
			}
			must(t, json.Unmarshal(m[1], &graph))
			for _, n := range graph.Nodes {
				if n.Type != "Dataset" {
					continue
				}
				datasets++
				if length := utf8.RuneCountInString(n.Description); length < 50 || length > 5000 {
					t.Errorf("%s: a dataset with a description of %d characters: %s", name, length, n.Description)
				}
			}
		}
		if path.Base(name) == "feed.xml" {
			var feed struct {
				Entries []struct {
					Updated string `xml:"updated"`
					Summary string `xml:"summary"`
				} `xml:"entry"`
			}
			must(t, xml.Unmarshal(data, &feed))
			seen := map[string]bool{}
			for i, e := range feed.Entries {
				entries++
				if seen[e.Updated] || e.Summary == "" || i > 0 && e.Updated > feed.Entries[i-1].Updated {
					t.Errorf("%s: entry %+v", name, e)
				}
				seen[e.Updated] = true
			}
		}
	}
	if datasets < 4 || images < 10 || entries < 12 {
		t.Errorf("%d datasets, %d pictures, %d entries: the test looks at the wrong place", datasets, images, entries)
	}
}
