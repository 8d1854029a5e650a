package lazyregexp_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gongshi/generator/lazyregexp"
)

func TestNew(t *testing.T) {
	form := lazyregexp.New(`^\d+$`)
	first := form()
	if !first.MatchString("2021") || first.MatchString("二〇二一") || form() != first {
		t.Error("not the expression that was asked for, or compiled twice")
	}
	bad := lazyregexp.New(`(`) // nothing happens yet
	defer func() {
		if recover() == nil {
			t.Error("a bad expression did not panic when used")
		}
	}()
	bad()
}

// An expression that only a rare mistake of an editor needs must not turn out to
// be bad in front of that editor: all of the project are compiled here.
func TestExpressions(t *testing.T) {
	files := token.NewFileSet()
	found := 0
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(files, path, text, 0)
		if err != nil {
			return err
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isNew(call.Fun) {
				return true
			}
			found++
			expression, constant := value(call.Args[0])
			if _, err := regexp.Compile(expression); err != nil || !constant {
				t.Errorf("%s: %q: not constant, or %v", files.Position(call.Pos()), expression, err)
			}
			return true
		})
		return nil
	})
	if err != nil || found == 0 {
		t.Errorf("%d expressions, %v", found, err)
	}
}

func isNew(function ast.Expr) bool {
	selector, ok := function.(*ast.SelectorExpr)
	if !ok || selector.Sel.Name != "New" {
		return false
	}
	name, ok := selector.X.(*ast.Ident)
	return ok && name.Name == "lazyregexp"
}

// value is that of a constant in the same file: a literal, a name, a sum.
func value(e ast.Expr) (text string, constant bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, leftKnown := value(e.X)
		right, rightKnown := value(e.Y)
		return left + right, leftKnown && rightKnown && e.Op == token.ADD
	case *ast.Ident:
		if e.Obj == nil {
			return "", false
		}
		spec, ok := e.Obj.Decl.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return "", false
		}
		return value(spec.Values[0])
	}
	return "", false
}
