package cli

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"gongshi/generator"
)

// How other sites are asked. They are offices like ours: one question at a time
// to each, no more than two in a second, and none again for a week after a good
// answer.
const (
	hostsAtOnce = 8
	hostPause   = 500 * time.Millisecond
	answerLimit = 20 * time.Second
	answerKept  = 7 * 24 * time.Hour
)

// asker asks other sites whether their pages are there.
type asker struct {
	client *http.Client
	pause  time.Duration
	now    time.Time
	// memory is the file of good answers: a JSON object of times by address.
	memory string
}

func newAsker(now time.Time) *asker {
	a := &asker{client: &http.Client{Timeout: answerLimit}, pause: hostPause, now: now}
	if dir := cacheFolder(); dir != "" {
		a.memory = filepath.Join(dir, "external.json")
	}
	return a
}

// errOffline says that no site could be reached at all.
var errOffline = errors.New("offline")

// faults are the reasons why addresses do not answer. The error is errOffline
// if that is true of several sites and nothing else answers.
func (a *asker) faults(ctx context.Context, addresses []string) (map[string]string, error) {
	good := a.remember()
	byHost := map[string][]string{}
	for _, address := range addresses {
		if _, known := good[address]; known {
			continue
		}
		if u, err := url.Parse(address); err == nil {
			byHost[u.Host] = append(byHost[u.Host], address)
		}
	}
	hosts := slices.Sorted(maps.Keys(byHost))
	faults := map[string]string{}
	reached := len(hosts) < 2
	var mu sync.Mutex
	_ = generator.Parallel(hostsAtOnce)(len(hosts), func(i int) error {
		for k, address := range byHost[hosts[i]] {
			if k > 0 {
				select {
				case <-ctx.Done():
				case <-time.After(a.pause):
				}
			}
			why, answered := a.ask(ctx, address)
			mu.Lock()
			if reached = reached || answered; why != "" {
				faults[address] = why
			} else {
				good[address] = a.now
			}
			mu.Unlock()
		}
		return nil
	})
	if !reached {
		return nil, errOffline
	}
	a.keep(good)
	return faults, nil
}

// ask says why an address does not answer, empty if it does, and whether its
// site answered anything at all. Many sites turn away programs: that is an
// answer.
func (a *asker) ask(ctx context.Context, address string) (why string, answered bool) {
	var status int
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		request, err := http.NewRequestWithContext(ctx, method, address, nil)
		if err != nil {
			return "网址的写法不对", true
		}
		request.Header.Set("User-Agent", "Mozilla/5.0 (compatible; gongshi check)")
		response, err := a.client.Do(request)
		if err != nil {
			return unreached(err), false
		}
		_, _ = io.CopyN(io.Discard, response.Body, 1<<10)
		response.Body.Close()
		if status = response.StatusCode; status < 400 {
			return "", true
		}
	}
	switch {
	case status == http.StatusNotFound || status == http.StatusGone:
		return fmt.Sprintf("网页没有了（%d）", status), true
	case status >= 500 && status != http.StatusServiceUnavailable:
		return fmt.Sprintf("对方的服务器出错（%d）", status), true
	}
	return "", true
}

// unreached says in Chinese why a site could not be reached.
func unreached(err error) string {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var timeout net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return "没有这个网站"
	case errors.As(err, &certificate):
		return "网站的证书不对或者过期了"
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Sprintf("等了 %d 秒没有回答", int(answerLimit.Seconds()))
	}
	return "连接不上网站"
}

// remember reads the good answers that are still good. A memory that cannot be
// read is none.
func (a *asker) remember() map[string]time.Time {
	good := map[string]time.Time{}
	if data, err := os.ReadFile(a.memory); err != nil || json.Unmarshal(data, &good) != nil {
		return map[string]time.Time{}
	}
	maps.DeleteFunc(good, func(_ string, at time.Time) bool { return a.now.Sub(at) > answerKept || at.After(a.now) })
	return good
}

// keep writes the good answers. Without them the sites are asked again.
func (a *asker) keep(good map[string]time.Time) {
	if a.memory == "" || os.MkdirAll(filepath.Dir(a.memory), 0o755) != nil {
		return
	}
	data, _ := json.MarshalIndent(good, "", "\t") // a map of times always can be
	if file := a.memory + ".new"; os.WriteFile(file, data, 0o644) == nil {
		_ = os.Rename(file, a.memory)
	}
}
