package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// askers are requests that a person decides, in three languages, and how the queue
// ticks them.
func (d *desk) askers() (numbers []privacy.Number, ticked []string) {
	d.t.Helper()
	for _, words := range [][3]string{
		{"a@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"},
		{"b@pochta.example", "Вопрос", "Здравствуйте! Какие мои данные у вас есть?"},
		{"c@mail.example", "Question", "Hello, what data do you hold about me?"},
	} {
		numbers = append(numbers, d.gets(letterFrom(words[0], words[1], words[2])))
	}
	for _, n := range numbers {
		ticked = append(ticked, string(n)+":1")
	}
	return numbers, ticked
}

// together sends a form of the page of several: its hidden fields, what is typed, the
// ticked ones and the button that is pressed.
func (b *browser) together(page string, ticked []string, typed url.Values, button string) string {
	b.d.t.Helper()
	form := mergeForms(b.form(page, "/queue"), typed)
	form["item"] = ticked
	form.Set(button, "yes")
	return b.post("/queue", form).Body.String()
}

func (d *desk) language(n privacy.Number) privacy.Language {
	d.t.Helper()
	c, err := d.s.Desk.Case(d.t.Context(), n)
	d.must(err)
	return c.Request.Language
}

// A refusal of several is worded once for each language of those who wrote, shown as
// each of its letters, and sent as it was shown: words that were changed since are shown
// again.
func TestSeveralAreRefusedEachInTheirLanguage(t *testing.T) {
	d := newDesk(t)
	numbers, ticked := d.askers()
	b := d.as("aliya")
	page := b.post("/queue", url.Values{"verb": {"more"}, "more": {"decline"}, "item": ticked, "back": {"/?kind=access"}}).Body.String()
	holds(t, page, `name="text-kk"`, `name="article-ru"`, `name="text-en"`, "Refuse", `name="look"`)
	if strings.Contains(page, `name="sure"`) || strings.Contains(page, "will not work") {
		t.Error("it can be carried out before anything was typed")
	}
	typed := url.Values{"ground": {"LAW_RETENTION"}}
	reasons := map[privacy.Language]string{privacy.Kazakh: "Заң сақтауға міндеттейді.", privacy.Russian: "Закон обязывает хранить.", privacy.English: "A law orders keeping."}
	for l, words := range reasons {
		typed.Set("text-"+string(l), words)
		typed.Set("article-"+string(l), "206 "+string(l))
	}
	page = b.together(page, ticked, typed, "look")
	for _, words := range reasons {
		if got := strings.Count(page, words); got != 2 { // the field, and one letter
			t.Errorf("%q is there %d times", words, got)
		}
	}
	holds(t, page, `name="sure"`, `value="206 kk"`)
	again := b.together(page, ticked, url.Values{"text-ru": {"По другой причине."}}, "sure")
	holds(t, again, "Look it over", "По другой причине.", `name="sure"`)
	for _, n := range numbers {
		if d.state(n) != privacy.StateInReview {
			t.Fatal("a letter leaves that nobody has seen")
		}
	}
	if _, err := d.s.Desk.Do(t.Context(), numbers[2], privacy.Operator("bota"), review.Act{Verb: "assign", To: "aliya"}); err != nil {
		t.Fatal(err)
	}
	b.together(page, ticked, nil, "sure")
	for _, n := range numbers[:2] {
		at, letter := d.last(n)
		if d.state(n) != privacy.StateRefused && d.state(n) != privacy.StateClosed || !strings.Contains(letter, reasons[d.language(n)]) {
			t.Errorf("%s: %s, %d letters, the last says %s", n, d.state(n), at, letter)
		}
	}
	page = b.page("/?kind=access")
	if d.state(numbers[2]) != privacy.StateInReview || !strings.Contains(page, "Decided: 2. Did not work: 1;") || !strings.Contains(page, "has changed since you looked") {
		t.Error("what a colleague changed meanwhile is decided, or not told")
	}
	holds(t, page, "Undo these decisions", `/requests/`+string(numbers[0])+`?kind=access"`)
	form := b.form(page, "/queue")
	if form.Get("verb") != "undo" {
		t.Fatalf("the form is %v", form)
	}
	form["item"] = nil
	for _, n := range numbers[:2] {
		c, err := d.s.Desk.Case(t.Context(), n)
		d.must(err)
		form.Add("item", string(n)+":"+itoa(c.Item.Version))
	}
	w := b.post("/queue", form)
	if w.Header().Get("Location") != "/?kind=access" || d.state(numbers[0]) != privacy.StateInReview || d.state(numbers[1]) != privacy.StateInReview {
		t.Errorf("taken back: %s, %s, then %q", d.state(numbers[0]), d.state(numbers[1]), w.Header().Get("Location"))
	}
	holds(t, b.page("/?kind=access"), "Taken back: 2.")
}

