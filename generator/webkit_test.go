package generator_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// webKit drives WebKitGTK's MiniBrowser over WebDriver. It shows its window on
// a display of its own.
type webKit struct {
	t       *testing.T
	session string // the session's address
}

// newWebKit starts a display, the driver and the browser. `make test-all`
// installs them.
func newWebKit(t *testing.T) engine {
	t.Helper()
	display := newDisplay(t)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := free.Addr().String()
	must(t, free.Close())
	_, port, err := net.SplitHostPort(address)
	must(t, err)
	start(t, "WebKitWebDriver", []string{"DISPLAY=" + display}, nil, "--host=127.0.0.1", "--port="+port)
	w := &webKit{t: t, session: "http://" + address}
	w.wait(address)
	var session struct{ SessionID string }
	w.call(http.MethodPost, "/session", map[string]any{"capabilities": struct{}{}}, &session)
	w.session += "/session/" + session.SessionID
	t.Cleanup(func() { w.call(http.MethodDelete, "", nil, nil) })
	return w
}

// newDisplay starts an X server without a screen and returns its name.
func newDisplay(t *testing.T) string {
	t.Helper()
	read, write, err := os.Pipe()
	must(t, err)
	defer read.Close()
	start(t, "Xvfb", nil, write, "-displayfd", "3", "-screen", "0", "1600x1000x24", "-nolisten", "tcp")
	must(t, write.Close())
	line, err := bufio.NewReader(read).ReadString('\n') // Xvfb ends if it cannot write the whole line
	if err != nil {
		t.Fatalf("Xvfb tells no display: %v", err)
	}
	return ":" + strings.TrimSpace(line)
}

// start runs a program until the test ends. The program writes what it has to
// say at first to file descriptor 3, if it is given one.
func start(t *testing.T, name string, environment []string, tell *os.File, arguments ...string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("no %s found; run the tests by `make test-all`, which installs it", name)
	}
	command := exec.Command(path, arguments...)
	command.Env = append(os.Environ(), environment...)
	if tell != nil {
		command.ExtraFiles = []*os.File{tell}
	}
	must(t, command.Start())
	t.Cleanup(func() {
		command.Process.Signal(os.Interrupt)
		command.Wait()
	})
}

// wait returns when the driver accepts connections.
func (w *webKit) wait(address string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 20*time.Second)
	defer cancel()
	for tick := time.NewTicker(10 * time.Millisecond); ; {
		if response, err := http.Get("http://" + address + "/status"); err == nil {
			response.Body.Close()
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			w.t.Fatal("WebKitWebDriver does not answer")
		}
	}
}

// call sends a command of the session and reads its answer.
func (w *webKit) call(method, path string, body, result any) {
	w.t.Helper()
	data, err := json.Marshal(body)
	must(w.t, err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, w.session+path, bytes.NewReader(data))
	must(w.t, err)
	response, err := http.DefaultClient.Do(request)
	must(w.t, err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	must(w.t, err)
	if response.StatusCode != http.StatusOK {
		w.t.Fatalf("%s %s: %s", method, path, answer)
	}
	if result != nil {
		must(w.t, json.Unmarshal(answer, &struct{ Value any }{result}))
	}
}

func (w *webKit) resize(width int) {
	w.t.Helper()
	w.call(http.MethodPost, "/window/rect", map[string]int{"width": width, "height": 800}, nil)
}

func (w *webKit) open(address string) {
	w.t.Helper()
	w.call(http.MethodPost, "/url", map[string]string{"url": address}, nil)
}

func (w *webKit) eval(expression string) []byte {
	w.t.Helper()
	var value string
	w.call(http.MethodPost, "/execute/sync", map[string]any{"script": "return " + inJSON(expression), "args": []any{}}, &value)
	return []byte(value)
}

// said is empty: the driver does not tell what the console says.
func (w *webKit) said() []string { return nil }
