package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"

	"gongshi/generator"
	"gongshi/generator/diag"
	"gongshi/generator/output"
)

// heapSample is the number of bytes between two samples of the heap profile.
const heapSample = 64 << 10

// profile builds and publishes a site of ours in this process and writes where
// time and memory went: cpu, and heap with all that is still needed when the
// last file is made.
func (w workplace) profile(size string) error {
	runtime.MemProfileRate = heapSample
	dir := w.cache(size, "profile")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	stage, err := output.Open(w.built(size, "profile"), output.Options{Parallel: generator.Parallel(runtime.GOMAXPROCS(0))})
	if err != nil {
		return err
	}
	defer stage.Discard()
	var built generator.Result
	err = profiled("build", filepath.Join(dir, "cpu.pprof"), func() error {
		built = generator.Build(generator.Options{Source: os.DirFS(w.site(size)), Defaults: os.DirFS(w.root), Set: stage.Set()})
		if errors, _ := diag.Count(built.Diagnostics); errors > 0 {
			return fmt.Errorf("%d faults", errors)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := heapProfile(filepath.Join(dir, "heap.pprof")); err != nil {
		return err
	}
	runtime.KeepAlive(built)
	if err := profiled("publish", os.DevNull, stage.Publish); err != nil {
		return err
	}
	fmt.Printf("%s: profiles in %s, read them with: go tool pprof -top -cum FILE\n", size, dir)
	return nil
}

// profiled runs one stage under the CPU profiler and prints its cost.
func profiled(stage, path string, do func() error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	start := time.Now()
	err = do()
	wall := time.Since(start)
	pprof.StopCPUProfile()
	runtime.ReadMemStats(&after)
	fmt.Printf("%-8s %s, allocated %s in %d objects, %d collections, heap %s, from the system %s\n", stage, milliseconds(wall),
		mebibytes(int64(after.TotalAlloc-before.TotalAlloc)), after.Mallocs-before.Mallocs, after.NumGC-before.NumGC,
		mebibytes(int64(after.HeapAlloc)), mebibytes(int64(after.Sys)))
	return err
}

func heapProfile(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	runtime.GC() // the profile is that of the last collection
	return pprof.Lookup("heap").WriteTo(f, 0)
}
