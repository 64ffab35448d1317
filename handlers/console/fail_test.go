package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// What the desk says of a mistake stands on the page in the page's language, and is
// marked as such for who listens to it.
func TestMistakesAreToldInTheLanguageOfThePage(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл Ахметова", "+77015550001")
	n := d.near()
	b := d.as("aliya")
	for l, want := range map[privacy.Language][2]string{
		privacy.Kazakh:  {"Бас тартуда заң мен бап көрсетіліп", "Өтініш өзін-өзі қайталай алмайды."},
		privacy.Russian: {"В отказе называют закон и статью", "Обращение не может повторять само себя."},
		privacy.English: {"A refusal names act and article", "A request is no duplicate of itself."},
	} {
		b.post("/language", url.Values{"language": {string(l)}})
		w := b.post("/requests/"+string(n)+"/decline", url.Values{"seen": {"1"}, "ground": {"OTHER"}})
		body := w.Body.String()
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `role="alert"><p lang="`+string(l)+`">`+want[0]) {
			t.Errorf("%s: a refusal without reasons: %d, %q is missing", l, w.Code, want[0])
		}
		if body = b.post("/requests/"+string(n)+"/merge", url.Values{"seen": {"1"}, "into": {string(n)}}).Body.String(); !strings.Contains(body, want[1]) {
			t.Errorf("%s: %q is missing", l, want[1])
		}
	}
}

// What is not certain about a due date is told in the language of the page, too.
func TestAnUncertainDayIsToldInTheLanguageOfThePage(t *testing.T) {
	d := newDesk(t)
	d.now = time.Date(2027, 5, 14, 7, 0, 0, 0, time.UTC) // Kurban Ait may be the Monday that is counted
	d.person("aigul@posta.example", "Айгүл Ахметова", "+77015550001")
	n := d.near()
	b := d.as("aliya")
	for l, want := range map[privacy.Language]string{
		privacy.Kazakh:  "16.05.2027 демалыс күні ретінде расталмаған: есептелген;",
		privacy.Russian: "16.05.2027 как выходной не подтверждён: вычислено;",
		privacy.English: "2027-05-16 is not confirmed as &#34;off&#34;: computed;",
	} {
		b.post("/language", url.Values{"language": {string(l)}})
		if page := b.page("/requests/" + string(n)); !strings.Contains(page, want) {
			t.Errorf("%s: %q is missing", l, want)
		}
	}
}

// What cannot be done is told by what is wrong with it, not by the sort of error.
func TestNoRecordIsNotTakenForNoPage(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("bekzat@posta.example", "Менің деректерімді жойыңыз", "Менің барлық деректерімді жойыңыздаршы, өтінемін."))
	b := d.as("aliya")
	w := b.post("/queue", url.Values{"verb": {"approve"}, "sure": {"yes"}, "item": {string(n) + ":1"}})
	if body := b.page("/"); !strings.Contains(body, "No record lies under the writer") || strings.Contains(body, "There is no such thing") || strings.Contains(body, "in the form") {
		t.Errorf("%d: the reason is blurred\n%s", w.Code, body)
	}
	if body := b.get("/requests/nonsense").Body.String(); !strings.Contains(body, "This is no number of a request") || strings.Contains(body, "There is no such thing") {
		t.Error("a wrong number is told otherwise")
	}
}

// The act that a period rests on is named in the language of the page.
func TestTheActIsNamedInTheLanguageOfThePage(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("bekzat@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	b := d.as("aliya")
	for l, want := range map[privacy.Language]string{privacy.Kazakh: "<dd>Дербес деректерді жинау, өңдеу қағидаларының", privacy.Russian: "<dd>пункт 16 Правил", privacy.English: "<dd>Order 395/НҚ"} {
		b.post("/language", url.Values{"language": {string(l)}})
		if page := b.page("/requests/" + string(n)); !strings.Contains(page, want) || l != privacy.English && strings.Contains(page, "Order 395") {
			t.Errorf("%s: %q is missing, or the act named in English", l, want)
		}
	}
}
