package main

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// An unset variable of a script names no file: a backup went into the current folder, and a
// decision would have been sent without the file it was to take.
func TestAnEmptyPathIsRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, args := range []string{
		"backup ?", "backup x --keys-dir ?", "backup check ?", "restore ? --to x", "restore x --to ?", "restore x --to y --ledger ?", "restore x --to y --keys ?",
		"key new ?", "key rotate ?", "key mend ?", "run --config ?", "store check --store ?", "audit verify --store ?", "audit verify --anchors ?", "receipt verify ?",
		"classify ?", "subject import ?", "approve OT-7F3K-92QT --letter-file ?", "ask OT-7F3K-92QT --text-file ?",
	} {
		list := strings.Fields(args)
		for i := range list {
			list[i] = strings.TrimPrefix(list[i], "?")
		}
		var out, e bytes.Buffer
		if code := run(t.Context(), list, strings.NewReader(""), &out, &e); code != exitUsage || !strings.Contains(e.String(), "is empty") {
			t.Errorf("%s: exit %d %s", args, code, e.String())
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Error("something was made in the current folder:", left, err)
	}
}

// Whatever flag names a file is of a type that refuses it empty.
func TestEveryFlagThatNamesAFileRefusesItEmpty(t *testing.T) {
	var cli CLI
	parser, err := kong.New(&cli, kong.Vars{"socket": "s"}, noEmptyPaths())
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, leaf := range parser.Model.Leaves(false) {
		for _, f := range leaf.Flags {
			if slices.Contains([]string{"FILE", "DIR", "PATH"}, f.PlaceHolder) {
				seen++
				if f.Tag.Type != "path" && f.Tag.Type != "given" {
					t.Errorf("%s --%s", leaf.Path(), f.Name)
				}
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d flags name a file", seen)
	}
}
