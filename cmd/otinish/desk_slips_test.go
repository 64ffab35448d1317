package main

import (
	"strings"
	"testing"
)

// A matter that stands in an answer goes with the request that is split off for it.
func TestASplitKeepsTheAnswer(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	answer := h.asked(n, "aigul@posta.example")
	answer.body = "Телефон: +7 701 999 88 00\r\nSonymen qatar derekterimdi oshirse de bolady."
	h.arrives(answer)
	out, _ := h.otinish(exitDone, "", "split", n, "erase")
	_, second, _ := strings.Cut(out, "split off: ")
	second, _, _ = strings.Cut(second, ";")
	out, _ = h.otinish(exitDone, "", "queue", "show", second)
	says(t, out, "Kind        erase", "── Answer 1, ", "derekterimdi oshirse")
	out, _ = h.otinish(exitDone, "", "request", "message", second, "--answer", "1")
	says(t, out, "Subject: Re: ["+n)

	// Taken back, it is none of the person's requests.
	h.otinish(exitDone, "", "undo", n)
	out, _ = h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
	if says(t, out, n); strings.Contains(out, second) {
		t.Errorf("a splitting that was taken back is listed:\n%s", out)
	}
}

// What changes nothing is no act, and one text for several languages is warned of.
func TestWhatChangesNothingIsRefused(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	h.otinish(exitDone, "", "assign", n, "bota")
	_, errOut := h.otinish(exitNotAllowed, "", "assign", n, "bota")
	says(t, errOut, "it is so already")
	h.otinish(exitDone, "", "assign", n)
	h.otinish(exitNotAllowed, "", "assign", n)
	_, errOut = h.otinish(exitNotAllowed, "", "reclassify", n, "update")
	says(t, errOut, "already")
	out, _ := h.otinish(exitDone, "", "audit", "show")
	if got := strings.Count(out, "assigned") + strings.Count(out, "reclassified"); got != 2 {
		t.Errorf("%d acts on the chain:\n%s", got, out)
	}

	other := h.waitsFor(letter{from: "aigul@posta.example", results: pass("posta.example"), subject: "My data", body: "Please delete all my personal data."})
	_, errOut = h.otinish(exitDone, "Which one?", "ask", n, other, "--preview")
	says(t, errOut, "! One text goes to writers of different languages: "+n+" kk, "+other+" en")
	_, errOut = h.otinish(exitDone, "", "ask", n, other, "--prepared", "which-right", "--preview")
	if strings.Contains(errOut, "different languages") {
		t.Error("a prepared text goes in each language")
	}
}
