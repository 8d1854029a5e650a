package generator_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/websocket"
)

// firefox drives Firefox over WebDriver BiDi, which it speaks without a driver.
type firefox struct {
	t        *testing.T
	socket   *websocket.Conn
	context  string // the tab
	last     int    // number of the last command
	messages []string
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

// newFirefox starts Firefox without a window. `make test` installs it.
func newFirefox(t *testing.T) engine {
	t.Helper()
	path, err := exec.LookPath("firefox-esr")
	if err != nil {
		path, err = exec.LookPath("firefox")
	}
	if err != nil {
		t.Fatal("no Firefox found; run the tests by `make test`, which installs it")
	}
	profile := t.TempDir()
	writeFile(t, filepath.Join(profile, "user.js"), []byte(firefoxPreferences))
	const origin = "http://localhost" // the client names one, so Firefox has to accept it
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	t.Cleanup(cancel)
	command := exec.CommandContext(ctx, path, "--headless", "--no-remote", "--profile", profile,
		"--remote-debugging-port", "0", "--remote-allow-origins", origin)
	stderr, err := command.StderrPipe()
	must(t, err)
	must(t, command.Start())
	address := ""
	lines := bufio.NewReader(stderr)
	for address == "" {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("Firefox does not tell its address: %v", err)
		}
		_, address, _ = strings.Cut(strings.TrimSpace(line), "WebDriver BiDi listening on ")
	}
	drained := make(chan struct{})
	go func() {
		io.Copy(io.Discard, lines)
		close(drained)
	}()
	socket, err := websocket.Dial(address+"/session", "", origin)
	must(t, err)
	f := &firefox{t: t, socket: socket}
	t.Cleanup(func() {
		websocket.JSON.Send(socket, map[string]any{"id": 0, "method": "browser.close", "params": struct{}{}})
		<-drained
		command.Wait() // the profile is removed after it
	})
	f.call("session.new", map[string]any{"capabilities": struct{}{}}, nil)
	f.call("session.subscribe", map[string]any{"events": []string{"log.entryAdded"}}, nil)
	var tree struct {
		Contexts []struct{ Context string }
	}
	f.call("browsingContext.getTree", struct{}{}, &tree)
	f.context = tree.Contexts[0].Context
	return f
}

// call sends a command and reads messages until its answer has come.
func (f *firefox) call(method string, params, result any) {
	f.t.Helper()
	f.last++
	must(f.t, f.socket.SetDeadline(time.Now().Add(5*time.Minute)))
	must(f.t, websocket.JSON.Send(f.socket, map[string]any{"id": f.last, "method": method, "params": params}))
	for {
		var message struct {
			ID      int
			Type    string
			Error   string
			Message string
			Result  json.RawMessage
			Params  struct{ Level, Text string }
		}
		if err := websocket.JSON.Receive(f.socket, &message); err != nil {
			f.t.Fatalf("%s: %v", method, err)
		}
		switch {
		case message.Type == "event":
			if level := message.Params.Level; (level == "error" || level == "warn") && !strings.HasPrefix(message.Params.Text, givenUp) {
				f.messages = append(f.messages, message.Params.Text)
			}
		case message.Type == "error":
			f.t.Fatalf("%s: %s: %s", method, message.Error, message.Message)
		case message.ID == f.last:
			if result != nil {
				must(f.t, json.Unmarshal(message.Result, result))
			}
			return
		}
	}
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
	list := f.messages
	f.messages = nil
	return list
}
