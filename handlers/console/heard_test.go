package console

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// asks has an operator ask the writer of a request, and returns what an answer from
// aigul looks like.
func (d *desk) asks(n privacy.Number) func(body string) string {
	d.t.Helper()
	d.must(d.s.Desk.Ask(d.t.Context(), n, privacy.Operator("aliya"), 0, "Қай нөмір дұрыс?"))
	c, err := d.s.Desk.Case(d.t.Context(), n)
	d.must(err)
	title, question := review.ReadLetter(c.Letters[len(c.Letters)-1])
	tokens := handlers.Tokens(title, question)
	if len(tokens) == 0 {
		d.t.Fatal("the question has no code")
	}
	return func(body string) string {
		return letterFrom("aigul@posta.example", fmt.Sprintf("Re: [%s %s]", n, tokens[0]), body)
	}
}

// What is answered takes the place of what was proposed, stands on top, and is carried
// out by no single key and by no list.
func TestAnAnswerReachesTheProposal(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "+77015550001")
	n := d.near()
	path, b := "/requests/"+string(n), d.as("aliya")
	answer := d.asks(n)
	d.gets(answer("Телефон: +7 701 999 88 00"))

	page := b.page(path)
	if !strings.Contains(page, `<p><span class="proof proven">`) {
		t.Error("it is not told how the answer was proven")
	}
	form := b.form(page, path+"/approve")
	if form.Get("value-phone") != "+77019998800" || !strings.Contains(page, "in the answer") {
		t.Errorf("proposed is %q", form.Get("value-phone"))
	}
	if heard, letter := strings.Index(page, `id="heard"`), strings.Index(page, `id="said"`); heard < 0 || heard > letter || !strings.Contains(page[heard:letter], "701 999 88 00") || !strings.Contains(page[heard:letter], "Қай нөмір дұрыс?") {
		t.Errorf("answer at %d, letter at %d", heard, letter)
	}
	item := url.Values{"item": {fmt.Sprintf("%s:%s", n, form.Get("seen"))}, "verb": {"approve"}}
	if page := b.post("/queue", item).Body.String(); !strings.Contains(page, "read the answer") {
		t.Error("the list does not tell of the answer")
	}
	item.Set("sure", "yes")
	b.post("/queue", item)
	if d.state(n) != privacy.StateInReview {
		t.Fatal("the list carried out what nobody had read")
	}
	w := b.post(path+"/approve", form) // one key
	if w.Code != http.StatusOK || d.state(n) != privacy.StateInReview {
		t.Fatalf("one key: %d, %s", w.Code, d.state(n))
	}
	if w = b.post(path+"/approve", b.form(w.Body.String(), path+"/approve")); w.Code != http.StatusSeeOther || d.state(n) != privacy.StateClosed {
		t.Fatalf("the second: %d, %s", w.Code, d.state(n))
	}
	found, err := d.s.Desk.ShowSubject(t.Context(), privacy.Operator("aliya"), id)
	d.must(err)
	if phone := found.Subject.Phone.Reveal(); phone != "+77019998800" {
		t.Errorf("on record is %s", phone)
	}
}

// What was answered is there whole, with its files.
func TestAnAnswerIsThereWhole(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	answer := d.asks(n)
	long := strings.Repeat("Өте ұзақ жауап. ", 400) + "СОҢЫ."
	raw := strings.Replace(answer("--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"+long+"\r\n--b\r\nContent-Type: application/pdf; name=\"kuelik.pdf\"\r\n"+
		"Content-Disposition: attachment; filename=\"kuelik.pdf\"\r\n\r\n%PDF-1.4 x\r\n--b--"), "text/plain; charset=utf-8\r\n\r\n--b", "multipart/mixed; boundary=b\r\n\r\n--b", 1)
	d.gets(raw)
	path, b := "/requests/"+string(n), d.as("aliya")
	page := b.page(path)
	if !strings.Contains(page, "СОҢЫ.") || !strings.Contains(page, "kuelik.pdf") {
		t.Error("the end of the answer or its file is not shown")
	}
	if got := b.get(path + "/answers/1/attachments/0"); strings.TrimSpace(got.Body.String()) != "%PDF-1.4 x" || got.Header().Get("Content-Type") != "application/octet-stream" {
		t.Errorf("the file: %d, %q", got.Code, got.Body)
	}
	if got := b.get(path + "/answers/1/message.eml"); got.Body.String() != raw {
		t.Errorf("the answer as it came: %d, %d octets of %d", got.Code, got.Body.Len(), len(raw))
	}
	for _, other := range []string{"/answers/0/message.eml", "/answers/2/message.eml", "/answers/1/attachments/1", "/answers/x/attachments/0"} {
		if got := b.get(path + other); got.Code != http.StatusNotFound {
			t.Errorf("%s: %d", other, got.Code)
		}
	}
}

