package cli

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestProgressIsShownOnlyInALongBuild(t *testing.T) {
	const pages = 200
	build := func(began time.Time) string {
		var screen bytes.Buffer
		p := &progress{out: &screen, start: began}
		var workers sync.WaitGroup
		for range 4 {
			workers.Go(func() {
				for range pages / 4 {
					p.step(pages)
				}
			})
		}
		workers.Wait()
		p.finish()
		return screen.String()
	}
	if got := build(time.Now().Add(time.Hour)); got != "" {
		t.Errorf("a short build showed %q", got)
	}
	if got := build(time.Now().Add(-time.Hour)); !strings.Contains(got, "生成页面") || !strings.Contains(got, "/200") {
		t.Errorf("a long build showed %q", got)
	}
}

func TestProgressIsForTerminals(t *testing.T) {
	var pipe bytes.Buffer
	p := newProgress(&pipe, false, time.Now().Add(-time.Hour))
	p.step(1)
	p.finish()
	if pipe.Len() > 0 {
		t.Errorf("a pipe got %q", pipe.String())
	}
}
