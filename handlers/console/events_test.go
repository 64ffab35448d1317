package console

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// What happened is told in words, in each language: no code, no English word for the
// writer, and a question is not called a confirmation.
func TestWhatHappenedIsToldInWords(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n, by := d.near(), privacy.Operator("aliya")
	for _, act := range []review.Act{{Verb: "ask", Text: "Не керек?"}, {Verb: "undo"}, {Verb: "reclassify", Kind: privacy.KindErase}, {Verb: "approve", Read: true}} {
		_, err := d.s.Desk.Do(t.Context(), n, by, act)
		d.must(err)
	}
	d.must(d.store.Update(t.Context(), func(tx *store.Tx) error {
		r, err := tx.RequestByNumber(n)
		if err != nil {
			return err
		}
		r.Notes = append(r.Notes, store.Note{At: d.clock(), By: privacy.ActorSubject, Text: privacy.NewPersonal("Жауабым.")})
		return tx.PutRequest(r)
	}))
	b := d.as("aliya")
	for l, note := range map[string]string{"kk": "жауап берілді; ол жоғарыда тұр", "ru": "отвечено; ответ показан выше", "en": "answered; it stands above"} {
		b.post("/language", map[string][]string{"language": {l}})
		_, log, _ := strings.Cut(b.page("/requests/"+string(n)), `<ol class="events">`)
		if !strings.Contains(log, note) || strings.Contains(log, "Жауабым") || strings.Contains(log, "destruction-granted") || strings.Contains(log, d.s.Pages.Text(privacy.Language(l), "act.confirmation-asked")) {
			t.Errorf("%s:\n%s", l, log)
		}
		if words := d.s.Pages.Text(privacy.Language(l), "act.asked"); !strings.Contains(log, words) {
			t.Errorf("%s: no %q", l, words)
		}
	}
}