// A prepared question goes to each in their own language; where it does not fit, the
// row says so and names those that do.
func TestSeveralAreAskedInTheirLanguage(t *testing.T) {
	d := newDesk(t)
	numbers, ticked := d.askers()
	update := d.gets(letterFrom("aigul@posta.example", "Дербез деректерди жанарту", "Нөмірім өзгерді.")) // names no value
	b := d.as("aliya")
	page := b.post("/queue", url.Values{"verb": {"ask"}, "item": append(ticked, string(update)+":1")}).Body.String()
	holds(t, page, `value="which-right"`, `value="which-value"`)
	if strings.Contains(page, `value="what-is-held"`) {
		t.Error("an answer is offered as a question")
	}
	unfit := b.together(page, append(ticked, string(update)+":1"), url.Values{"prepared": {"which-value"}}, "look")
	if strings.Count(unfit, "will not work") != 3 || !strings.Contains(unfit, "These fit: which-right, write-from-address.") {
		t.Errorf("a question about values goes to those who asked for none:\n%s", unfit)
	}
	page = b.together(page, ticked, url.Values{"prepared": {"which-right"}}, "look")
	b.together(page, ticked, nil, "sure")
	texts, err := templates.ParseTexts(nil)
	d.must(err)
	for _, n := range numbers {
		_, letter := d.last(n)
		for _, text := range texts[d.language(n)] {
			if text.Name == "which-right" && !strings.Contains(strings.Join(strings.Fields(letter), " "), strings.Join(strings.Fields(text.Text), " ")) {
				t.Errorf("%s in %s: %s", n, d.language(n), letter)
			}
		}
	}
}

// The answer to what is held is each writer's own, from the record; where there is none
// the row says what is missing.
func TestSeveralAreAnsweredFromTheRecord(t *testing.T) {
	d := newDesk(t)
	d.person("a@posta.example", "Айгүл", "+77015550001")
	d.person("b@pochta.example", "Борис", "+77015550002")
	numbers, ticked := d.askers()
	b := d.as("aliya")
	page := b.post("/queue", url.Values{"verb": {"answer"}, "item": ticked}).Body.String()
	page = b.together(page, ticked, url.Values{"prepared": {"what-is-held"}, "text-ru": {"Здравствуйте, Борис."}}, "look")
	if strings.Count(page, "77015550001") != 1 || strings.Count(page, "77015550002") != 1 || strings.Count(page, "will not work") != 1 {
		t.Errorf("each has another's data, or none:\n%s", page)
	}
	b.together(page, ticked, nil, "sure")
	if _, letter := d.last(numbers[1]); d.state(numbers[1]) != privacy.StateClosed || !strings.Contains(letter, "Здравствуйте, Борис.") || !strings.Contains(letter, "+77015550002") || strings.Contains(letter, "+77015550001") {
		t.Errorf("%s: %s", d.state(numbers[1]), letter)
	}
	if d.state(numbers[2]) != privacy.StateInReview {
		t.Error("a text with empty fields left")
	}
}

