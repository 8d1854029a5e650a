package generator_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// States of a line.
const (
	mended int32 = iota
	down
	held // nothing comes before it is mended
)

// line is how files of the index come to a visitor.
type line struct {
	state atomic.Int32
	mend  func()
}

// over has the search ask over a line.
func (s searching) over(l *line) searching {
	again := make(chan struct{})
	l.mend = sync.OnceFunc(func() {
		l.state.Store(mended)
		close(again)
	})
	s = s.through(func(pass http.Handler, w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/assets/search-") && strings.Count(r.URL.Path, "/") == 3 {
			switch l.state.Load() {
			case down:
				panic(http.ErrAbortHandler)
			case held:
				<-again
			}
		}
		pass.ServeHTTP(w, r)
	})
	s.t.Cleanup(l.mend) // before the server waits for its answers
	return s
}

// retype replaces what is in the field of the search page.
func (s searching) retype(text string) {
	s.t.Helper()
	eval[bool](s.t, s.visit, `(() => { const field = document.querySelector("main [name=q]"); field.focus(); field.select(); return true })()`)
	if text == "" {
		s.press(kb.Backspace)
		return
	}
	call(s.t, s.ctx, input.InsertText, input.InsertTextParams{Text: text})
}

// seen is what stands under the form of the search page, line by line.
func (s searching) seen() string {
	s.t.Helper()
	return eval[string](s.t, s.visit, `document.querySelector(".search-results").innerText.split(/\s*\n\s*/).join("|")`)
}

// TestSearchAfterFailure asks for one thing and, when the line breaks, for others: the
// page speaks of what was asked last, and so does its offer to try again.
func TestSearchAfterFailure(t *testing.T) {
	t.Parallel()
	var l line
	s := searchingIn(t, buildLarge(t).Set).over(&l)
	s.open("/search/?year=2021&q=" + url.QueryEscape("工作"))
	s.answered("工作")
	l.state.Store(down)
	s.retype("垃圾分类")
	s.press(kb.Enter)
	s.do(appears(".search-note button"))
	if got, want := s.seen(), "搜索结果：垃圾分类|网络不通，搜索没有完成。|重试"; got != want {
		t.Errorf("without a line the page says %q, want %q", got, want)
	}
	l.state.Store(held)
	s.retype("交通拥堵")
	s.until(`!document.querySelector(".search-note button")`)
	if got := s.seen(); !strings.HasSuffix(got, "|正在查找…") {
		t.Errorf("while it asks for something else the page says %q", got)
	}
	l.mend()
	s.answered("交通拥堵")
	if got := s.seen(); !strings.HasPrefix(got, "搜索结果：交通拥堵|") {
		t.Errorf("then it says %q", got)
	}
	if title := eval[string](t, s.visit, `document.title`); !strings.HasPrefix(title, "交通拥堵 - ") {
		t.Errorf("its title is %q", title)
	}
}

// TestSearchAfterClearing empties the field and asks for something else over a slow
// line: nothing of what was shown before comes back.
func TestSearchAfterClearing(t *testing.T) {
	t.Parallel()
	for before, after := range map[string]string{"空气质量达标天数是多少": "急救站", "工作": "垃圾分类", "龘龘龘": "垃圾分类"} {
		var l line
		s := searchingIn(t, buildLarge(t).Set).over(&l)
		s.open("/search/?q=" + url.QueryEscape(before))
		s.until(`document.querySelector('#search-results[aria-busy="false"]').dataset.query === ` + strconv.Quote(before))
		s.retype("")
		s.until(`document.querySelector(".search-results").hidden`)
		l.state.Store(held)
		s.retype(after)
		s.until(`!document.querySelector(".search-results").hidden`)
		if got, want := s.seen(), "搜索结果|正在查找…"; got != want {
			t.Errorf("after %s the page says %q, want %q", before, got, want)
		}
		l.mend()
		s.answered(after)
	}
}

// TestSearchDialogOverSlowLine types into the dialog before anything of the index has
// come: it says that it is at work.
func TestSearchDialogOverSlowLine(t *testing.T) {
	t.Parallel()
	var l line
	s := searchingIn(t, buildLarge(t).Set).over(&l)
	s.open("/2021/4/")
	l.state.Store(held)
	s.stroke("/", "Slash")
	s.do(appears(".search-dialog[open]"))
	call(t, s.ctx, input.InsertText, input.InsertTextParams{Text: "重污染天数"})
	s.until(`document.querySelector(".search-dialog [role=status]")?.innerText === "正在查找…"`)
	l.mend()
	s.do(appears(".search-dialog [role=option]"))
	s.until(`document.querySelector(".search-dialog [role=status]").innerText.startsWith("找到")`)
}
