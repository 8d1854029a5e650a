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

// profile builds a site of ours in this process and writes where time and
// memory went: cpu-build, cpu-publish, and heap with all that lives between
// the two, which is close to the peak.
func (w workplace) profile(size string) error {
	runtime.MemProfileRate = heapSample
	dir := w.cache(size, "profile")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	options := generator.Options{Source: os.DirFS(w.site(size)), Defaults: os.DirFS(w.root)}
	var built generator.Result
	build := func() error {
		built = generator.Build(options)
		if errors, _ := diag.Count(built.Diagnostics); errors > 0 {
			return fmt.Errorf("%d faults", errors)
		}
		return nil
	}
	publish := func() error {
		return output.Publish(built.Set, w.built(size, "profile"), output.Options{Parallel: generator.Parallel(runtime.GOMAXPROCS(0))})
	}
	if err := profiled("build", filepath.Join(dir, "cpu-build.pprof"), build); err != nil {
		return err
	}
	if err := heapProfile(filepath.Join(dir, "heap.pprof")); err != nil {
		return err
	}
	if err := profiled("publish", filepath.Join(dir, "cpu-publish.pprof"), publish); err != nil {
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
