//go:build !unix

package pdf

func reserve(size int) ([]byte, error) { return make([]byte, size), nil }

func release([]byte) {}
