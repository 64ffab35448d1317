package main

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers"
)

// asked has an operator ask about a request, and returns the letter that answers.
func (h *house) asked(n, from string) letter {
	h.t.Helper()
	h.otinish(exitDone, "Қай нөмір дұрыс?", "ask", n)
	out, _ := h.otinish(exitDone, "", "letter", "show", n)
	tokens := handlers.Tokens(out)
	if len(tokens) == 0 {
		h.t.Fatalf("no code in\n%s", out)
	}
	_, domain, _ := strings.Cut(from, "@")
	return letter{from: from, results: pass(domain), subject: "Re: [" + n + " " + tokens[len(tokens)-1] + "]"}
}

// What was answered is proposed, is carried out only by who has read it, and is there
// as it came.
func TestAnAnswerAtTheTerminal(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	answer := h.asked(n, "aigul@posta.example")
	answer.header = []string{"MIME-Version: 1.0"}
	answer.body = "Телефон: +7 701 999 88 00\r\nТіркеме жоқ. " + strings.Repeat("Ұзақ. ", 500) + "СОҢЫ."
	h.arrives(answer)
	out, _ := h.otinish(exitDone, "", "queue", "show", n)
	says(t, out, "because: answered", "phone: +77015550001 → +77019998800  (the answer, text, line 1)", "WARNING     somebody has answered", "── Answer 1, ", "From: aigul@posta.example", "СОҢЫ.")
	if strings.Contains(out, "5557788  (") {
		t.Errorf("what was answered does not take the place of what was asked:\n%s", out)
	}
	version := h.version(n)
	_, errOut := h.otinish(exitNotAllowed, "", "approve", n)
	says(t, errOut, "somebody has answered since")
	other := h.waitsFor(nearMiss("aigul@posta.example"))
	_, errOut = h.otinish(exitNotAllowed, "", "approve", n, other)
	says(t, errOut, n+": ", "Decided: 1. Did not work: 1.")
	out, _ = h.otinish(exitDone, "", "request", "message", n, "--answer", "1")
	says(t, out, "Subject: ")
	out, _ = h.otinish(exitDone, "", "request", "attachment", n, "--answer", "1")
	says(t, out, "Nothing is attached.")
	h.otinish(exitNotFound, "", "request", "message", n, "--answer", "2")
	out, _ = h.otinish(exitDone, "", "approve", "--preview", n)
	says(t, out, "To: aigul@posta.example")
	out, _ = h.otinish(exitDone, "", "approve", n, "--version", version)
	says(t, out, "approved; it is now closed")
	out, _ = h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
	says(t, out, "+77019998800")
}

// version is that of a request as queue show prints it.
func (h *house) version(n string) string {
	h.t.Helper()
	out, _ := h.otinish(exitDone, "", "queue", "show", n)
	_, version, _ := strings.Cut(out, "Version     ")
	version, _, _ = strings.Cut(version, "\n")
	return version
}

// What nothing proves is told as such before and after it is carried out.
func TestWhatNothingProvesAtTheTerminal(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(letter{from: "aigul@posta.example", subject: "My data", body: "Please delete all my personal data."})
	out, _ := h.otinish(exitDone, "", "queue", "show", n)
	says(t, out, "Kind        erase", "WARNING     nothing proves who wrote it")
	_, errOut := h.otinish(exitNotAllowed, "", "approve", n)
	says(t, errOut, "nothing proves who wrote it", "--version")
	out, _ = h.otinish(exitDone, "", "approve", n, "--version", h.version(n))
	says(t, out, "! nothing proves who wrote it: anybody can write this From line; ask for confirmation")
	if out, _ = h.otinish(exitDone, "", "undo", n); strings.Contains(out, "!") {
		t.Errorf("what is taken back is warned of:\n%s", out)
	}
	// Of a rest that ends too late the hold warns, not what is decided meanwhile.
	until := officeDay(61)
	out, _ = h.otinish(exitDone, "", "hold", n, "--ground", "DISPUTE", "--until", until)
	says(t, out, "! the rest ends after the period")
	for _, args := range [][]string{{"not-a-request", n}, {"undo", n}} {
		if out, _ = h.otinish(exitDone, "", args...); strings.Contains(out, "!") {
			t.Errorf("%s warns:\n%s", args[0], out)
		}
	}
	h.otinish(exitUsage, "", "hold", n, "--end", "--ground", "DISPUTE")
}

// Two values for one field are both told, and none is carried out.
func TestSeveralValuesAtTheTerminal(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(letter{from: "aigul@posta.example", results: pass("posta.example"), subject: "Нөмірімді жаңарту",
		body: "Телефон нөмірімді өзгертіңізші. 8 705 111 22 33 болуы мүмкін, әлде 8 705 111 22 34."})
	out, _ := h.otinish(exitDone, "", "queue", "show", n)
	says(t, out, "→ +77051112233", "→ +77051112234", "WARNING     several values are named")
	_, errOut := h.otinish(exitUsage, "", "approve", n)
	says(t, errOut, "several values")
	h.otinish(exitDone, "phone: 8 705 111 22 33\n", "approve", n, "--values-file", "-")
	out, _ = h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
	says(t, out, "+77051112233")
}

// A third matter of a letter is told.
func TestAThirdMatterAtTheTerminal(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(letter{from: "aigul@posta.example", results: pass("posta.example"), subject: "My data",
		body: "I withdraw my consent. Send me a copy of all personal data that you hold, and update my phone while you are at it."})
	out, _ := h.otinish(exitDone, "", "queue", "show", n)
	says(t, out, "WARNING     the letter has words for something else too", "update my phone", "update (no request: otinish split)")
	n = h.waitsFor(letter{from: "aigul@posta.example", results: pass("posta.example"), subject: "Здравствуйте",
		body: "Прошу обновить мой номер телефона: 8 701 555 77 88. Какие данные обо мне у вас есть? Лучше бы ими пока не пользовались."})
	out, _ = h.otinish(exitDone, "", "queue", "show", n)
	says(t, out, "Asks        ", "update", "access", "perhaps block (no request: see the evidence, and otinish split)")
	out, _ = h.otinish(exitDone, "", "queue", "show", n, "--json")
	says(t, out, `{"kind":"block","likely":true}`)
}

// A destruction, also a certain and proven one, and what the reading is not certain of are
// carried out by no plain approve.
func TestNoDestructionByAPlainApprove(t *testing.T) {
	h := patient(t)
	proven := "dmarc=pass header.from=posta.example"
	erase := h.waitsFor(letter{from: "aigul@posta.example", results: proven, subject: "My data", body: "Please delete all my personal data."})
	doubtful := h.waitsFor(letter{from: "aigul@posta.example", results: proven, subject: "Letters", body: "Stop the newsletter? No, keep sending it."})
	out, _ := h.otinish(exitDone, "", "queue", "show", erase)
	says(t, out, "WARNING     a destruction cannot be taken back once it is done")
	_, errOut := h.otinish(exitNotAllowed, "", "approve", erase)
	says(t, errOut, "a destruction cannot be taken back")
	_, errOut = h.otinish(exitNotAllowed, "", "approve", erase, doubtful)
	says(t, errOut, "Decided: 0. Did not work: 2.")
	out, _ = h.otinish(exitDone, "", "approve", erase+":"+h.version(erase), doubtful+":"+h.version(doubtful))
	says(t, out, erase+": approved", doubtful+": approved", "! the letter may ask for something else than is proposed")
}
