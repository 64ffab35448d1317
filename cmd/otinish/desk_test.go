package main

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/message"
)

// waitsFor delivers a letter that a person must decide about, and returns its number.
func (h *house) waitsFor(l letter) string {
	h.t.Helper()
	before := h.numbers()
	h.arrives(l)
	for _, n := range h.numbers() {
		if !slices.Contains(before, n) {
			return n
		}
	}
	h.t.Fatal("nothing new waits")
	return ""
}

func (h *house) numbers() (all []string) {
	h.t.Helper()
	out, _ := h.otinish(exitDone, "", "queue", "--json")
	for line := range strings.Lines(out) {
		var r adminapi.Request
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			h.t.Fatal(err)
		}
		all = append(all, string(r.Number))
	}
	return all
}

func (h *house) registered() {
	h.t.Helper()
	csv := filepath.Join(h.t.TempDir(), "register.csv")
	if err := os.WriteFile(csv, []byte(demoRegister), 0o600); err != nil {
		h.t.Fatal(err)
	}
	h.otinish(exitDone, "", "subject", "import", csv)
}

// says fails where the output lacks one of the words.
func says(t *testing.T, out string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(out, w) {
			t.Errorf("%q is missing in\n%s", w, out)
		}
	}
}

// patient is a house whose operators may take decisions back.
func patient(t *testing.T) *house {
	t.Helper()
	h := newHouseChanged(t, func(config string) string { return strings.Replace(config, `undo = "0s"`, `undo = "10m"`, 1) })
	h.registered()
	return h
}

func flagged(h *house) (n int) {
	for _, m := range h.server.Messages("INBOX") {
		if slices.Contains(m.Flags, mailbox.HandledKeyword) {
			n++
		}
	}
	return n
}

func TestADecisionIsTakenBackAtTheTerminal(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	h.letters(1) // the acknowledgement

	out, _ := h.otinish(exitDone, "", "approve", "--preview", n)
	says(t, out, "To: aigul@posta.example", n)
	out, _ = h.otinish(exitDone, "phone: 8 701 555 66 66\n", "approve", "--values-file", "-", "--preview", n)
	says(t, out, "Recorded: phone: +77015556666")
	_, wrong := h.otinish(exitUsage, "name: 123\n", "approve", "--values-file", "-", "--preview", n)
	says(t, wrong, "a name consists of letters")
	_, wrong = h.otinish(exitUsage, "phone: 8 701 555 66 66\nphone: 8 701 555 66 67\n", "approve", "--values-file", "-", n)
	says(t, wrong, "two values are given for phone")
	out, _ = h.otinish(exitDone, "phone: 8 701 555 66 66\n", "approve", "--values-file", "-", n)
	says(t, out, "approved; it is now closed", "Leaving: updated at ", "otinish undo "+n+" takes it back until")
	h.until("the keyword", func() bool { return flagged(h) == 1 })
	out, _ = h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
	says(t, out, "+77015556666")

	out, _ = h.otinish(exitDone, "", "undo", n)
	says(t, out, "taken back; it is now in-review")
	h.until("the keyword to go", func() bool { return flagged(h) == 0 })
	out, _ = h.otinish(exitDone, "aigul@posta.example\n", "subject", "find")
	says(t, out, "+77015550001")
	h.otinish(exitNotAllowed, "", "undo", n)
	out, _ = h.otinish(exitDone, "", "letter", "list", "--state", "cancelled")
	says(t, out, "updated", n)
	out, _ = h.otinish(exitDone, "", "letter", "show", n)
	says(t, out, "acknowledgement, written ", "To: aigul@posta.example", "Subject: ")
	out, _ = h.otinish(exitDone, "", "audit", "show", "--limit", "3")
	says(t, out, "undone", n)
	out, _ = h.otinish(exitDone, "", "consent", "list")
	says(t, out, "PURPOSE", "letters")
	out, _ = h.otinish(exitDone, "", "request", "message", n)
	says(t, out, "From: ", "Message-ID: ")
	out, _ = h.otinish(exitDone, "", "explain", n)
	says(t, out, "undone by operator:", "(approve)")
	out, _ = h.otinish(exitDone, "", "queue", "show", n)
	says(t, out, "updated to aigul@posta.example: cancelled")
	if len(h.server.Received()) != 1 {
		t.Error("the letter left all the same")
	}
}

