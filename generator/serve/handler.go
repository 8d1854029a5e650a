package serve

import (
	"bytes"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"gongshi/generator/export"
)

// handler serves the site as a plain static server would.
type handler struct {
	Options
	hub *hub
	end <-chan struct{} // closed when the server ends
}

// loopbackHosts are the host names a browser on this machine uses. Any other Host is
// refused, so that DNS rebinding gives no foreign page access to the server.
var loopbackHosts = map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}

// retrySeconds is the interval at which a browser retries while there is no site.
const retrySeconds = "1"

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if text := h.Guard(func() { h.serve(w, r) }); text != "" {
		http.Error(w, text, http.StatusInternalServerError)
	}
}

// serve refuses what only a foreign page or program would send.
func (h *handler) serve(w http.ResponseWriter, r *http.Request) {
	s := h.Site()
	w.Header().Set("Cache-Control", "no-store") // files change under the same URLs
	switch {
	case !loopbackHosts[hostname(r.Host)]:
		http.Error(w, "只能在本机用 localhost 打开", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "只能读取页面", http.StatusMethodNotAllowed)
	case s == nil:
		w.Header().Set("Refresh", retrySeconds)
		now, _ := h.hub.state()
		http.Error(w, strings.TrimSpace("内容有错误，改正后会自动显示；错误列在命令行窗口里\n\n"+now.Messages), http.StatusServiceUnavailable)
	default:
		setHeaders(w.Header(), s, r.URL.EscapedPath())
		h.servePath(w, r, s)
	}
}

// hostname returns the host of a Host header without port and brackets.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

func (h *handler) servePath(w http.ResponseWriter, r *http.Request, s Site) {
	name, below := strings.CutPrefix(r.URL.Path, h.Prefix+"/")
	switch {
	case !below && (r.URL.Path == "/" || r.URL.Path == h.Prefix):
		redirect(w, r, h.Prefix+"/")
	case below && name == eventsName:
		h.hub.serve(w, r, outputFile(strings.TrimPrefix(r.FormValue("page"), h.Prefix+"/")), h.end)
	case below && name == scriptName:
		w.Header().Set("Content-Type", export.ContentType(scriptName))
		_, _ = w.Write(previewScript)
	case below && h.Pages[name] != nil:
		w.Header().Set("Content-Type", export.ContentType(".html"))
		_, _ = w.Write(h.Pages[name]())
	case !below || export.Unpublished(name):
		h.serveNotFound(w, s, name)
	default:
		h.serveFile(w, r, s, name)
	}
}

// outputFile returns the file of a path in the site: "2021/" is "2021/index.html".
func outputFile(name string) string {
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	return name
}

func (h *handler) serveFile(w http.ResponseWriter, r *http.Request, s Site, name string) {
	file := outputFile(name)
	if data, ok := s.Get(file); ok {
		w.Header().Set("Content-Type", export.ContentType(file))
		if path.Ext(file) == ".html" {
			data = h.addScript(data)
		}
		http.ServeContent(w, r, file, time.Time{}, bytes.NewReader(data))
	} else if _, isFolder := s.Get(file + "/index.html"); isFolder {
		redirect(w, r, r.URL.Path+"/")
	} else {
		h.serveNotFound(w, s, file)
	}
}

// redirect redirects to another path of this server.
func redirect(w http.ResponseWriter, r *http.Request, to string) {
	target := url.URL{Path: to, RawQuery: r.URL.RawQuery}
	http.Redirect(w, r, target.String(), http.StatusMovedPermanently)
}

// serveNotFound sends the 404 page of the nearest parent folder that has one; each
// variant has its own.
func (h *handler) serveNotFound(w http.ResponseWriter, s Site, name string) {
	for dir := path.Dir(path.Clean("/" + name)); ; dir = path.Dir(dir) {
		if page, ok := s.Get(strings.TrimPrefix(path.Join(dir, "404.html"), "/")); ok {
			w.Header().Set("Content-Type", export.ContentType(".html"))
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write(h.addScript(page))
			return
		}
		if dir == "/" {
			break
		}
	}
	http.Error(w, "没有这个页面", http.StatusNotFound)
}

// setHeaders applies the rules of the site's _headers file that match a path, except
// Cache-Control.
func setHeaders(h http.Header, s Site, path string) {
	data, _ := s.Get("_headers")
	for _, header := range export.Headers(data, path) {
		if header.Name != "Cache-Control" {
			h.Set(header.Name, header.Value)
		}
	}
}
