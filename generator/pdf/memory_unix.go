//go:build unix

package pdf

import "syscall"

// reserve takes memory that the system provides page by page when it is used, and
// that does not count as Go's.
func reserve(size int) ([]byte, error) {
	return syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
}

func release(memory []byte) { _ = syscall.Munmap(memory) }
