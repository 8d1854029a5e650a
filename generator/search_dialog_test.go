package generator_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// TestSearchDialog works with the dialog by keyboard alone. Before it is
// touched, nothing of the search is loaded.
func TestSearchDialog(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	loaded := func() bool {
		return eval[bool](t, s.visit, `performance.getEntriesByType("resource").some(e => e.name.includes("search"))`)
	}
	s.open("/2021/4/")
	if loaded() {
		t.Error("the search is loaded before somebody reaches for it")
	}
	eval[bool](t, s.visit, `document.querySelector(".search-open").focus(); true`)
	s.typeInDialog("重污染天数")
	if !loaded() {
		t.Error("what is loaded is not seen by this test")
	}
	active := func() string {
		return eval[string](t, s.visit, `(() => {
			const field = document.activeElement, option = document.getElementById(field.getAttribute("aria-activedescendant"));
			return [field.getAttribute("role"), field.ariaExpanded, option?.role ?? "", option?.ariaSelected ?? ""].join(" ").trim()
		})()`)
	}
	for _, step := range []struct{ key, want string }{
		{"", "combobox true"},
		{kb.ArrowDown, "combobox true option true"},
		{kb.ArrowLeft, "combobox true"},
		{kb.ArrowUp, "combobox true option true"},
		{kb.Escape, "combobox false"},
		{kb.ArrowDown, "combobox true option true"},
	} {
		if step.key != "" {
			s.press(step.key)
		}
		if got := active(); got != step.want {
			t.Errorf("after %q the field is %q, want %q", step.key, got, step.want)
		}
	}
	s.press(kb.Escape)
	if !eval[bool](t, s.visit, `document.querySelector(".search-dialog").open`) {
		t.Error("the first Escape closes more than the list")
	}
	s.press(kb.Escape)
	if eval[bool](t, s.visit, `document.querySelector(".search-dialog").open || document.activeElement !== document.querySelector(".search-open")`) {
		t.Error("the second Escape does not close the dialog and give the focus back")
	}
	s.stroke(" ", "Space") // the link is a button now
	s.until(`document.querySelector(".search-dialog").open`)
	s.press(kb.Enter)
	s.answered("重污染天数")
	if at := s.at(); at != "/search/?q=重污染天数" {
		t.Errorf("Enter leads to %s", at)
	}
}

// TestSearchDialogRetry has the server fail while somebody types: the dialog says
// so, and its offer to try again is taken by keyboard, which then stands in the field.
func TestSearchDialogRetry(t *testing.T) {
	t.Parallel()
	var down atomic.Bool
	down.Store(true)
	s := newSearching(t).through(func(pass http.Handler, w http.ResponseWriter, r *http.Request) {
		if down.Load() && strings.HasSuffix(r.URL.Path, "/entry.json") {
			http.Error(w, "", http.StatusServiceUnavailable)
			return
		}
		pass.ServeHTTP(w, r)
	})
	s.open("/2021/4/")
	s.stroke("/", "Slash")
	s.do(appears(".search-dialog[open]"))
	call(t, s.ctx, input.InsertText, input.InsertTextParams{Text: "重污染天数"})
	s.do(appears(".search-dialog .search-foot button"))
	if said := eval[string](t, s.visit, `document.querySelector(".search-dialog .search-status").innerText`); !strings.Contains(said, "网络") {
		t.Errorf("the dialog says %q", said)
	}
	down.Store(false)
	eval[bool](t, s.visit, `document.querySelector(".search-dialog .search-foot button").focus(); true`)
	s.press(kb.Enter)
	s.do(appears(".search-dialog [role=option]"))
	if !eval[bool](t, s.visit, `document.activeElement === document.querySelector(".search-dialog [name=q]") && !document.querySelector(".search-dialog .search-foot button")`) {
		t.Error("after another try the keyboard is not in the field, or the offer stays")
	}
}

// TestSearchRow opens a result from the dialog, on another page and on the one
// that is open: the dialog does not stay over it.
func TestSearchRow(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	for _, from := range []string{"/hant/about/", "/hant/2021/4/"} {
		s.open(from)
		s.typeInDialog("重污染天数")
		s.until(`document.querySelector(".search-dialog [href*='#t3']")`)
		s.press(kb.ArrowUp) // the last option is a result
		want := eval[string](t, s.visit, `document.querySelector("[aria-selected=true]").getAttribute("href")`)
		s.press(kb.Enter)
		s.do(appears(`.target:target`))
		if at := s.at(); at != want || !strings.HasPrefix(at, "/hant/2021/4/") {
			t.Errorf("%s: the chosen row leads to %s, want %s", from, at, want)
		}
		if eval[bool](t, s.visit, `document.querySelector(".search-dialog").open`) {
			t.Errorf("%s: the dialog stays over the row", from)
		}
	}
}

// TestSearchTypedOn chooses a result and types on: Enter is for the text.
func TestSearchTypedOn(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.open("/2021/4/")
	s.typeInDialog("停车")
	s.press(kb.ArrowUp)
	call(t, s.ctx, input.InsertText, input.InsertTextParams{Text: "改革"})
	s.press(kb.Enter)
	s.answered("停车改革")
}

// TestSearchDialogTab goes by Tab: the list, whose options the arrow keys choose,
// is no stop even where it scrolls.
func TestSearchDialogTab(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.screen(t, 360, "light", true)
	s.open("/2021/4/")
	s.typeInDialog("工作")
	s.until(`(list => list.scrollHeight > list.clientHeight)(document.querySelector(".search-dialog .search-list"))`)
	s.press(kb.Tab) // to the button
	s.press(kb.Tab)
	if stop := eval[string](t, s.visit, `document.activeElement.textContent`); !strings.HasPrefix(stop, "查看全部 ") {
		t.Errorf("the second stop behind the field is %q", stop)
	}
}

// TestSearchDialogCorrected types what stands nowhere as it is: the dialog says
// what it shows instead, and the way to what was typed is a key away.
func TestSearchDialogCorrected(t *testing.T) {
	t.Parallel()
	s := newSearching(t)
	s.open("/hant/about/")
	s.typeInDialog("yingyezhizhao")
	s.until(`document.querySelector(".search-dialog .search-note a")`)
	if said := s.text(".search-dialog .search-note"); !strings.HasPrefix(said, "沒有找到“yingyezhizhao”，以下是“營業執照”的結果。") {
		t.Error(said)
	}
	if status := s.text(".search-dialog [role=status]"); status != "按“營業執照”找到 2 條" {
		t.Error(status)
	}
	s.press(kb.Tab) // to the button
	s.press(kb.Tab)
	s.press(kb.Enter)
	s.until(`document.querySelector("#search-results")?.dataset.query === "yingyezhizhao"`)
	if at := s.at(); at != "/hant/search/?q=yingyezhizhao&literal=1" {
		t.Errorf("the second stop behind the field leads to %s", at)
	}
}
