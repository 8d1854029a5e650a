package office

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// forest makes documents of all constructs, one in the other. Every text in them
// is a word of its own.
type forest struct {
	*rand.Rand
	words, gone []string // that must be found; that tracked changes have deleted
	deleted     bool
}

func (f *forest) word() string {
	word := fmt.Sprintf("字%dz", len(f.words)+len(f.gone))
	if f.deleted {
		f.gone = append(f.gone, word)
	} else {
		f.words = append(f.words, word)
	}
	return word
}

// some puts one to three of what make makes in a row.
func (f *forest) some(make func() string) string {
	var b strings.Builder
	for range 1 + f.IntN(3) {
		b.WriteString(make())
	}
	return b.String()
}

// in puts what make makes into an element that stands for %s in one of some patterns.
func (f *forest) in(patterns []string, make func() string) string {
	pattern := patterns[f.IntN(len(patterns))]
	return strings.ReplaceAll(pattern, "%s", make())
}

var (
	// what may stand around blocks, runs and texts of a Word document
	wordBlocks = []string{"<p>%s</p>", "<p><pPr><jc/></pPr>%s</p>", "<p><pPr><rPr><del/></rPr></pPr>%s</p>", "<p><pPr><numPr><numId val='1'/></numPr></pPr>%s</p>"}
	wordAround = []string{"<sdt><sdtPr/><sdtContent>%s</sdtContent></sdt>", "<customXml>%s</customXml>", "<AlternateContent><Choice>%s</Choice><Fallback>%s</Fallback></AlternateContent>"}
	wordRuns   = []string{
		"<ins>%s</ins>", "<moveTo>%s</moveTo>", "<hyperlink>%s</hyperlink>", "<smartTag>%s</smartTag>", "<sdt><sdtContent>%s</sdtContent></sdt>", "<fldSimple>%s</fldSimple>", "<bdo>%s</bdo>",
		"<sdt><sdtPr><showingPlcHdr/></sdtPr><sdtContent>%s</sdtContent></sdt>",
	}
	wordLooks = []string{
		"<r>%s</r>", "<r><rPr><strike/></rPr>%s</r>", "<r><rPr><vanish/></rPr>%s</r>", "<r><rPr><vertAlign val='superscript'/></rPr>%s</r>", "<r><rPr><rStyle val='none'/><b/></rPr>%s</r>",
		"<r><fldChar fldCharType='begin'/><instrText>REF</instrText><fldChar fldCharType='separate'/>%s<fldChar fldCharType='end'/></r>", "<r><fldChar fldCharType='begin'/>%s<fldChar fldCharType='separate'/></r>",
	}
	wordTexts = []string{
		"<t>%s</t>", "<t>%s</t><br/>", "<tab/><t>%s</t>", "<ruby><rt><r><t>%s</t></r></rt><rubyBase><r><t>字</t></r></rubyBase></ruby>",
		"<drawing><txbxContent><p><r><t>%s</t></r></p></txbxContent></drawing>", "<pict><textpath string='%s'/></pict>", "<AlternateContent><Choice><t>%s</t></Choice><Fallback><t>%s</t></Fallback></AlternateContent>",
		"<instrText>x</instrText><t>%s</t>", "<t>%s</t><footnoteReference id='9'/>",
	}
)

func (f *forest) wordBlock(depth int) string {
	switch {
	case depth < 3 && f.IntN(6) == 0:
		return f.in(wordAround, func() string { return f.wordBlock(depth + 1) })
	case depth < 3 && f.IntN(8) == 0:
		return f.wordTable(depth + 1)
	}
	return f.in(wordBlocks, func() string { return f.some(func() string { return f.wordRun(0) }) })
}

func (f *forest) wordTable(depth int) string {
	cell := func() string {
		c := "<tc>" + f.some(func() string { return f.wordBlock(depth) }) + "<p/></tc>"
		if f.IntN(6) == 0 {
			return "<sdt><sdtContent>" + c + "</sdtContent></sdt>"
		}
		return c
	}
	return "<tbl>" + f.some(func() string {
		properties := []string{"", "", "", "<trPr><gridBefore val='1'/></trPr>", "<trPr><hidden/></trPr>", "<trPr><ins/></trPr>"}[f.IntN(6)]
		return "<tr>" + properties + f.some(cell) + "</tr>"
	}) + "</tbl>"
}

