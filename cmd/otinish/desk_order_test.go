package main

import (
	"strings"
	"testing"
)

// Several are decided in the order in which their letters came, and taken back the last
// decision first, in whatever order they are typed.
func TestSeveralAreDecidedInTheirOrder(t *testing.T) {
	h := patient(t)
	older := h.waitsFor(nearMiss("aigul@posta.example"))
	later := nearMiss("aigul@posta.example")
	later.body = strings.Replace(later.body, "77 88", "77 99", 1)
	newer := h.waitsFor(later)
	phone := func(want string) {
		t.Helper()
		out, _ := h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
		says(t, out, want)
	}
	out, _ := h.otinish(exitDone, "", "approve", newer, older)
	if strings.Index(out, older) > strings.Index(out, newer) {
		t.Errorf("the newer letter goes first:\n%s", out)
	}
	phone("+77015557799")
	h.otinish(exitDone, "", "undo", older, newer)
	phone("+77015550001")

	h.otinish(exitDone, "", "approve", newer)
	out, _ = h.otinish(exitDone, "", "queue", "show", older)
	says(t, out, "WARNING     "+newer+" of the same person came later and was carried out")
	_, errOut := h.otinish(exitNotAllowed, "", "approve", older)
	says(t, errOut, newer)
	phone("+77015557799")
	out, _ = h.otinish(exitDone, "", "queue", "show", older)
	out, _ = h.otinish(exitDone, "", "approve", older+":"+versionIn(t, out))
	says(t, out, "! "+newer+" of the same person came later")
}

// What the letter may not ask is carried out only by whoever says which version they saw.
func TestADoubtAtTheTerminal(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(letter{from: "aigul@posta.example", results: pass("posta.example"), subject: "My mother", body: "Please delete the personal data of my mother Anna Smith. She died in October."})
	out, _ := h.otinish(exitDone, "", "queue", "show", n)
	says(t, out, "WARNING     the letter may ask for something else than is proposed")
	_, errOut := h.otinish(exitNotAllowed, "", "approve", n)
	says(t, errOut, "--version")
	out, _ = h.otinish(exitDone, "", "approve", n, "--version", versionIn(t, out))
	says(t, out, "! the letter may ask for something else than is proposed")
}

// versionIn is what queue show prints of the version.
func versionIn(t *testing.T, shown string) string {
	t.Helper()
	_, version, found := strings.Cut(shown, "Version     ")
	if !found {
		t.Fatalf("no version in\n%s", shown)
	}
	version, _, _ = strings.Cut(version, "\n")
	return version
}
