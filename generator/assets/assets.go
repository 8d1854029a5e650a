// Package assets makes the browser's files out of the folder "static": style
// sheets and scripts are bundled, minified and named by their content, all
// other files are taken as they are. It writes nothing.
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

// Folder is where static files lie.
const Folder = "static"

// BundlePath is the site path of the folder that holds bundles. What lies in
// it never changes under its name and may be cached for ever.
const BundlePath = "/assets/"

// File is one file of the site.
type File struct {
	Path   string // site path: "/favicon.svg"
	Source string
	Data   []byte
}

// Result is what Bundle makes.
type Result struct {
	Files []File
	// URLs leads from an entry ("css/site.css") to its site path.
	URLs map[string]string
	// Inline leads from the name of a script or style sheet for the page itself
	// ("js/first.inline.js", "css/report.inline.css") to its code, minified.
	Inline map[string]string
}

// inlineMark stands in the names of scripts and style sheets that are part of
// pages, because the first painting of a page must not wait for a request.
const inlineMark = ".inline."

// Bundle reads the folder "static" of fsys. Every *.css in static/css and
// *.js in static/js whose name does not begin with "_" is the entry of a
// bundle; it includes others by @import and import. One that ends in
// ".inline.js" or ".inline.css" is code for the pages themselves and no file of
// the site.
func Bundle(fsys fs.FS) (Result, []diag.Diagnostic) {
	result := Result{URLs: map[string]string{}, Inline: map[string]string{}}
	var entries, inline []string
	if fault := symlink.CheckFolder(fsys, Folder); fault != nil {
		return result, []diag.Diagnostic{*fault}
	}
	var found []diag.Diagnostic
	_ = fs.WalkDir(fsys, Folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == Folder:
			return fs.SkipAll
		case err != nil:
			found = append(found, diag.File(diag.Error, "unreadable", name, "读不到这个文件"))
			return nil
		case strings.HasPrefix(entry.Name(), ".") && name != Folder:
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		case entry.Type()&fs.ModeSymlink != 0:
			if _, fault := symlink.Check(fsys, name); fault != nil {
				found = append(found, *fault)
				return nil
			}
		}
		switch bundled, isEntry := part(name); {
		case isEntry && strings.Contains(entry.Name(), inlineMark):
			inline = append(inline, name)
		case isEntry:
			entries = append(entries, name)
		case !bundled:
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				found = append(found, diag.File(diag.Error, "unreadable", name, "读不到这个文件"))
				return nil
			}
			result.Files = append(result.Files, File{strings.TrimPrefix(name, Folder), name, data})
		}
		return nil
	})
	if len(entries) > 0 {
		found = append(found, result.bundle(fsys, entries)...)
	}
	if len(inline) > 0 {
		found = append(found, result.inline(fsys, inline)...)
	}
	return result, found
}

// part says whether a file goes into a bundle and whether it begins one.
func part(name string) (bundled, entry bool) {
	dir, base := path.Split(name)
	ext := path.Ext(base)
	if !strings.HasPrefix(dir, Folder+"/css/") && !strings.HasPrefix(dir, Folder+"/js/") || ext != ".css" && ext != ".js" {
		return false, false
	}
	top := dir == Folder+"/css/" && ext == ".css" || dir == Folder+"/js/" && ext == ".js"
	return true, top && !strings.HasPrefix(base, "_")
}

// engines are the oldest browsers that bundles are written for.
var engines = []api.Engine{
	{Name: api.EngineChrome, Version: "87"}, {Name: api.EngineFirefox, Version: "91"}, {Name: api.EngineSafari, Version: "14.1"},
}

// compileAll has Chromium (136 and later) compile a script as a whole, beside what the
// page does, while it arrives; else each function is compiled when it is first
// called, and the page waits. The search does much in its first instant.
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
		for _, entry := range entries { // so that layouts are not blamed, too
			r.URLs[strings.TrimPrefix(entry, Folder+"/")] = BundlePath + path.Base(entry)
		}
		return found
	}
	sources := entryPoints(built.Metafile)
	for _, out := range built.OutputFiles {
		address := "/" + strings.TrimLeft(strings.ReplaceAll(out.Path, "\\", "/"), "/")
		entry := strings.TrimPrefix(sources[address], namespace+":")
		r.Files = append(r.Files, File{address, max(entry, Folder), out.Contents})
		if entry != "" {
			r.URLs[strings.TrimPrefix(entry, Folder+"/")] = address
		}
	}
	slices.SortFunc(r.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return found
}

// inline bundles what stands in the pages themselves.
func (r *Result) inline(fsys fs.FS, entries []string) []diag.Diagnostic {
	built := api.Build(options(fsys, api.BuildOptions{EntryPoints: entries, Outdir: "/", EntryNames: "[name]", Format: api.FormatIIFE}))
	found := messages(fsys, built)
	for _, entry := range entries { // also after an error, so that layouts are not blamed, too
		r.Inline[strings.TrimPrefix(entry, Folder+"/")] = ""
	}
	for _, out := range built.OutputFiles {
		base := path.Base(strings.ReplaceAll(out.Path, "\\", "/"))
		r.Inline[path.Ext(base)[1:]+"/"+base] = strings.TrimSpace(string(out.Contents))
	}
	return found
}

// options adds to given ones what every bundle is made with.
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

// entryPoints leads from a bundle's path to the file it begins with.
func entryPoints(metafile string) map[string]string {
	var meta struct {
		Outputs map[string]struct{ EntryPoint string }
	}
	sources := map[string]string{}
	if json.Unmarshal([]byte(metafile), &meta) == nil {
		for name, out := range meta.Outputs {
			sources["/"+strings.TrimLeft(name, "/")] = out.EntryPoint
		}
	}
	return sources
}

const namespace = "static"

var loaders = map[string]api.Loader{".css": api.LoaderCSS, ".js": api.LoaderJS, ".json": api.LoaderJSON}

// fromFS lets esbuild read from an fs.FS instead of the disk.
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
			if err := published(fsys, args.Path); err != nil {
				return api.OnLoadResult{}, err
			}
			data, err := fs.ReadFile(fsys, args.Path)
			if err != nil {
				return api.OnLoadResult{}, fmt.Errorf("找不到 %s", args.Path)
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

// published refuses files that do not belong to what is published: a style sheet
// or script can name any file.
func published(fsys fs.FS, name string) error {
	hidden := func(part string) bool { return strings.HasPrefix(part, ".") }
	if !strings.HasPrefix(name, Folder+"/") || slices.ContainsFunc(strings.Split(name, "/"), hidden) {
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

// message turns what esbuild says into a diagnostic.
func message(fsys fs.FS, severity diag.Severity, m api.Message) diag.Diagnostic {
	text := "样式或脚本有误"
	hint := "原文：" + m.Text
	if hasHan(m.Text) {
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

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff })
}
