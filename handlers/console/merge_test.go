package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// The suspected repeat stands in the field; a number of nobody leaves one where one was.
func TestMergingStartsFromTheSuspect(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	ask := "Мен туралы қандай деректеріңіз бар?"
	n, second := d.gets(letterFrom("aigul@posta.example", "Сұрақ", ask)), d.gets(letterFrom("aigul@posta.example", "Тағы", ask+" Айтыңызшы."))
	b, path := d.as("aliya"), "/requests/"+string(second)
	form := b.form(b.page(path), path+"/merge")
	if form.Get("into") != string(n) {
		t.Errorf("the field says %q", form.Get("into"))
	}
	for _, wrong := range []string{"OT-0000-0000", "OT-12"} {
		w := b.post(path+"/merge", mergeForms(form, url.Values{"into": {wrong}}))
		if page := w.Body.String(); w.Code < 400 || w.Code == http.StatusNotFound && !strings.Contains(page, `role="alert"`) || !strings.Contains(page, `name="into" value="`+wrong+`"`) {
			t.Errorf("%s: %d, and the request is gone", wrong, w.Code)
		}
	}
}
