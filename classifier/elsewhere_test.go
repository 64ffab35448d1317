package classifier

import (
	"slices"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// A consent to something else is nobody's to take back here.
func TestConsentToSomethingElse(t *testing.T) {
	for _, text := range []string{
		"Отзываю согласие на участие в конференции.",
		"Отзываю своё согласие на увольнение",
		"Отзываю согласие на обмен квартиры",
		"Отзываю своё согласие на прививку",
		"Отзываю согласие на повышение тарифа",
		"Отзываю согласие с протоколом собрания",
		"Отзываю согласие поставить подпись",
		"Отзываю своё согласие на смену графика",
		"Отзываю согласие на поездку ребёнка в лагерь",
		"Экскурсияға берген келісімімді қайтарып аламын.",
		"Гастроскопияға қол қойып берген келісімімді қайтарып аламын, ол күні наркозға түспеймін.",
		"Операцияға келісімімнен бас тартамын",
		"Ауысымды өзгертуге берген келісімімді қайтарып аламын",
		"I withdraw my consent to the surgery.",
		"I revoke my consent for the school trip.",
	} {
		for _, title := range []string{"", withdrawMark} {
			v := Classify(letter(title, text))
			if len(v) == 0 && title == "" {
				continue
			}
			if v[0].Certainty != privacy.Doubtful || !slices.Contains(v[0].Doubts, DoubtOtherMatter) {
				t.Errorf("%q, %q: %s", title, text, describe(v))
			}
		}
	}
}

// Whom it was given, when, where, and what is done with the data is no other matter.
// Who takes back what he allowed with his fingerprints or pictures takes back no more.
func TestConsentToOneThing(t *testing.T) {
	notActedUpon(t,
		"I no longer agree to the use of my fingerprints and take back that consent.",
		"Саусақ ізімді пайдалануға рұқсатымды қайтарамын.",
		"Отзываю своё согласие на снятие отпечатков.",
		"I ticked the box saying you may use pictures of me. I withdraw that consent.",
	)
}

// A letter that is to count for nothing in some case is none to act upon.
func TestLetterToBeVoid(t *testing.T) {
	notActedUpon(t,
		"Дербес деректерімді өңдеуге келісімімді қайтарып аламын. Қате шықса, бұл хатты жарамсыз деп есептеңіздер.",
		"Отзываю согласие на обработку персональных данных. Если я ошиблась адресом, письмо считайте недействительным.",
		"I withdraw my consent to the processing of my personal data. If my badge works again, treat this letter as void.",
	)
}

func TestConsentToProcessing(t *testing.T) {
	for _, text := range []string{
		"Отзываю согласие.",
		"Отзываю своё согласие на обработку персональных данных.",
		"Отзываю согласие на использование моих данных.",
		"Отзываю согласие на сбор, хранение и передачу моих данных.",
		"Отзываю согласие на обработку данных, данное на сайте.",
		"Отзываю своё согласие на сайте и прошу удалить данные.",
		"Отзываю согласие с сегодняшнего дня.",
		"Дербес деректерімді өңдеуге берген келісімімді қайтарып аламын.",
		"Сіздерге берген келісімімді қайтарып аламын.",
		"Банкке берген келісімімді қайтарып аламын.",
		"I withdraw my consent to the processing of my data.",
		"I withdraw my consent to you using my data.",
		"I withdraw my consent given to you.",
	} {
		for _, v := range Classify(letter("", text)) {
			if slices.Contains(v.Doubts, DoubtOtherMatter) {
				t.Errorf("%q: %s", text, describe([]Verdict{v}))
			}
		}
	}
}
