package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/andybalholm/brotli"

	"gongshi/generator/site"
)

// server hands out a folder as a content delivery network does, over HTTP/2 on
// the loopback, and keeps a record of what it is asked for.
type server struct {
	web  *httptest.Server
	root string // the folder

	mu       sync.Mutex
	delay    time.Duration // before each answer
	requests []request
	bodies   map[string][]byte
}

// request is one answer. Headers do not count.
type request struct {
	path       string
	bytes      int
	start, end time.Time
	missing    bool
}

// brotliQuality is what networks use that compress while they answer.
const brotliQuality = 5

// packedTypes are the files that such a network compresses. The rest goes out
// as it is: blocks of our index and Pagefind's files are compressed already.
var packedTypes = []string{".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}

// serveFolder starts a server. What a search may fetch is compressed before.
func serveFolder(root string) *server {
	s := &server{root: root, bodies: map[string][]byte{}}
	for _, folder := range []string{"search", "assets", "pagefind"} {
		_ = fs.WalkDir(os.DirFS(root), folder, func(name string, entry fs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				_, err = s.body(name)
			}
			return err
		})
	}
	s.web = httptest.NewUnstartedServer(s)
	s.web.EnableHTTP2 = true
	s.web.StartTLS()
	return s
}

// trustFlag has Chromium take a certificate for a good one. What came with a
// bad one, ignored or not, is fetched anew each time.
const trustFlag = "ignore-certificate-errors-spki-list"

// trust is the value of trustFlag; all servers have the same certificate.
func (s *server) trust() string {
	sum := sha256.Sum256(s.web.Certificate().RawSubjectPublicKeyInfo)
	return base64.StdEncoding.EncodeToString(sum[:])
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	s.mu.Lock()
	delay := s.delay
	s.mu.Unlock()
	time.Sleep(delay)
	name := site.OutputFile(r.URL.Path)
	body, err := s.body(name)
	w.Header().Set("Content-Type", cmp.Or(mime.TypeByExtension(path.Ext(name)), "application/octet-stream"))
	w.Header().Set("Cache-Control", "max-age=3600")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	if slices.Contains(packedTypes, path.Ext(name)) {
		w.Header().Set("Content-Encoding", "br")
	}
	if err != nil {
		w.WriteHeader(http.StatusNotFound)
	}
	w.Write(body)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, request{r.URL.Path, len(body), start, time.Now(), err != nil})
}

// body is a file as it goes over the wire; each is read and compressed once.
func (s *server) body(name string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if body, found := s.bodies[name]; found {
		return body, nil
	}
	body, err := os.ReadFile(filepath.Join(s.root, filepath.FromSlash(path.Clean("/"+name))))
	if err != nil {
		return nil, err
	}
	if slices.Contains(packedTypes, path.Ext(name)) {
		var b bytes.Buffer
		w := brotli.NewWriterLevel(&b, brotliQuality)
		w.Write(body)
		w.Close()
		body = b.Bytes()
	}
	s.bodies[name] = body
	return body, nil
}

// begin forgets all requests and sets how long each answer waits from now on.
func (s *server) begin(delay time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.delay, s.requests = delay, nil
}

// asked returns the requests of the search since begin, and the path of one
// that is missing, if any is.
func (s *server) asked() (list []request, missing string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.requests {
		if !r.isPage() {
			list = append(list, r)
		}
		if r.missing {
			missing = r.path
		}
	}
	return list, missing
}

// isPage says whether a request belongs to the page and not to its search: the
// document, its style sheets and pictures. They come as on every page.
func (r request) isPage() bool {
	return slices.Contains([]string{".html", ".css", ".svg", ".ico"}, path.Ext(site.OutputFile(r.path)))
}

// trips is the length of the longest chain of requests of which each began
// when the one before it had ended.
func trips(requests []request) int {
	slices.SortFunc(requests, func(a, b request) int { return a.start.Compare(b.start) })
	depth, longest := make([]int, len(requests)), 0
	for i, r := range requests {
		depth[i] = 1
		for j := range i {
			if !requests[j].end.After(r.start) {
				depth[i] = max(depth[i], depth[j]+1)
			}
		}
		longest = max(longest, depth[i])
	}
	return longest
}
