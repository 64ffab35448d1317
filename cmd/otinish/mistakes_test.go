package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"medico-intech.kz/otinish/templates"
)

// speaksToNobody are files whose refusals no page shows: sweeps, the configuration,
// and the import, whose remedies stand beside the line of the file.
var speaksToNobody = []string{"handlers/retire.go", "handlers/period.go", "handlers/review/retire.go", "handlers/review/import.go"}

// Whatever an operator is refused, there are words for it in each language: every
// error of the desk that says what they did wrong has a code, every code has words
// with a place for each of its values, and no words are for nothing.
func TestWhatTheDeskRefusesHasWords(t *testing.T) {
	m, err := templates.ParseMistakes()
	if err != nil {
		t.Fatal(err)
	}
	codes, used := m.Codes(), make(map[string]bool)
	for _, dir := range []string{"handlers", "handlers/review", "handlers/console", "cmd/otinish", "store/privacy"} {
		faces := strings.HasPrefix(dir, "handlers") // the others tell of usage, and of what is wrong with the program
		for path, file := range sources(t, dir) {
			said := make(map[ast.Node]bool)
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || name(call.Fun) != "privacy.Mistaken" && !(dir == "store/privacy" && isIdent(call.Fun, "Mistaken")) {
					return true
				}
				lit, ok := call.Args[0].(*ast.BasicLit)
				if !ok {
					t.Errorf("%s: the code of a mistake is no constant", path)
					return true
				}
				code, _ := strconv.Unquote(lit.Value)
				used[code], said[call.Args[1]] = true, true
				if want, ok := codes[code]; !ok || want != len(call.Args)-2 {
					t.Errorf("%s: %s has %d values, its words %d (there: %v)", path, code, len(call.Args)-2, want, ok)
				}
				return true
			})
			ast.Inspect(file, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok && faces && refuses(call) && !said[call] && !anyOf(path, speaksToNobody) {
					t.Errorf("%s: %s has no words", path, call.Args[0].(*ast.BasicLit).Value)
				}
				return true
			})
		}
	}
	for _, file := range sources(t, "cmd/otinish") { // of the rest of what it refuses only a part has words
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && name(call.Fun) == "privacy.Mistaken" {
				code, _ := strconv.Unquote(call.Args[0].(*ast.BasicLit).Value)
				if used[code] = true; codes[code] != len(call.Args)-2 {
					t.Errorf("%s has %d values, its words %d", code, len(call.Args)-2, codes[code])
				}
			}
			return true
		})
	}
	for code := range codes {
		if !used[code] {
			t.Errorf("nothing says %s", code)
		}
	}
}

// refuses: fmt.Errorf that wraps a sentinel saying that somebody did something wrong.
func refuses(call *ast.CallExpr) bool {
	if name(call.Fun) != "fmt.Errorf" {
		return false
	}
	switch name(call.Args[len(call.Args)-1]) {
	case "privacy.ErrNotAllowed", "privacy.ErrBadInput", "privacy.ErrConflict", "privacy.ErrDestroyed":
		return true
	}
	return false
}

func name(e ast.Expr) string {
	s, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	x, ok := s.X.(*ast.Ident)
	if !ok {
		return ""
	}
	return x.Name + "." + s.Sel.Name
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

func anyOf(path string, list []string) bool {
	for _, one := range list {
		if strings.HasSuffix(path, one) {
			return true
		}
	}
	return false
}

// sources parses the files of one folder, tests left out.
func sources(t *testing.T, dir string) map[string]*ast.File {
	t.Helper()
	files := make(map[string]*ast.File)
	paths, err := filepath.Glob(filepath.Join("..", "..", dir, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: %d files, %v", dir, len(paths), err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.ToSlash(path)] = file
	}
	return files
}
