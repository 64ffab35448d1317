package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

func (d *desk) listed(email string) (listed bool) {
	d.t.Helper()
	d.must(d.store.View(func(tx *store.Tx) (err error) {
		_, listed, err = tx.Suppressed(d.address(email))
		return err
	}))
	return listed
}

// wrote is the template of the last letter about a request.
func (d *desk) wrote(n privacy.Number) string {
	d.t.Helper()
	c, err := d.s.Desk.Case(d.t.Context(), n)
	d.must(err)
	if len(c.Letters) == 0 {
		return ""
	}
	return c.Letters[len(c.Letters)-1].Template
}

// Whoever is not on record hears that nothing is held: one key, the letter shown.
func TestNothingIsHeldIsAnsweredWithOneKey(t *testing.T) {
	for kind, listed := range map[privacy.Kind]bool{
		privacy.KindAccess: false, privacy.KindErase: false, privacy.KindBlock: false, privacy.KindUpdate: false, privacy.KindWithdraw: true, privacy.KindUnsubscribe: true,
	} {
		t.Run(string(kind), func(t *testing.T) {
			d := newDesk(t)
			n, by := d.near(), privacy.Operator("aliya")
			if kind != privacy.KindUpdate {
				_, err := d.s.Desk.Do(t.Context(), n, by, review.Act{Verb: "reclassify", Kind: kind})
				d.must(err)
			}
			b, path := d.as("aliya"), "/requests/"+string(n)
			page := b.page(path)
			if !strings.Contains(page, "answer that nothing is held") || !strings.Contains(page, "дербес деректер жоқ") {
				t.Error("the letter is not proposed and shown")
			}
			form := b.form(page, path+"/approve")
			w := b.post(path+"/approve", form)
			if w.Code != http.StatusSeeOther || d.state(n) != privacy.StateClosed || d.wrote(n) != templates.NothingHeld || d.listed("aigul@posta.example") != listed {
				t.Fatalf("%d, %s, letter %q, stop list %v\n%s", w.Code, d.state(n), d.wrote(n), d.listed("aigul@posta.example"), w.Body)
			}
			_, err := d.s.Desk.Do(t.Context(), n, by, review.Act{Verb: "undo"})
			d.must(err)
			if d.state(n) != privacy.StateInReview || d.listed("aigul@posta.example") {
				t.Errorf("taken back: %s, stop list %v", d.state(n), d.listed("aigul@posta.example"))
			}
		})
	}
}

// Several hear it at once; who came on record meanwhile does not.
func TestSeveralHearThatNothingIsHeld(t *testing.T) {
	d := newDesk(t)
	ask := "Мен туралы қандай деректеріңіз бар?"
	n, m := d.gets(letterFrom("a@posta.example", "Сұрақ", ask)), d.gets(letterFrom("b@posta.example", "Сұрақ", ask))
	b := d.as("aliya")
	page := b.post("/queue", url.Values{"verb": {"approve"}, "item": {string(n) + ":1", string(m) + ":1"}}).Body.String()
	form := url.Values{"verb": {"approve"}, "sure": {"yes"}, "item": {string(n) + ":1:nothing-held", string(m) + ":1:nothing-held"}}
	for _, item := range form["item"] {
		if !strings.Contains(page, `value="`+item+`"`) {
			t.Errorf("%s is not proposed", item)
		}
	}
	d.person("b@posta.example", "Болат", "")
	b.post("/queue", form)
	if d.state(n) != privacy.StateClosed || d.wrote(n) != templates.NothingHeld {
		t.Errorf("%s, %q", d.state(n), d.wrote(n))
	}
	if d.state(m) != privacy.StateInReview || d.wrote(m) == templates.NothingHeld {
		t.Errorf("somebody on record heard that nothing is held: %s, %q", d.state(m), d.wrote(m))
	}
}

// The letter that left by rule does not leave a second time.
func TestNobodyHearsTwiceThatNothingIsHeld(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("a@posta.example", "Дербес деректерді жаңарту", "Телефон: 8 701 555 77 88"))
	before, _ := d.last(n)
	if d.wrote(n) != templates.NothingHeld {
		t.Fatalf("the letter that left is %q", d.wrote(n))
	}
	b, path := d.as("aliya"), "/requests/"+string(n)
	page := b.page(path)
	if !strings.Contains(page, "has been told that nothing is held") {
		t.Error("the page does not say that the writer knows")
	}
	w := b.post(path+"/approve", b.form(page, path+"/approve"))
	if at, _ := d.last(n); w.Code != http.StatusSeeOther || d.state(n) != privacy.StateClosed || at != before {
		t.Errorf("%d, %s, %d letters", w.Code, d.state(n), at)
	}
}
