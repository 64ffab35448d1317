package classifier

import (
	"os"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// TestHeldOut reads letters that were written before the lexicon was worked on.
func TestHeldOut(t *testing.T) {
	content, err := os.ReadFile("testdata/heldout/letters.txt")
	if err != nil {
		t.Fatal(err)
	}
	var samples []sample
	for line := range strings.Lines(string(content)) {
		f := strings.SplitN(strings.TrimSpace(line), "|", 5)
		if strings.HasPrefix(line, "#") || len(f) < 5 {
			continue
		}
		x := sample{name: f[3] + " | " + f[4], message: letter(f[3], strings.ReplaceAll(f[4], `\n`, "\n")), fields: map[privacy.Field]string{}}
		expect, fields, _ := strings.Cut(f[2], ";")
		x.expect = expectation(expect)
		for field := range strings.SplitSeq(fields, ";") {
			if name, value, ok := strings.Cut(field, "="); ok {
				x.fields[privacy.Field(name)] = value
			}
		}
		for kind := range strings.FieldsSeq(f[0]) {
			if k := privacy.Kind(kind); k.Valid() {
				x.kinds = append(x.kinds, k)
			}
		}
		x.language = privacy.Language(f[1])
		samples = append(samples, x)
	}
	s := newScore("held out")
	for _, x := range samples {
		s.add(x)
	}
	if testing.Verbose() {
		s.print(os.Stdout)
	}
}
