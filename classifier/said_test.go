package classifier

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const corpusSaid = "testdata/corpus/said"

// sentenceLabels are what the sentences of a whole letter do, as a person says who read it: by the words of each.
type sentenceLabels map[string]uint32

// readSaid reads what is said of the sentences of whole letters, by the names of the letters. A line with # names a
// letter, those below it hold a label and the words of a sentence, as labelled letters do.
func readSaid(t testing.TB) map[string]sentenceLabels {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpusSaid, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", corpusSaid, len(files), err)
	}
	letters := map[string]sentenceLabels{}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var of sentenceLabels
		for s, n := bufio.NewScanner(f), 1; s.Scan(); n++ {
			line := s.Text()
			if name, ok := strings.CutPrefix(line, "# "); ok {
				of = sentenceLabels{}
				letters[name] = of
				continue
			}
			label, words, ok := strings.Cut(line, "|")
			sense, known := senseNames()[strings.TrimSpace(label)]
			if line == "" {
			} else if !ok || !known || of == nil {
				t.Errorf("%s:%d: not: LABEL | words: %q", file, n, line)
			} else {
				of[strings.TrimSpace(words)] |= bit(sense)
			}
		}
	}
	return letters
}

// spoken are the words of a unit as they were written.
func (r *reading) spoken(u unit) string {
	var words []string
	for _, w := range r.words[u.from:u.to] {
		words = append(words, r.lines[w.line].text[w.start:w.end])
	}
	return strings.Join(words, " ")
}
