package generator_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/websocket"
)

// firefox drives a window of Firefox over WebDriver BiDi, which it speaks without a driver.
type firefox struct {
	t       *testing.T
	browser *firefoxProcess
	context string // the tab
}

// firefoxProcess is the Firefox that all tests of the package share.
type firefoxProcess struct {
	socket *websocket.Conn

	mu      sync.Mutex
	last    int                         // number of the last command
	waiting map[int]chan firefoxMessage // who waits for an answer, by the number of the command
	said    map[string][]string         // faults on the console, by tab
}

// firefoxMessage is an answer or an event.
type firefoxMessage struct {
	ID      int
	Type    string
	Error   string
	Message string
	Result  json.RawMessage
	Params  struct {
		Level, Text string
		Source      struct{ Context string }
	}
}

// firefoxPreferences keep Firefox from asking other hosts and from writing
// more than it must.
const firefoxPreferences = `
user_pref("app.update.disabledForTesting", true);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("extensions.update.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("remote.prefs.recommended", true);
user_pref("services.settings.server", "data:,#remote-settings-dummy/v1");
user_pref("toolkit.telemetry.server", "");
`

// startFirefox starts it once for the package, without a window on a screen.
var startFirefox = sync.OnceValues(func() (*firefoxProcess, error) {
	path, err := exec.LookPath("firefox-esr")
	if err != nil {
		path, err = exec.LookPath("firefox")
	}
	if err != nil {
		return nil, errors.New("no Firefox found; run the tests by `make test`, which installs it")
	}
	profile, err := os.MkdirTemp("", "firefox")
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(firefoxPreferences), 0o644); err != nil {
		return nil, err
	}
	const origin = "http://localhost" // the client names one, so Firefox has to accept it
	command := exec.Command(path, "--headless", "--no-remote", "--profile", profile,
		"--remote-debugging-port", "0", "--remote-allow-origins", origin)
	stderr, err := command.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	address := ""
	lines := bufio.NewReader(stderr)
	for address == "" {
		line, err := lines.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("Firefox does not tell its address: %w", err)
		}
		_, address, _ = strings.Cut(strings.TrimSpace(line), "WebDriver BiDi listening on ")
	}
	drained := make(chan struct{})
	go func() {
		io.Copy(io.Discard, lines)
		close(drained)
	}()
	socket, err := websocket.Dial(address+"/session", "", origin)
	if err != nil {
		return nil, err
	}
	b := &firefoxProcess{socket: socket, waiting: map[int]chan firefoxMessage{}, said: map[string][]string{}}
	stopLater(func() {
		websocket.JSON.Send(socket, map[string]any{"id": 0, "method": "browser.close", "params": struct{}{}})
		<-drained
		command.Wait() // the profile is removed after it
		os.RemoveAll(profile)
	})
	go b.receive()
	if err := b.call("session.new", map[string]any{"capabilities": struct{}{}}, nil); err != nil {
		return nil, err
	}
	return b, b.call("session.subscribe", map[string]any{"events": []string{"log.entryAdded"}}, nil)
})

// receive gives each message to who waits for it, until Firefox ends.
func (b *firefoxProcess) receive() {
	for {
		var m firefoxMessage
		err := websocket.JSON.Receive(b.socket, &m)
		b.mu.Lock()
		switch {
		case err != nil:
			for _, answer := range b.waiting {
				close(answer)
			}
			b.mu.Unlock()
			return
		case m.Type == "event":
			if (m.Params.Level == "error" || m.Params.Level == "warn") && !strings.HasPrefix(m.Params.Text, givenUp) {
				tab := m.Params.Source.Context
				b.said[tab] = append(b.said[tab], m.Params.Text)
			}
		case b.waiting[m.ID] != nil:
			b.waiting[m.ID] <- m
			delete(b.waiting, m.ID)
		}
		b.mu.Unlock()
	}
}

// call sends a command and waits for its answer.
func (b *firefoxProcess) call(method string, params, result any) error {
	answer := make(chan firefoxMessage, 1)
	b.mu.Lock()
	b.last++
	b.waiting[b.last] = answer
	err := websocket.JSON.Send(b.socket, map[string]any{"id": b.last, "method": method, "params": params})
	b.mu.Unlock()
	if err != nil {
		return err
	}
	select {
	case m, open := <-answer:
		switch {
		case !open:
			return fmt.Errorf("%s: Firefox has ended", method)
		case m.Type == "error":
			return fmt.Errorf("%s: %s: %s", method, m.Error, m.Message)
		case result != nil:
			return json.Unmarshal(m.Result, result)
		}
		return nil
	case <-time.After(5 * time.Minute):
		return fmt.Errorf("%s: no answer in five minutes", method)
	}
}

// newFirefox opens a window of Firefox that shares nothing with those of other tests.
func newFirefox(t *testing.T) engine {
	t.Helper()
	browser, err := startFirefox()
	must(t, err)
	var user struct {
		UserContext string `json:"userContext"`
	}
	must(t, browser.call("browser.createUserContext", struct{}{}, &user))
	t.Cleanup(func() { browser.call("browser.removeUserContext", user, nil) })
	var tab struct{ Context string }
	must(t, browser.call("browsingContext.create", map[string]any{"type": "window", "userContext": user.UserContext}, &tab))
	return &firefox{t: t, browser: browser, context: tab.Context}
}

func (f *firefox) call(method string, params, result any) {
	f.t.Helper()
	must(f.t, f.browser.call(method, params, result))
}

func (f *firefox) resize(width int) {
	f.t.Helper()
	f.call("browsingContext.setViewport", map[string]any{"context": f.context, "viewport": map[string]int{"width": width, "height": 800}}, nil)
}

func (f *firefox) open(address string) {
	f.t.Helper()
	f.call("browsingContext.navigate", map[string]any{"context": f.context, "url": address, "wait": "complete"}, nil)
}

func (f *firefox) eval(expression string) []byte {
	f.t.Helper()
	var answer struct {
		Result           struct{ Value string }
		ExceptionDetails *struct{ Text string }
	}
	f.call("script.evaluate", map[string]any{
		"expression": inJSON(expression), "awaitPromise": true, "target": map[string]string{"context": f.context},
	}, &answer)
	if answer.ExceptionDetails != nil {
		f.t.Fatalf("%s: %s", expression, answer.ExceptionDetails.Text)
	}
	return []byte(answer.Result.Value)
}

// givenUp is what Firefox says of a request under way when the page is left.
const givenUp = "Failed to load ‘’. A ServiceWorker intercepted the request"

func (f *firefox) said() []string {
	f.browser.mu.Lock()
	defer f.browser.mu.Unlock()
	list := f.browser.said[f.context]
	delete(f.browser.said, f.context)
	return list
}
