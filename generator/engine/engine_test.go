package engine_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"gongshi/generator/engine"
)

// little is a script with an engine that shows what it has of a browser.
const little = `var engine = { async open(entry, options) {
	const url = new URL(entry), read = async (name) => {
		const response = await fetch(new URL(name, url));
		return response.ok ? new TextDecoder().decode(new Uint8Array(await response.arrayBuffer())) : response.status;
	};
	const fail = (kind) => { throw Object.assign(new Error(kind), { kind }) };
	const tests = {
		explains: () => options.explains,
		file: () => read("../assets/a.txt"), beside: () => read("b.txt"), missing: () => read("c.txt"), broken: () => read("broken"),
		home: () => new URL("..", url).pathname,
		base64: () => [...atob("AH/A/w==")].map((c) => c.charCodeAt(0)).join(),
		gbk: () => new TextDecoder("gbk").decode(Uint8Array.of(0xb0, 0xa1, 0xf7, 0xfe)),
		units: () => new TextDecoder("utf-16le").decode(new Uint16Array([0x738b, 0xd83d, 0xde00, 0x61]).subarray(0, 3)),
		sets: () => "a\u3000\u0085b\u200bc\ufe0fd".split(/[\p{White_Space}\p{Cf}\p{Variation_Selector}]/u).join("|"),
		query: () => { const q = new URLSearchParams(); q.append("状态", "a b"); q.append("x", "&"); return String(q); },
		damaged: () => fail("damaged"), version: () => fail("version"), slip: () => nothing.at.all,
	};
	return { size: 7, suggest: async (name) => [{ text: String(await tests[name]()) }] };
} };`

func TestStandIns(t *testing.T) {
	broken := errors.New("broken")
	x, err := engine.New([]byte(little), "/hant/search/entry.json", func(path string) ([]byte, error) {
		switch path {
		case "/hant/assets/a.txt":
			return []byte("文件"), nil
		case "/hant/search/b.txt":
			return nil, nil
		case "/hant/search/broken":
			return nil, broken
		}
		return nil, fmt.Errorf("%s: %w", path, fs.ErrNotExist)
	})
	if err != nil || x.Size() != 7 {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"explains": "true", "file": "文件", "beside": "", "missing": "404", "home": "/hant/", "base64": "0,127,192,255",
		"gbk": "啊齄", "units": "王😀", "sets": "a||b|c|d", "query": "%E7%8A%B6%E6%80%81=a%20b&x=%26",
	} {
		if list, err := x.Suggest(name, 1); err != nil || list[0].Text != want {
			t.Errorf("%s: %v, %v, want %q", name, list, err, want)
		}
	}
	for name, want := range map[string]error{"broken": broken, "damaged": engine.ErrDamaged, "version": engine.ErrVersion} {
		if _, err := x.Suggest(name, 1); !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := x.Suggest("slip", 1); err == nil || errors.Is(err, engine.ErrDamaged) {
		t.Errorf("a fault of the script: %v", err)
	}
	if _, err := x.Passages(1); err == nil {
		t.Error("a function that is not there is called")
	}
}

// TestNoEngine runs scripts that are none or export nothing.
func TestNoEngine(t *testing.T) {
	for _, script := range []string{"(", "throw 1", "var engine = {}"} {
		if _, err := engine.New([]byte(script), "/search/entry.json", nil); err == nil {
			t.Errorf("%q is an engine", script)
		}
	}
}

func TestMarked(t *testing.T) {
	s := engine.Snippet{Text: "😀王府井，王府", Marks: []engine.Span{{2, 5}, {6, 8}}, CutAfter: true}
	if got, want := s.Marked("[", "]"), "😀[王府井]，[王府]…"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
