package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// The prepared answer to "what do you hold" is what the record holds: no empty form
// comes below it, and none is sent.
func TestNoBlankFormBelowTheDraft(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл Ахметова", "+77015550001")
	n := d.gets(letterFrom("aigul@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	b := d.as("aliya")
	path := "/requests/" + string(n)
	draft := b.form(b.page(path), path+"/reply").Get("text")
	if !strings.Contains(draft, "Айгүл Ахметова") {
		t.Fatalf("no draft: %q", draft)
	}
	insert := url.Values{"insert": {"yes"}, "prepared": {"what-is-held"}, "text": {strings.ReplaceAll(draft, "\n", "\r\n")}}
	w := b.post(path+"/reply", mergeForms(b.form(b.page(path), path+"/reply"), insert))
	if page := w.Body.String(); w.Code != http.StatusOK || strings.Count(page, "Айгүл Ахметова") == 0 || strings.Contains(page, "- телефон нөмірі:") {
		t.Errorf("%d, an empty form below the draft", w.Code)
	}
	if got := b.form(w.Body.String(), path+"/reply").Get("text"); strings.Count(got, "Айгүл Ахметова") != 1 {
		t.Errorf("put in twice:\n%s", got)
	}
	var blank review.Text
	for _, text := range d.s.Desk.Texts(privacy.Kazakh) {
		if text.Name == "what-is-held" {
			blank = text
		}
	}
	w = b.post(path+"/reply", mergeForms(b.form(b.page(path), path+"/reply"), url.Values{"text": {draft + "\n\n" + blank.Text}}))
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an empty form is sent: %d", w.Code)
	}
}
