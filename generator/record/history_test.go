package record

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"gongshi/generator/site"
)

const origin = "www.example.gov.cn/record"

// folder is a folder in memory.
type folder map[string][]byte

func (f folder) get(name string) ([]byte, error) {
	if data, ok := f[name]; ok {
		return data, nil
	}
	return nil, fs.ErrNotExist
}

func (f folder) site() Site {
	return Site{Get: f.get, Files: slices.Sorted(maps.Keys(f)), Each: inOrder}
}

func inOrder(n int, do func(i int) error) error {
	for i := range n {
		if err := do(i); err != nil {
			return err
		}
	}
	return nil
}

// office is a site over the years: what it says, and where its log lies.
type office struct {
	t          *testing.T
	random     *rand.Rand
	clock      time.Time
	texts      map[string]string // by page
	style      int               // changes bytes, but no text
	redactions []site.Redaction
	removed    []string // texts that redactions removed
	lost       string
	keys       []string // the present one first
	public     folder
	kept       folder
	older      []folder // public, before each publication
	oldKept    []folder
	seen       []byte
	n          int
}

func newOffice(t *testing.T, seed uint64) *office {
	o := &office{t: t, random: rand.New(rand.NewPCG(seed, 36)), clock: time.Date(2022, 1, 10, 7, 25, 0, 0, time.UTC), texts: map[string]string{}, public: folder{}, kept: folder{}}
	o.keys = []string{newKeyOf(t, byte(seed))}
	for range 3 {
		o.add()
	}
	o.publish(o.keys[:1])
	return o
}

func newKeyOf(t *testing.T, seed byte) string {
	private, _, err := NewKey(bytes.NewReader(bytes.Repeat([]byte{seed, 7}, 64)), origin)
	must(t, err)
	return private
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) phone() string { return fmt.Sprintf("电话 138%08d", o.random.IntN(1e8)) }

func (o *office) add() {
	o.n++
	o.texts[fmt.Sprintf("2021/%d/index.html", o.n)] = o.phone()
}

func (o *office) anyPage() string {
	pages := slices.Sorted(maps.Keys(o.texts))
	return pages[o.random.IntN(len(pages))]
}

func (o *office) open(keys []string, places ...folder) (*Publication, error) {
	opt := Options{Keys: strings.Join(keys, "\n"), Lost: o.lost, Clock: o.clock, Redactions: o.redactions}
	for i, f := range places {
		opt.Places = append(opt.Places, Place{fmt.Sprint("place ", i), f.get})
	}
	return Open(origin, opt)
}

// make makes the site with its log, as a build does.
func (o *office) make(p *Publication) folder {
	out := folder{StyleFile: Style, "_headers": []byte("h"), "assets/site-1.css": fmt.Append(nil, o.style)}
	texts := map[string]Text{}
	var all string
	for _, page := range slices.Sorted(maps.Keys(o.texts)) {
		texts[page] = Text{Text: o.texts[page], Reason: "更正", Kept: true}
		all += o.texts[page] + "\n"
	}
	versions, err := p.Number(texts)
	must(o.t, err)
	for page, list := range versions {
		for _, v := range list {
			name := VersionFile(page, v.Number)
			switch {
			case v.New && v.Removed:
				out[name] = []byte("removed")
			case v.New:
				out[name] = fmt.Append(nil, "version ", v.Number, o.texts[page])
			default:
				out[name], err = p.Carried(name)
				must(o.t, err)
			}
		}
		if text, ok := o.texts[page]; ok {
			v := list[len(list)-1]
			out[page] = fmt.Appendf(nil, "%d %s %d %s", o.style, text, v.Number, v.Date)
			out["hant/"+page] = out[page]
			out[path.Dir(page)+"/index.md"] = []byte(text)
		}
	}
	out["2021/table.csv"], out["feed.xml"] = []byte(all), []byte(all)
	sums := map[string][sha256.Size]byte{}
	for name, data := range out {
		sums[name] = sha256.Sum256(data)
	}
	more, err := p.Finish(sums)
	must(o.t, err)
	maps.Copy(out, more)
	return out
}

