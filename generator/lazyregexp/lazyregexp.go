// Package lazyregexp has regular expressions that are compiled when they are
// first used: dozens of them, half of which only mend mistakes, took a twentieth
// of the time that a small site takes.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns what compiles an expression once. A bad expression panics when it
// is used.
func New(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}
