package console

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

const blockedWords = "Деректеріңіз бұғатталды"

// A letter says that the data are blocked only where they are: the text is offered
// nowhere else, and refused where it is typed.
func TestNobodyIsToldOfABlockingThatIsNone(t *testing.T) {
	d := newDesk(t)
	d.person("aigul@posta.example", "Айгүл", "")
	n := d.gets(letterFrom("aigul@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	b, path := d.as("aliya"), "/requests/"+string(n)
	page := b.page(path)
	if strings.Contains(page, `value="processing-stopped"`) || strings.Contains(page, `value="which-value"`) || strings.Count(page, `value="what-is-held"`) != 1 || strings.Count(page, `value="which-right"`) != 1 {
		t.Error("texts are offered that do not fit")
	}
	holds(t, page, ">Answer about what is held<") // the title is for the operator, whose page is English
	said := blockedWords + ": тексеру аяқталғанша олар\r\nжиналмайды, пайдаланылмайды және ешкімге берілмейді. Бұғаттау алынғанда Сізге хабарлаймыз."
	if w := b.post(path+"/reply", mergeForms(b.form(page, path+"/reply"), url.Values{"text": {said}})); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "nothing is blocked by this") {
		t.Errorf("reply: %d", w.Code)
	}
	act := review.Act{Verb: "approve", Text: said}
	if _, err := d.s.Desk.Do(t.Context(), n, privacy.Operator("aliya"), act); err == nil || d.state(n) != privacy.StateInReview {
		t.Error("approve tells of a blocking")
	}
	if _, err := d.s.Desk.Do(t.Context(), n, privacy.Operator("aliya"), review.Act{Verb: "reclassify", Kind: privacy.KindBlock}); err != nil {
		t.Fatal(err)
	}
	act.ByHand = true
	if _, err := d.s.Desk.Do(t.Context(), n, privacy.Operator("aliya"), act); err == nil {
		t.Error("so does closing it by hand")
	}
	act.ByHand, act.Read = false, true
	if _, err := d.s.Desk.Do(t.Context(), n, privacy.Operator("aliya"), act); err != nil || d.state(n) != privacy.StateClosed {
		t.Errorf("a blocking cannot be told of: %v", err)
	}
}

// A prepared question says of the letter what is so: that it names no value, or several
// for one field.
func TestAPreparedQuestionFitsTheLetter(t *testing.T) {
	for name, c := range map[string]struct {
		body    string
		offered []string
		code    string // of the mistake where the others are typed
	}{
		"none":    {"Нөмірім өзгерді.", []string{"which-value"}, "not-several"},
		"one":     {"Егер ескі нөмірім тұрса, жаңасын жазыңыздар. Телефон: 8 701 555 77 88", nil, "value-named not-several"},
		"several": {"Телефон: 8 701 555 77 88\r\nТелефон: 8 701 555 77 99", []string{"which-of-several"}, "value-named"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.person("aigul@posta.example", "Айгүл", "")
			n := d.gets(letterFrom("aigul@posta.example", "Дербез деректерди жанарту", c.body))
			page := d.as("aliya").page("/requests/" + string(n))
			for _, text := range d.s.Desk.Texts(privacy.Kazakh) {
				if text.Name != "which-value" && text.Name != "which-of-several" {
					continue
				}
				fits := slices.Contains(c.offered, text.Name)
				if strings.Contains(page, `value="`+text.Name+`"`) != fits {
					t.Errorf("%s offered: %v", text.Name, !fits)
				}
				_, err := d.s.Desk.Preview(t.Context(), n, privacy.Operator("aliya"), review.Act{Verb: "ask", Text: text.Text})
				if said := (*privacy.Mistake)(nil); fits != (err == nil) || !fits && (!errors.As(err, &said) || !strings.Contains(c.code, said.Code)) {
					t.Errorf("%s: %v", text.Name, err)
				}
			}
		})
	}
}
