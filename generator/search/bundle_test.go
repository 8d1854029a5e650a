package search

import (
	"errors"
	"path"
	"slices"
	"strings"
	"testing"

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
	for _, v := range site.Variants[:2] {
		x := opened(t, large(t), v)
		for _, name := range strings.Fields(strings.Join(x.entry.Lists, " ")) {
			if _, err := x.wordsOf(name); err != nil {
				t.Errorf("%s: %s: %v", v.Lang, name, err)
			}
		}
		if list, err := x.wordsOf(wordList('w')); err != nil || !slices.ContainsFunc(list, func(c candidate) bool { return strings.HasPrefix(c.text, "王府井") }) {
			t.Errorf("%s: no 王府井 under w, %v", v.Lang, err)
		}
	}
}

// TestDamagedBundle reads lists out of bundles that do not hold them.
func TestDamagedBundle(t *testing.T) {
	for _, text := range []string{"", "null", "[]", "{}", "[["} {
		x := opened(t, large(t), site.Variants[0])
		name := strings.Fields(x.entry.Lists[0])[0]
		get := x.get
		x.get = func(address string) ([]byte, error) {
			if path.Base(address) == bundleFile(0) {
				return []byte(text), nil
			}
			return get(address)
		}
		if list, err := x.wordsOf(name); !errors.Is(err, ErrDamaged) {
			t.Errorf("%q: %v, %v", text, list, err)
		}
	}
}
