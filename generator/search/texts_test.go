package search

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/engine"
	"gongshi/generator/site"
)

// TestWrittenTexts: what the index shows in each script is what the converter
// makes of every text, also where phrases, an editor's own words or text of
// another length stand against the script's usual characters.
func TestWrittenTexts(t *testing.T) {
	s := *real()
	report := *s.Reports[0]
	task := *report.Tasks[0]
	task.Targets = slices.Clone(task.Targets)
	task.Targets[0].Result.Text = "皇后在后面的里程碑里干杯,头发发了。𠮷野家,繁體字「裏」原樣"
	task.Lead, task.Support = "区发展改革委", []string{"台办", "范畴办"}
	report.Tasks = append([]*site.Task{&task}, report.Tasks[1:]...)
	s.Reports = []*site.Report{&report}
	longer := func(text string) string {
		if text == task.Lead {
			return "區發展和改革委員會"
		}
		return hant(text)
	}
	sites := []*site.Site{&s, s.Localize(site.Variants[1], localizer(longer))}
	files := map[string][]byte{}
	Build(corpusOf(t, &s), sites, options(func(path string, data []byte) { files[path] = data }))
	for _, s := range sites {
		shown := allShown(t, opened(t, files, s.Variant))
		for i, p := range Passages(s) {
			url := s.Path(p.Path)
			if p.Fragment != "" {
				url += "#" + site.EscapeFragment(p.Fragment)
			}
			got := shown[i]
			want := engine.Passage{
				ID: i, URL: url, Kind: p.Kind, Title: p.Title, Report: p.Report, Year: p.Year, Date: got.Date,
				Unit: strings.Join(p.Units, separator), Status: cmp.Or(p.Status, p.Outcome), Heading: p.Heading, Text: p.Text, Facts: p.Facts,
			}
			if got != want {
				t.Fatalf("%s: shown %+v\nwant %+v", s.Variant.Code, got, want)
			}
		}
	}
}

// TestDamagedDifferences: differences that fit no text are damage, not a crash.
func TestDamagedDifferences(t *testing.T) {
	for _, place := range []string{"7", "-1"} {
		files := maps.Clone(large(t))
		for name := range files {
			if strings.HasSuffix(name, "/"+textFile(0)) {
				files[name] = []byte(`[["2021/4/","task","名","",null,"","","文字","",[[[7,` + place + `,"字"]]]]]`)
			}
		}
		if list, err := opened(t, files, site.Variants[1]).Passages(0); !errors.Is(err, engine.ErrDamaged) {
			t.Errorf("%s: %v, %v", place, list, err)
		}
	}
}
