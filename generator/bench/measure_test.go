package main

import (
	"strings"
	"testing"
	"time"
)

// TestMedian: one slow run among many does not count, each measure is by itself.
func TestMedian(t *testing.T) {
	c := contender{samples: []sample{
		{wall: 30 * time.Millisecond, cpu: 9, memory: 100},
		{wall: 9000 * time.Millisecond, cpu: 5, memory: 300},
		{wall: 10 * time.Millisecond, cpu: 7, memory: 200},
	}}
	if got, want := c.median(), (sample{30 * time.Millisecond, 7, 200}); got != want {
		t.Errorf("median is %v, want %v", got, want)
	}
	c.samples = append(c.samples, sample{wall: 50 * time.Millisecond, cpu: 11, memory: 400})
	if got, want := c.median(), (sample{40 * time.Millisecond, 8, 250}); got != want {
		t.Errorf("median of four is %v, want %v", got, want)
	}
	if got := c.fastest(); got != 10*time.Millisecond {
		t.Errorf("fastest is %v", got)
	}
}

// TestComparingPages: white space between tags is no difference, a word is.
func TestComparingPages(t *testing.T) {
	ours := map[string]string{"a": "<!doctype html><p>一 二</p><p>三</p>", "b": "", "_headers": "/*"}
	hugo := map[string]string{"a": "<!DOCTYPE html>\n<p>一\n二</p>\n<p>三</p>\n", "c": ""}
	if got := difference(ours, hugo, "a"); got != "" {
		t.Errorf("differs by white space: %s", got)
	}
	hugo["a"] = strings.Replace(hugo["a"], "三", "四", 1)
	if got := difference(ours, hugo, "a"); !strings.Contains(got, "三") || !strings.Contains(got, "四") {
		t.Errorf("the difference is shown as %q", got)
	}
	for path, want := range map[string]string{"b": "only ours: b", "c": "only Hugo: c"} {
		if got := difference(ours, hugo, path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	if got := union(ours, hugo); strings.Join(got, " ") != "a b c" {
		t.Errorf("compared are %v, want a b c", got)
	}
}
