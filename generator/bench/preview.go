package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/websocket"
)

// The page that is open, its file, and how many files a checkout changes.
const (
	openPage = "r0001/1/"
	openFile = "content/r0001/01.md"
	checkout = 500
)

// patience is how long the bench waits for anything; still is for how long a
// server that has nothing left to do says nothing.
const (
	patience = 2 * time.Minute
	still    = time.Second
)

// edit is a kind of change to a site's folder. It brings a text that the open
// page has to show.
type edit struct {
	name  string
	write func(s *previewServer, text string) error
}

var edits = []edit{
	{"the open task", func(s *previewServer, text string) error { return appending(filepath.Join(s.folder, openFile), text) }},
	{"a layout", func(s *previewServer, text string) error {
		return replace(filepath.Join(s.folder, s.layout), "<li>"+text+"</li>\n")
	}},
	{fmt.Sprintf("up to %d tasks at once", checkout), func(s *previewServer, text string) error {
		files, err := filepath.Glob(filepath.Join(s.folder, "content", "r*", "[0-9]*.md"))
		for _, name := range files[:min(checkout, len(files))] {
			err = errors.Join(err, appending(name, text))
		}
		return err
	}},
}

// measurePreview edits a site under our preview and under Hugo's server, in
// turn, and prints how long the open page waits until it is told to load again
// and then shows the edit.
func (w workplace) measurePreview(tasks, rounds int, folder string) error {
	ours := &previewServer{name: "ours", folder: filepath.Join(folder, "ours"), layout: "layouts/partials/footer-links.html", ready: "已更新", listen: hearEvents}
	hugo := &previewServer{name: "Hugo", folder: filepath.Join(folder, "hugo"), layout: "layouts/_partials/footer-links.html", ready: "Web Server is available", listen: hearLiveReload}
	servers := []*previewServer{ours, hugo}
	if err := errors.Join(os.CopyFS(ours.folder, os.DirFS(w.site(tasks))), os.CopyFS(hugo.folder, os.DirFS(w.hugoSite(tasks)))); err != nil {
		return err
	}
	fmt.Printf("\n%-40s%10s%10s%14s\n", fmt.Sprintf("preview, %d tasks", tasks), ours.name, hugo.name, "ratio")
	for _, s := range servers {
		cmd := exec.Command(w.cache("gongshi"), "serve", "--source", s.folder)
		if s == hugo {
			cmd = w.hugo("server", s.folder, "--renderToMemory")
		}
		defer s.end()
		if err := s.start(cmd); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	printPreview("started, the open page is there", servers)
	for i, e := range edits {
		for round := range rounds {
			for _, s := range servers {
				if err := s.measure(e, fmt.Sprintf("第%d次修改", 1+round+i*rounds)); err != nil {
					return fmt.Errorf("%s, %s: %w", s.name, e.name, err)
				}
			}
		}
		printPreview(fmt.Sprintf("%s (median of %d)", e.name, rounds), servers)
	}
	return nil
}

// printPreview prints the medians of what was taken since the last line.
func printPreview(name string, servers []*previewServer) {
	var medians []time.Duration
	for _, s := range servers {
		medians = append(medians, median(s.took, func(d time.Duration) time.Duration { return d }))
		s.took = nil
	}
	fmt.Printf("%-40s%7d ms%7d ms%14.2f\n", name, medians[0].Milliseconds(), medians[1].Milliseconds(), ratio(medians[0], medians[1]))
}

// previewServer is a server that makes a site again after each edit.
type previewServer struct {
	name   string
	folder string // of the site
	layout string // file of the layout that is edited
	// ready is in a line that the server prints when it has made everything.
	ready string
	// listen calls tell whenever the open page is told to load again.
	listen func(address string, tell func()) error

	cmd     *exec.Cmd
	address string
	lines   chan string   // what the server prints
	told    chan struct{} // one for each time the page is told
	took    []time.Duration
}

// address is what a server prints of where its site is.
var address = regexp.MustCompile(`http://localhost:\d+/`)

func (s *previewServer) start(cmd *exec.Cmd) error {
	start := time.Now()
	s.cmd, s.lines, s.told = cmd, make(chan string, 1000), make(chan struct{}, 1000)
	out, err := cmd.StdoutPipe()
	cmd.Stderr = os.Stderr
	if err := errors.Join(err, cmd.Start()); err != nil {
		return err
	}
	lines := bufio.NewScanner(out)
	for s.address == "" && lines.Scan() {
		s.address = address.FindString(lines.Text())
		s.lines <- lines.Text()
	}
	go func() {
		for lines.Scan() {
			s.lines <- lines.Text()
		}
	}()
	for !s.shows("</html>") {
		if time.Since(start) > patience {
			return errors.New("the open page never comes")
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.took = append(s.took, time.Since(start))
	if err := s.listen(s.address, func() { s.told <- struct{}{} }); err != nil {
		return err
	}
	return s.rest()
}

func (s *previewServer) end() {
	if s.cmd.Process != nil {
		_ = s.cmd.Process.Kill()
		_ = s.cmd.Wait()
	}
}

// shows says whether the open page is there and contains a text.
func (s *previewServer) shows(text string) bool {
	response, err := http.Get(s.address + openPage)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	return err == nil && response.StatusCode == http.StatusOK && bytes.Contains(data, []byte(text))
}

// measure makes an edit. A server may tell the page several times of many files;
// what counts is the time after which the page shows the text.
func (s *previewServer) measure(e edit, text string) error {
	start := time.Now()
	if err := e.write(s, text); err != nil {
		return err
	}
	for {
		select {
		case <-s.told:
			took := time.Since(start)
			if s.shows(text) {
				s.took = append(s.took, took)
				return s.rest()
			}
		case <-time.After(patience):
			return errors.New("the page is not told")
		}
	}
}

// rest waits until the server has made everything and says nothing more.
func (s *previewServer) rest() error {
	wait, made := patience, false
	for {
		select {
		case <-s.told:
		case line := <-s.lines:
			if strings.Contains(line, s.ready) {
				wait, made = still, true
			}
		case <-time.After(wait):
			if !made {
				return errors.New("the site is never made")
			}
			return nil
		}
	}
}

// appending adds a paragraph at the end of a task.
func appending(name, text string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return replace(name, string(bytes.TrimSpace(data))+"\n\n"+text+"。\n")
}

// replace writes a new file and renames it over the old one, as editors do.
func replace(name, text string) error {
	return errors.Join(writeFile(name+".tmp", text), os.Rename(name+".tmp", name))
}

// hearEvents listens to our preview's server-sent events. The first is the
// state when the page was opened.
func hearEvents(address string, tell func()) error {
	response, err := http.Get(address + "_events?page=/" + openPage)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(response.Body)
	next := func() bool {
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "data: ") {
				return true
			}
		}
		return false
	}
	next()
	go func() {
		for next() {
			tell()
		}
	}()
	return nil
}

// hearLiveReload listens to Hugo's server, which speaks the LiveReload protocol.
func hearLiveReload(address string, tell func()) error {
	socket, err := websocket.Dial("ws"+strings.TrimPrefix(address, "http")+"livereload", "", address)
	if err != nil {
		return err
	}
	go func() {
		for message := ""; websocket.Message.Receive(socket, &message) == nil; {
			if strings.Contains(message, `"command":"reload"`) {
				tell()
			}
		}
	}()
	return websocket.Message.Send(socket, `{"command":"hello","protocols":["http://livereload.com/protocols/official-7"]}`)
}
