package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"medico-intech.kz/otinish/store/privacy"
)

// proofWords are the words for how a sender was checked, by table and code.
func proofWords(t *testing.T, l privacy.Language) (words map[string]map[string]string) {
	t.Helper()
	_, err := toml.DecodeFile(filepath.Join("..", "..", "templates", "proof", "proof."+string(l)+".toml"), &words)
	must(t, err)
	return words
}

// Whatever is found out about a sender has words in each language: every reason, every
// clue with a place for each of its values, every code that stands among them; and no
// words are for nothing.
func TestWhatIsFoundOfASenderHasWords(t *testing.T) {
	codes := map[string][]string{"domain": {"none"}, "method": {"confirmation"}, "result": {"other"}}
	consts, values := make(map[string]string), make(map[string]int)
	sender := sources(t, "mailbox/senderauth")
	for _, file := range sender {
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if v, ok := s.(*ast.ValueSpec); ok {
						collect(d.Tok, v, consts, codes)
					}
				}
			case *ast.FuncDecl:
				switch d.Name.Name {
				case "lookalike":
					codes["lookalike"] = append(codes["lookalike"], literals(d.Body)...)
				case "note":
					if d.Recv != nil && len(d.Type.Params.List) == 2 { // of the results
						codes["method"] = append(codes["method"], cases(d.Body)...)
					}
				}
			}
		}
	}
	for _, file := range sender {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			at := -1 // where the code stands
			if s, is := call.Fun.(*ast.SelectorExpr); is && s.Sel.Name == "say" {
				at = 0
			} else if isIdent(call.Fun, "clue") {
				at = 1
			}
			if at < 0 || call.Ellipsis != token.NoPos {
				return true
			}
			name := fmt.Sprint(call.Args[at])
			code, known := consts[name]
			if !known || !strings.HasPrefix(name, "clue") {
				t.Errorf("the code of a clue is no constant: %s", name)
			}
			if have, before := values[code]; before && have != len(call.Args)-at-1 {
				t.Errorf("%s has %d values, and %d elsewhere", code, len(call.Args)-at-1, have)
			}
			values[code] = len(call.Args) - at - 1
			return true
		})
	}
	codes["method"] = append(codes["method"], "arc")
	if len(codes["proofwhy"]) < 40 || len(values) < 20 || len(codes["lookalike"]) < 4 || len(codes["result"]) < 9 || len(codes["policy"]) < 3 || len(codes["method"]) < 5 {
		t.Fatalf("too little was found: is it still told so? %v, %v", codes, values)
	}
	for _, l := range privacy.Languages {
		words := proofWords(t, l)
		for code, n := range values {
			said := words["clue"][code]
			for i := 1; i <= n+1; i++ {
				if strings.Contains(said, "{"+strconv.Itoa(i)+"}") != (i <= n) {
					t.Errorf("%s: %s has %d values, its words are %q", l, code, n, said)
				}
			}
			codes["clue"] = append(codes["clue"], code)
		}
		for table, list := range codes {
			for _, code := range list {
				if words[table][code] == "" {
					t.Errorf("%s: no words for %s.%s", l, table, code)
				}
			}
		}
		for table, said := range words {
			for code := range said {
				if !slices.Contains(codes[table], code) {
					t.Errorf("%s: nothing says %s.%s", l, table, code)
				}
			}
		}
	}
}

// collect keeps the codes that a declaration lists.
func collect(tok token.Token, v *ast.ValueSpec, consts map[string]string, codes map[string][]string) {
	for i, name := range v.Names {
		if i >= len(v.Values) {
			continue
		}
		list := literals(v.Values[i])
		switch {
		case tok == token.CONST && len(list) == 1 && strings.HasPrefix(name.Name, "Reason"):
			codes["proofwhy"] = append(codes["proofwhy"], list...)
		case tok == token.CONST && len(list) == 1 && isIdent(v.Type, "policy"):
			codes["policy"] = append(codes["policy"], list...)
		case name.Name == "resultWords":
			codes["result"] = append(codes["result"], list...)
		}
		if len(list) == 1 {
			consts[name.Name] = list[0]
		}
	}
}

// literals are the texts within a node that may be codes.
func literals(n ast.Node) (list []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && name(call.Fun) == "strings.Contains" {
			return false
		}
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if s, _ := strconv.Unquote(lit.Value); s != "" && s != "." {
				list = append(list, s)
			}
		}
		return true
	})
	return list
}

// cases are the texts that a switch tells apart.
func cases(n ast.Node) (list []string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if c, ok := n.(*ast.CaseClause); ok {
			for _, e := range c.List {
				list = append(list, literals(e)...)
			}
		}
		return true
	})
	return list
}
