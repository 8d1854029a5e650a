// Command html makes the HTML of a site's first script, which is the work that
// Hugo does as well: html ROOT SITE DESTINATION. It is a program of its own, so
// that it starts as fast as the generator does.
package main

import (
	"log"
	"os"
	"runtime"
	"runtime/debug"

	"gongshi/generator"
	"gongshi/generator/output"
	"gongshi/generator/site"
)

func main() {
	debug.SetGCPercent(75) // as the generator does
	stage, err := output.Open(os.Args[3], output.Options{})
	if err != nil {
		log.Fatal(err)
	}
	files := generator.Load(generator.Options{Source: os.DirFS(os.Args[2]), Defaults: os.DirFS(os.Args[1])}).Files()
	err = generator.Parallel(runtime.GOMAXPROCS(0))(len(files), func(i int) error {
		if files[i].Page == "" || files[i].Variant != site.Variants[0] {
			return nil
		}
		data, fault := files[i].Make()
		if fault != nil {
			log.Fatal(fault.Message)
		}
		return stage.Set().Add(files[i].Path, data, files[i].Source)
	})
	if err == nil {
		err = stage.Publish()
	}
	if stage.Discard(); err != nil {
		log.Fatal(err)
	}
}
