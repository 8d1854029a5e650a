package site

import (
	"reflect"
	"slices"
	"testing"
)

// TestTextTags: the tags that say what a string of the model is are those that
// Localize knows.
func TestTextTags(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(typ.Elem())
		case reflect.Struct:
			if seen[typ] {
				return
			}
			seen[typ] = true
			for i := range typ.NumField() {
				field := typ.Field(i)
				if tag := field.Tag.Get("text"); !slices.Contains([]string{"", "-", "path", "link", "unit"}, tag) {
					t.Errorf("%s.%s has the tag %q", typ, field.Name, tag)
				}
				walk(field.Type)
			}
		}
	}
	walk(reflect.TypeFor[Site]())
	for _, name := range []string{"Files", "Links"} { // the bytes of attachments are not to be copied
		if field, ok := reflect.TypeFor[Site]().FieldByName(name); !ok || field.Tag.Get("text") != "-" {
			t.Errorf("Site.%s is walked", name)
		}
	}
	if len(seen) < 20 {
		t.Errorf("only %d structs were seen", len(seen))
	}
}

// shouting is a Localizer that marks what it was given.
type shouting struct{}

func (shouting) Text(text string) string { return text + "!" }

func (shouting) Prose(p Prose, verbatim bool, link func(string) string) Prose {
	p.Text += "!" + link("/sub/2021/1/#t1") + link("/sub/other/")
	if verbatim {
		p.Text = "verbatim"
	}
	return p
}

// TestLocalize: texts are converted once, addresses lead to the variant where it
// has the page, all else stays, and the site it was made from does not change.
func TestLocalize(t *testing.T) {
	base, err := ParseBase("https://a.cn/sub/")
	if err != nil {
		t.Fatal(err)
	}
	report := &Report{Document: Document{Path: "/2021/", Source: "content/2021/_index.md", Title: "报告", Aliases: []string{"/old/"}}, Columns: []TableColumn{{"extra.a", "列"}}}
	task := &Task{
		Document: Document{Path: "/2021/1/", Title: "任务", Extra: map[string]any{"a": []any{"值", int64(3)}}}, Report: report, Lead: "单位",
		Targets: []Target{{ID: "t1", Title: Prose{Text: "目标", Source: "目标"}, Measures: []Measure{{Direction: "≥", Goal: 1, Unit: "只"}}, Retired: Retired{SupersededBy: "/2021/#x"}}},
	}
	other := &Task{Document: Document{Path: "/2021/2/", Overrides: map[string]*Override{"Hant": {Title: "自己", Intro: Prose{HTML: "x", Source: "x"}}}}, Report: report}
	task.Years = []*Task{task, other}
	report.Tasks = []*Task{task, other}
	s := &Site{
		Config:  Config{Title: "网站", Base: base, Variants: Variants[:2], Navigation: []Entry{{"首页", "/"}, {"文件", "/a.pdf"}, {"别处", "https://b.cn/2021/"}}},
		Variant: Variants[0], Reports: []*Report{report}, Files: []File{{Path: "/a.pdf"}},
	}
	got := s.Localize(Variants[1], shouting{})
	r, first, second := got.Reports[0], got.Reports[0].Tasks[0], got.Reports[0].Tasks[1]
	for _, c := range []struct{ what, got, want string }{
		{"title", got.Title, "网站!"}, {"a page", got.Navigation[0].URL, "/hant/"}, {"a file", got.Navigation[1].URL, "/a.pdf"}, {"another site", got.Navigation[2].URL, "https://b.cn/2021/"},
		{"path", r.Path, "/hant/2021/"}, {"source", r.Source, "content/2021/_index.md"}, {"key", r.Columns[0].Key, "extra.a"}, {"label", r.Columns[0].Label, "列!"},
		{"extra", first.Value("extra.a"), "值!、3"}, {"unit", first.Targets[0].Measures[0].Unit, "只!"}, {"superseded", first.Targets[0].SupersededBy, "/hant/2021/#x"},
		{"links of prose", first.Targets[0].Title.Text, "目标!/sub/hant/2021/1/#t1/sub/other/"}, {"direction", first.Targets[0].Measures[0].Direction, "≥"},
		{"an editor's title", second.Title, "自己"}, {"an editor's text", second.Intro.Text, "verbatim"}, {"the site it was made from", s.Reports[0].Tasks[0].Title, "任务"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
	if first.Report != r || first.Years[0] != first || r.Aliases != nil || got.Files != nil {
		t.Errorf("tasks lead out of their site, or what belongs to the first script is there: %+v", got)
	}
}
