package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

func (d *desk) phone(id privacy.SubjectID) string {
	d.t.Helper()
	found, err := d.s.Desk.ShowSubject(d.t.Context(), privacy.Operator("aliya"), id)
	d.must(err)
	return found.Subject.Phone.Reveal()
}

// twice presses a button, and the one of the letters that are shown then.
func (b *browser) twice(path string, form url.Values) {
	b.d.t.Helper()
	w := b.post(path, form)
	if w.Code != http.StatusOK {
		b.d.t.Fatalf("%s counts at the first press: %d", path, w.Code)
	}
	if w = b.post(path, b.form(w.Body.String(), path)); w.Code != http.StatusSeeOther {
		b.d.t.Fatalf("%s: %d\n%s", path, w.Code, w.Body)
	}
}

// A correction that comes after the act is proposed, and no single key closes it.
func TestALateCorrectionIsOnThePage(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "+77015550001")
	n := d.near()
	path, b := "/requests/"+string(n), d.as("aliya")
	answer := d.asks(n)
	d.gets(answer("Телефон: +7 701 999 88 00"))
	b.twice(path+"/approve", b.form(b.page(path), path+"/approve"))
	d.wait(26 * time.Hour)
	b = d.as("aliya")

	d.gets(answer("Қате: телефон +7 701 100 77 34"))
	form := b.form(b.page(path), path+"/approve")
	if form.Get("value-phone") != "+77011007734" {
		t.Errorf("proposed is %q", form.Get("value-phone"))
	}
	if w := b.post(path+"/not-a-request", b.form(b.page(path), path+"/not-a-request")); w.Code != http.StatusOK || d.state(n) != privacy.StateInReview {
		t.Fatalf("N closes it unread: %d, %s", w.Code, d.state(n))
	}
	b.twice(path+"/approve", form)
	if got := d.phone(id); got != "+77011007734" {
		t.Errorf("on record is %s", got)
	}

	d.wait(26 * time.Hour)
	b = d.as("aliya")
	d.gets(answer("Тағы да қате екен.")) // no value stands there: whoever telephones enters it
	page := b.page(path)
	if form = b.form(page, path+"/approve"); form.Get("value-phone") != "" || !strings.Contains(page, "read what was answered since") {
		t.Errorf("proposed is %q", form.Get("value-phone"))
	}
	form.Set("value-phone", "8 701 100 77 35")
	b.twice(path+"/approve", form)
	if got := d.phone(id); got != "+77011007735" {
		t.Errorf("on record is %s", got)
	}

	d.wait(26 * time.Hour)
	b = d.as("aliya")
	d.gets(answer("Рахмет!"))
	b.twice(path+"/not-a-request", b.form(b.page(path), path+"/not-a-request"))
	if d.state(n) != privacy.StateClosed || d.phone(id) != "+77011007735" {
		t.Errorf("%s, %s", d.state(n), d.phone(id))
	}
}

// While an answer is awaited the page says so, and until when, and everything can be
// decided; no single key does.
func TestThePageSaysWhatIsAwaited(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "+77015550001")
	n := d.near()
	d.asks(n)
	path, b := "/requests/"+string(n), d.as("aliya")
	until := d.s.local(d.awaits(n)[0].Until).Format("2 Jan 2006, 15:04")
	for l, words := range map[string]string{"kk": "оператор сұрағына жауабы", "ru": "Ждём ответа автора на вопрос оператора до", "en": "operator&#39;s question is awaited until " + until} {
		b.post("/language", url.Values{"language": {l}})
		if page := b.page(path); !strings.Contains(page, words) {
			t.Errorf("%s: what is awaited is not told", l)
		}
	}
	page := b.page(path)
	for _, verb := range []string{"approve", "reply", "ask", "confirm", "decline", "reclassify", "note", "assign", "hold", "merge", "split", "due", "not-a-request"} {
		b.form(page, path+"/"+verb)
	}
	w := b.post(path+"/not-a-request", b.form(page, path+"/not-a-request"))
	if w.Code != http.StatusOK || d.state(n) != privacy.StateAwaiting {
		t.Fatalf("N: %d, %s", w.Code, d.state(n))
	}
	form := b.form(page, path+"/approve")
	form.Set("value-phone", "8 701 100 77 34") // by telephone
	b.twice(path+"/approve", form)
	if d.state(n) != privacy.StateClosed || d.phone(id) != "+77011007734" {
		t.Errorf("%s, %s", d.state(n), d.phone(id))
	}
}

func (d *desk) awaits(n privacy.Number) []review.Awaited {
	d.t.Helper()
	c, err := d.s.Desk.Case(d.t.Context(), n)
	d.must(err)
	if len(c.Awaited) == 0 {
		d.t.Fatal("nothing is awaited")
	}
	return c.Awaited
}

