package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The keys of classify --json are stable: docs/reading.md has the table. A model
// learned anew may see more sentences ask, or fewer, so what it alone saw is left out.
func TestClassifyJSON(t *testing.T) {
	files, err := filepath.Glob("testdata/classify/*.eml")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d letters, %v", len(files), err)
	}
	for _, file := range files {
		var out, notes bytes.Buffer
		terminal := &Terminal{Out: &out, Err: &notes, JSON: true}
		if err := (ClassifyCmd{Files: []string{file}}).Run(context.Background(), terminal); err != nil || notes.Len() > 0 {
			t.Fatalf("%v\n%s", err, &notes)
		}
		var c Classification
		if err := json.Unmarshal(out.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		c.Evidence = slices.DeleteFunc(c.Evidence, func(e Evidence) bool { return strings.HasPrefix(e.Rule, "sense:") })
		for i := range c.Evidence { // the line of a word list
			c.Evidence[i].Rule = regexp.MustCompile(`:\d+$`).ReplaceAllString(c.Evidence[i].Rule, ":LINE")
		}
		got, _ := json.MarshalIndent(c, "", "  ")
		golden := strings.TrimSuffix(file, ".eml") + ".json"
		if *update {
			if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != strings.TrimSpace(string(want)) {
			t.Errorf("%s: got\n%s", file, got)
		}
		checkPlaces(t, file, c)
	}
}

// checkPlaces looks every place up in the text of its part: the words must stand there.
func checkPlaces(t *testing.T, file string, c Classification) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	m := message.Parse(raw)
	at := func(p Place) string {
		if p.Part == partSubject {
			return m.SubjectLine[p.Start:p.End]
		}
		for _, s := range m.Sections {
			if s.Part == p.Part {
				text := m.Text[s.Start:s.End]
				if line := 1 + strings.Count(text[:p.Start], "\n"); line != p.Line {
					t.Errorf("%s: line %d, said is %d", file, line, p.Line)
				}
				return text[p.Start:p.End]
			}
		}
		t.Errorf("%s: no part %q", file, p.Part)
		return ""
	}
	digits := regexp.MustCompile(`\d`)
	same := func(words, shown string) bool {
		words, shown = strings.Join(strings.Fields(words), " "), strings.Join(strings.Fields(shown), " ")
		return words == shown || digits.ReplaceAllString(words, "*") == shown
	}
	for _, e := range c.Evidence {
		if !same(at(e.Place), e.Text) {
			t.Errorf("%s: evidence %q stands at %q", file, e.Text, at(e.Place))
		}
	}
	for _, v := range c.Values {
		if !same(at(v.Place), v.Raw) {
			t.Errorf("%s: value %q stands at %q", file, v.Raw, at(v.Place))
		}
	}
	for _, o := range c.Objections {
		if o.Part != "" && !same(at(o.Place), o.Text) {
			t.Errorf("%s: objection %q stands at %q", file, o.Text, at(o.Place))
		}
	}
	covered := 0
	for _, rg := range c.Ranges {
		covered += rg.End - rg.Start
	}
	whole := 0
	for _, s := range m.Sections {
		whole += s.End - s.Start
	}
	if covered != whole {
		t.Errorf("%s: ranges cover %d of %d octets", file, covered, whole)
	}
}
