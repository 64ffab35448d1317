package classifier

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
)

// describe writes verdicts as the .want files hold them.
func describe(verdicts []Verdict) string {
	if len(verdicts) == 0 {
		return "none\n"
	}
	var b strings.Builder
	for _, v := range verdicts {
		fmt.Fprintf(&b, "%s %s %s\n", v.Kind, v.Certainty, v.Language)
		for _, d := range v.Doubts {
			fmt.Fprintf(&b, "  doubt %s\n", d)
		}
		for _, f := range v.Fields {
			fmt.Fprintf(&b, "  %s %s%s (%s)\n", f.Field, f.Text, f.Problem, f.Where)
		}
		for _, e := range v.Evidence {
			fmt.Fprintf(&b, "  saw %q (%s)\n", e.Text, e.Where)
		}
	}
	return b.String()
}

// Whole letters, from bytes to verdicts: a case is two files, NN-name.eml and
// NN-name.want. The mails are invented.
func TestLetters(t *testing.T) {
	files, err := filepath.Glob("testdata/letters/*.eml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d letters, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".eml"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(strings.TrimSuffix(file, ".eml") + ".want")
			if err != nil {
				t.Fatal(err)
			}
			if got := describe(Classify(message.Parse(raw))); got != string(want) {
				t.Errorf("got:\n%swant:\n%s", got, want)
			}
		})
	}
}
