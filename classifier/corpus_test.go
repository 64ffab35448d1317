package classifier

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// A corpus is a folder of letters: NNN-name.eml, a whole message, and
// NNN-name.want, what a careful clerk makes of it. docs/reading.md has the format.
// Four folders: work, to develop with; open, letters that are read wrongly as yet; sealed,
// written first and only looked at for a final figure; private, real letters that are never
// committed.
const (
	corpusWork    = "testdata/corpus/work"
	corpusOpen    = "testdata/corpus/open"
	corpusFresh   = "testdata/corpus/fresh"
	corpusTraps   = "testdata/corpus/traps"
	corpusSealed  = "testdata/corpus/sealed"
	corpusPrivate = "testdata/private"
)

// expectation is what a letter should come to.
type expectation string

const (
	wantCertain   expectation = "certain"   // clear: exactly this kind and these values
	wantReview    expectation = "review"    // a person must look at it
	wantNone      expectation = "none"      // asks nothing
	wantAutomatic expectation = "automatic" // a machine wrote it
)

// sample is a letter with what is wanted of it.
type sample struct {
	name     string
	message  *message.Message
	expect   expectation
	kinds    []privacy.Kind
	language privacy.Language
	fields   map[privacy.Field]string
	labels   sentenceLabels // of its sentences, where a person gave them
	wording  bool           // a wording of testdata/wordings.txt, harmless beside it
}

// TestCorpus reads every letter of the corpus as the daemon would. With -v it
// prints the tables. CORPUS=sealed, or open, reads that folder in place of work.
func TestCorpus(t *testing.T) {
	folder := corpusWork
	switch os.Getenv("CORPUS") {
	case "sealed":
		folder = corpusSealed
	case "open":
		folder = corpusOpen
	}
	samples := readCorpus(t, folder)
	if len(samples) == 0 {
		t.Fatalf("%s holds no letters", folder)
	}
	judge(t, folder, samples)
	if private := readCorpus(t, corpusPrivate); len(private) > 0 {
		judge(t, corpusPrivate, private)
	}
}

// What is read wrongly as yet is acted upon by nobody. A letter that is read rightly by now
// belongs into the work folder.
func TestOpenLettersAreNotActedUpon(t *testing.T) {
	for _, sample := range readCorpus(t, corpusOpen) {
		s := newScore(corpusOpen)
		s.add(sample)
		for _, line := range s.wrong {
			t.Errorf("wrong act: %s", line)
		}
	}
}

// judge fails where the reading falls short of what is promised.
func judge(t *testing.T, name string, samples []sample) {
	t.Helper()
	s := newScore(name)
	for _, sample := range samples {
		s.add(sample)
	}
	for _, line := range s.wrong {
		t.Errorf("wrong act: %s", line)
	}
	for _, line := range s.lost {
		t.Errorf("lost: %s", line)
	}
	for _, r := range []struct {
		what string
		share
	}{
		{"clear letters certain", s.clear}, {"values right", s.values}, {"languages right", s.languages},
	} {
		if r.percent() < 97 {
			t.Errorf("%s: only %s", r.what, r)
		}
	}
	if testing.Verbose() {
		s.print(os.Stdout)
	}
}

func readCorpus(t *testing.T, folder string) (samples []sample) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		stem := strings.TrimSuffix(file, ".eml")
		want, err := os.ReadFile(stem + ".want")
		if err != nil {
			t.Errorf("%s has no .want: %v", file, err)
			continue
		}
		s, err := parseWant(want)
		if err != nil {
			t.Errorf("%s.want: %v", stem, err)
			continue
		}
		s.name, s.message = filepath.Base(stem), message.Parse(raw)
		samples = append(samples, s)
	}
	return samples
}

// parseWant reads "key: value" lines; # begins a comment.
func parseWant(content []byte) (sample, error) {
	s := sample{fields: map[privacy.Field]string{}}
	for line := range bytes.Lines(content) {
		text, _, _ := strings.Cut(string(line), "#")
		key, value, ok := strings.Cut(strings.TrimSpace(text), ":")
		if value = strings.TrimSpace(value); !ok || value == "" {
			continue
		}
		switch key {
		case "expect":
			s.expect = expectation(value)
		case "kind":
			s.kinds = append(s.kinds, privacy.Kind(value))
		case "language":
			s.language = privacy.Language(value)
		case "field":
			field, content, _ := strings.Cut(value, "=")
			s.fields[privacy.Field(strings.TrimSpace(field))] = strings.TrimSpace(content)
		case "tricks":
		default:
			return s, fmt.Errorf("unknown key %q", key)
		}
	}
	if !slices.Contains([]expectation{wantCertain, wantReview, wantNone, wantAutomatic}, s.expect) {
		return s, fmt.Errorf("unknown expectation %q", s.expect)
	}
	for _, k := range s.kinds {
		if !k.Valid() {
			return s, fmt.Errorf("unknown kind %q", k)
		}
	}
	return s, nil
}
