package search

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/engine"
	"gongshi/generator/site"
)

// TestPostings writes lists of all densities and lengths and reads them again.
func TestPostings(t *testing.T) {
	const passages = 3000
	random := rand.New(rand.NewPCG(1, 1))
	for _, density := range []float64{0.0004, 0.01, 0.2, 0.9, 1} {
		var entries []uint64
		want := map[int][]int{}
		for doc := range passages {
			if random.Float64() > density && doc != 7 {
				continue
			}
			for at := random.IntN(900); at < 1000; at += 1 + random.IntN(400) {
				flags := uint64(random.IntN(4))
				entries = append(entries, uint64(doc)<<(positionBits+flagBits)|uint64(at)<<flagBits|flags)
				if s := at >> stretch; !slices.Contains(want[doc], s) {
					want[doc] = append(want[doc], s)
				}
			}
		}
		x := &index{common: passages}
		made := x.term(keyOf('急', '救'), entries)
		got := map[int][]int{}
		if err := made.decode(passages, func(doc int, stretches []int) { got[doc] = slices.Clone(stretches) }); err != nil {
			t.Fatal(err)
		}
		if !maps.EqualFunc(got, want, slices.Equal) {
			t.Errorf("density %v: other places after reading", density)
		}
	}
}

// TestBlock writes terms with and without words and reads them again.
func TestBlock(t *testing.T) {
	terms := []*term{
		{key: keyOf('2', '.'), count: 1, data: []byte{1}},
		{key: keyOf('急', 0), count: 300, gapK: 5, data: []byte("…")},
		{key: keyOf('急', '救'), count: 2, gapK: maxRice, placeK: unplaced, head: always, title: varies, words: []string{"", "站", "工作站"}},
		{key: keyOf('𠮷', '里'), count: 300, data: bytes.Repeat([]byte{7}, 200)},
	}
	got, err := decodeBlock(encodeBlock(terms), 300)
	if err != nil || len(got) != len(terms) {
		t.Fatalf("%d terms, %v", len(got), err)
	}
	for i, want := range terms {
		g := got[indexOf(got, want.key)]
		if g.count != want.count || !bytes.Equal(g.data, want.data) ||
			g.gapK != want.gapK || g.placeK != want.placeK || g.head != want.head || g.title != want.title {
			t.Errorf("term %d: got %+v, want %+v", i, g, want)
		}
	}
	if indexOf(got, keyOf('急', '就')) >= 0 {
		t.Error("found a term that is not there")
	}
}

// FuzzBlock reads any bytes as a block and decodes what it holds: damage is
// reported and nothing else happens.
func FuzzBlock(f *testing.F) {
	for name, data := range built(f, real()) {
		if strings.HasSuffix(name, "/"+blockFile(0)) {
			f.Add(data)
			f.Add(data[:len(data)/2])
		}
	}
	f.Add([]byte{})
	f.Add([]byte{1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		terms, err := decodeBlock(data, 100)
		if err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
		for _, term := range terms {
			n := 0
			err := term.decode(100, func(int, []int) { n++ })
			if err != nil && !errors.Is(err, ErrDamaged) {
				t.Fatal(err)
			}
			if err == nil && n != term.count {
				t.Errorf("%d of %d passages", n, term.count)
			}
		}
	})
}

// TestDamagedFiles: what is cut off, of another version or missing is said to
// be so, and no wrong answer is given.
func TestDamagedFiles(t *testing.T) {
	files := large(t)
	entry := EntryPath(site.Variants[0])
	query := func(change func(name string, data []byte) []byte) error {
		x, err := openedFrom(t, site.Variants[0], func(path string) ([]byte, error) {
			data := change(path, files[path])
			if data == nil {
				return nil, errMissing
			}
			return data, nil
		})
		if err == nil {
			_, err = x.Search("急救工作站建设", nil)
		}
		return err
	}
	tests := map[string]struct {
		change func(name string, data []byte) []byte
		want   error
	}{
		"whole":         {func(_ string, data []byte) []byte { return data }, nil},
		"entry cut off": {func(name string, data []byte) []byte { return cutOff(name == entry, data) }, engine.ErrDamaged},
		"other version": {func(name string, data []byte) []byte {
			return bytes.Replace(data, fmt.Appendf(nil, `"format":%d`, Format), []byte(`"format":1`), 1)
		}, engine.ErrVersion},
		"entry without blocks": {func(name string, data []byte) []byte {
			return without(name == entry, data, fmt.Appendf(nil, `{"format":%d,"passages":7}`, Format))
		}, engine.ErrDamaged},
		"block cut off":   {func(name string, data []byte) []byte { return cutOff(strings.HasSuffix(name, ".bin"), data) }, engine.ErrDamaged},
		"block empty":     {func(name string, data []byte) []byte { return without(strings.HasSuffix(name, ".bin"), data, []byte{}) }, engine.ErrDamaged},
		"block missing":   {func(name string, data []byte) []byte { return without(strings.HasSuffix(name, ".bin"), data, nil) }, errMissing},
		"texts cut off":   {func(name string, data []byte) []byte { return cutOff(strings.Contains(name, "/t"), data) }, engine.ErrDamaged},
		"entry is a page": {func(name string, data []byte) []byte { return without(name == entry, data, []byte("<!DOCTYPE html>")) }, engine.ErrDamaged},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if err := query(tt.change); !errors.Is(err, tt.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

var errMissing = errors.New("no such file")

func cutOff(when bool, data []byte) []byte {
	if when {
		return data[:len(data)/2]
	}
	return data
}

func without(when bool, data, instead []byte) []byte {
	if when {
		return instead
	}
	return data
}

// large is the index of a site whose files are not inside its entry file: the
// repository's own tasks, again and again.
func large(t testing.TB) map[string][]byte {
	t.Helper()
	return built(t, repeated())
}

func repeated() *site.Site {
	s := *real()
	s.Reports = slices.Repeat(s.Reports[:1], 8)
	return &s
}

// TestSameFiles: the same site gives the same files, in whatever order the
// work is done, and each entry file stands for its content.
func TestSameFiles(t *testing.T) {
	a := large(t)
	b := map[string][]byte{}
	s := repeated()
	opt := options(func(path string, data []byte) { b[path] = data })
	opt.Parallel = backwards
	Build(corpusOf(t, s), inBoth(s), opt)
	if !maps.EqualFunc(a, b, bytes.Equal) {
		t.Error("files differ")
	}
	if len(a) < 100 {
		t.Errorf("%d files: this site was to be large", len(a))
	}
}

func backwards(n int, do func(i int)) {
	for i := range n {
		do(n - 1 - i)
	}
}

// TestDigitsKeepTheirPlaces: even where a pair of digits stands in most
// passages, 2020 is not found where 20 and 02 merely occur.
func TestDigitsKeepTheirPlaces(t *testing.T) {
	entries := []uint64{1 << flagBits, 9<<flagBits | 3}
	x := &index{common: 0}
	for k, placed := range map[key]bool{keyOf('2', '0'): true, keyOf('a', 'b'): true, keyOf('完', '成'): false} {
		term := x.term(k, entries)
		var places []int
		if err := term.decode(1, func(_ int, stretches []int) { places = stretches }); err != nil || (places != nil) != placed {
			t.Errorf("%c%c: places %v, %v", k.first(), k.second(), places, err)
		}
	}
}
