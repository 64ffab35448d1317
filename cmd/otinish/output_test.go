package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode"
)

// The terminal counts as the console does: in working days.
func TestDueIn(t *testing.T) {
	now := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC) // a Friday
	for want, c := range map[string]struct {
		due  time.Time
		days int
	}{
		"1 working day":     {now.Add(82 * time.Hour), 1},
		"3 hours":           {now.Add(3 * time.Hour), 0},
		"1 minute":          {now.Add(time.Minute), 0},
		"overdue by 2 days": {now.Add(-50 * time.Hour), 0},
		"-":                 {},
	} {
		if got := dueIn(c.due, c.days, now); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// hostile is what a stranger may write to move a terminal's cursor, to colour it, or
// to turn a line round.
const hostile = "a\x1b[31mb\x9bc\u009b2Jd\u202ee\u2066f\u200fg\u061ch\u2028i\x07j\ufeffk\U000e0041l\x7fm"

// Nothing of a stranger's words moves the terminal, in text or in JSON.
func TestNothingMovesTheTerminal(t *testing.T) {
	for name, got := range map[string]string{"cut": cut(hostile, 100), "lines": printableLines(hostile), "plain": plain(hostile)} {
		checkTerminal(t, name, got)
		if !strings.HasPrefix(got, "a[31mb") || !strings.HasSuffix(got, "klm") {
			t.Errorf("%s: letters are lost: %q", name, got)
		}
	}
	var out bytes.Buffer
	if err := encode(&out, map[string]string{"text": hostile + "\U0001f600"}); err != nil {
		t.Fatal(err)
	}
	checkTerminal(t, "JSON", out.String())
	var back map[string]string
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || back["text"] != strings.ToValidUTF8(hostile, "\ufffd")+"\U0001f600" {
		t.Errorf("%v: %q", err, back["text"])
	}
}

// checkTerminal fails where an output would do something to a terminal.
func checkTerminal(t *testing.T, name, output string) {
	t.Helper()
	for i, r := range output {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029') {
			t.Errorf("%s: %U at %d of %q", name, r, i, output)
			return
		}
	}
}
