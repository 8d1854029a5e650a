package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestHelpIsChinese reads the help of every command: a line with letters has
// Chinese in it, unless it is a usage line.
func TestHelpIsChinese(t *testing.T) {
	commands := 0
	everyCommand(newRoot(Environment{Stdout: io.Discard, Stderr: io.Discard}), func(cmd *cobra.Command) {
		commands++
		path := strings.Fields(cmd.CommandPath())[1:]
		text := help(t, append(path, "--help"))
		if other := help(t, append([]string{"help"}, path...)); other != text {
			t.Errorf("%q: help and --help differ:\n%s\n%s", path, other, text)
		}
		for line := range strings.SplitSeq(text, "\n") {
			usage := strings.HasPrefix(line, "  "+cmd.CommandPath())
			if strings.ContainsFunc(line, unicode.IsLetter) && !hasHan(line) && !usage {
				t.Errorf("%q: not Chinese: %q", path, line)
			}
			for _, english := range []string{"[flags]", "[command]", "(default", "help for", "string", " int"} {
				if strings.Contains(line, english) {
					t.Errorf("%q: the library speaks in %q", path, line)
				}
			}
		}
	})
	if commands < 9 {
		t.Errorf("only %d commands were looked at", commands)
	}
}

// TestFlagsAreDescribed holds that each flag says in Chinese what it does and
// what its value is.
func TestFlagsAreDescribed(t *testing.T) {
	everyCommand(newRoot(Environment{Stdout: io.Discard, Stderr: io.Discard}), func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !hasHan(f.Usage) {
				t.Errorf("%s --%s is described as %q", cmd.Name(), f.Name, f.Usage)
			}
			if kind := f.Value.Type(); kind != "bool" && !hasHan(kind) {
				t.Errorf("%s --%s has a value called %q", cmd.Name(), f.Name, kind)
			}
		})
	})
}

func TestFlagTableLinesUpOnATerminal(t *testing.T) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.BoolP("quiet", "q", false, "少说话")
	flags.Var(&value[string]{word: "文件夹"}, "to", "放到哪里")
	want := "" +
		"  -q, --quiet       少说话\n" +
		"      --to 文件夹   放到哪里\n" // each Chinese character is two columns wide
	if got := flagTable(flags); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func help(t *testing.T, args []string) string {
	t.Helper()
	var out, faults bytes.Buffer
	if code := Run(args, Environment{Stdout: &out, Stderr: &faults}); code != exitGood || faults.Len() > 0 {
		t.Fatalf("%q: exit code %d, %s", args, code, faults.String())
	}
	return out.String()
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