func TestEveryVerbOfTheDesk(t *testing.T) {
	h := patient(t)
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	out, _ := h.otinish(exitDone, "", "deadline", "why", n)
	says(t, out, "gives 1 working day", "receipt, ", "the end of this day", "Clock B: Law 94-V")

	out, _ = h.otinish(exitDone, "", "reclassify", n, "withdraw")
	says(t, out, "reclassified as withdraw")
	if strings.Contains(out, "classifier/lexicon") {
		t.Errorf("what is near the mark of another kind is taught:\n%s", out)
	}
	h.otinish(exitUsage, "", "queue", "list", "--kind", "foo")
	h.otinish(exitUsage, "", "due", n)
	h.otinish(exitUsage, "", "due", n, "1999-01-01")
	h.otinish(exitDone, "", "undo", n)

	h.otinish(exitUsage, "", "hold", n)
	h.otinish(exitUsage, "", "hold", n, "--until", "soon", "--ground", "OTHER")
	out, _ = h.otinish(exitDone, "заңгер қарайды", "hold", n, "--until", officeDay(3), "--ground", "dispute", "--text-file", "-")
	says(t, out, "on hold until", "! the rest ends after the period")
	out, _ = h.otinish(exitDone, "", "queue", "list", "--held")
	says(t, out, n, "on hold", "1 waiting")
	h.otinish(exitDone, "", "hold", n, "--end")

	h.otinish(exitUsage, "", "due", n, "2030-01-01")
	out, _ = h.otinish(exitDone, "", "due", n, officeDay(0))
	says(t, out, n+": due ")
	h.otinish(exitDone, "", "undo", n)

	out, _ = h.otinish(exitDone, "", "assign", n, "bota")
	says(t, out, "assigned to bota")
	out, _ = h.otinish(exitDone, "AIGUL@posta\n", "queue", "list", "--search", "--assigned", "bota")
	says(t, out, n, "bota")
	out, _ = h.otinish(exitDone, "nobody\n", "queue", "list", "--search")
	says(t, out, "Nothing waits.")

	out, _ = h.otinish(exitDone, "", "texts", "kk")
	says(t, out, "which-value")
	h.otinish(exitNotFound, "", "ask", n, "--prepared", "no-such-text")
	out, _ = h.otinish(exitDone, "", "ask", n, "--preview", "--prepared", "which-right")
	says(t, out, "Мыналардың қайсысы керек")
	_, errOut := h.otinish(exitNotAllowed, "", "ask", n, "--prepared", "which-value") // it names one
	says(t, errOut, "does not fit")
	out, _ = h.otinish(exitDone, "Қай нөмір?", "ask", n)
	says(t, out, "question asked; it is now awaiting-confirmation", "Leaving: question at ")
	out, _ = h.otinish(exitDone, "", "queue", "show", n) // what is awaited, and it can be decided meanwhile
	says(t, out, "Awaited     the answer to an operator's question of aigul@posta.example, until ", "Version ", "WARNING     the answer has not come yet")
	out, _ = h.otinish(exitDone, "", "approve", n)
	says(t, out, "approved; it is now closed", "! the answer has not come yet")
	h.otinish(exitDone, "", "undo", n)
	out, _ = h.otinish(exitDone, "", "hold", n, "--ground", "DISPUTE", "--until", officeDay(2))
	says(t, out, "on hold until")
	h.otinish(exitDone, "", "undo", n)
	out, _ = h.otinish(exitDone, "", "queue", "show", n)
	says(t, out, "State       awaiting-confirmation")
	h.otinish(exitDone, "", "undo", n)

	h.otinish(exitNotAllowed, "Рақмет", "reply", n)
	out, _ = h.otinish(exitDone, "Қараймыз", "reply", "--open", n)
	says(t, out, "answered; it is now in-review")
	out, _ = h.otinish(exitDone, "", "confirm", n)
	says(t, out, "confirmation asked; it is now awaiting-confirmation")
	h.otinish(exitDone, "", "undo", n)

	out, _ = h.otinish(exitDone, "", "split", n, "erase")
	says(t, out, "split off: OT-")
	h.otinish(exitNotAllowed, "", "split", n, "erase")
	h.otinish(exitDone, "", "undo", n)

	second := h.waitsFor(nearMiss("aigul@posta.example"))
	out, _ = h.otinish(exitDone, "", "split", second, "block")
	asked := splitOff(t, out)
	out, _ = h.otinish(exitDone, "", "split", "--preview", n, "block")
	says(t, out, "! "+asked+" of the same person asks for this already")
	h.otinish(exitDone, "", "undo", second)
	out, _ = h.otinish(exitDone, "", "queue", "show", second)
	says(t, out, "WARNING     "+n+" of the same person asks the same")
	out, _ = h.otinish(exitDone, "", "merge", second, n)
	says(t, out, "merged into "+n, "No letter leaves")
	for _, verb := range []string{"queue", "request"} { // whoever decides it answers the other letter too
		out, _ = h.otinish(exitDone, "", verb, "show", n)
		_, letter, _ := strings.Cut(out, "Letter of "+second+", merged into this: from aigul@posta.example, received 20")
		says(t, letter, "Subject: Дербез деректерди жанарту", "Ескі нөмірім тұрса", "8 701 555 77 88")
	}

	h.otinish(exitNotAllowed, "", "approve", "--version", "1", n) // it has changed since
	out, _ = h.otinish(exitDone, "", "not-a-request", n)
	says(t, out, "closed as no request; it is now closed. No letter leaves.")
	if out, _ = h.otinish(exitDone, "", "audit", "verify"); !strings.Contains(out, "intact") {
		t.Error(out)
	}
}