func (f *forest) wordRun(depth int) string {
	switch {
	case depth < 3 && f.IntN(4) == 0:
		return f.in(wordRuns, func() string { return f.wordRun(depth + 1) })
	case f.IntN(8) == 0 && !f.deleted:
		f.deleted = true
		defer func() { f.deleted = false }()
		return f.in([]string{"<del>%s</del>", "<moveFrom>%s</moveFrom>"}, func() string { return f.wordRun(depth + 1) })
	}
	return f.in(wordLooks, func() string { return f.in(wordTexts, f.word) })
}

var (
	pageInline = []string{
		"%s", "<b>%s</b>", "<s>%s</s>", "<del>%s</del>", "<sup>%s</sup>", "<span style='display:none'>%s</span>", "<span class=x>%s</span>", "<a href=a>%s</a>", "<br>%s", "<img alt='%s'>", "<select><option>%s</select>",
		"<textarea>%s</textarea>", "<svg><text>%s</text></svg>", "<ruby>字<rt>%s</rt></ruby>", "<input value='%s'>", "<label>%s</label>", "<noscript>%s</noscript>", "<code>%s</code>", "<font hidden>%s</font>", "<button>%s</button>",
	}
	pageBlocks = []string{"<p>%s</p>", "<div>%s</div>", "<ul><li>%s</ul>", "<ol start=3><li>%s<li>%s</ol>", "<h2>%s</h2>", "<dl><dt>%s<dd>%s</dl>", "<blockquote>%s</blockquote>", "<details><summary>甲</summary>%s</details>", "<div style='visibility: hidden'>%s</div>", "<pre>%s</pre>"}
)

func (f *forest) pageBlock(depth int) string {
	if depth < 3 && f.IntN(6) == 0 {
		return f.pageTable(depth + 1)
	}
	return f.in(pageBlocks, func() string {
		if depth < 3 && f.IntN(5) == 0 {
			return f.pageBlock(depth + 1)
		}
		return f.some(func() string { return f.in(pageInline, f.word) })
	})
}

func (f *forest) pageTable(depth int) string {
	return "<table>" + f.some(func() string {
		return f.in([]string{"<tr>%s</tr>", "<tbody><tr>%s</tr></tbody>", "<tfoot><tr>%s</tr></tfoot>", "<tr style='display:none'>%s</tr>", "<caption>%s</caption>"}, func() string {
			return f.some(func() string {
				return f.in([]string{"<td>%s</td>", "<th rowspan=0>%s</th>", "<td colspan=2 rowspan=3>%s</td>", "<td hidden>%s</td>"}, func() string { return f.pageBlock(depth) })
			})
		})
	}) + "</table>"
}

// TestNothingLost makes documents of all constructs and finds each of their texts
// in what is read: in a table, or around it, or in a note. What tracked changes
// have deleted is not found.
func TestNothingLost(t *testing.T) {
	rounds := uint64(300)
	if os.Getenv("GONGSHI_TEST_ALL") != "" {
		rounds = 5_000
	}
	for seed := range rounds {
		f := &forest{Rand: rand.New(rand.NewPCG(seed, 31))}
		name, data := "a.html", []byte(nil)
		if seed%2 == 0 {
			name = "a.docx"
			body := f.some(func() string { return f.wordBlock(0) + f.wordTable(1) })
			data = pack(t, map[string]string{"word/document.xml": "<document><body>" + body + "</body></document>"})
		} else {
			data = []byte("<style>.x{text-decoration:line-through}</style>" + f.some(func() string { return f.pageBlock(0) + f.pageTable(1) }))
		}
		d, err := Read(name, data)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		shown := show(d, nil)
		for _, word := range f.words {
			if !strings.Contains(shown, word) {
				t.Fatalf("%s, seed %d: %s is lost in\n%s", name, seed, word, shown)
			}
		}
		for _, word := range f.gone {
			if strings.Contains(shown, word) {
				t.Fatalf("%s, seed %d: %s was deleted, but is in\n%s", name, seed, word, shown)
			}
		}
	}
}
