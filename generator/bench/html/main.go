// Command html makes the HTML of a site's first script, which is the work that
// Hugo does as well. It is a program of its own, so that it starts as fast as
// the generator does.
//
//	html ROOT SITE DESTINATION
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"

	"gongshi/generator"
	"gongshi/generator/output"
	"gongshi/generator/site"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: html ROOT SITE DESTINATION")
		os.Exit(2)
	}
	if err := makeHTML(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// makeHTML makes the pages of a site's first script with the layouts and static
// files of root, and publishes them.
func makeHTML(root, source, destination string) error {
	stage, err := output.Open(destination, output.Options{})
	if err != nil {
		return err
	}
	defer stage.Discard()
	var pages []generator.File
	for _, f := range generator.Load(generator.Options{Source: os.DirFS(source), Defaults: os.DirFS(root)}).Files() {
		if f.Page != "" && f.Variant == site.Variants[0] {
			pages = append(pages, f)
		}
	}
	err = generator.Parallel(runtime.GOMAXPROCS(0))(len(pages), func(i int) error {
		data, fault := pages[i].Make()
		if fault != nil {
			return errors.New(fault.Message)
		}
		return stage.Set().Add(pages[i].Path, data, pages[i].Source)
	})
	if err != nil {
		return err
	}
	return stage.Publish()
}
