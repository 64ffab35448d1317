package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "medico-intech.kz/otinish/"

// mayImport is the house: which of our packages each may import. What is not listed
// may import nothing of ours. cmd/otinish may import all.
var mayImport = map[string][]string{
	"store/audit":        {"store/privacy"},
	"store":              {"store/privacy", "store/seal", "store/audit"},
	"store/storetest":    {"store", "store/seal", "store/privacy"},
	"mailbox/message":    {"store/privacy"},
	"mailbox/senderauth": {"mailbox/message", "store/privacy"},
	"classifier":         {"classifier/lexicon", "mailbox/message", "store/privacy"},
	"classifier/lexicon": {"store/privacy"},
	"templates":          {"store/privacy"},
	"handlers/deadline":  {"store/privacy"},
	"handlers":           {"store", "store/privacy", "templates", "mailbox/message"},
	"handlers/intake":    {"handlers", "handlers/deadline", "classifier", "mailbox", "mailbox/message", "mailbox/senderauth", "store", "store/privacy"},
	"handlers/review":    {"handlers", "handlers/deadline", "mailbox/message", "store", "store/privacy", "templates"},
	"handlers/outbox":    {"store", "store/privacy", "mailbox/submission", "mailbox/message"},
	"handlers/adminapi":  {"handlers/review", "store/privacy"},
	"handlers/console":   {"handlers/review", "templates", "store/privacy"},
}

// onlyIn says which of our packages may import a library: so that another one can
// be put in its place.
var onlyIn = map[string][]string{
	"go.etcd.io/bbolt":               {"store"},
	"github.com/emersion/go-imap/v2": {"mailbox", "mailbox/demoserver"},
	"github.com/emersion/go-smtp":    {"mailbox/submission", "mailbox/demoserver"},

	"github.com/microcosm-cc/bluemonday": {"handlers/console"},
}

// pure packages touch neither network nor disk.
var pure = []string{"classifier", "classifier/lexicon", "store/privacy", "store/audit"}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestLayering(t *testing.T) {
	for _, p := range goList(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		for _, i := range p.Imports {
			if ours, ok := strings.CutPrefix(i, module); ok && name != "cmd/otinish" && !slices.Contains(mayImport[name], ours) {
				t.Errorf("%s must not import %s", name, ours)
			}
			for library, users := range onlyIn {
				if (i == library || strings.HasPrefix(i, library+"/")) && !slices.Contains(users, name) {
					t.Errorf("%s must not import %s: only %v may", name, i, users)
				}
			}
			if slices.Contains(pure, name) && (i == "os" || i == "net" || strings.HasPrefix(i, "net/")) {
				t.Errorf("%s is pure and must not import %s", name, i)
			}
			if name == "store/privacy" && strings.Contains(strings.SplitN(i, "/", 2)[0], ".") {
				t.Errorf("store/privacy imports the standard library only, not %s", i)
			}
		}
	}
}

// TestLayeringFolders: Go code lives in the six folders only.
func TestLayeringFolders(t *testing.T) {
	for _, p := range goList(t) {
		top, _, _ := strings.Cut(strings.TrimPrefix(p.ImportPath, module), "/")
		if !slices.Contains([]string{"cmd", "mailbox", "classifier", "handlers", "store", "templates"}, top) {
			t.Errorf("package %s lies outside the six folders", p.ImportPath)
		}
	}
}

func goList(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 10 {
		t.Fatalf("go list found only %d packages", len(all))
	}
	return all
}
