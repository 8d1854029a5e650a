package generator_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongshi/generator/export"
	"gongshi/generator/render"
	"gongshi/generator/site"
	"gongshi/generator/zh"
)

// TestWordsOfTheProgram finds every text that the code of render and export says
// in the script of a site, by site.Text: each is listed in the package's Words, so
// that it is converted with all its words known.
func TestWordsOfTheProgram(t *testing.T) {
	t.Parallel()
	for folder, words := range map[string][]string{"render": render.Words, "export": export.Words} {
		found := 0
		for text, at := range saidIn(t, folder) {
			found++
			if !slices.Contains(words, text) {
				t.Errorf("%s: %q is not in %s.Words", at, text, folder)
			}
		}
		if found < 5 {
			t.Errorf("only %d texts were found in %s", found, folder)
		}
	}
}

// saidIn are the constant arguments of Text in a folder, with their places.
func saidIn(t *testing.T, folder string) map[string]token.Position {
	t.Helper()
	set := token.NewFileSet()
	var files []*ast.File
	names, err := filepath.Glob(folder + "/*.go")
	must(t, err)
	for _, name := range names {
		file, err := parser.ParseFile(set, name, nil, 0)
		must(t, err)
		if !strings.HasSuffix(name, "_test.go") {
			files = append(files, file)
		}
	}
	constants := map[string]string{}
	each := func(visit func(ast.Node)) {
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool { visit(n); return true })
		}
	}
	each(func(n ast.Node) {
		if spec, ok := n.(*ast.ValueSpec); ok {
			for i, name := range spec.Names {
				if i < len(spec.Values) {
					if literal, ok := spec.Values[i].(*ast.BasicLit); ok && literal.Kind == token.STRING {
						constants[name.Name], _ = strconv.Unquote(literal.Value)
					}
				}
			}
		}
	})
	found := map[string]token.Position{}
	each(func(n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return
		}
		if method, ok := call.Fun.(*ast.SelectorExpr); !ok || method.Sel.Name != "Text" {
			return
		}
		switch argument := call.Args[0].(type) {
		case *ast.BasicLit:
			text, _ := strconv.Unquote(argument.Value)
			found[text] = set.Position(call.Pos())
		case *ast.Ident:
			if text, ok := constants[argument.Name]; ok {
				found[text] = set.Position(call.Pos())
			}
		}
	})
	return found
}

// TestVariantsAgree: the variants a site can have are those that texts can be
// converted to.
func TestVariantsAgree(t *testing.T) {
	t.Parallel()
	var names, codes []string
	for _, v := range zh.Variants {
		names = append(names, v.String())
	}
	for _, v := range site.Variants {
		codes = append(codes, v.Code)
		if v.Lang != "zh-"+v.Code || v.Name == "" || v.Locale == "" {
			t.Errorf("%+v", v)
		}
	}
	if !slices.Equal(names, codes) {
		t.Errorf("site has %q, zh %q", codes, names)
	}
}