// splitOff is the number of what was split off.
func splitOff(t *testing.T, out string) string {
	t.Helper()
	_, number, found := strings.Cut(out, "split off: ")
	if !found || len(number) < 12 {
		t.Fatal(out)
	}
	return number[:12]
}

func TestARecordIsChangedAtTheTerminal(t *testing.T) {
	h := patient(t)
	out, _ := h.otinish(exitDone, "aigul@posta.example\n", "subject", "find", "--json")
	var s adminapi.Subject
	if err := json.Unmarshal([]byte(out), &s); err != nil {
		t.Fatal(err)
	}
	id := string(s.ID)
	h.otinish(exitUsage, "phone: 8 701 555 00 09\n", "subject", "change", id)
	h.otinish(exitUsage, "email: new@posta.example\nreason: x\n", "subject", "change", id)
	h.otinish(exitUsage, "name: 12345\nreason: x\n", "subject", "change", id)
	h.otinish(exitDone, "phone: 8 701 555 00 09\nletters: no\nreason: қоңырау шалды\n", "subject", "change", id)
	out, _ = h.otinish(exitDone, "", "subject", "show", id)
	says(t, out, "+77015550009", "none wanted", "қоңырау шалды")
	h.otinish(exitDone, "дау\n", "subject", "block", id)
	h.otinish(exitNotAllowed, "name: Б\nreason: x\n", "subject", "change", id)
	h.otinish(exitUsage, "", "subject", "unblock", id)
	out, _ = h.otinish(exitDone, "шешілді\n", "subject", "unblock", id)
	says(t, out, "unblocked. No letter leaves.") // for none told of the blocking
}

