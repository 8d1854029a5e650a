package cli

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestLastPublished fetches the data of the last publication: where there is
// none yet, there is nothing to compare; any other answer is no reason to
// think so.
func TestLastPublished(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/data.json":
			w.Write([]byte("{}"))
		case "/broken.json":
			w.WriteHeader(http.StatusBadGateway)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	if data, err := lastPublished(server.URL + "/data.json"); err != nil || string(data) != "{}" {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := lastPublished(server.URL + "/none.json"); !errors.Is(err, errNeverPublished) {
		t.Error(err)
	}
	if _, err := lastPublished(server.URL + "/broken.json"); err == nil || !strings.HasSuffix(err.Error(), "/broken.json：服务器的回答是 502") {
		t.Error(err)
	}
	server.Close()
	if _, err := lastPublished(server.URL + "/data.json"); err == nil || errors.Is(err, errNeverPublished) {
		t.Error(err)
	}
}
