package generator_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// walked is one page of every kind, in both scripts, for readers who walk it
// with keys.
var walked = []string{
	"/", "/2021/", "/2021/4/", "/about/", "/feedback/", "/sitemap/", "/search/", "/search/?q=" + url.QueryEscape("绿色"), "/help/", "/404.html",
	"/hant/", "/hant/2021/", "/hant/2021/4/", "/hant/search/?q=" + url.QueryEscape("綠色"), "/hant/help/", "/hant/404.html",
}

// TestWalkByTab walks pages with Tab and Shift+Tab, with everything open that
// can be opened: whatever has the focus is in the window with nothing over it,
// and every control that a mouse can use has its turn. `make test` walks the
// first script's pages forward on a phone, and the further script's back on a desk.
func TestWalkByTab(t *testing.T) {
	t.Parallel()
	if testing.Short() { // the second run of `make test` looks for races in Go
		t.Skip("asked in full by the first run")
	}
	script, err := os.ReadFile("testdata/keyboard.js")
	must(t, err)
	for _, width := range []int64{360, 1440} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel() // most of the time is that of frames
			s := newSearching(t)
			s.screen(t, width, "light", true)
			stops, ways := 0, []bool{width > 360}
			if complete() {
				ways = []bool{false, true}
			}
			for _, path := range walked {
				if !complete() && strings.HasPrefix(path, "/hant/") != (width > 360) {
					continue
				}
				stops += s.walkPage(path, string(script), ways)
			}
			s.open("/404.html")
			eval[bool](t, s.visit, "localStorage.setItem(`gongshi-display`, `"+`{"size":"150","bar":300,"caption":"on"}`+"`) ?? true")
			for _, path := range []string{"/2021/", "/2021/4/"} {
				stops += s.walkPage(path, string(script), ways)
			}
			t.Logf("%d stops", stops)
		})
	}
}

// walkPage walks a page, back or not, and returns at how many stops it has been.
func (s searching) walkPage(path, script string, ways []bool) (all int) {
	s.t.Helper()
	s.open(path)
	if strings.Contains(path, "?q=") {
		s.do(appears(`.search-hit`))
	}
	s.openAll()
	_, err := chromedp.Run(s.ctx, chromedp.Evaluate[bool](script, chromedp.EvalWithCommandLineAPI))
	must(s.t, err)
	for _, back := range ways {
		stops, faults := s.walk(back)
		all += stops
		if stops < 15 {
			s.t.Errorf("%s, back: %v: only %d stops", path, back, stops)
		}
		for _, fault := range faults {
			s.t.Errorf("%s, back: %v: %s", path, back, fault)
		}
	}
	return all
}

// openAll opens what a page folds away, and waits for what is fetched for it.
// What opens over other things is left to the walk.
func (s searching) openAll() {
	s.t.Helper()
	s.until(`(() => { for (const d of document.querySelectorAll("details:not(.share)")) d.open = true; return true })()`)
	s.until(`!document.documentElement.dataset.bar || document.querySelector(".toolbar-form:not([hidden])") !== null`)
	s.until(`!document.querySelector(".table-tools") || document.querySelector(".table-tools [name=sort]").options.length > 0`)
}

// walk presses Tab, or Shift+Tab, until it is back where it began.
func (s searching) walk(back bool) (stops int, faults []string) {
	s.t.Helper()
	modifiers, start := int64(0), `0`
	if back {
		modifiers, start = 8, `document.body.childNodes.length`
	}
	eval[bool](s.t, s.visit, `(document.activeElement.blur(), getSelection().collapse(document.body, `+start+`), true)`)
	for range 1000 {
		call(s.t, s.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "Tab", Code: "Tab", WindowsVirtualKeyCode: 9, Modifiers: modifiers})
		step := eval[struct {
			Done  bool
			Fault string
		}](s.t, s.visit, `keyboard.step()`)
		if step.Fault != "" {
			faults = append(faults, step.Fault)
		}
		if step.Done {
			end := eval[struct {
				Stops  int
				Missed []string
			}](s.t, s.visit, `keyboard.end()`)
			for _, missed := range end.Missed {
				faults = append(faults, missed+" is not reached")
			}
			return end.Stops, faults
		}
	}
	s.t.Fatal("the walk does not end")
	return 0, nil
}

// TestRowsInAccessibilityTree reads a report on a phone as assistive technology
// that starts after the page has loaded: every row is there, with its text,
// though nobody has scrolled to it.
func TestRowsInAccessibilityTree(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.screen(t, 360, "light", true)
	s.open("/2021/")
	call(t, s.ctx, accessibility.Enable, cdp.Empty{})
	tree, err := chromedp.Call(s.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	must(t, err)
	rows, heard := 0, ""
	for _, node := range tree.Nodes {
		if node.Ignored || node.Role == nil {
			continue
		}
		switch role := string(node.Role.Value); role {
		case `"row"`:
			rows++
		case `"StaticText"`:
			var text string
			must(t, json.Unmarshal(node.Name.Value, &text))
			heard += text
		}
	}
	if want := eval[int](t, s.visit, `document.querySelectorAll("tr").length`); rows != want {
		t.Errorf("the tree has %d rows of %d", rows, want)
	}
	heard = spaceless(heard)
	paragraphs := eval[[]string](t, s.visit, `[...document.querySelectorAll(".report :is(p, li):not(.measures, .measures *)")].map((p) => p.textContent)`)
	for _, paragraph := range paragraphs {
		if !strings.Contains(heard, spaceless(paragraph)) {
			t.Errorf("not in the tree: %s", paragraph)
		}
	}
	t.Logf("%d rows, %d paragraphs", rows, len(paragraphs))
}

// spaceless is a text without spaces and lines.
func spaceless(text string) string { return strings.Join(strings.Fields(text), "") }