// publish publishes with the given keys and checks what came of it.
func (o *office) publish(keys []string, places ...folder) {
	o.t.Helper()
	if places == nil {
		places = []folder{o.kept, o.public}
	}
	o.clock = o.clock.Add(time.Duration(o.random.IntN(9)) * 24 * time.Hour)
	p, err := o.open(keys, places...)
	must(o.t, err)
	made := o.make(p)
	again, err := o.open(keys, places...)
	must(o.t, err)
	if !maps.EqualFunc(made, o.make(again), bytes.Equal) {
		o.t.Error("the same publication has other bytes the second time")
	}
	must(o.t, p.StillLatest())
	o.older, o.oldKept = append(o.older, o.public), append(o.oldKept, maps.Clone(o.kept))
	o.public = made
	o.keep(p, 1)
	o.honest()
}

// keep brings the kept folder up to date, or a part of it if the build is killed.
func (o *office) keep(p *Publication, part float64) {
	names := p.Keep(slices.Sorted(maps.Keys(o.public)))
	for _, name := range names[:int(part*float64(len(names)))] {
		o.kept[name] = o.public[name]
	}
	if part == 1 {
		maps.DeleteFunc(o.kept, func(name string, _ []byte) bool { return !slices.Contains(names, name) })
	}
}

// honest holds that the site verifies, and that removed texts are gone.
func (o *office) honest() {
	o.t.Helper()
	r, err := Verify(o.public.site(), o.seen, "")
	must(o.t, err)
	if len(r.Faults) > 0 {
		o.t.Fatalf("an honest site is not trusted: %q", r.Faults)
	}
	o.seen = o.public[Checkpoint]
	for _, text := range o.removed {
		for _, f := range []folder{o.public, o.kept} {
			for name, data := range f {
				if bytes.Contains(data, []byte(text)) {
					o.t.Errorf("%s still holds what was removed", name)
				}
			}
		}
		l, err := Read(o.public.get)
		must(o.t, err)
		for i, e := range l.Entries {
			if e.Text == Seal(l.Salts[i], sha256.Sum256([]byte(text))) {
				o.t.Errorf("entry %d still proves what was removed", i)
			}
		}
		for _, old := range o.older {
			for name, data := range old {
				if found := l.Find(sha256.Sum256(data)); bytes.Contains(data, []byte(text)) && len(found) > 0 {
					o.t.Errorf("entry %d still proves that %s held what was removed", found[0].Entry, name)
				}
			}
		}
	}
}

