package export

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"gongshi/generator/site"
)

// TestCatalog reads the catalogue as a data portal does: every table can be fetched and is
// described in 50 to 5,000 characters.
func TestCatalog(t *testing.T) {
	for _, tasks := range []int{1, 1000} {
		s := example(t, tasks)
		files := Shared(s, "/assets/", nil)
		var c dcatCatalog
		if err := json.Unmarshal([]byte(find(t, s, files, site.CatalogPath)), &c); err != nil {
			t.Fatal(err)
		}
		if c.Title == "" || c.About == "" || c.Homepage.ID == "" || c.Language.ID != chinese { // DCAT-AP 3, mandatory or recommended
			t.Errorf("the catalogue is not described: %+v", c)
		}
		if len(c.Datasets) != 1 || c.Type != "dcat:Catalog" || c.Publisher.Name == "" {
			t.Fatalf("%+v", c)
		}
		d := c.Datasets[0]
		if d.Title == "" || d.Publisher.Name == "" || d.Identifier == "" || d.Page.ID == "" || len(d.Distributions) != len(site.Formats) {
			t.Errorf("the dataset is not described: %+v", d)
		}
		if n := utf8.RuneCountInString(d.Description); n < 50 || n > 5000 {
			t.Errorf("%d tasks: a description of %d characters: %s", tasks, n, d.Description)
		}
		tables := Files(s)
		for _, f := range d.Distributions {
			path := strings.TrimPrefix(f.URL.ID, strings.TrimSuffix(s.Base.Absolute("/"), "/"))
			if find(t, s, tables, path) == "" || f.Access.ID == "" || !strings.HasPrefix(f.MediaType.ID, mediaTypes) {
				t.Errorf("no file for %+v", f)
			}
		}
	}
}
