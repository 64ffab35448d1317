package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

func (d *desk) state(n privacy.Number) privacy.State {
	d.t.Helper()
	c, err := d.s.Desk.Case(d.t.Context(), n)
	d.must(err)
	return c.Request.State
}

// One press carries out what is proposed, leads to the next request, and can be
// taken back.
func TestApproveAndUndo(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "+77015550001")
	n := d.near()
	other := d.gets(letterFrom("bekzat@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	b := d.as("aliya")
	queue := b.page("/")
	for _, want := range []string{string(n), string(other), "not clear enough", "make the change to the record", "a***@p***.example", "1 working day"} {
		if !strings.Contains(queue, want) {
			t.Errorf("the queue does not say %q", want)
		}
	}
	if strings.Contains(queue, "aigul@") || strings.Contains(queue, "+7701") {
		t.Error("the queue shows who wrote")
	}
	path := "/requests/" + string(n)
	page := b.page(path)
	for _, want := range []string{"aigul@posta.example", "&#43;77015550001", `value="&#43;77015557788"`, "line 2", `<mark class="for">`, `<mark class="against">бола ма`, "Дербес деректеріңіз жаңартылды"} {
		if !strings.Contains(page, want) {
			t.Errorf("the request does not show %q", want)
		}
	}
	w := b.post(path+"/approve", b.form(page, path+"/approve"))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/requests/"+string(other) {
		t.Fatalf("approve: %d to %q\n%s", w.Code, w.Header().Get("Location"), w.Body)
	}
	phone := func() string {
		found, err := d.s.Desk.ShowSubject(t.Context(), privacy.Operator("aliya"), id)
		d.must(err)
		return found.Subject.Phone.Reveal()
	}
	if d.state(n) != privacy.StateClosed || phone() != "+77015557788" {
		t.Errorf("approved: %s, phone %s", d.state(n), phone())
	}
	next := b.page("/requests/" + string(other))
	if !strings.Contains(next, "Carried out:") || !strings.Contains(next, `action="`+path+`/undo"`) {
		t.Error("the next page does not say what was done, with a way back")
	}
	if strings.Contains(b.page("/"), "Carried out:") {
		t.Error("it is said twice")
	}
	if w := b.post(path+"/undo", b.form(next, path+"/undo")); w.Code != http.StatusSeeOther || d.state(n) != privacy.StateInReview || phone() != "+77015550001" {
		t.Errorf("undo: %d, %s, phone %s", w.Code, d.state(n), phone())
	}
}

// The second of two operators is told, and nothing is overwritten.
func TestTheSecondOperatorIsTold(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	path := "/requests/" + string(n)
	first, second := d.as("aliya"), d.as("marat")
	form := second.form(second.page(path), path+"/approve")
	if w := first.post(path+"/reclassify", mergeForms(first.form(first.page(path), path+"/reclassify"), url.Values{"kind": {"question"}})); w.Code != http.StatusSeeOther {
		t.Fatalf("reclassify: %d\n%s", w.Code, w.Body)
	}
	w := second.post(path+"/approve", form)
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "has changed meanwhile") || strings.Contains(w.Body.String(), "Somebody else decided") || strings.Contains(w.Body.String(), "has changed since you looked") {
		t.Errorf("the second operator: %d", w.Code)
	}
	if d.state(n) != privacy.StateInReview {
		t.Error("it was decided all the same")
	}
}

func mergeForms(a, b url.Values) url.Values {
	for k, v := range b {
		a[k] = v
	}
	return a
}

// What was typed is not lost where something is missing.
func TestAFormComesBackAsTyped(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	path := "/requests/" + string(n)
	b := d.as("aliya")
	form := b.form(b.page(path), path+"/decline")
	w := b.post(path+"/decline", mergeForms(form, url.Values{"ground": {"OTHER"}, "text": {"Мына себеппен <b>болмайды</b>."}}))
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("decline without an article: %d", w.Code)
	}
	body := w.Body.String()
	if !strings.Contains(body, "Мына себеппен &lt;b&gt;болмайды&lt;/b&gt;.") || !strings.Contains(body, `role="alert"`) {
		t.Error("the form does not come back with what was typed and what is wrong")
	}
	if strings.Contains(body, "No letter leaves.") || !strings.Contains(body, "Дербес деректеріңіз жаңартылды") {
		t.Error("the letter of the other form is not shown any more")
	}
	if d.state(n) != privacy.StateInReview {
		t.Error("it was decided")
	}
	w = b.post(path+"/decline", mergeForms(form, url.Values{"ground": {"OTHER"}, "article": {"1-бап"}, "text": {"Мына себеппен."}}))
	if w.Code != http.StatusOK || d.state(n) != privacy.StateInReview {
		t.Errorf("decline: %d, %s", w.Code, d.state(n))
	}
	w = b.post(path+"/decline", b.form(w.Body.String(), path+"/decline"))
	if w.Code != http.StatusSeeOther || d.state(n) != privacy.StateClosed {
		t.Errorf("decline, looked at: %d, %s", w.Code, d.state(n))
	}
}

