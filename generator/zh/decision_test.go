package zh

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// describe writes decisions as an editor would read them.
func describe(c *Converter, text string) string {
	var b strings.Builder
	for d := range c.Decisions(text) {
		fmt.Fprintf(&b, "%d–%d %s→%s %s%s\n", d.Start, d.End, d.Source, d.Result, d.Rule, strings.Join(d.Choices, "/"))
	}
	return b.String()
}

func TestDecisions(t *testing.T) {
	c := New(Hant, Options{
		NoOwn:   true,
		Extra:   []Phrase{{From: "于里", To: "于里"}},
		Protect: []string{"发布"},
	})
	for text, want := range map[string]string{
		"的，a": "",
		"于里的发布者": `0–6 于里→于里 site
9–15 发布→发布 protected
`,
		"理发后张栋梁": `0–6 理发→理髮 phrase
6–9 后→後 character後/后
9–18 张栋梁→張棟樑 phrase
`,
		"里只": `0–3 里→裡 character裡/里/哩
3–6 只→只 character只/隻/祇
`,
	} {
		if got := describe(c, text); got != want {
			t.Errorf("%s:\n%swant\n%s", text, got, want)
		}
	}
	if got := describe(converters[HantHK], "循道卫理"); got != "0–12 循道卫理→循道衛理 form\n" {
		t.Error(got)
	}
	if got := describe(converters[Hans], "乾隆乾"); got != "0–6 乾隆→乾隆 phrase\n6–9 乾→干 character干/乾\n" {
		t.Error(got)
	}
	for range c.Decisions("发布发展") {
		break
	}
}

// TestDecisionsAreTheText: put together with what lies between, the decisions
// about a text are its conversion, which leaves out phrases that change nothing.
func TestDecisionsAreTheText(t *testing.T) {
	texts := append(strings.Split(realTable(t), "\n"), randomLines(2000)...)
	w := cutting(t, texts...)
	list := []*Converter{
		New(Hant, Options{Words: w}),
		New(HantHK, Options{Words: w}),
		New(HantTW, Options{Words: w, Extra: []Phrase{{From: "发", To: "发"}, {From: "里", To: "哩"}}}),
	}
	for _, c := range append(slices.Collect(maps.Values(converters)), list...) {
		for _, text := range texts {
			if got, want := replay(c, text), c.Convert(text); got != want {
				t.Fatalf("%s of %q: decisions give %q, want %q", c.variant, text, got, want)
			}
		}
	}
}

func replay(c *Converter, text string) string {
	var b strings.Builder
	end := 0
	for d := range c.Decisions(text) {
		b.WriteString(text[end:d.Start] + d.Result)
		end = d.End
	}
	return b.String() + text[end:]
}

func TestSimplified(t *testing.T) {
	for r, want := range map[rune]string{
		'發': "发", '髮': "发", '乾': "干", '後': "后", '麼': "么麽", '裡': "里", '裏': "里", '麵': "面麺", '麪': "面麺",
		'臺': "台", '檯': "台", '枱': "台", '衞': "卫", '着': "", '著': "着", '的': "", 'a': "", '\uF900': "岂",
	} {
		if got := string(Simplified(r)); got != want {
			t.Errorf("%c may stand for %q, want %q", r, got, want)
		}
	}
}

// TestSimplifiedFindsAll: whatever a Hant variant shows, a reader's copy of it
// leads back to what was written.
func TestSimplifiedFindsAll(t *testing.T) {
	text := []rune(realTable(t))
	for _, v := range []Variant{Hant, HantHK, HantTW, standard} {
		for i, r := range []rune(converters[v].Convert(string(text))) {
			if r != text[i] && !strings.ContainsRune(string(Simplified(r)), text[i]) {
				t.Errorf("%s: %c was made of %c and does not lead back", v, r, text[i])
			}
		}
	}
}
