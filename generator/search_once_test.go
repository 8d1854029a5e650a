package generator_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"gongshi/generator/assets"
	"gongshi/generator/output"
)

// searchingIn is searching in a set.
func searchingIn(t *testing.T, set *output.Set) searching {
	t.Helper()
	s := searching{t: t, server: strictServer(t, set), visit: newVisit(t)}
	s.screen(t, 1440, "light", true)
	return s
}

// counter is a server that notes what it is asked for, and says of assets that
// they never change, as hosts are told to.
type counter struct {
	mu    sync.Mutex
	asked []string
}

func (c *counter) serve(t *testing.T, server string) string {
	t.Helper()
	inner, err := url.Parse(server)
	must(t, err)
	proxy := httputil.NewSingleHostReverseProxy(inner)
	outer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		c.asked = append(c.asked, path.Base(r.URL.Path))
		c.mu.Unlock()
		if strings.HasPrefix(r.URL.Path, assets.BundlePath) {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(outer.Close)
	return outer.URL
}

// twice are the files that it was asked for more than once since the last time.
func (c *counter) twice() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.Sort(c.asked)
	var list []string
	for i, name := range c.asked {
		if i > 0 && name == c.asked[i-1] {
			list = append(list, name)
		}
	}
	c.asked = nil
	return list
}

// TestSearchFetchesOnce opens addresses with a query on a large site: no file is loaded
// twice.
func TestSearchFetchesOnce(t *testing.T) {
	t.Parallel()
	s := searchingIn(t, buildLarge(t).Set)
	var count counter
	s.server = count.serve(t, s.server)
	for _, query := range []string{"王府井", "王府景", "疫情 防控", "wfj", "調度"} {
		for _, path := range []string{"/search/", "/hant/search/"} {
			s.show(path, query)
			for _, name := range count.twice() {
				t.Errorf("%s: %s is loaded twice for %s", path, name, query)
			}
		}
	}
}
