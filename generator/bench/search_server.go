package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"mime"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"

	"gongshi/generator/site"
)

// server hands out a folder as a content delivery network does, over HTTP/2
// on the loopback, and keeps a record of what it is asked for.
type server struct {
	root    string // the folder
	headers http.Header
	address string // "https://127.0.0.1:4443", without a slash at its end

	mu       sync.Mutex
	delay    time.Duration // before each answer
	requests []request
	packed   map[string][]byte
	plain    map[string][]byte
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
// as it is: a block of the index has no redundancy left, Pagefind's files are
// compressed by themselves.
var packedTypes = []string{".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}

// types are the content types whose names do not depend on the system.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".bin": "application/octet-stream",
}

// serveFolder starts a server and returns it with what stops it.
func serveFolder(root string, headers http.Header) (*server, func(), error) {
	certificate, err := selfSigned()
	if err != nil {
		return nil, nil, err
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"h2", "http/1.1"}})
	if err != nil {
		return nil, nil, err
	}
	s := &server{root: root, headers: headers, address: "https://" + listener.Addr().String(), packed: map[string][]byte{}, plain: map[string][]byte{}}
	web := &http.Server{Handler: s}
	go web.Serve(listener)
	return s, func() { web.Close() }, nil
}

// selfSigned is a certificate for the loopback, the same for all servers.
var selfSigned = sync.OnceValues(func() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(0, 0, 2),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(raw)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key, Leaf: leaf}, err
})

// trustFlag has Chromium take the certificate for a good one, and its value.
// What came with a bad one, ignored or not, is fetched anew each time.
const trustFlag = "ignore-certificate-errors-spki-list"

func trusted() (string, error) {
	certificate, err := selfSigned()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(certificate.Leaf.RawSubjectPublicKeyInfo)
	return base64.StdEncoding.EncodeToString(sum[:]), nil
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	s.mu.Lock()
	delay := s.delay
	s.mu.Unlock()
	time.Sleep(delay)
	body, packed, err := s.body(r.URL.Path, strings.Contains(r.Header.Get("Accept-Encoding"), "br"))
	for name, values := range s.headers {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", contentType(r.URL.Path))
	w.Header().Set("Cache-Control", "max-age=3600")
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	if packed {
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

func contentType(urlPath string) string {
	extension := path.Ext(site.OutputFile(urlPath))
	if known, found := types[extension]; found {
		return known
	}
	if known := mime.TypeByExtension(extension); known != "" {
		return known
	}
	return "application/octet-stream"
}

// body is a file as it goes over the wire; each is read and compressed once.
func (s *server) body(urlPath string, br bool) (body []byte, packed bool, err error) {
	name := site.OutputFile(path.Clean("/" + urlPath))
	if strings.HasSuffix(urlPath, "/") {
		name = site.OutputFile(path.Clean("/"+urlPath) + "/")
	}
	packed = br && slices.Contains(packedTypes, path.Ext(name))
	known := s.plain
	if packed {
		known = s.packed
	}
	s.mu.Lock()
	body, found := known[name]
	s.mu.Unlock()
	if found {
		return body, packed, nil
	}
	if body, err = os.ReadFile(filepath.Join(s.root, filepath.FromSlash(name))); err != nil {
		return nil, false, err
	}
	if packed {
		body = packBrotli(body)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	known[name] = body
	return body, packed, nil
}

func packBrotli(data []byte) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotliQuality)
	w.Write(data)
	w.Close()
	return b.Bytes()
}

// prepare reads and compresses all files of some folders, so that no reader
// waits for it.
func (s *server) prepare(folders ...string) error {
	for _, folder := range folders {
		files, err := filesBelow(filepath.Join(s.root, folder))
		if err != nil {
			return err
		}
		for _, f := range files {
			if _, _, err := s.body("/"+path.Join(folder, f.path), true); err != nil {
				return err
			}
		}
	}
	return nil
}

// after sets how long each answer waits.
func (s *server) after(delay time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.delay = delay
}

// asked returns the requests since the last call.
func (s *server) asked() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.requests
	s.requests = nil
	return list
}

// isPage says whether a request belongs to the page and not to its search: the
// document, its style sheets and pictures. They come as on every page.
func (r request) isPage() bool {
	switch path.Ext(site.OutputFile(r.path)) {
	case ".html", ".css", ".svg", ".ico":
		return true
	}
	return false
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