// Who was told of a blocking by a letter is told of its end, and the letter can be seen
// before.
func TestTheEndOfABlockingIsToldFromTheTerminal(t *testing.T) {
	h := newHouse(t)
	h.registered()
	n := h.waitsFor(nearMiss("aigul@posta.example"))
	h.otinish(exitDone, "", "reclassify", n, "block")
	_, errOut := h.otinish(exitNotAllowed, "", "approve", n)
	says(t, errOut, "may ask for something else")
	h.otinish(exitDone, "", "approve", n, "--version", h.version(n))
	out, _ := h.otinish(exitDone, "aigul@posta.example\n", "subject", "find", "--json")
	var s adminapi.Subject
	if err := json.Unmarshal([]byte(out), &s); err != nil || !s.Blocked {
		t.Fatalf("%v: %s", err, out)
	}
	out, _ = h.otinish(exitDone, "", "subject", "unblock", string(s.ID), "--preview")
	says(t, out, "To: aigul@posta.example", n, "бұғаттау алып тасталды")
	out, _ = h.otinish(exitDone, "", "subject", "unblock", string(s.ID), "--preview", "--no-letter")
	says(t, out, "No letter would leave.")
	out, _ = h.otinish(exitDone, "дау шешілді\n", "subject", "unblock", string(s.ID))
	says(t, out, "unblocked. Leaving: unblocked.")
	h.otinish(exitNotAllowed, "", "subject", "unblock", string(s.ID), "--preview")
}

// The letter to operators leaves through the same daemon, in the operator's language.
func TestOperatorsAreToldByLetter(t *testing.T) {
	h := newHouseChanged(t, func(config string) string {
		return config + "[[console.operator]]\nname = \"Айгерім\"\nlogin = \"aigerim\"\nemail = \"aigerim@ops.example\"\nlanguage = \"kk\"\n"
	})
	h.arrives(letter{from: "dep@gov.example", name: "Департамент", subject: "Запрос уполномоченного органа", body: "Просим представить сведения о персональных данных граждан."})
	n := h.numbers()[0]
	if err := h.daemon.desk.Tend(t.Context()); err != nil { // what the minute does
		t.Fatal(err)
	}
	h.letters(1)
	mail := h.server.Received()[0]
	if len(mail.To) != 1 || mail.To[0] != "aigerim@ops.example" || mail.From != "" {
		t.Errorf("from %q to %v", mail.From, mail.To)
	}
	m := message.Parse(mail.Data)
	says(t, m.SubjectLine+"\n"+m.Text, "қазір қарау керек", n, "мемлекеттік органның сұрау салуы")
}

// A letter in an old charset is read from its octets, not from what JSON makes of them.
func TestAnOldCharsetIsShown(t *testing.T) {
	h := patient(t)
	text := []byte("\xcf\xee\xec\xe5\xed\xff\xe9\xf2\xe5 \xec\xee\xe9 \xed\xee\xec\xe5\xf0, \xe5\xf1\xeb\xe8 \xee\xed \xf1\xf2\xe0\xf0\xfb\xe9. 8 701 555 77 88") // windows-1251
	raw := "From: aigul@posta.example\r\nTo: info@otinish.example\r\nSubject: =?utf-8?b?" + base64.StdEncoding.EncodeToString([]byte("Дербез деректерди жанарту")) +
		"?=\r\nMessage-ID: <cp1251@posta.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=windows-1251\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + string(text) + "\r\n"
	h.server.Deliver("INBOX", []byte(raw), time.Now())
	<-h.outcomes
	n := h.numbers()[0]
	out, _ := h.otinish(exitDone, "", "queue", "show", n)
	says(t, out, "Поменяйте мой номер")
	if out, _ = h.otinish(exitDone, "", "request", "message", n); out != raw {
		t.Error("the octets are others")
	}
}

// officeDay is the day so many days from today where the office is, which in the evening of
// the test's machine may be tomorrow already.
func officeDay(ahead int) string {
	zone, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		panic(err)
	}
	return time.Now().In(zone).AddDate(0, 0, ahead).Format(time.DateOnly)
}