// forged is a request in the name of aigul that nothing proves.
func (d *desk) forged(subject, body string) privacy.Number {
	d.t.Helper()
	return d.gets(strings.Replace(letterFrom("aigul@posta.example", subject, body), "dmarc=pass header.from=posta.example", "none", 1))
}

// What anybody may have written in a person's name is proposed to be asked about, and
// carried out only after the warning was seen.
func TestWhatNothingProvesIsAskedAbout(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.forged("My data", "Please delete all my personal data.")
	path, b := "/requests/"+string(n), d.as("aliya")
	c, err := d.s.Desk.Case(t.Context(), n)
	d.must(err)
	if c.Request.Kind != privacy.KindErase || c.Request.Proof != privacy.Unproven {
		t.Fatalf("%s, %s", c.Request.Kind, c.Request.Proof)
	}
	page := b.page(path)
	if !strings.Contains(page, "Nothing proves who wrote this") || !strings.Contains(b.page("/"), "ask the person whether it is theirs") {
		t.Error("nobody is warned")
	}
	if key, _, _ := strings.Cut(page, `data-key="KeyA"`); !strings.HasSuffix(key[strings.LastIndex(key, "<form"):strings.LastIndex(key, "<form")+len(`<form method="post" action="`+path+`/confirm"`)], `/confirm"`) {
		t.Error("A is not the question")
	}
	item := url.Values{"item": {fmt.Sprintf("%s:%d", n, c.Item.Version)}, "verb": {"approve"}}
	if page := b.post("/queue", item).Body.String(); !strings.Contains(page, "Nothing proves who wrote this") || !strings.Contains(page, c.Request.From.Masked()) || !strings.Contains(page, "not proven") {
		t.Error("the list shows neither the warning nor who")
	}
	w := b.post(path+"/approve", b.form(page, path+"/approve"))
	if w.Code != http.StatusOK || d.state(n) != privacy.StateInReview || !strings.Contains(w.Body.String(), "Nothing proves who wrote this") {
		t.Fatalf("carried out at the first press: %d, %s", w.Code, d.state(n))
	}
	w = b.post(path+"/confirm", b.form(page, path+"/confirm"))
	if w = b.post(path+"/confirm", b.form(w.Body.String(), path+"/confirm")); w.Code != http.StatusSeeOther || d.state(n) != privacy.StateAwaiting {
		t.Fatalf("the question: %d, %s", w.Code, d.state(n))
	}
}

// Of several values for one field none is proposed, and all are told.
func TestSeveralValuesAreTold(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "+77015550001")
	n := d.gets(letterFrom("aigul@posta.example", "Нөмірімді жаңарту", "Телефон нөмірімді өзгертіңізші. 8 705 111 22 33 болуы мүмкін, әлде 8 705 111 22 34."))
	path, b := "/requests/"+string(n), d.as("aliya")
	form := b.form(b.page(path), path+"/approve")
	page := html.UnescapeString(b.page(path))
	if form.Get("value-phone") != "" || !strings.Contains(page, "+77051112233") || !strings.Contains(page, "+77051112234") || !strings.Contains(page, "enter the one that is meant") {
		t.Errorf("proposed is %q", form.Get("value-phone"))
	}
	w := b.post(path+"/approve", form)
	if d.state(n) != privacy.StateInReview || w.Code != http.StatusBadRequest && w.Code != http.StatusUnprocessableEntity || !strings.Contains(html.UnescapeString(w.Body.String()), "several values for “telephone”") {
		t.Fatalf("%d, %s", w.Code, d.state(n))
	}
	form = b.form(w.Body.String(), path+"/approve")
	form.Set("value-phone", "8 705 111 22 33")
	w = b.post(path+"/approve", form)
	if w = b.post(path+"/approve", b.form(w.Body.String(), path+"/approve")); w.Code != http.StatusSeeOther || d.state(n) != privacy.StateClosed {
		t.Fatalf("the one that is meant: %d, %s", w.Code, d.state(n))
	}
	found, err := d.s.Desk.ShowSubject(t.Context(), privacy.Operator("aliya"), id)
	d.must(err)
	if phone := found.Subject.Phone.Reveal(); phone != "+77051112233" {
		t.Errorf("on record is %s", phone)
	}
}

