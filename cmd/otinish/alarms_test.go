package main

import (
	"go/ast"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/BurntSushi/toml"

	"medico-intech.kz/otinish/store/privacy"
)

// Whatever is wrong with the program is told in each language, with what to do: every
// alarm says what exactly it is, each has words, and no words are for nothing.
func TestEveryAlarmHasWords(t *testing.T) {
	whys := []string{"mendable", "unreadable-keys"} // put in place of another
	for _, file := range sources(t, "cmd/otinish") {
		ast.Inspect(file, func(n ast.Node) bool {
			alarm, ok := n.(*ast.CompositeLit)
			if ok && name(alarm.Type) == "adminapi.Alarm" {
				whys = append(whys, whyOf(t, alarm)...)
			}
			list, ok := n.(*ast.CompositeLit) // []adminapi.Alarm{{…}}
			if a, is := typeOfElements(list, ok); is && name(a) == "adminapi.Alarm" {
				for _, e := range list.Elts {
					if alarm, ok := e.(*ast.CompositeLit); ok {
						whys = append(whys, whyOf(t, alarm)...)
					}
				}
			}
			return true
		})
	}
	for _, kind := range constantsOf(sources(t, "mailbox"), "Kind") {
		whys = append(whys, kind)
	}
	kinds := constantsOf(sources(t, "mailbox/submission"), "Kind")
	for _, file := range sources(t, "handlers/outbox") {
		ast.Inspect(file, func(n ast.Node) bool {
			pair, ok := n.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			if s, ok := pair.Key.(*ast.SelectorExpr); ok && kinds[s.Sel.Name] != "" { // of the remedies
				whys = append(whys, "smtp-"+kinds[s.Sel.Name])
			}
			if lit, ok := pair.Value.(*ast.BasicLit); ok && isIdent(pair.Key, "Kind") {
				kind, _ := strconv.Unquote(lit.Value)
				whys = append(whys, "smtp-"+kind)
			}
			return true
		})
	}
	if len(whys) < 30 {
		t.Fatalf("only %d alarms were found: %v", len(whys), whys)
	}
	for _, l := range privacy.Languages {
		var words map[string]map[string]any
		_, err := toml.DecodeFile(filepath.Join("..", "..", "templates", "pages", "texts."+string(l)+".toml"), &words)
		must(t, err)
		for _, why := range whys {
			if words["trouble"][why] == nil {
				t.Errorf("%s: no words for the alarm %s", l, why)
			}
		}
		for why := range words["trouble"] {
			if !slices.Contains(whys, why) {
				t.Errorf("%s: nothing is wrong as %s says", l, why)
			}
		}
	}
}

// whyOf is what an alarm is exactly; where many are told in one number, the page has words of
// its own.
func whyOf(t *testing.T, alarm *ast.CompositeLit) []string {
	t.Helper()
	counted := false
	for _, e := range alarm.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		switch {
		case !ok:
		case isIdent(pair.Key, "Count"):
			counted = true
		case isIdent(pair.Key, "Why"):
			switch v := pair.Value.(type) {
			case *ast.BasicLit:
				why, _ := strconv.Unquote(v.Value)
				return []string{why}
			case *ast.Ident: // chosen above it
				if v.Name != "why" {
					t.Errorf("the alarm is %s: look at it here", v.Name)
				}
				return []string{"damaged", "unreadable"}
			}
			return nil // of the kinds below
		}
	}
	if !counted {
		t.Errorf("an alarm does not say why")
	}
	return nil
}

func typeOfElements(list *ast.CompositeLit, ok bool) (ast.Expr, bool) {
	if !ok {
		return nil, false
	}
	array, ok := list.Type.(*ast.ArrayType)
	if !ok {
		return nil, false
	}
	return array.Elt, true
}

// constantsOf are the constants of a type, by name.
func constantsOf(files map[string]*ast.File, kind string) map[string]string {
	list := make(map[string]string)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok && isIdent(v.Type, kind) && len(v.Values) == 1 {
				if lit, ok := v.Values[0].(*ast.BasicLit); ok {
					list[v.Names[0].Name], _ = strconv.Unquote(lit.Value)
				}
			}
			return true
		})
	}
	return list
}
