// Command gongshi turns a folder of Markdown into a disclosure site.
package main

import (
	"embed"
	"os"

	"gongshi/generator/cli"
)

// defaults are the layouts and static files of every site that has none of its own.
//
//go:embed all:layouts all:static
var defaults embed.FS

func main() {
	os.Exit(cli.Run(os.Args[1:], cli.Environment{
		Stdout: os.Stdout, Stderr: os.Stderr, Defaults: defaults,
	}))
}
