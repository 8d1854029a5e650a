package serve

import (
	"bufio"
	"bytes"
	"net"
	"net/http"
	"path"
	"strings"
	"time"

	"gongshi/generator/output"
)

// handler serves an output set the way a plain static server would.
type handler struct{ set func() *output.Set }

// loopbackHosts are the names a browser on this machine uses. Any other Host
// is refused, so that a foreign page cannot reach the server by DNS rebinding.
var loopbackHosts = map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	set := h.set()
	switch {
	case !loopbackHosts[strings.Trim(host, "[]")]:
		http.Error(w, "只能在本机用 localhost 打开", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "只能读取页面", http.StatusMethodNotAllowed)
	case set == nil:
		http.Error(w, "内容有错误，改正后会自动显示；错误列在命令行窗口里", http.StatusServiceUnavailable)
	default:
		serveSet(w, r, set)
	}
}

func serveSet(w http.ResponseWriter, r *http.Request, set *output.Set) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	headers(w.Header(), set)
	if data, ok := set.Get(name); ok {
		send(w, r, name, data)
		return
	}
	if _, folder := set.Get(name + "/index.html"); folder {
		http.Redirect(w, r, path.Base(name)+"/", http.StatusMovedPermanently)
		return
	}
	data, ok := set.Get("404.html")
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", contentTypes[".html"])
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(data)
}

func send(w http.ResponseWriter, r *http.Request, name string, data []byte) {
	if kind, ok := contentTypes[path.Ext(name)]; ok {
		w.Header().Set("Content-Type", kind)
	}
	w.Header().Set("Cache-Control", "no-store")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
}

// contentTypes are fixed: what the system says differs from machine to machine.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json; charset=utf-8", ".xml": "application/xml; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".csv": "text/csv; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
	".webp": "image/webp", ".gif": "image/gif", ".ico": "image/x-icon", ".pdf": "application/pdf", ".woff2": "font/woff2",
}

// headers sends what the published site sends: the rule for all files of _headers.
func headers(h http.Header, set *output.Set) {
	data, _ := set.Get("_headers")
	all := false
	for s := bufio.NewScanner(bytes.NewReader(data)); s.Scan(); {
		line := s.Text()
		if !strings.HasPrefix(line, " ") {
			all = line == "/*"
			continue
		}
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && all {
			h.Set(name, value)
		}
	}
}
