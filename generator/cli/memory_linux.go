package cli

import (
	"runtime"
	"runtime/debug"
	"syscall"
)

// Bytes of addresses, not of memory. heapSize is about what a site of 10,000
// tasks needs; chunk is the piece by which Go's heap grows.
const (
	heapSize = 512 << 20
	chunk    = 4 << 20
)

// hugePages has the system give Go's heap memory in pages of 2 MB, where it
// leaves that to programs (transparent_hugepage/enabled is "madvise"). Memory
// comes page by page when it is first touched, and with 4 KB a page that was a
// quarter of the time of every build. Go has no setting for it: the heap is
// made to grow, what was added is marked, and given back to the heap unused.
//
// What Go has used before it wipes when it is allocated again, which would take
// all of the memory at once. So a chunk is allocated first, and held: it uses
// up the rest of the piece that other memory was taken from.
//
// A program that runs for long should not do this: the system may give memory
// back to the heap that the heap had returned.
func hugePages() {
	if !hasRoom() {
		return
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // what is not used needs no collecting yet
	rest := make([]byte, chunk)
	heap := make([]byte, heapSize)
	for _, piece := range [][]byte{rest, heap} {
		_ = syscall.Madvise(piece, syscall.MADV_HUGEPAGE) // a hint
	}
	runtime.KeepAlive(rest)
	runtime.GC()
}

// hasRoom says whether the program could have three times as much: its user may
// have set a limit (GOMEMLIMIT), the system may count addresses (ulimit -v), or
// as memory what nobody touches (vm.overcommit_memory = 2). Go does not survive
// a refusal.
func hasRoom() bool {
	const size = 3 * heapSize
	if debug.SetMemoryLimit(-1) < size {
		return false
	}
	room, err := syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	return err == nil && syscall.Munmap(room) == nil
}
