package search

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

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
	editions := editionsOf(&s)
	longer := func(text string) string {
		if text == task.Lead {
			return "區發展和改革委員會"
		}
		return hant(text)
	}
	editions[1].Convert = longer
	files := map[string][]byte{}
	Build(corpusOf(t, &s), editions, Options{Folder: "/assets/", Parallel: inOrder, Add: func(path string, data []byte) { files[path] = data }})
	for _, e := range editions {
		convert := e.Convert
		if convert == nil {
			convert = func(text string) string { return text }
		}
		x := opened(t, files, e.Variant)
		for i, p := range Passages(&s) {
			shown, err := x.Show(i)
			if err != nil {
				t.Fatal(err)
			}
			p.convert(convert)
			url := e.Variant.Path(p.Path)
			if p.Fragment != "" {
				url += "#" + site.EscapeFragment(p.Fragment)
			}
			want := Shown{url, p.Kind, p.Title, p.Report, p.Heading, p.Text, p.Units, p.Status}
			if !slices.Equal(want.Units, shown.Units) || want.Text != shown.Text || want.Heading != shown.Heading ||
				want.Title != shown.Title || want.Report != shown.Report || want.URL != shown.URL {
				t.Fatalf("%s: shown %+v\nwant %+v", e.Variant.Code, shown, want)
			}
		}
	}
}

// TestDamagedDifferences: differences that fit no text are damage, not a crash.
func TestDamagedDifferences(t *testing.T) {
	for _, more := range []string{
		`[[[99,0,"字"]]]`, `[[[9,7,"字"]]]`, `[[[9,-1,"字"]]]`, `[[[9,0]]]`, `[[[9,0,"两字"]]]`, `[[["9"]]]`, `[[[]]]`,
	} {
		var r record
		data := `["2021/4/","task","名","",0,"",null,"","","文字",""` + `,` + more + `]`
		if err := json.Unmarshal([]byte(data), &r); err != nil {
			t.Fatal(err)
		}
		if err := r.write(1, nil); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", more, err)
		}
	}
}
