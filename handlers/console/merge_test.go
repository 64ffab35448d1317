package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
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

// The letter of what was merged is there with its files, and can be saved as it came.
func TestAMergedLetterIsThereWhole(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	raw := strings.Replace(letterFrom("aigul@posta.example", "Дербез деректерди жанарту", "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nЕскі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 701 555 77 99\r\n"+
		"--b\r\nContent-Type: application/pdf; name=\"b.pdf\"\r\nContent-Disposition: attachment; filename=\"b.pdf\"\r\n\r\n%PDF-1.4 x\r\n--b--"), "text/plain; charset=utf-8\r\n\r\n--b", "multipart/mixed; boundary=b\r\n\r\n--b", 1)
	second := d.gets(raw)
	d.must(d.s.Desk.Merge(t.Context(), second, privacy.Operator("aliya"), 0, n))
	b := d.as("aliya")
	page, path := b.page("/requests/"+string(n)), "/requests/"+string(second)
	holds(t, page, "b.pdf", path+"/attachments/0", path+"/message.eml", "77015557799", "77015557788", "enter the one that is meant")
	if got := b.get(path + "/attachments/0"); strings.TrimSpace(got.Body.String()) != "%PDF-1.4 x" {
		t.Errorf("the file: %d", got.Code)
	}
	if got := b.get(path + "/message.eml"); got.Body.String() != raw {
		t.Errorf("the letter as it came: %d", got.Code)
	}
}
