package cli

import (
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"unsafe"
)

// heapSize is about what a site of 10,000 tasks needs, in bytes of addresses,
// not of memory.
const heapSize = 512 << 20

// hugePages has the system give Go's heap memory in pages of 2 MB, where it
// leaves that to programs (transparent_hugepage/enabled is "madvise"). Memory
// comes page by page when it is first touched, and with 4 KB a page that was a
// quarter of the time of every build. Go has no setting for it: the heap is
// made to grow, what was added is marked, and given back to the heap unused.
//
// A program that runs for long should not do this: the system may give memory
// back to the heap that the heap had returned.
func hugePages() {
	if !hasRoom() {
		return
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // what is not used needs no collecting yet
	var heap strings.Builder
	heap.Grow(heapSize) // make would wipe it, and so take the memory, if Go has used a part of it before
	heap.WriteByte(0)
	_ = syscall.Madvise(unsafe.Slice(unsafe.StringData(heap.String()), heapSize), syscall.MADV_HUGEPAGE) // a hint
	heap.Reset()
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