// What nobody has answered about is closed as no request at once.
func TestNoRequestIsClosedAtOnce(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.forged("My data", "Please delete all my personal data.")
	path, b := "/requests/"+string(n), d.as("aliya")
	if w := b.post(path+"/not-a-request", b.form(b.page(path), path+"/not-a-request")); w.Code != http.StatusSeeOther || d.state(n) != privacy.StateClosed {
		t.Errorf("%d, %s", w.Code, d.state(n))
	}
}

// A request that is looked at while its answer comes is not decided without it.
func TestAnAnswerWhileSomebodyLooks(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "+77015550001")
	n := d.forged("Смена телефона", "Прошу изменить мой телефон на +7 701 555 77 88")
	path, b := "/requests/"+string(n), d.as("aliya")
	if d.state(n) == privacy.StateInReview {
		d.must(d.s.Desk.Confirm(t.Context(), n, privacy.Operator("aliya"), 0))
	}
	c, err := d.s.Desk.Case(t.Context(), n)
	d.must(err)
	form := b.form(b.page(path), path+"/approve")
	title, question := review.ReadLetter(c.Letters[len(c.Letters)-1])
	d.gets(letterFrom("aigul@posta.example", "Re: ["+string(n)+" "+handlers.Tokens(title, question)[0]+"]", "Нет же, только имя!"))
	form.Set("looked", "")
	w := b.post(path+"/approve", form)
	if w.Code == http.StatusOK {
		w = b.post(path+"/approve", mergeForms(b.form(w.Body.String(), path+"/approve"), url.Values{"seen": {form.Get("seen")}}))
	}
	if w.Code != http.StatusConflict || d.state(n) != privacy.StateInReview {
		t.Errorf("%d, %s", w.Code, d.state(n))
	}
}

// An answer stands on the page once.
func TestAnAnswerStandsOnce(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	d.gets(d.asks(n)("Дұрысы бірінші нөмір."))
	if page := d.as("aliya").page("/requests/" + string(n)); strings.Count(page, "Дұрысы бірінші нөмір.") != 1 || !strings.Contains(page, "answered; it stands above") {
		t.Errorf("%d times", strings.Count(page, "Дұрысы бірінші нөмір."))
	}
}

// What the program gives back in a form as it was typed is marked, for keys that would
// decide past it.
func TestWhatWasTypedIsMarked(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	path, b := "/requests/"+string(n), d.as("aliya")
	page := b.page(path)
	if strings.Contains(page, "data-typed") {
		t.Error("nothing is typed")
	}
	form := b.form(page, path+"/ask")
	form.Set("text", "Қай нөмір?")
	form.Set("insert", "yes")
	w := b.post(path+"/ask", form)
	if page := w.Body.String(); !strings.Contains(page, `action="`+path+`/ask" data-typed="yes"`) || !strings.Contains(page, "Қай нөмір?") || !strings.Contains(page, `id="unsent"`) {
		t.Error("it is not marked")
	}
}

// Whoever closes a protest against a destruction is told on which day it goes on, and comes
// from there straight to the form that stops it.
func TestAProtestLeadsToTheBlocking(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "")
	n := d.gets(letterFrom("aigul@posta.example", "Удаление", "Прошу уничтожить мои персональные данные."))
	path, b := "/requests/"+string(n), d.as("aliya")
	answer := d.asks(n)
	d.gets(answer("Все данные."))
	b.twice(path+"/approve", b.form(b.page(path), path+"/approve"))
	d.wait(26 * time.Hour)
	d.gets(answer("Это не я ответил «Да»! Не удаляйте ничего"))
	var due time.Time
	d.must(d.store.View(func(tx *store.Tx) error { s, err := tx.Subject(id); due = s.DestructionDueAt; return err }))
	day, link := d.s.Pages.Day(privacy.English, d.s.local(due)), "/subjects/"+string(id)+"?block=yes#block-reason"
	b = d.as("aliya")
	if page := b.page(path); due.IsZero() || !strings.Contains(page, "goes on, on "+day) || !strings.Contains(page, `href="`+link+`"`) {
		t.Errorf("the page does not say it: due %v", due)
	}
	b.twice(path+"/approve", b.form(b.page(path), path+"/approve"))
	if page := b.page("/"); !strings.Contains(page, "goes on, on "+day) || !strings.Contains(page, `href="`+link+`"`) {
		t.Error("nobody is told that it goes on")
	}
	if page := b.page("/subjects/" + string(id) + "?block=yes"); !strings.Contains(page, `<details open><summary>Block`) {
		t.Error("the form is shut")
	}
}
