package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// isTerminal reports whether w is a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// coloured reports whether to print colours to w; NO_COLOR turns them off
// (no-color.org).
func coloured(w io.Writer) bool {
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// printDiagnostics prints a list, an empty one only as JSON.
func printDiagnostics(w io.Writer, found []diag.Diagnostic, format diag.Format) error {
	if len(found) == 0 && format != diag.FormatJSON {
		return nil
	}
	if format == diag.FormatText {
		found = slices.Clone(found)
		for i := range found {
			found[i].Hint = typed(found[i].Hint)
		}
	}
	if err := diag.Print(w, found, format, coloured(w)); err != nil {
		return usageError("结果显示不出来：%s", reason(err))
	}
	if format == diag.FormatText {
		fmt.Fprintln(w)
	}
	return nil
}

// printf is fmt.Fprintf for texts and names that others wrote: none of them turns, colours
// or ends a line. A fault of the writer is not told.
func printf(w io.Writer, format string, args ...any) { fmt.Fprintf(w, format, cleaned(args)...) }

// cleaned are arguments without signs that a terminal or a log would obey.
func cleaned(args []any) []any {
	clean := slices.Clone(args)
	for i, arg := range clean {
		switch arg := arg.(type) {
		case string, error, fmt.Stringer:
			clean[i] = diag.Printable(fmt.Sprint(arg))
		}
	}
	return clean
}

// failure returns the counts of errors and warnings; the caller appends the
// consequence.
func (f *siteFlags) failure(found []diag.Diagnostic) string {
	errors, warnings := diag.Count(found)
	why := ""
	if errors == 0 {
		why = "（--strict 把警告也算作失败）"
	}
	return fmt.Sprintf("没有通过：%d 个错误，%d 个警告%s；", errors, warnings, why)
}

func success(result generator.Result, took time.Duration, destination string) string {
	_, warnings := diag.Count(result.Diagnostics)
	return fmt.Sprintf("完成：%d 个页面，%d 个文件，%.2f 秒，%d 个警告%s → %s", result.Pages, result.Set.Len(), took.Seconds(), warnings, notesOf(result.Site),
		strings.TrimSuffix(filepath.ToSlash(destination), "/")+"/")
}

// notesOf says how many drafts of a site are not published, and how many pictures
// nobody has looked at for personal data.
func notesOf(s *site.Site) (notes string) {
	if s != nil && len(s.Drafts) > 0 {
		notes = fmt.Sprintf("，%d 份草稿没有公开", len(s.Drafts))
	}
	if s != nil && s.Pictures > 0 {
		notes += fmt.Sprintf("，%d 张图片和音像没有检查个人信息", s.Pictures)
	}
	return notes
}

// progressDelay is the time after which a build shows a progress bar.
const progressDelay = 700 * time.Millisecond

// progress is a progress bar on a terminal.
type progress struct {
	out   io.Writer // nil shows nothing
	start time.Time
	mu    sync.Mutex
	done  int
	bar   *progressbar.ProgressBar
}

func newProgress(out io.Writer, quiet bool, start time.Time) *progress {
	if quiet || !isTerminal(out) {
		return &progress{}
	}
	return &progress{out: out, start: start}
}

// step counts one more page of all.
func (p *progress) step(all int) {
	if p.out == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	if p.bar == nil && time.Since(p.start) > progressDelay {
		p.bar = progressbar.NewOptions(all, progressbar.OptionSetWriter(p.out), progressbar.OptionSetDescription("生成页面"),
			progressbar.OptionShowCount(), progressbar.OptionSetWidth(30), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	}
	if p.bar != nil {
		_ = p.bar.Set(p.done)
	}
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
