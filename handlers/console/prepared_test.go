package console

import (
	"net/http"
	"net/url"
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
	act.ByHand = false
	if _, err := d.s.Desk.Do(t.Context(), n, privacy.Operator("aliya"), act); err != nil || d.state(n) != privacy.StateClosed {
		t.Errorf("a blocking cannot be told of: %v", err)
	}
}
