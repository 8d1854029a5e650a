// Package assets builds the files of the folder "static": style sheets and
// scripts are bundled, minified and named by a hash of their content, other
// files are copied. It writes nothing to disk.
package assets

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"gongshi/generator/diag"
	"gongshi/generator/symlink"
)

// Folder is the folder of static files.
const Folder = "static"

// BundlePath is the site path of the bundles. A file in it never changes under
// its name and may be cached for ever.
const BundlePath = "/assets/"

// File is one file of the site.
type File struct {
	Path   string // site path: "/favicon.svg"
	Source string
	Data   []byte
}

// Result holds the files of the site that Bundle built.
type Result struct {
	Files []File
	// URLs maps an entry ("css/site.css") to its site path.
	URLs map[string]string
	// Inline maps the name of an inline script or style sheet
	// ("js/first.inline.js", "css/report.inline.css") to its minified code.
	Inline map[string]string
}

// inlineMark is in the names of scripts and style sheets that become part of
// the pages, because the first paint must not wait for another request.
const inlineMark = ".inline."

// Bundle builds the folder "static" of fsys. Every *.css in static/css and
// *.js or *.ts in static/js is the entry of a bundle, unless its name begins with "_";
// entries include other files by @import and import. An entry named
// *.inline.css, *.inline.js or *.inline.ts goes to Result.Inline instead of Result.Files.
func Bundle(fsys fs.FS) (Result, []diag.Diagnostic) {
	result := Result{URLs: map[string]string{}, Inline: map[string]string{}}
	var entries, inline, copies []string
	found := symlink.Walk(fsys, Folder, func(name, _ string) {
		switch kind := kindOf(name); kind {
		case inlineEntry:
			inline = append(inline, name)
		case bundleEntry:
			entries = append(entries, name)
		case copied:
			copies = append(copies, name)
		}
	})
	for _, name := range copies {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			found = append(found, diag.Unreadable(name, err))
			continue
		}
		result.Files = append(result.Files, File{strings.TrimPrefix(name, Folder), name, data})
	}
	if len(entries) > 0 {
		found = append(found, result.bundle(fsys, entries)...)
	}
	if len(inline) > 0 {
		found = append(found, result.inline(fsys, inline)...)
	}
	return result, found
}

// kind is how a static file is used.
type kind uint8

const (
	copied      kind = iota // published unchanged
	included                // only through the entries that import it
	bundleEntry             // entry of a bundle
	inlineEntry             // entry of code that becomes part of pages
)

// isSource says which files in static/css and static/js are not published as they
// are: tsconfig.json, too, is for programs that check the scripts.
var isSource = map[string]bool{".css": true, ".js": true, ".ts": true, ".json": true}

// writtenAs is the name of a source as layouts and pages know it: a TypeScript module
// is a script to them.
func writtenAs(name string) string {
	if strings.HasSuffix(name, ".ts") {
		return strings.TrimSuffix(name, ".ts") + ".js"
	}
	return name
}

// entryName is the name of an entry in Result.URLs and Result.Inline.
func entryName(source string) string { return writtenAs(strings.TrimPrefix(source, Folder+"/")) }

func kindOf(name string) kind {
	dir, base := path.Split(name)
	ext := path.Ext(base)
	switch {
	case !strings.HasPrefix(dir, Folder+"/css/") && !strings.HasPrefix(dir, Folder+"/js/") || !isSource[ext]:
		return copied
	case dir != Folder+"/"+strings.TrimPrefix(writtenAs(ext), ".")+"/" || strings.HasPrefix(base, "_"):
		return included
	case strings.Contains(base, inlineMark):
		return inlineEntry
	}
	return bundleEntry
}

// engines are the oldest supported browsers.
var engines = []api.Engine{
	{Name: api.EngineChrome, Version: "87"}, {Name: api.EngineFirefox, Version: "91"}, {Name: api.EngineSafari, Version: "14.1"},
}

// compileAll makes Chromium (136 and later) compile a whole script on a
// background thread while it loads. Otherwise each function is compiled when it
// is first called, which blocks the page; the search calls many at its start.
// See https://v8.dev/blog/explicit-compile-hints.
const compileAll = "//# allFunctionsCalledOnLoad"

