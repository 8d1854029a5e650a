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

// Rate limits for external link checks, since other government sites are small:
// one request at a time to each host, at most two per second, and no address
// again for a week after it was reachable.
const (
	hostsAtOnce    = 8
	hostPause      = 500 * time.Millisecond
	requestTimeout = 20 * time.Second
	cacheTime      = 7 * 24 * time.Hour
)

// linkChecker checks whether external pages exist.
type linkChecker struct {
	client *http.Client
	pause  time.Duration // between two requests to one host
	now    time.Time
	// cache is the name of a JSON file with the time at which each address was
	// last reachable; empty for none.
	cache string
}

func newLinkChecker(now time.Time) *linkChecker {
	c := &linkChecker{client: &http.Client{Timeout: requestTimeout}, pause: hostPause, now: now}
	if dir := cacheFolder(); dir != "" {
		c.cache = filepath.Join(dir, "external.json")
	}
	return c
}

// errOffline reports that none of several hosts could be reached.
var errOffline = errors.New("offline")

// faults returns the addresses that are not reachable, with reasons in Chinese.
// The error is errOffline or nil.
func (c *linkChecker) faults(ctx context.Context, addresses []string) (map[string]string, error) {
	good := c.load()
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
				case <-time.After(c.pause):
				}
			}
			why, answered := c.check(ctx, address)
			mu.Lock()
			if reached = reached || answered; why != "" {
				faults[address] = why
			} else {
				good[address] = c.now
			}
			mu.Unlock()
		}
		return nil
	})
	if !reached {
		return nil, errOffline
	}
	c.save(good)
	return faults, nil
}

// check returns why a page is not reachable, "" if it is, and whether the server
// answered at all. Many sites reject requests of programs; their pages count as
// reachable.
func (c *linkChecker) check(ctx context.Context, address string) (why string, answered bool) {
	var status int
	for _, method := range []string{http.MethodHead, http.MethodGet} {
		request, err := http.NewRequestWithContext(ctx, method, address, nil)
		if err != nil {
			return "网址的写法不对", true
		}
		request.Header.Set("User-Agent", "Mozilla/5.0 (compatible; gongshi check)")
		response, err := c.client.Do(request)
		if err != nil {
			return connectionFault(err), false
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

// connectionFault returns in Chinese why a server could not be reached.
func connectionFault(err error) string {
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var timeout net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return "没有这个网站"
	case errors.As(err, &certificate):
		return "网站的证书不对或者过期了"
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Sprintf("等了 %d 秒没有回答", int(requestTimeout.Seconds()))
	}
	return "连接不上网站"
}

// load reads the cache without expired entries; it is empty if it cannot be read.
func (c *linkChecker) load() map[string]time.Time {
	good := map[string]time.Time{}
	if data, err := os.ReadFile(c.cache); err != nil || json.Unmarshal(data, &good) != nil {
		return map[string]time.Time{}
	}
	maps.DeleteFunc(good, func(_ string, at time.Time) bool { return c.now.Sub(at) > cacheTime || at.After(c.now) })
	return good
}

// save writes the cache. Errors are ignored: the next run checks again.
func (c *linkChecker) save(good map[string]time.Time) {
	if c.cache != "" {
		data, _ := json.MarshalIndent(good, "", "\t") // cannot fail for a map of times
		_ = writeChanged(c.cache, data)
	}
}
