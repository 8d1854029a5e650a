package serve

import (
	"bufio"
	"bytes"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// handler serves a site the way a plain static server would.
type handler struct {
	set    func() Site // nil as long as no build was good
	prefix string
	pages  map[string]func() []byte
	guard  func(do func()) (text string)
	hub    *hub            // tells open pages of builds
	end    <-chan struct{} // closed when the server ends
}

// loopbackHosts are the names a browser on this machine uses. Any other Host
// is refused, so that a foreign page cannot reach the server by DNS rebinding.
var loopbackHosts = map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}

// retrySeconds is when a browser asks again for a page of a site with faults.
const retrySeconds = "1"

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if text := h.guard(func() { h.answer(w, r) }); text != "" {
		http.Error(w, text, http.StatusInternalServerError)
	}
}

func (h *handler) answer(w http.ResponseWriter, r *http.Request) {
	set := h.set()
	// The set changes under the same addresses; nothing may be kept.
	w.Header().Set("Cache-Control", "no-store")
	switch {
	case !loopbackHosts[hostname(r.Host)]:
		http.Error(w, "只能在本机用 localhost 打开", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "只能读取页面", http.StatusMethodNotAllowed)
	case set == nil:
		w.Header().Set("Refresh", retrySeconds)
		now, _ := h.hub.state()
		http.Error(w, strings.TrimSpace("内容有错误，改正后会自动显示；错误列在命令行窗口里\n\n"+now.Faults), http.StatusServiceUnavailable)
	default:
		headers(w.Header(), set, r.URL.EscapedPath())
		h.serve(w, r, set)
	}
}

// hostname is the host of a Host header without port and brackets.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

func (h *handler) serve(w http.ResponseWriter, r *http.Request, set Site) {
	name, under := strings.CutPrefix(r.URL.Path, h.prefix+"/")
	switch {
	case !under && (r.URL.Path == "/" || r.URL.Path == h.prefix):
		redirect(w, r, h.prefix+"/")
		return
	case under && name == eventsName:
		h.hub.serve(w, r, strings.TrimPrefix(r.FormValue("page"), h.prefix+"/"), h.end)
		return
	case under && name == scriptName:
		w.Header().Set("Content-Type", contentTypes[".js"])
		_, _ = w.Write(previewScript)
		return
	case under && h.pages[name] != nil:
		w.Header().Set("Content-Type", contentTypes[".html"])
		_, _ = w.Write(h.pages[name]())
		return
	case !under || private[name]:
		h.notFound(w, set, name)
		return
	case name == "" || strings.HasSuffix(name, "/"):
		name += "index.html"
	}
	if data, ok := set.Get(name); ok {
		w.Header().Set("Content-Type", contentType(name))
		if path.Ext(name) == ".html" {
			data = h.listening(data)
		}
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
		return
	}
	if _, folder := set.Get(name + "/index.html"); folder {
		redirect(w, r, r.URL.Path+"/")
		return
	}
	h.notFound(w, set, name)
}

// redirect leads to a path of this server.
func redirect(w http.ResponseWriter, r *http.Request, to string) {
	target := url.URL{Path: to, RawQuery: r.URL.RawQuery}
	http.Redirect(w, r, target.String(), http.StatusMovedPermanently)
}

// notFound sends the 404 page of the nearest folder above that has one: each
// script has its own.
func (h *handler) notFound(w http.ResponseWriter, set Site, name string) {
	dir := path.Dir(path.Clean("/" + name))
	page, ok := set.Get(strings.TrimPrefix(path.Join(dir, "404.html"), "/"))
	for !ok && dir != "/" {
		dir = path.Dir(dir)
		page, ok = set.Get(strings.TrimPrefix(path.Join(dir, "404.html"), "/"))
	}
	if !ok {
		http.Error(w, "没有这个页面", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", contentTypes[".html"])
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(h.listening(page))
}

// listening is a page that hears of builds.
func (h *handler) listening(page []byte) []byte {
	return listening(page, (&url.URL{Path: h.prefix}).EscapedPath())
}

// private are files for the server the site is published on, not for readers.
var private = map[string]bool{"_headers": true, "_redirects": true, "_nginx.conf": true}

// contentType depends on the name alone. Types are fixed, because what the
// system says differs from machine to machine; anything else is a download.
func contentType(name string) string {
	if kind, known := contentTypes[strings.ToLower(path.Ext(name))]; known {
		return kind
	}
	return "application/octet-stream"
}

var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json; charset=utf-8", ".xml": "application/xml; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".csv": "text/csv; charset=utf-8", ".webmanifest": "application/manifest+json",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
	".webp": "image/webp", ".avif": "image/avif", ".gif": "image/gif", ".ico": "image/x-icon",
	".pdf": "application/pdf", ".woff2": "font/woff2", ".mp3": "audio/mpeg", ".mp4": "video/mp4",
}

// headers sends what the published site sends: the rules of _headers that hold
// for a path, but for how long a file may be kept.
func headers(h http.Header, set Site, path string) {
	data, _ := set.Get("_headers")
	holds := false
	for s := bufio.NewScanner(bytes.NewReader(data)); s.Scan(); {
		line := s.Text()
		if !strings.HasPrefix(line, " ") {
			folder, all := strings.CutSuffix(line, "*")
			holds = path == line || all && strings.HasPrefix(path, folder)
			continue
		}
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && holds && name != "Cache-Control" {
			h.Set(name, value)
		}
	}
}
