package generator_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// imports is the table of ARCHITECTURE.md: which packages of this module each
// package may import. Packages stand in levels and import only from levels
// below; none imports another of its own level.
var imports = map[string][]string{
	"diag":       {},
	"source":     {},
	"symlink":    {"diag"},
	"output":     {"diag"},
	"site":       {"diag"},
	"markdown":   {"diag"},
	"words":      {},
	"zh":         {"words"},
	"chart":      {},
	"wording":    {},
	"xlsx":       {},
	"proof":      {"diag", "site", "xlsx"},
	"office":     {"markdown", "xlsx"},
	"importer":   {"content", "diag", "export", "markdown", "office", "site", "zh"},
	"privacy":    {},
	"pdf":        {},
	"history":    {"site"},
	"content":    {"diag", "site", "markdown", "privacy", "symlink"},
	"render":     {"diag", "site", "symlink", "chart", "wording"},
	"assets":     {"diag", "symlink"},
	"export":     {"markdown", "site", "xlsx"},
	"check":      {"diag", "site"},
	"search":     {"zh", "words", "site"},
	"engine":     {},
	"serve":      {"diag", "export", "output"},
	"archive":    {"export", "site", "xlsx"},
	"attachment": {"content", "office", "pdf", "privacy"},
	"localize":   {"content", "markdown", "site", "zh"},
	"review":     {"content", "diag", "markdown", "proof", "site", "words", "zh"},
	"pack":       {},
	"record":     {"site"},
	"generator":  {"diag", "pack", "site", "output", "content", "render", "assets", "export", "check", "search", "zh", "words", "privacy", "pdf", "source", "attachment", "localize", "record", "review"},
	"cli":        {"archive", "diag", "site", "output", "content", "assets", "search", "engine", "serve", "generator", "history", "privacy", "attachment", "importer", "office", "wording", "check", "pdf", "record", "source", "review", "xlsx"},
	"main":       {"cli"},
}

// levels are the heights of the table: an import leads to a lower number.
var levels = map[string]int{
	"diag": 0, "engine": 0, "pack": 0, "source": 0, "words": 0, "zh": 1, "chart": 0, "wording": 0, "xlsx": 0, "office": 2, "importer": 3, "proof": 2, "privacy": 1, "pdf": 0, "history": 2, "symlink": 1, "output": 1, "site": 1, "markdown": 1,
	"content": 2, "render": 2, "assets": 2, "export": 2, "check": 2, "search": 2, "record": 2,
	"archive": 3, "attachment": 3, "serve": 3, "localize": 3, "review": 3,
	"generator": 4, "cli": 5, "main": 6,
}

// shared are third-party modules that more than one package may import, being
// extensions of the standard library, or the plain data in which content hands
// on the contract with editors; any other belongs to exactly one package.
var shared = []string{"golang.org/x/net", "golang.org/x/text", "github.com/invopop/jsonschema"}

func TestImports(t *testing.T) {
	t.Parallel()
	owners := map[string]string{}
	for _, p := range listPackages(t) {
		name := shortName(p.ImportPath)
		allowed, known := imports[name]
		if !known {
			t.Errorf("package %s is not in the table of imports", p.ImportPath)
		}
		for _, path := range p.Imports {
			if strings.HasPrefix(path, "gongshi/") {
				to := shortName(path)
				if !slices.Contains(allowed, to) || levels[to] >= levels[name] {
					t.Errorf("%s must not import %s", name, to)
				}
				continue
			}
			if path == "encoding/csv" && name != "xlsx" {
				t.Errorf("%s must write CSV by xlsx.WriteCSV, which guards formulas", name)
			}
			module := moduleOf(path)
			if module == "" || slices.Contains(shared, module) {
				continue
			}
			if owner, taken := owners[module]; taken && owner != name {
				t.Errorf("%s is imported by both %s and %s", module, owner, name)
			}
			owners[module] = name
		}
	}
}

// effects are what packages below cli must not do: use the clock, the environment
// or other programs, or start goroutines. Those that may stand with each.
var effects = map[string][]string{
	"go":           {"generator", "serve"},
	"time.Now":     {"serve", "pdf"},
	"time.After":   {"serve"},
	"os.Getenv":    {},
	"exec.Command": {"history"},
}

// TestLeaves holds what the packages below cli must not import or do.
func TestLeaves(t *testing.T) {
	t.Parallel()
	for _, p := range listPackages(t) {
		name := shortName(p.ImportPath)
		if levels[name] > levels["generator"] {
			continue
		}
		for _, banned := range []string{"os", "net/http", "math/rand", "math/rand/v2"} {
			if slices.Contains(p.Imports, banned) && name != "output" && name != "serve" {
				t.Errorf("%s must not import %s", name, banned)
			}
		}
		for _, file := range p.GoFiles {
			for _, effect := range effectsOf(t, filepath.Join(p.Dir, file)) {
				if allowed, listed := effects[effect]; listed && !slices.Contains(allowed, name) {
					t.Errorf("%s must not use %s (%s)", name, effect, file)
				}
			}
		}
	}
}

// effectsOf lists the names of other packages that a file uses, and "go" if it
// starts a goroutine.
func effectsOf(t *testing.T, file string) (used []string) {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	must(t, err)
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			used = append(used, "go")
		case *ast.SelectorExpr:
			if of, ok := n.X.(*ast.Ident); ok {
				used = append(used, of.Name+"."+n.Sel.Name)
			}
		}
		return true
	})
	return used
}

type goPackage struct {
	Dir, ImportPath  string
	Imports, GoFiles []string
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=Dir,ImportPath,Imports,GoFiles", "gongshi/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var list []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p goPackage
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
	if len(list) < len(imports)-1 {
		t.Fatalf("only %d packages listed", len(list))
	}
	return list
}

func shortName(path string) string {
	if path == "gongshi" {
		return "main"
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}

// moduleOf is the module a third-party package belongs to, "" for the
// standard library.
func moduleOf(path string) string {
	parts := strings.Split(path, "/")
	switch {
	case !strings.Contains(parts[0], "."):
		return ""
	case len(parts) < 3:
		return path
	}
	return strings.Join(parts[:3], "/")
}