func (r *Result) bundle(fsys fs.FS, entries []string) []diag.Diagnostic {
	built := api.Build(options(fsys, api.BuildOptions{
		EntryPoints: entries, Outdir: "/", Splitting: true, Format: api.FormatESModule, Metafile: true,
		Banner:     map[string]string{"js": compileAll},
		EntryNames: BundlePath[1:] + "[name]-[hash]", AssetNames: BundlePath[1:] + "[name]-[hash]", ChunkNames: BundlePath[1:] + "[name]-[hash]",
	}))
	found := messages(fsys, built)
	if len(built.Errors) > 0 {
		for _, entry := range entries { // avoids a second error in layouts that use them
			r.URLs[entryName(entry)] = BundlePath + writtenAs(path.Base(entry))
		}
		return found
	}
	var meta struct {
		Outputs map[string]struct{ EntryPoint string }
	}
	_ = json.Unmarshal([]byte(built.Metafile), &meta) // written by esbuild itself
	for _, out := range built.OutputFiles {
		name := strings.TrimLeft(strings.ReplaceAll(out.Path, "\\", "/"), "/")
		address := "/" + name
		entry := strings.TrimPrefix(meta.Outputs[name].EntryPoint, namespace+":")
		r.Files = append(r.Files, File{address, max(entry, Folder), out.Contents})
		if entry != "" {
			r.URLs[entryName(entry)] = address
		}
	}
	slices.SortFunc(r.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return found
}

// inline bundles the inline scripts and style sheets.
func (r *Result) inline(fsys fs.FS, entries []string) []diag.Diagnostic {
	built := api.Build(options(fsys, api.BuildOptions{EntryPoints: entries, Outdir: "/", EntryNames: "[name]", Format: api.FormatIIFE}))
	found := messages(fsys, built)
	for _, entry := range entries { // even after an error: avoids a second one in layouts that use them
		r.Inline[entryName(entry)] = ""
	}
	for _, out := range built.OutputFiles {
		base := path.Base(strings.ReplaceAll(out.Path, "\\", "/"))
		r.Inline[path.Ext(base)[1:]+"/"+base] = strings.TrimSpace(string(out.Contents))
	}
	return found
}

// Script bundles a module under static, such as "js/_search/engine.ts", as a script that
// puts what the module exports into a global variable, for use without a page.
func Script(fsys fs.FS, module, global string) ([]byte, error) {
	built := api.Build(options(fsys, api.BuildOptions{EntryPoints: []string{Folder + "/" + module}, Outdir: "/", Format: api.FormatIIFE, GlobalName: global}))
	if found := messages(fsys, built); len(built.Errors) > 0 {
		return nil, errors.New(found[0].Message)
	}
	return built.OutputFiles[0].Contents, nil
}

// options adds the options that all bundles share.
func options(fsys fs.FS, o api.BuildOptions) api.BuildOptions {
	o.Bundle, o.Write, o.AbsWorkingDir, o.Outbase = true, false, "/", Folder
	o.MinifyWhitespace, o.MinifyIdentifiers, o.MinifySyntax = true, true, true
	o.LegalComments, o.Charset, o.LogLevel = api.LegalCommentsNone, api.CharsetUTF8, api.LogLevelSilent
	o.Engines, o.Plugins = engines, []api.Plugin{fromFS(fsys)}
	return o
}

func messages(fsys fs.FS, built api.BuildResult) []diag.Diagnostic {
	var found []diag.Diagnostic
	for _, m := range built.Errors {
		found = append(found, message(fsys, diag.Error, m))
	}
	for _, m := range built.Warnings {
		found = append(found, message(fsys, diag.Warning, m))
	}
	return found
}

const namespace = "static"

var loaders = map[string]api.Loader{".css": api.LoaderCSS, ".js": api.LoaderJS, ".ts": api.LoaderTS, ".json": api.LoaderJSON}

// fromFS makes esbuild read from an fs.FS instead of the disk.
func fromFS(fsys fs.FS) api.Plugin {
	return api.Plugin{Name: namespace, Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if strings.Contains(args.Path, "://") || strings.HasPrefix(args.Path, "data:") {
				return api.OnResolveResult{Path: args.Path, External: true}, nil
			}
			name := args.Path
			if args.Kind != api.ResolveEntryPoint {
				name = path.Join(path.Dir(args.Importer), args.Path)
			}
			return api.OnResolveResult{Path: name, Namespace: namespace}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			if err := checkPublic(fsys, args.Path); err != nil {
				return api.OnLoadResult{}, err
			}
			data, err := fs.ReadFile(fsys, args.Path)
			if err != nil {
				if errors.Is(err, fs.ErrNotExist) {
					return api.OnLoadResult{}, fmt.Errorf("找不到 %s", args.Path)
				}
				d := diag.Unreadable(args.Path, err)
				return api.OnLoadResult{}, fmt.Errorf("%s：%s；%s", args.Path, d.Message, d.Hint)
			}
			text := string(data)
			loader, ok := loaders[path.Ext(args.Path)]
			if !ok {
				loader = api.LoaderFile
			}
			return api.OnLoadResult{Contents: &text, Loader: loader}, nil
		})
	}}
}

// checkPublic refuses to bundle files that are not published: a style sheet or
// script can name any file.
func checkPublic(fsys fs.FS, name string) error {
	if !strings.HasPrefix(name, Folder+"/") || strings.Contains(name, "/.") {
		return fmt.Errorf("不能用 %s，只能用 static 里面的文件", name)
	}
	if to, err := symlink.Resolve(fsys, name); to == name || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, fault := symlink.Check(fsys, name); fault != nil {
		return errors.New(name + "：" + fault.Message)
	}
	return nil
}

// message converts a message of esbuild, or a Chinese one of our own, to a diagnostic.
func message(fsys fs.FS, severity diag.Severity, m api.Message) diag.Diagnostic {
	text, hint := "样式或脚本有误", "原文："+m.Text
	if strings.ContainsFunc(m.Text, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
		text, hint = m.Text, ""
	}
	if m.Location == nil {
		return diag.File(severity, "static", Folder, text).WithHint(hint)
	}
	name := strings.TrimPrefix(m.Location.File, namespace+":")
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return diag.File(severity, "static", name, text).WithHint(hint)
	}
	src := diag.NewSource(name, data)
	start := src.LineStart(m.Location.Line) + m.Location.Column
	return src.Report(severity, "static", start, start+m.Location.Length, text).WithHint(hint)
}