// What needs no letter is done with several alike: a rest, another kind, a note, a
// colleague, a question whether it was the person.
func TestSeveralAreArranged(t *testing.T) {
	d := newDesk(t)
	numbers, ticked := d.askers()
	b := d.as("aliya")
	do := func(verb string, typed url.Values) string {
		t.Helper()
		for i, n := range numbers {
			c, err := d.s.Desk.Case(t.Context(), n)
			d.must(err)
			ticked[i] = string(n) + ":" + itoa(c.Item.Version)
		}
		page := b.post("/queue", url.Values{"verb": {verb}, "item": ticked}).Body.String()
		if atOnce[verb] {
			page = b.together(page, ticked, typed, "look")
		}
		b.together(page, ticked, nil, "sure")
		return b.page("/")
	}
	each := func(what string, is func(review.Case) bool) {
		t.Helper()
		for _, n := range numbers {
			if c, err := d.s.Desk.Case(t.Context(), n); err != nil || !is(c) {
				t.Errorf("%s: %s is not so (%v)", what, n, err)
			}
		}
	}
	if w := b.post("/queue", url.Values{"verb": {"hold"}, "look": {"yes"}, "until": {"some day"}, "item": ticked}); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `role="alert"`) {
		t.Errorf("a rest until some day: %d", w.Code)
	}
	late := b.post("/queue", url.Values{"verb": {"hold"}, "look": {"yes"}, "ground": {"DISPUTE"}, "until": {"2027-01-20"}, "item": ticked[:1]}).Body.String()
	holds(t, late, "The rest ends after the period")
	do("hold", url.Values{"ground": {"DISPUTE"}, "until": {"2026-11-26"}, "text": {"the lawyer looks"}})
	each("rest", func(c review.Case) bool {
		return c.Item.HeldGround == "DISPUTE" && review.Held(c.Item, d.clock()) && c.Request.Notes[0].Text.Reveal() == "the lawyer looks"
	})
	do("release", nil)
	each("the rest ends", func(c review.Case) bool { return !review.Held(c.Item, d.clock()) })
	do("take", nil)
	each("taken", func(c review.Case) bool { return c.Item.Assigned == "operator:aliya" })
	do("assign", url.Values{"to": {""}})
	each("given to nobody", func(c review.Case) bool { return c.Item.Assigned == "" })
	do("note", url.Values{"text": {"see the register"}})
	each("noted", func(c review.Case) bool {
		return c.Request.Notes[len(c.Request.Notes)-1].Text.Reveal() == "see the register"
	})
	page := do("reclassify", url.Values{"kind": {"question"}})
	each("another kind", func(c review.Case) bool { return c.Request.Kind == privacy.KindQuestion })
	holds(t, page, "Decided: 3.")
	do("answer", url.Values{"text-kk": {"Жауап."}, "text-ru": {"Ответ."}, "text-en": {"An answer."}})
	each("answered", func(c review.Case) bool { return c.Request.State == privacy.StateClosed && len(c.Letters) > 1 })
	unsure := d.gets(strings.Replace(letterFrom("aigul@posta.example", "Дербес деректерди жанарту", "Егер ескі нөмірім тұрса, жаңасын жазыңыздар.\r\nТелефон: 8 701 555 77 88"), "dmarc=pass", "dmarc=none", 1))
	numbers, ticked = []privacy.Number{unsure}, []string{""}
	do("confirm", nil)
	each("asked whether it is theirs", func(c review.Case) bool { return c.Request.State == privacy.StateAwaiting })
}

// An auditor sees nothing to tick and nothing to choose, and decides nothing about several.
func TestAnAuditorDecidesNothingAboutSeveral(t *testing.T) {
	d := newDesk(t)
	numbers, ticked := d.askers()
	b := d.as("timur")
	if page := b.page("/"); strings.Contains(page, `name="more"`) || strings.Contains(page, `name="item"`) {
		t.Error("an auditor is offered decisions")
	}
	for verb := range atOnce {
		if w := b.post("/queue", url.Values{"verb": {verb}, "item": ticked, "sure": {"yes"}, "look": {"yes"}}); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", verb, w.Code)
		}
	}
	if d.state(numbers[0]) != privacy.StateInReview {
		t.Error("an auditor decided")
	}
}

// Nothing that was chosen of the queue is lost by a decision and by taking it back.
func TestTakingBackKeepsTheList(t *testing.T) {
	d := newDesk(t)
	d.askers()
	b := d.as("aliya")
	w := b.post("/search", url.Values{"text": {"вопрос"}, "kind": {"access"}, "sort": {"newest"}})
	list := strings.TrimPrefix(w.Header().Get("Location"), "/")
	if !strings.Contains(list, "find=") || !strings.Contains(list, "sort=newest") {
		t.Fatalf("the search leads to %q", list)
	}
	page := b.page("/" + list)
	at := strings.Index(page, "/requests/OT-")
	path := page[at : at+len("/requests/OT-7F3K-92QT")]
	w = b.post(path+"/not-a-request", b.form(b.page(path+list), path+"/not-a-request"))
	if to := w.Header().Get("Location"); to != "/"+list {
		t.Fatalf("the decision leads to %q", to)
	}
	page = b.page("/" + list)
	undo := b.form(page, path+"/undo")
	if undo.Get("list") != list {
		t.Errorf("the notice takes back with the list %q", undo.Get("list"))
	}
	w = b.post(path+"/undo", undo)
	if to := w.Header().Get("Location"); to != path+list {
		t.Errorf("taking back leads to %q", to)
	}
	holds(t, b.page(path+list), "1 of 1", `href="/`+strings.ReplaceAll(list, "&", "&amp;")+`"`)
}
