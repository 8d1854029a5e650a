package generator

import (
	"cmp"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"gongshi/generator/diag"
)

// pool runs independent work on a fixed number of goroutines. It and the
// development server are the only code that starts any.
type pool struct{ size int }

// each runs do(0) … do(n-1), in any order, and returns when all are done. A
// panic of one is raised again in the goroutine that called, as *diag.Panic;
// then no more work is begun.
func (p pool) each(n int, do func(i int)) {
	if p.size <= 1 || n <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	var fault atomic.Pointer[diag.Panic]
	for range min(p.size, n) {
		wait.Go(func() {
			defer func() {
				if value := recover(); value != nil {
					next.Store(int64(n))
					fault.CompareAndSwap(nil, &diag.Panic{Value: value, Stack: debug.Stack()})
				}
			}()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wait.Wait()
	if f := fault.Load(); f != nil {
		panic(f)
	}
}

// Parallel is each for work that can fail: it runs do on up to jobs
// goroutines and returns the error of the lowest i that failed. After an
// error no more work is begun.
func Parallel(jobs int) func(n int, do func(i int) error) error {
	return func(n int, do func(i int) error) error {
		var failed atomic.Bool
		faults := make([]error, n)
		pool{jobs}.each(n, func(i int) {
			if !failed.Load() {
				if faults[i] = do(i); faults[i] != nil {
					failed.Store(true)
				}
			}
		})
		return cmp.Or(faults...)
	}
}
