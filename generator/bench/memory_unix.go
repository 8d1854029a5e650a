package main

import (
	"os"
	"syscall"
)

// peakMemory is the largest resident memory of an ended process in bytes.
// Linux counts what its parent held when it was started, too: the bench
// itself has to stay small.
func peakMemory(state *os.ProcessState) int64 {
	return state.SysUsage().(*syscall.Rusage).Maxrss << 10
}

// ownMemory is the largest resident memory of this process so far in bytes.
func ownMemory() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return usage.Maxrss << 10
}
