package generator_test

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongshi/generator"
	"gongshi/generator/output"
)

// host serves a set and returns its origin, http://127.0.0.1:8080.
type host struct {
	name      string
	rules     bool // redirects and headers are those of the site
	packed    bool // sends FILE.br
	serve     func(t *testing.T, set *output.Set, folder string) (origin string)
	installed string // the program that has to be there; empty for none
}

var hosts = []host{
	{name: "object store", serve: serveStore},
	{name: "nginx", rules: true, packed: true, serve: serveNginx, installed: "nginx"},
	{name: "Caddy", rules: true, packed: true, serve: serveCaddy, installed: "caddy"},
}

// TestHosts crawls the small site on each kind of host, at the root and below a folder with
// a Chinese name.
func TestHosts(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"https://www.example.gov.cn/", "https://www.example.gov.cn/网站/"} {
		source := goodSource(t)
		source["content/办事 指南.md"] = &fstest.MapFile{Data: []byte("+++\ntitle = \"指南\"\naliases = [\"/旧/指南.html\"]\n+++\n\n[附件](表 1.csv)、[说明](说明.txt)\n" + strings.Repeat("\n办事指南的一段文字。\n", 200))}
		source["content/表 1.csv"] = &fstest.MapFile{Data: []byte("甲,乙\n1,2\n")}
		source["content/说明.txt"] = &fstest.MapFile{Data: []byte("说明")}
		set := built(t, generator.Options{Source: source, Defaults: os.DirFS(".."), BaseURL: base, Precompress: true}).Set
		u, err := url.Parse(base)
		must(t, err)
		for _, h := range hosts {
			t.Run(h.name+" "+u.Path, func(t *testing.T) {
				if _, err := exec.LookPath(h.installed); h.installed != "" && err != nil {
					if os.Getenv("GONGSHI_TEST_ALL") != "" {
						t.Fatalf("%s is not installed", h.installed)
					}
					t.Skip(h.installed + " is not installed")
				}
				crawl(t, h, h.serve(t, set, u.Path), u.EscapedPath(), set)
			})
		}
	}
}

// types are the types of files by ending, as every host has to send them.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".md": "text/markdown; charset=utf-8", ".csv": "text/csv; charset=utf-8",
	".txt": "text/plain; charset=utf-8", ".xml": "text/xml; charset=utf-8", ".svg": "image/svg+xml",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

var linkForm = regexp.MustCompile(`\b(?:href|src)="?([^"\s>]+)`)

