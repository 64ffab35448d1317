package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// Several requests are decided with one command, each for itself: what does not work
// is told beside its number and does not hold up the rest, and the exit code says so.
func TestSeveralAreDecidedAtTheTerminal(t *testing.T) {
	h := patient(t)
	var n []string
	for _, ask := range []string{"Әлде келу керек пе?", "Қалай болады?", "Немесе қайда барамын?"} {
		l := nearMiss("aigul@posta.example")
		l.body += "\r\n" + ask
		n = append(n, h.waitsFor(l))
	}
	out, _ := h.otinish(exitDone, "", "assign", n[0], n[1], "bota")
	says(t, out, n[0]+": assigned to bota", n[1]+": assigned to bota")
	out, _ = h.otinish(exitDone, "", "not-a-request", "--json", n[2])
	says(t, out, `"number":"`+n[2]+`"`)

	out, errOut := h.otinish(exitNotAllowed, "", "not-a-request", n[0], n[2], n[0]+":1", n[1]+":1")
	says(t, out, n[0]+": closed as no request")
	says(t, errOut, n[2]+": ", n[1]+": ", "it has changed since you looked at it", "Decided: 1. Did not work: 2.")
	if strings.Contains(out, n[1]) {
		t.Errorf("what was not seen so was decided:\n%s", out)
	}
	h.otinish(exitDone, n[0]+"\n"+n[2]+"\n", "undo", "-")
	out, _ = h.otinish(exitDone, "", "approve", "--preview", n[0], n[1])
	says(t, out, "── "+n[0]+" ──", "── "+n[1]+" ──", "To: aigul@posta.example")

	out, _ = h.otinish(exitDone, "the register says more\n", "note", n[0], n[1])
	says(t, out, n[0]+": note added", n[1]+": note added")
	h.otinish(exitUsage, "words", "note", n[0], n[1]+":1")
	out, _ = h.otinish(exitDone, "", "reclassify", n[0], n[1], "access")
	says(t, out, n[0]+": reclassified as access", n[1]+": reclassified as access")
	h.otinish(exitUsage, "", "reclassify", n[0], n[1])
	h.otinish(exitDone, "", "undo", n[0], n[1])

	// What is no number holds up nothing either.
	out, errOut = h.otinish(exitUsage, "", "approve", n[0], "nonsense", n[1])
	says(t, out, n[0]+": approved", n[1]+": approved")
	says(t, errOut, "nonsense: ", "Decided: 2. Did not work: 1.")
	h.otinish(exitDone, "", "undo", n[1])
	h.otinish(exitDone, "", "undo", n[0])
	h.otinish(exitUsage, "", "approve", "OT-0000-0001")
	h.otinish(exitUsage, "x", "approve", n[0], n[1], "--letter-file", "-")
	h.otinish(exitUsage, n[0], "approve", "-", "--text-file", "-")
	h.otinish(exitUsage, "", "approve", n[0], n[1], "--version", "2")
	out, _ = h.otinish(exitNotAllowed, "", "approve", "--json", n[0], n[0], n[1]+":1")
	var told []struct {
		Number, Error string
		Exit          int
	}
	for line := range strings.Lines(out) {
		told = append(told, struct {
			Number, Error string
			Exit          int
		}{})
		if err := json.Unmarshal([]byte(line), &told[len(told)-1]); err != nil {
			t.Fatal(err)
		}
	}
	if len(told) != 2 || told[0].Number != n[0] || told[0].Error != "" || told[1].Number != n[1] || told[1].Exit != exitNotAllowed {
		t.Errorf("%+v", told)
	}
}