// year is one thing that happens to the office.
func (o *office) year() string {
	keys := o.keys[:1]
	events := map[string]func(){
		"edit":    func() { o.texts[o.anyPage()] = o.phone(); o.publish(keys) },
		"add":     func() { o.add(); o.publish(keys) },
		"restyle": func() { o.style++; o.publish(keys) },
		"nothing": func() {
			o.publish(keys)
			before := o.public
			o.publish(keys)
			if !maps.EqualFunc(before, o.public, bytes.Equal) {
				o.t.Error("a build without change changed the site")
			}
		},
		"withdraw": func() { o.texts[o.anyPage()] = "已撤下"; o.publish(keys) },
		"rename": func() {
			page := o.anyPage()
			o.n++
			o.texts[fmt.Sprintf("2021/%d/index.html", o.n)] = o.texts[page]
			delete(o.texts, page)
			o.publish(keys)
		},
		"redact": o.redact,
		"killed before": func() { // the swap is one step: without it nothing has happened
			o.texts[o.anyPage()] = o.phone()
			p, err := o.open(keys, o.kept, o.public)
			must(o.t, err)
			o.make(p)
			o.honest()
			o.publish(keys)
		},
		"killed after": func() {
			o.texts[o.anyPage()] = o.phone()
			p, err := o.open(keys, o.kept, o.public)
			must(o.t, err)
			o.older, o.oldKept = append(o.older, o.public), append(o.oldKept, maps.Clone(o.kept))
			o.public = o.make(p)
			o.keep(p, o.random.Float64()*0.99)
			o.publish(keys)
		},
		"lost folder":        func() { o.kept = folder{}; o.texts[o.anyPage()] = o.phone(); o.publish(keys) },
		"rolled-back folder": func() { o.kept = maps.Clone(o.oldKept[o.random.IntN(len(o.oldKept))]); o.publish(keys) },
		"stateless":          func() { o.texts[o.anyPage()] = o.phone(); o.publish(keys, o.public) },
		"foreign key": func() {
			if _, err := o.open([]string{newKeyOf(o.t, 250)}, o.kept, o.public); err == nil || !strings.Contains(err.Error(), "指纹") {
				o.t.Errorf("a foreign key was taken: %v", err)
			}
		},
		"change of key": func() {
			o.keys = append([]string{newKeyOf(o.t, byte(100+len(o.keys)))}, o.keys...)
			o.publish(o.keys[:2])
			o.publish(o.keys[:1])
		},
		"lost key": func() {
			l, err := Read(o.public.get)
			must(o.t, err)
			o.lost, err = l.key()
			must(o.t, err)
			o.keys = append([]string{newKeyOf(o.t, byte(100+len(o.keys)))}, o.keys...)
			o.publish(o.keys[:1])
		},
		"two builders": func() {
			o.texts[o.anyPage()] = o.phone()
			second, err := o.open(keys, o.public)
			must(o.t, err)
			first, err := o.open(keys, o.public)
			must(o.t, err)
			o.make(second)
			made := o.make(first)
			clear(o.public)
			maps.Copy(o.public, made)
			if second.StillLatest() == nil {
				o.t.Error("a second builder overwrites the first")
			}
			o.honest()
		},
	}
	names := slices.Sorted(maps.Keys(events))
	name := names[o.random.IntN(len(names))]
	events[name]()
	return name
}

// redact removes the text of an old version.
func (o *office) redact() {
	page := o.anyPage()
	o.texts[page] = o.phone()
	o.publish(o.keys[:1])
	l, err := Read(o.public.get)
	must(o.t, err)
	current := l.Entries[l.state()[page]]
	version := 1 + o.random.IntN(current.Version-1)
	_, text, _ := strings.Cut(string(o.public[VersionFile(page, version)]), "version ")
	text = strings.TrimPrefix(text, fmt.Sprint(version))
	if o.public[VersionFile(page, version)][0] == 'r' || strings.Contains(fmt.Sprint(o.texts), text) {
		return // removed already, or said again
	}
	for name := range o.public { // moved with its page, or said twice
		if p, n, ok := PageOfVersion(name); ok && (p != page || n != version) && bytes.Contains(o.public[name], []byte(text)) {
			return
		}
	}
	o.redactions = append(o.redactions, site.Redaction{Path: "/" + path.Dir(page) + "/", Version: version, Reason: "含个人电话", By: "某某"})
	o.removed = append(o.removed, text)
	o.publish(o.keys[:1])
}

// TestHistories lets offices live through random years: everything honest verifies, and
// every manipulation of what came of it is found and named.
func TestHistories(t *testing.T) {
	histories := 100
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		histories = 300
	}
	happened, tried, redacted := map[string]int{}, map[string]int{}, 0
	for seed := range histories {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			o := newOffice(t, uint64(seed))
			var events []string
			for range 6 {
				events = append(events, o.year())
				happened[events[len(events)-1]]++
			}
			redacted += len(o.removed)
			for name, found := range o.manipulations() {
				tried[name]++
				if found != "" {
					t.Errorf("after %q: %s: %s", events, name, found)
				}
			}
		})
	}
	t.Logf("%v\n%v\n%d texts removed", happened, tried, redacted)
	if !t.Failed() && (len(happened) != 16 || len(tried) != 14 || redacted < histories/5) {
		t.Error("too little has happened")
	}
}
