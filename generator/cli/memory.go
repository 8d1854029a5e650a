package cli

import (
	"os"
	"runtime"
	"runtime/debug"

	"gongshi/generator"
)

// Memory is collected when it has grown by so many percent. A build soon ends:
// with 150 it does a tenth less work than with Go's 100 and takes a tenth more
// memory; with more it takes more, and is no faster. collectFirst lets memory
// grow to 60 MB before it is collected at all: a site of some tens of pages is
// made before that, in a fifth less processor time than with 20 MB, and 16 MB
// more memory.
const (
	collectFirst = 1500
	collectAt    = 150
)

// collectLate sets when memory is collected, unless the environment does.
func collectLate() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(collectFirst)
	runtime.AddCleanup(new([1]*byte), func(int) { debug.SetGCPercent(collectAt) }, 0) // runs with the first collection
}

// build makes a whole site, in a program that ends soon after.
func build(opt generator.Options) generator.Result {
	hugePages()
	collectLate()
	return generator.Build(opt)
}
