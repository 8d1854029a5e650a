package record

import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// manipulations changes the site in every way somebody might, one at a time, and yields
// for each what is wrong with the findings; "" if it was found and named.
func (o *office) manipulations() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for name, m := range o.attacks() {
			if m == nil {
				continue // not possible in this history
			}
			faked := maps.Clone(o.public)
			wanted := m(faked)
			r, err := Verify(faked.site(), o.seen, "")
			must(o.t, err)
			problem := ""
			if !slices.ContainsFunc(r.Faults, func(text string) bool {
				return !slices.ContainsFunc(wanted, func(part string) bool { return !strings.Contains(text, part) })
			}) {
				problem = fmt.Sprintf("want a fault with %q, have %q", wanted, r.Faults)
			}
			if !yield(name, problem) {
				return
			}
		}
	}
}

// attacks change a folder and return parts of the message that names what was done.
func (o *office) attacks() map[string]func(folder) []string {
	page := o.anyPage()
	flip := func(f folder, name string) {
		data := slices.Clone(f[name])
		data[o.random.IntN(len(data))] ^= 1 << o.random.IntN(7)
		f[name] = data
	}
	list := map[string]func(folder) []string{
		"a byte of a page": func(f folder) []string { flip(f, page); return []string{"/" + page + "：", "被改动"} },
		"a byte of the script": func(f folder) []string {
			flip(f, "assets/site-1.css")
			return []string{"/assets/site-1.css", "被改动"}
		},
		"a removed page":  func(f folder) []string { delete(f, page); return []string{"/" + page, "不见了"} },
		"an added page":   func(f folder) []string { f["2021/x.html"] = nil; return []string{"/2021/x.html", "没有记录"} },
		"a changed entry": func(f folder) []string { return o.changeEntry(f) },
		"an index that misleads": func(f folder) []string {
			f["record/index/3.json"] = []byte(`{"x":1}`)
			return []string{"/record/index/3.json"}
		},
		"an unsigned checkpoint": func(f folder) []string {
			text, _, _ := bytes.Cut(f[Checkpoint], []byte("\n\n"))
			f[Checkpoint] = append(text, '\n')
			return []string{"没有签名"}
		},
		"a foreign signature": func(f folder) []string {
			signers, err := newSigners(newKeyOf(o.t, 251), origin)
			must(o.t, err)
			l, err := Read(f.get)
			must(o.t, err)
			f[Checkpoint] = signers[0].sign(l.head())
			return []string{"签名不是"}
		},
		"a salt deleted without a reason": func(f folder) []string { return o.loseSalt(f) },
		"a tile": func(f folder) []string {
			l, _ := Read(f.get)
			t := tlog.NewTiles(8, 0, l.size())[0]
			name := fmt.Sprintf("record/tile/0/%03d.p/%d", t.N, t.W)
			if t.W == 256 {
				name = fmt.Sprintf("record/tile/0/%03d", t.N)
			}
			flip(f, name)
			return []string{"/" + name}
		},
		"a forked log": o.fork,
	}
	for name := range o.public {
		if _, _, ok := PageOfVersion(name); ok {
			list["a changed old version"] = func(f folder) []string { flip(f, name); return []string{"/" + name, "历史版本"} }
		}
	}
	for _, old := range o.older {
		if old[Checkpoint] != nil && !bytes.Equal(old[Checkpoint], o.seen) {
			list["a replayed checkpoint"] = func(f folder) []string { clear(f); maps.Copy(f, old); return []string{"日志：", "上次"} }
		}
		if data, ok := old[page]; ok && !bytes.Equal(data, o.public[page]) && len(o.removed) == 0 && o.lost == "" {
			list["an old page in place of the new"] = func(f folder) []string { f[page] = data; return []string{"/" + page, "换回了旧的"} }
		}
	}
	return list
}

// changeEntry changes what an entry says.
func (o *office) changeEntry(f folder) []string {
	for name, data := range f {
		if strings.HasPrefix(name, "record/tile/entries/") {
			f[name] = bytes.Replace(data, []byte(`"time":"2022`), []byte(`"time":"2021`), 1)
			if !bytes.Equal(f[name], data) {
				return []string{"日志：", "对不上"}
			}
		}
	}
	o.t.Fatal("no entry to change")
	return nil
}

// loseSalt deletes the salt of an entry of a style sheet, which no redaction may.
func (o *office) loseSalt(f folder) []string {
	l, err := Read(f.get)
	must(o.t, err)
	l.Salts[l.state()[StyleFile]] = ""
	maps.Copy(f, l.files())
	return []string{"/" + StyleFile, "盐值没有了"}
}

// fork writes another continuation of the log than the one seen, with the right key.
func (o *office) fork(f folder) []string {
	other := *o
	other.texts = maps.Clone(o.texts)
	var before folder
	for _, old := range o.older {
		if old[Checkpoint] != nil && !bytes.Equal(old[Checkpoint], o.seen) {
			before = old
		}
	}
	signers, err := newSigners(o.keys[0], origin)
	must(o.t, err)
	l, err := Read(before.get)
	must(o.t, err)
	if public, _ := l.key(); public != signers[0].public {
		before = o.older[0] // before the present key: a log from the beginning
		other.redactions, other.lost = nil, ""
	}
	for range 40 { // so that it is longer than what was seen
		other.add()
	}
	other.clock = o.clock.AddDate(1, 0, 0)
	if before[Checkpoint] == nil {
		other.redactions = nil
	}
	p, err := other.open(o.keys[:1], before)
	must(o.t, err)
	forked := other.make(p)
	clear(f)
	maps.Copy(f, forked)
	return []string{"日志：分了叉"}
}
