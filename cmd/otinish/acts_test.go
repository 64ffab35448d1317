package main

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// actWords are acts that no page lists under their own words: the letter and the note
// stand there themselves.
var actWords = []string{"letter/"}

// Whatever is put on the chain is read in words in each language: every act, and every
// reason that a place in the code names, as a constant or as it is.
func TestWhatStandsOnTheChainHasWords(t *testing.T) {
	pages, err := templates.ParsePages()
	must(t, err)
	acts, reasons := make(map[string]bool), make(map[string]bool)
	for _, dir := range []string{"handlers", "handlers/intake", "handlers/outbox", "handlers/review", "store"} {
		files := sources(t, dir)
		consts := constants(files)
		value := func(e ast.Expr) (string, bool) {
			switch e := e.(type) {
			case *ast.BasicLit:
				s, err := strconv.Unquote(e.Value)
				return s, err == nil && s != ""
			case *ast.Ident:
				s, ok := consts[e.Name]
				return s, ok
			case *ast.BinaryExpr: // e.What + "-removed"
				if last, ok := e.Y.(*ast.BasicLit); ok && last.Value == `"-removed"` {
					acts["message-removed"], acts["letters-removed"] = true, true
				}
			}
			return "", false
		}
		note := func(into map[string]bool, e ast.Expr) {
			if s, ok := value(e); ok && !anyPrefix(s, actWords) {
				into[s] = true
			}
		}
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CompositeLit:
					kind, _ := strings.CutPrefix(typeName(n.Type), "store.")
					for _, e := range n.Elts {
						pair, ok := e.(*ast.KeyValueExpr)
						switch {
						case !ok:
						case (kind == "AuditAct" || kind == "audit.Act") && isIdent(pair.Key, "Act"):
							note(acts, pair.Value)
						case (kind == "AuditAct" || kind == "audit.Act" || kind == "Decision") && isIdent(pair.Key, "Reason"):
							note(reasons, pair.Value)
						}
					}
				case *ast.CallExpr:
					s, ok := n.Fun.(*ast.SelectorExpr)
					switch {
					case !ok:
					case s.Sel.Name == "record" && len(n.Args) == 5:
						note(acts, n.Args[3])
						note(reasons, n.Args[4])
					case s.Sel.Name == "move" && len(n.Args) == 5, s.Sel.Name == "Review" && len(n.Args) == 3, s.Sel.Name == "giveUp":
						note(reasons, n.Args[len(n.Args)-1])
					}
				case *ast.AssignStmt: // act := "…", act.Act, act.Reason = "…", "…"; req.Quiet = "…"
					for i, left := range n.Lhs {
						if i >= len(n.Rhs) {
							break
						}
						switch target(left) {
						case "act", "Act":
							note(acts, n.Rhs[i])
						case "Quiet", "Reason":
							note(reasons, n.Rhs[i])
						}
					}
				}
				return true
			})
		}
	}
	if len(acts) < 40 || len(reasons) < 40 {
		t.Fatalf("%d acts, %d reasons: is it still told so?", len(acts), len(reasons))
	}
	for _, l := range privacy.Languages {
		for act := range acts {
			if pages.Text(l, "act."+act) == "act."+act {
				t.Errorf("%s: no words for the act %s", l, act)
			}
		}
		for reason := range reasons {
			if l != privacy.English && pages.Reason(l, reason) == reason { // in English some read like their code
				t.Errorf("%s: no words for the reason %s", l, reason)
			}
		}
	}
}

func constants(files map[string]*ast.File) map[string]string {
	list := make(map[string]string)
	for _, file := range files {
		for _, d := range file.Decls {
			if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.CONST {
				for _, s := range d.Specs {
					v := s.(*ast.ValueSpec)
					for i, name := range v.Names {
						if i < len(v.Values) {
							if lit, ok := v.Values[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
								list[name.Name], _ = strconv.Unquote(lit.Value)
							}
						}
					}
				}
			}
		}
	}
	return list
}

func typeName(e ast.Expr) string {
	if id, ok := e.(*ast.Ident); ok {
		return id.Name
	}
	return name(e)
}

func target(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func anyPrefix(s string, list []string) bool {
	for _, one := range list {
		if strings.HasPrefix(s, one) {
			return true
		}
	}
	return false
}
