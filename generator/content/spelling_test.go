package content

import (
	"testing"
	"testing/fstest"

	"golang.org/x/text/unicode/norm"

	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// TestNamesInEitherForm links to files whose names macOS has written in NFD, and the other
// way round.
func TestNamesInEitherForm(t *testing.T) {
	for _, disk := range []norm.Form{norm.NFC, norm.NFD} {
		for _, link := range []norm.Form{norm.NFC, norm.NFD} {
			fsys := fstest.MapFS{
				"content/site.toml":                      {Data: []byte("title = \"东城\"\nbase_url = \"https://a.gov.cn/\"\n")},
				"content/a.md":                           {Data: []byte("+++\ntitle = \"甲\"\n+++\n\n[é](" + link.String("é.md") + ")、[表](" + link.String("Résumé 1.csv") + ")\n")},
				"content/" + disk.String("é.md"):         {Data: []byte("+++\ntitle = \"乙\"\n+++\n\n乙\n")},
				"content/" + disk.String("Résumé 1.csv"): {Data: []byte("甲,乙\n")},
			}
			s, found := Load(fsys, Options{})
			for _, d := range found {
				if d.Severity == diag.Error {
					t.Fatalf("%+v", d)
				}
			}
			paths := map[string]bool{}
			for _, p := range s.Pages {
				paths[p.Path] = true
			}
			for _, f := range s.Files {
				paths[f.Path] = true
			}
			if len(s.Links) != 2 {
				t.Fatalf("%d links", len(s.Links))
			}
			for _, l := range s.Links {
				if !paths[l.Path] {
					t.Errorf("disk %d, link %d: %q is none of %v", disk, link, l.Path, paths)
				}
			}
		}
	}
}

// TestFrontMatterFromElsewhere names what cannot be seen in a file from elsewhere, and the
// keys of other generators.
func TestFrontMatterFromElsewhere(t *testing.T) {
	for text, want := range map[string][2]string{
		"\u200b+++\ntitle = \"甲\"\n+++\n":                                       {"front-matter-missing", "+++"},
		"+++\rtitle = \"甲\"\r+++\r":                                             {"line-ends", ""},
		"+++\ntitle = \"甲\"\nlastmod = 2021-01-02\n+++\n":                       {"unknown-key", ""},
		"+++\ntitle = \"甲\"\ncategories = [\"乙\"]\n+++\n":                       {"unknown-key", "tags = [\"乙\"]"},
		"---\ntitle: '甲 ''乙'''\ntags:\n- 丙\nweight: 2\n---\n\n正文\n":             {"front-matter-yaml", "+++\ntitle = \"甲 '乙'\"\ntags = [\"丙\"]\n# weight: 2（任务的先后用 number，页面不排序）\n+++"},
		"---\ntitle: 甲\ndate: 2021-03-04T10:00:00+08:00\nextra:\n  a: 1\n---\n": {"front-matter-yaml", "+++\ntitle = \"甲\"\ndate = 2021-03-04T10:00:00\n# extra:\n# a: 1\n+++"},
	} {
		fsys := fstest.MapFS{"content/site.toml": {Data: []byte("title = \"东城\"\nbase_url = \"https://a.gov.cn/\"\n")}, "content/a.md": {Data: []byte(text)}}
		_, found := Load(fsys, Options{})
		got := [2]string{}
		for _, d := range found {
			if d.Severity == diag.Error {
				got = [2]string{d.Rule, d.Fix}
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestChineseKeys knows the key of every column by its usual head.
func TestChineseKeys(t *testing.T) {
	for _, c := range site.Columns {
		if c.OfTask() && chineseKeys[c.Label] != c.Key {
			t.Errorf("%s is %q, want %q", c.Label, chineseKeys[c.Label], c.Key)
		}
	}
}
