package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers/adminapi"
)

// What was given empty, by a broken pipe or by Ctrl-D, is never taken for "as proposed".
func TestEmptyInputDecidesNothing(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, []byte(" \n\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"approve", n, "--values-file", "-"}, {"approve", n, "--letter-file", empty}, {"approve", n, "--text-file", empty}, {"approve", n, "--preview", "--values-file", empty},
		{"decline", n, "--ground", "OTHER", "--article", "1", "--text-file", empty}, {"hold", n, "--until", officeDay(1), "--ground", "OTHER", "--text-file", "-"},
		{"ask", n}, {"reply", n}, {"note", n},
	} {
		_, errOut := h.otinish(exitUsage, "", args...)
		says(t, errOut, "empty")
	}
	if len(h.numbers()) != 1 {
		t.Error("decided")
	}
}

// A number that is none is refused before anything is typed.
func TestANumberIsReadBeforeTheText(t *testing.T) {
	h := patient(t)
	for _, args := range [][]string{{"note", "OT-ZZZZ"}, {"reply", "OT-ZZZZ"}, {"ask", "OT-ZZZZ"}} {
		if _, errOut := h.otinish(exitUsage, "", args...); strings.Contains(errOut, "empty") {
			t.Errorf("%v: the text was read first: %s", args, errOut)
		}
	}
}

// The answer to "what do you hold" is drafted at the terminal as it is on the page.
func TestAnAccessAnswerIsDraftedAtTheTerminal(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(letter{from: "aigul@posta.example", subject: "Сұрақ", body: "Мен туралы қандай деректеріңіз бар?", results: pass("posta.example")})
	out, _ := h.otinish(exitDone, "", "queue", "show", n)
	says(t, out, "Draft of the answer", "– телефоны: +77015550001")
	out, _ = h.otinish(exitDone, "", "queue", "show", n, "--json")
	var r adminapi.Request
	if err := json.Unmarshal([]byte(out), &r); err != nil || !strings.Contains(r.Draft, "+77015550001") {
		t.Errorf("%v: draft %q", err, r.Draft)
	}
	for _, verb := range []string{"approve", "reply"} {
		out, _ = h.otinish(exitDone, "", verb, n, "--prepared", "what-is-held", "--preview")
		says(t, out, "To: aigul@posta.example", "+77015550001")
	}
	h.otinish(exitUsage, "", "approve", n, "--preview")
	stranger := h.waitsFor(letter{from: "nobody@posta.example", subject: "Сұрақ", body: "Мен туралы қандай деректеріңіз бар?", results: pass("posta.example")})
	for _, verb := range []string{"approve", "reply"} {
		_, errOut := h.otinish(exitUsage, "", verb, stranger, "--prepared", "what-is-held")
		says(t, errOut, "not filled in")
	}
	out, _ = h.otinish(exitDone, "", "approve", n, "--prepared", "what-is-held")
	says(t, out, "approved; it is now closed", "Leaving: answer at ")
}

// A done update does not show the new value as the old one.
func TestADoneUpdateIsLabelled(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	out, _ := h.otinish(exitDone, "", "request", "show", n)
	says(t, out, "phone: +77015550001 → ")
	h.otinish(exitDone, "phone: 8 701 555 66 66\n", "approve", "--values-file", "-", n)
	out, _ = h.otinish(exitDone, "", "request", "show", n)
	says(t, out, "phone: asked for +77015556666; on record now: +77015556666")
	h.otinish(exitNotAllowed, "", "hold", n, "--end")
}