// A third matter of a letter, of which no request was made, is told, until it is split
// off.
func TestAThirdMatterIsTold(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Aigul", "")
	n := d.gets(letterFrom("aigul@posta.example", "My data", "I withdraw my consent. Send me a copy of all personal data that you hold, and update my phone while you are at it."))
	path, b := "/requests/"+string(n), d.as("aliya")
	if page := b.page(path); !strings.Contains(page, "has words for something else too") || !strings.Contains(page, "update my phone") {
		t.Error("the change is not mentioned")
	}
	_, err := d.s.Desk.Do(t.Context(), n, privacy.Operator("aliya"), review.Act{Verb: "split", Kind: privacy.KindUpdate})
	d.must(err)
	if strings.Contains(b.page(path), "has words for something else too") {
		t.Error("it is told although there is a request")
	}
}

// Every kind in a letter is shown with its request, also one that is only hinted at; it
// is none any more once the request was read as it, or is it.
func TestEveryMatterOfALetterIsShown(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.gets(letterFrom("aigul@posta.example", "Здравствуйте", "Прошу обновить мой номер телефона: 8 701 555 77 88. Какие данные обо мне у вас есть? Лучше бы ими пока не пользовались."))
	c, err := d.s.Desk.Case(t.Context(), n)
	d.must(err)
	if len(c.Matters) != 3 || c.Matters[0].Number != n || c.Matters[1].Number == "" || c.Matters[2] != (review.Matter{Kind: privacy.KindBlock, Likely: true}) {
		t.Fatalf("%+v", c.Matters)
	}
	b, second := d.as("aliya"), c.Matters[1].Number
	page := b.page("/requests/" + string(n) + "?kind=update")
	holds(t, page, "The letter asks:", `href="/requests/`+string(second)+`?kind=update"`, "Blocking – perhaps, no request")
	if strings.Contains(page, "has words for something else too") {
		t.Error("a hint is told as loudly as plain words")
	}
	holds(t, b.page("/requests/"+string(second)), "The letter asks:", "Blocking – perhaps, no request")
	if _, err := d.s.Desk.Do(t.Context(), n, privacy.Operator("aliya"), review.Act{Verb: "reclassify", Kind: privacy.KindBlock}); err != nil {
		t.Fatal(err)
	}
	if c, err = d.s.Desk.Case(t.Context(), second); err != nil || len(c.Matters) != 2 {
		t.Errorf("%v: a request that is of another kind by now is shown as it was read: %+v", err, c.Matters)
	}
	d.wait(time.Second)
	plain := d.gets(letterFrom("b@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	if strings.Contains(b.page("/requests/"+string(plain)), "The letter asks:") {
		t.Error("what asks for one thing is listed")
	}
}

// What is split off has the answer in which it stands; taken back, it is in no list.
func TestASplitKeepsTheAnswer(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	d.gets(d.asks(n)("Телефон: +7 701 999 88 00\r\nSonymen qatar derekterimdi oshirse de bolady."))
	done, err := d.s.Desk.Do(t.Context(), n, privacy.Operator("aliya"), review.Act{Verb: "split", Kind: privacy.KindErase})
	d.must(err)
	b := d.as("aliya")
	page := b.page("/requests/" + string(done.Split))
	if heard, letter := strings.Index(page, `id="heard"`), strings.Index(page, `id="said"`); heard < 0 || !strings.Contains(page[heard:letter], "derekterimdi oshirse") {
		t.Error("the answer is not there")
	}
	if got := b.get("/requests/" + string(done.Split) + "/answers/1/message.eml"); got.Code != http.StatusOK {
		t.Errorf("the answer as it came: %d", got.Code)
	}
	person := "/subjects/" + string(id)
	if !strings.Contains(b.page(person), string(done.Split)) {
		t.Error("the second request is not listed")
	}
	_, err = d.s.Desk.Do(t.Context(), n, privacy.Operator("aliya"), review.Act{Verb: "undo"})
	d.must(err)
	if page := b.page(person); strings.Contains(page, string(done.Split)) || !strings.Contains(page, string(n)) {
		t.Error("a splitting that was taken back is listed")
	}
}

// What changes nothing is no act.
func TestWhatChangesNothingIsRefused(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.near()
	path, b := "/requests/"+string(n), d.as("aliya")
	for verb, typed := range map[string]url.Values{"reclassify": {"kind": {"update"}}, "assign": {"to": {""}}} {
		w := b.post(path+"/"+verb, mergeForms(b.form(b.page(path), path+"/"+verb), typed))
		if w.Code < 400 || !strings.Contains(w.Body.String(), "already") {
			t.Errorf("%s: %d", verb, w.Code)
		}
	}
	acts, err := d.s.Desk.History(t.Context(), n)
	d.must(err)
	for _, a := range acts {
		if a.Act.Act == "assigned" || a.Act.Act == "reclassified" {
			t.Errorf("%s is on the chain", a.Act.Act)
		}
	}
}
