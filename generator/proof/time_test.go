//go:build unix

package proof

import (
	"maps"
	"strings"
	"syscall"
	"testing"
	"time"

	"gongshi/generator/diag"
	"gongshi/generator/words"
)

// longest is how much time of the processor a text of 2,000 clauses, or a line of
// 80,000 characters, may take.
const longest = time.Second

// TestLongTexts are read in a second: time grows with their length alone.
func TestLongTexts(t *testing.T) {
	texts := map[string]string{
		"clauses": strings.Repeat("共50项，其中完成14项、未完成26项，完成率98%，由50亿元增加到60亿元，", 2000),
		"amounts": "共50项" + strings.Repeat("完成14项", 6000),
		"wrong":   strings.Repeat("一但", 40000),
		"closing": strings.Repeat("》", 80000),
		"digits":  strings.Repeat("1", 80000),
		"excuses": strings.Repeat("既使", 40000),
		"doubled": strings.Repeat("的", 80000),
	}
	reader := NewReader(own, words.New(maps.Values(texts), nil).Pieces)
	for name, text := range texts {
		src := diag.NewSource("a.md", []byte(text))
		before := processorTime(t)
		reader.Text(src, src.Text, 0)
		took := processorTime(t) - before
		t.Logf("%s: %v", name, took)
		if took > longest {
			t.Errorf("%s: %v", name, took)
		}
	}
}

// processorTime is what this process has used: other processes do not count.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		t.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