// A letter and values that were left as proposed are no edit; what was changed leaves
// as it was changed.
func TestTheLetterThatLeavesIsEdited(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	path := "/requests/" + string(n)
	b := d.as("aliya")
	page := b.page(path)
	form := b.form(page, path+"/approve")
	if form.Get("letter-before") == "" || form.Get("before-phone") != "+77015557788" {
		t.Fatalf("the form carries %v", form)
	}
	form.Set("value-phone", "+77015550099")
	form.Set("letter", "Айгүл, бәрі дайын.\r\n\r\nНөмірі: "+string(n)+"\r\n")
	w := b.post(path+"/approve", form)
	if w.Code != http.StatusOK || d.state(n) != privacy.StateInReview || !strings.Contains(w.Body.String(), "Look at the letter before it leaves") {
		t.Fatalf("approve with another value: %d", w.Code)
	}
	if w := b.post(path+"/approve", b.form(w.Body.String(), path+"/approve")); w.Code != http.StatusSeeOther {
		t.Fatalf("approve: %d\n%s", w.Code, w.Body)
	}
	c, err := d.s.Desk.Case(t.Context(), n)
	d.must(err)
	if c.Subject.ID != id || c.Subject.Phone.Reveal() != "+77015550099" {
		t.Error("the edited value was not taken")
	}
	last := c.Letters[len(c.Letters)-1]
	text := ""
	for _, l := range readForTest(last.Bytes).Lines {
		text += l.Text + "\n"
	}
	if !strings.HasPrefix(text, "Айгүл, бәрі дайын.\n") {
		t.Errorf("the letter says %q", text)
	}
	if !strings.Contains(b.page(path+"/letters/"+itoa(len(c.Letters)-1)), "Айгүл, бәрі дайын.") {
		t.Error("the letter cannot be looked at")
	}
}

func TestSeveralAtOnce(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	a, second := d.near(), d.gets(letterFrom("x@mail.example", "Мен туралы", "Мен туралы қандай деректеріңіз бар?"))
	b := d.as("aliya")
	form := url.Values{"verb": {"not-a-request"}, "back": {"/?kind=update"}, "item": {string(a) + ":1", string(second) + ":99", "OT-0000-0000:1"}}
	w := b.post("/queue", form)
	if page := w.Body.String(); w.Code != http.StatusOK || d.state(a) != privacy.StateInReview || !strings.Contains(page, string(a)) ||
		!strings.Contains(page, "Update of data") || strings.Count(page, "will not work") != 2 {
		t.Errorf("before it is carried out: %d\n%s", w.Code, page)
	}
	shown := b.post("/queue", mergeForms(url.Values{"verb": {"approve"}}, url.Values{"item": form["item"]})).Body.String()
	if !strings.Contains(shown, "Дербес деректеріңіз жаңартылды") || !strings.Contains(shown, "a***@p***.example") || strings.Contains(shown, "aigul@") {
		t.Error("the letter that leaves is not shown, or to whom in full")
	}
	form.Set("sure", "yes")
	w = b.post("/queue", form)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/?kind=update" {
		t.Fatalf("several: %d", w.Code)
	}
	if d.state(a) != privacy.StateClosed || d.state(second) != privacy.StateInReview {
		t.Errorf("%s, %s", d.state(a), d.state(second))
	}
	if page := b.page("/"); !strings.Contains(page, "Decided: 1. Did not work: 2;") || !strings.Contains(page, "/requests/"+string(a)) || !strings.Contains(page, "has changed since you looked") {
		t.Error("it is not said what came of it")
	}
	b.post("/queue", url.Values{"verb": {"approve"}})
	if !strings.Contains(b.page("/"), "Nothing is ticked.") {
		t.Error("it is not said that nothing is ticked")
	}
	if w := b.post("/queue", url.Values{"verb": {"merge"}, "item": {string(second) + ":1"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("several are merged at once: %d", w.Code)
	}
}

// The answer to "what do you hold" is drafted for a proven writer on record, and for
// nobody else.
func TestAccessAnswerIsDrafted(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл Ахметова", "+77015550001")
	own := d.gets(letterFrom("aigul@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	forged := d.gets(strings.Replace(letterFrom("aigul@posta.example", "Сұрақ 2", "Мен туралы қандай деректеріңіз бар?"), "dmarc=pass", "dmarc=none", 1))
	b := d.as("aliya")
	if page := b.page("/requests/" + string(own)); !strings.Contains(page, "– аты-жөні: Айгүл Ахметова") || !strings.Contains(page, "– телефоны: &#43;77015550001") {
		t.Error("no draft for the person on record")
	}
	if page := b.page("/requests/" + string(forged)); strings.Contains(page, "– аты-жөні") {
		t.Error("the draft for somebody unproven holds the record")
	}
}

func TestLiveLineTellsOfChanges(t *testing.T) {
	d := newDesk(t)
	next, _, open := d.s.hub.wait()
	if !open {
		t.Fatal("closed")
	}
	d.s.Changed()
	select {
	case <-next:
	case <-time.After(5 * time.Second):
		t.Fatal("nothing was told")
	}
	d.s.hub.close()
	if _, _, open := d.s.hub.wait(); open {
		t.Error("open after its end")
	}
	d.s.Changed() // no panic
}

// Whatever the desk can do has a form on the page of a request, and words.
func TestEveryDecisionHasAForm(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	page := d.as("aliya").page("/requests/" + string(n))
	if len(stays) != len(review.Verbs()) {
		t.Errorf("%d decisions here, %d at the desk", len(stays), len(review.Verbs()))
	}
	for _, verb := range review.Verbs() {
		if verb == "undo" { // shown where there is something to undo
			continue
		}
		if !strings.Contains(page, `action="/requests/`+string(n)+"/"+verb+`"`) {
			t.Errorf("no form for %s", verb)
		}
		for _, l := range privacy.Languages {
			if key := "done." + verb; d.s.Pages.Text(l, key) == key {
				t.Errorf("no words in %s for %s", l, key)
			}
		}
	}
}
