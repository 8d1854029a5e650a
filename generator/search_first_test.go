package generator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// TestSearchStandsStill opens addresses with a query whose results come late: the page
// is there before and says what it does, and nothing that a visitor has in sight moves
// when they come.
func TestSearchStandsStill(t *testing.T) {
	t.Parallel()
	for _, width := range []int64{360, 1440} {
		hold := make(chan struct{})
		s := newSearching(t).through(func(pass http.Handler, w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/assets/search-") && strings.HasSuffix(r.URL.Path, ".js") {
				<-hold
			}
			pass.ServeHTTP(w, r)
		})
		release := sync.OnceFunc(func() { close(hold) })
		t.Cleanup(release) // before the server waits for its answers
		s.screen(t, width, "light", true)
		eval[bool](t, s.visit, fmt.Sprintf(`(location.href = %q) !== ""`, s.server+"/search/?q="+url.QueryEscape("工作")))
		s.until(`performance.getEntriesByName("first-contentful-paint").length > 0`)
		if said := eval[string](t, s.visit, `document.querySelector("main [name=q]").value + document.querySelector(".search-status").innerText`); said != "工作正在查找…" {
			t.Errorf("at %d px the page says %q until the results come", width, said)
		}
		release()
		s.answered("工作")
		shift := eval[float64](t, s.visit, `new Promise((resolve) => {
			new PerformanceObserver((list) => resolve(list.getEntries().reduce((sum, { value }) => sum + value, 0))).observe({ type: "layout-shift", buffered: true });
			requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(0))));
		})`)
		if shift > 0.01 {
			t.Errorf("at %d px the page moves by %.3f", width, shift)
		}
	}
}
