package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// An answer in Kazakh as long as the command line takes goes through both presses:
// a browser sends three octets for each of its own, and the letter three times.
func TestALongAnswerLeaves(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("bekzat@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	b, path := d.as("aliya"), "/requests/"+string(n)
	page := b.page(path)
	if !strings.Contains(page, "Up to 64 KiB") {
		t.Error("nobody says beforehand how long an answer may be")
	}
	long := strings.Repeat("Ұзақ сөз. ", review.MaxText/len("Ұзақ сөз. "))
	w := b.post(path+"/reply", mergeForms(b.form(page, path+"/reply"), url.Values{"text": {long}}))
	if w.Code != http.StatusOK {
		t.Fatalf("look: %d", w.Code)
	}
	form := b.form(w.Body.String(), path+"/reply")
	if got := form.Get("text"); got != strings.TrimSpace(long) {
		t.Fatalf("%d octets of the answer came back", len(got))
	}
	if w := b.post(path+"/reply", form); w.Code != http.StatusSeeOther || d.state(n) != privacy.StateClosed {
		t.Errorf("send: %d, %s", w.Code, d.state(n))
	}
}

// What is too long is refused in words, and comes back.
func TestATextTooLongComesBack(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("bekzat@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	b, path := d.as("aliya"), "/requests/"+string(n)
	page := b.page(path)
	for verb, field := range map[string]string{"reply": "text", "note": "text", "approve": "letter"} {
		long := strings.Repeat("ә", 200_000)
		w := b.post(path+"/"+verb, mergeForms(b.form(page, path+"/reply"), url.Values{field: {long}}))
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "64 KiB at most") {
			t.Errorf("%s: %d", verb, w.Code)
		}
		if field == "text" && !strings.Contains(w.Body.String(), ">"+long+"</textarea>") {
			t.Errorf("%s: the text is lost", verb)
		}
	}
	w := b.post(path+"/note", url.Values{"text": {strings.Repeat("a", maxForm)}})
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "64 KiB at most") {
		t.Errorf("a form that is not read to its end: %d", w.Code)
	}
	if d.state(n) != privacy.StateInReview {
		t.Errorf("it was decided: %s", d.state(n))
	}
}
