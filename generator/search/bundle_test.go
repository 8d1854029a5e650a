package search

import (
	"encoding/json"
	"errors"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/engine"
	"gongshi/generator/site"
)

// TestBundled: small lists stand together, in their order, large ones alone; what
// is no list stays as it is.
func TestBundled(t *testing.T) {
	var p pack
	list := func(size int) []byte { return []byte("[" + strings.Repeat("1", size-2) + "]") }
	p.add(facetsFile, []byte("{}"))
	p.add(wordList('a'), list(3))
	p.add(phraseList('a'), list(bundleSize-3))
	p.add(wordList('b'), list(3))
	p.add(phraseList('b'), list(2*bundleSize))
	p.add(soundList("wa"), list(3))
	p.add(soundList("wu"), list(3))
	written, lists := p.bundled()
	if want := []string{"w-a p-a", "w-b", "p-b", "s-wa s-wu"}; !slices.Equal(lists, want) {
		t.Errorf("bundles of %q, want %q", lists, want)
	}
	var names []string
	for _, f := range written.files {
		names = append(names, f.name)
	}
	if want := []string{"facets.json", "l0.json", "l1.json", "l2.json", "l3.json"}; !slices.Equal(names, want) || string(written.files[4].data) != "[[1],[1]]" {
		t.Errorf("%q, want %q; the last is %s", names, want, written.files[4].data)
	}
}

// TestFolderNamesItsFiles: the same lists, bundled otherwise by a later program,
// must have another address, since networks keep these files for ever.
func TestFolderNamesItsFiles(t *testing.T) {
	var p, written pack
	for letter := byte('a'); p.size() <= inlineSize; letter++ {
		p.add(wordList(letter), []byte("["+strings.Repeat(" ", bundleSize/3)+"]"))
	}
	b := &builder{Options: Options{Folder: "/assets/", Parallel: inOrder, Add: func(address string, data []byte) { written.add(path.Base(address), data) }}}
	if folder, want := b.put(p).folder, "/assets/search-"+written.digest()+"/"; folder != want {
		t.Errorf("the files lie in %s, want %s", folder, want)
	}
}

// TestLists reads each list of an index out of its bundle.
func TestLists(t *testing.T) {
	files := large(t)
	for _, v := range site.Variants[:2] {
		var e struct {
			Own   string
			Lists []string
		}
		if err := json.Unmarshal(files[EntryPath(v)], &e); err != nil {
			t.Fatal(err)
		}
		for i, names := range e.Lists {
			var lists []json.RawMessage
			err := json.Unmarshal(files[path.Join(path.Dir(EntryPath(v)), e.Own, bundleFile(i))], &lists)
			if err != nil || len(lists) != len(strings.Fields(names)) {
				t.Errorf("%s: %s: %d lists, %v", v.Lang, names, len(lists), err)
			}
		}
		list, err := opened(t, files, v).Suggest("wangfujing", 8)
		if err != nil || !slices.ContainsFunc(list, func(s engine.Suggestion) bool { return strings.HasPrefix(s.Text, "王府井") }) {
			t.Errorf("%s: no 王府井 in %v, %v", v.Lang, list, err)
		}
	}
}

// TestDamagedBundle reads lists out of bundles that do not hold them.
func TestDamagedBundle(t *testing.T) {
	bundle := regexp.MustCompile(`/l\d+\.json$`)
	for _, text := range []string{"", "null", "[]", "{}", "[["} {
		files := maps.Clone(large(t))
		for name := range files {
			if bundle.MatchString(name) {
				files[name] = []byte(text)
			}
		}
		if list, err := opened(t, files, site.Variants[0]).Suggest("wang", 8); !errors.Is(err, engine.ErrDamaged) {
			t.Errorf("%q: %v, %v", text, list, err)
		}
	}
}
