//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakMemory is the largest resident memory of an ended process in bytes.
// Linux counts what its parent held when it was started, too: the bench
// itself has to stay small.
func peakMemory(state *os.ProcessState) int64 {
	return maxResident(state.SysUsage().(*syscall.Rusage))
}

// ownMemory is the largest resident memory of this process so far in bytes.
func ownMemory() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return maxResident(&usage)
}

func maxResident(usage *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" { // the only one that counts bytes
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}

// settle lets the system write all it still has to write.
func settle() { syscall.Sync() }