// crawl asks a host for every file of a set, by the addresses that pages use.
func crawl(t *testing.T, h host, origin, folder string, set *output.Set) {
	notFound, _ := set.Get("404.html")
	get := func(address, encoding string) (*http.Response, []byte) {
		t.Helper()
		request, err := http.NewRequest("GET", origin+address, nil)
		must(t, err)
		request.Header.Set("Accept-Encoding", encoding)
		response, err := http.DefaultTransport.RoundTrip(request)
		must(t, err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		must(t, err)
		return response, body
	}
	asked, seen := 0, map[string]bool{}
	for name, data := range set.All() {
		if strings.HasPrefix(path.Base(name), "_") || strings.HasPrefix(path.Base(name), ".") || bytes.Contains(data, []byte(`http-equiv="refresh"`)) && h.rules {
			continue
		}
		asked++
		address := folder + (&url.URL{Path: strings.TrimSuffix(name, "index.html")}).EscapedPath()
		response, body := get(address, "identity")
		if response.StatusCode != http.StatusOK || !bytes.Equal(body, data) {
			t.Fatalf("%s: %s, %d of %d bytes", address, response.Status, len(body), len(data))
		}
		if want := types[path.Ext(name)]; want != "" && !strings.EqualFold(response.Header.Get("Content-Type"), want) {
			t.Errorf("%s is sent as %q, want %q", address, response.Header.Get("Content-Type"), want)
		}
		policy, attachment := response.Header.Get("Content-Security-Policy"), slices.Contains([]string{"表 1.csv", "说明.txt"}, name)
		if h.rules && (policy == "" || strings.HasSuffix(policy, "; sandbox") != attachment || response.Header.Get("X-Content-Type-Options") != "nosniff") {
			t.Errorf("%s: policy %q", address, policy)
		}
		if packed, ok := set.Get(name + ".br"); ok && h.packed && h.name != "nginx" { // nginx needs a module for .br
			if r, body := get(address, "br"); r.Header.Get("Content-Encoding") != "br" || !bytes.Equal(body, packed) {
				t.Errorf("%s is not sent as .br: %v", address, r.Header)
			}
		}
		if packed, ok := set.Get(name + ".gz"); ok && h.packed {
			if r, body := get(address, "gzip"); r.Header.Get("Content-Encoding") != "gzip" || !bytes.Equal(body, packed) || r.Header.Get("Content-Type") != response.Header.Get("Content-Type") {
				t.Errorf("%s is not sent as .gz: %v", address, r.Header)
			}
		}
		if strings.HasSuffix(name, ".html") {
			for _, m := range linkForm.FindAllSubmatch(data, -1) {
				link, _, _ := strings.Cut(html.UnescapeString(string(m[1])), "#")
				if !seen[link] && strings.HasPrefix(link, folder) {
					seen[link] = true
					if r, _ := get(link, "identity"); r.StatusCode != http.StatusOK && r.StatusCode != http.StatusMovedPermanently {
						t.Errorf("%s links to %s: %s", address, link, r.Status)
					}
				}
			}
		}
	}
	if asked < 30 {
		t.Errorf("only %d files", asked)
	}
	if response, body := get(folder+"%E6%B2%A1%E6%9C%89/x", "identity"); response.StatusCode != http.StatusNotFound || !bytes.Equal(body, notFound) {
		t.Errorf("a page that is not there: %s, %d bytes", response.Status, len(body))
	}
	if !h.rules {
		return
	}
	moved, _ := get(folder+"%E6%97%A7/%E6%8C%87%E5%8D%97.html", "identity")
	if to := moved.Header.Get("Location"); moved.StatusCode != http.StatusMovedPermanently || !strings.HasPrefix(to, folder) {
		t.Errorf("the old address: %s to %q", moved.Status, to)
	} else if response, _ := get(to, "identity"); response.StatusCode != http.StatusOK {
		t.Errorf("the new address %s: %s", to, response.Status)
	}
	for _, name := range []string{"_headers", "_redirects", "_nginx.conf", "_Caddyfile"} {
		if response, body := get(folder+name, "identity"); response.StatusCode != http.StatusNotFound || !bytes.Equal(body, notFound) {
			t.Errorf("%s: %s", name, response.Status)
		}
	}
}

// serveStore is an object store: keys are exact, "/" means index.html, anything else is
// 404.html; it knows no rules.
func serveStore(t *testing.T, set *output.Set, folder string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key, below := strings.CutPrefix(r.URL.Path, folder)
		if strings.HasSuffix(r.URL.Path, "/") {
			key += "index.html"
		}
		data, ok := set.Get(key)
		if !ok || !below {
			data, _ = set.Get("404.html")
			w.Header().Set("Content-Type", types[".html"])
			w.WriteHeader(http.StatusNotFound)
		} else if kind := types[path.Ext(key)]; kind != "" { // as the tool for uploads sets it
			w.Header().Set("Content-Type", kind)
		}
		_, _ = w.Write(data)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// lay writes a set to a folder of a new root.
func lay(t *testing.T, set *output.Set, folder string) (root, public string) {
	root = t.TempDir()
	public = filepath.Join(root, "root", filepath.FromSlash(folder))
	files := maps.Collect(set.All())
	for _, name := range slices.Sorted(maps.Keys(files)) {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(public, name)), 0o755))
		must(t, os.WriteFile(filepath.Join(public, name), files[name], 0o644))
	}
	for dir := root; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		_ = os.Chmod(dir, 0o755) // nginx drops its rights
	}
	return root, public
}

func freePort(t *testing.T) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	return listener.Addr().String()
}

// startHost runs a server until the test ends, and waits until it answers.
func startHost(t *testing.T, address string, command *exec.Cmd) string {
	var log bytes.Buffer
	command.Stdout, command.Stderr = &log, &log
	must(t, command.Start())
	exited := make(chan error, 1)
	go func() { exited <- command.Wait() }()
	t.Cleanup(func() {
		_ = command.Process.Signal(os.Interrupt)
		<-exited
	})
	for {
		if connection, err := net.Dial("tcp", address); err == nil {
			connection.Close()
			return "http://" + address
		}
		select {
		case err := <-exited:
			exited <- err
			t.Fatalf("%v: %v\n%s", command.Args, err, log.String())
		default:
		}
	}
}

// serveNginx uses a configuration without types of its own, and the lines of the manual.
func serveNginx(t *testing.T, set *output.Set, folder string) string {
	root, public := lay(t, set, folder)
	address := freePort(t)
	conf := filepath.Join(root, "nginx.conf")
	must(t, os.WriteFile(conf, fmt.Appendf(nil, `daemon off; pid %[1]s/pid; error_log stderr;
events {}
http {
  access_log off; default_type text/html;
  client_body_temp_path %[1]s/1; proxy_temp_path %[1]s/2; fastcgi_temp_path %[1]s/3; uwsgi_temp_path %[1]s/4; scgi_temp_path %[1]s/5;
  server {
    listen %[2]s;
    root %[1]s/root;
    include "%[3]s/_nginx.conf";
    gzip_static on;
  }
}
`, root, address, public), 0o644))
	return startHost(t, address, exec.Command("nginx", "-p", root, "-c", conf, "-e", "stderr"))
}

// serveCaddy uses the lines of the manual.
func serveCaddy(t *testing.T, set *output.Set, folder string) string {
	root, public := lay(t, set, folder)
	address := freePort(t)
	conf := filepath.Join(root, "Caddyfile")
	must(t, os.WriteFile(conf, fmt.Appendf(nil, `{
  admin off
  auto_https off
}
http://%s {
  root * "%s/root"
  import "%s/_Caddyfile"
}
`, address, root, public), 0o644))
	command := exec.Command("caddy", "run", "--config", conf, "--adapter", "caddyfile")
	command.Env = append(os.Environ(), "HOME="+root)
	return startHost(t, address, command)
}
