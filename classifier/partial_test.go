package classifier

import (
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// A letter that says that two things have changed and gives one of them is not closed
// with half of it undone: a person looks, and is told why.
func TestTwoChangesAndOneValue(t *testing.T) {
	for _, text := range []string{
		"У меня поменялись телефон и электронная почта, новый телефон +7 701 555 77 88.",
		"Прошу обновить мой номер и почту. Новый номер: 8 701 555 77 88",
		"Сменила фамилию и телефон, запишите новый номер 87015557788.",
		"Обновите мой телефон: 8 701 555 77 88. Почта тоже поменялась.",
		"Телефоным мен поштам ауысты, жаңа телефоным 8 701 555 77 88, жазып қойыңыздаршы.",
		"Нөмірім өзгерді, жаңасы 8 701 555 77 88 деп жазыңыз. Поштам да ауысты.",
		"My phone and my e-mail changed, the new phone is +7 701 555 77 88.",
		"Please update my email and phone number. New email: asel.new@posta.example",
		"Please replace my phone number with +7 701 555 77 88. My e-mail has changed too.",
		"Мы переехали, теперь мы на Ерубаева 12, квартира 40, и телефон у меня другой, 8 700 418 62 07. Измените, пожалуйста, и то, и другое.",
	} {
		v := Classify(letter("", text))
		if len(v) != 1 || v[0].Kind != privacy.KindUpdate || v[0].Certainty != privacy.Doubtful || !slices.Contains(v[0].Doubts, DoubtOtherField) {
			t.Errorf("%q: %+v", text, v)
			continue
		}
		o := v[0].Objections()
		at := slices.IndexFunc(o, func(o Objection) bool { return o.Doubt == DoubtOtherField })
		if len(o[at].Evidence) != 1 || o[at].Evidence[0].Text == "" {
			t.Errorf("%q: nothing says why: %+v", text, o[at])
		}
	}
}

// The one number or address that stands in a sentence that asks and was not taken, whatever the words around it seem to say, is not left out silently.
func TestValueLeftInARequest(t *testing.T) {
	for _, text := range []string{
		"My old number died with my old phone, so it's 8 707 942 01 63 you should keep for me now.\nCorrespondence goes to irina.solo@quietmail.example, kindly note it in my pupil sheet.",
		"Запишите мне новый 8 708 375 91 64, и вместо мыла, что было, gena.lavrik@list.example.",
		"On my pass record swap their office contacts for mine, sam.okoro@drumbeat.example, 8 708 395 01 74.",
	} {
		v := Classify(letter("", text))
		if len(v) != 1 || v[0].Kind != privacy.KindUpdate || strings.Count(values(v[0]), "=") < 2 && !slices.Contains(v[0].Doubts, DoubtOtherField) {
			t.Errorf("%q: %+v", text, v)
		}
	}
	// Who says by what number he is known leaves nothing out.
	if v := Classify(letter("", "В анкете, где у вас указан телефон 8 701 111 22 33, замените, пожалуйста, почту на dana.k@pochta.example.")); len(v) != 1 || !strings.Contains(values(v[0]), "email=dana.k@pochta.example") || slices.Contains(v[0].Doubts, DoubtOtherField) {
		t.Errorf("%+v", v)
	}
}

// Nor is a letter stopped that names another field without saying that it changed, or
// that gives both.
func TestOneChangeBesideAnotherField(t *testing.T) {
	for _, text := range []string{
		"У меня поменялся телефон, новый номер +7 701 555 77 88. Почта прежняя.",
		"Прошу обновить телефон и почту: 8 701 555 77 88, asel.new@posta.example",
		"Мой номер сменился, обновите: +7 701 555 77 88. Ответ пришлите на почту.",
		"Почта и имя остались прежними, а номер прошу заменить на 8 701 555 77 88.",
		"Телефон нөмірім өзгерді, жаңасы 8 701 555 77 88, жазып қойыңыздаршы. Поштам сол қалпында.",
		"Please change my phone number to +7 701 555 77 88. You have my e-mail already.",
		"My phone number has changed, the new one is +7 701 555 77 88, please update it; my e-mail stays the same.",
	} {
		for _, v := range Classify(letter("", text)) {
			if slices.Contains(v.Doubts, DoubtOtherField) {
				t.Errorf("%q: %v", text, v.Evidence)
			}
		}
	}
}

// The subject line says what a letter is about: another field than the one that the text gives, or two where it gives one.
func TestSubjectLineNamesAnotherField(t *testing.T) {
	const text = "Прошу записать мой новый номер: 8 701 555 77 88."
	for title, found := range map[string]bool{
		"Прошу изменить электронную почту": true, "Смена фамилии": true, "ФИО + тел": true, "Пошта мен тел": true, "New e-mail": true,
		"Новый телефон": false, "Телефон": false, "Новый номер и почта прежняя": false, "Ответ на ваше письмо": false, "Изменение данных": false,
		"Re: Смена фамилии": false, // the subject line of the letter that this one answers
	} {
		v := Classify(letter(title, text))
		if len(v) == 0 {
			t.Errorf("%q: nothing is asked", title)
			continue
		}
		if got := slices.Contains(v[0].Doubts, DoubtOtherField); got != found || got && v[0].Certainty == privacy.Certain {
			t.Errorf("%q: %v, want %v: %v", title, got, found, v[0].Doubts)
		}
	}
}

// A name in the sentence that asks, of which none was taken beside a number, is not passed over.
func TestNameLeftBesideANumber(t *testing.T) {
	checkValues(t, []valueCase{
		{"", "change my number to 8 701 555 22 33 and list me as Mary Holt.", "doubtful other-field: phone=+77015552233"},
		{"", "Нөмірім енді 8 701 555 22 33, картаны Омарова Дана деп жазыңыз.", "doubtful other-field contradictory: phone=+77015552233"},
		{"", "Please change my phone to 8 701 555 22 33.\nMary Holt", "certain: phone=+77015552233"},
	})
}

// Who asks to change nothing but what no field holds is heard by a person; a bill to be put right, and a supplier's new account, are business.
func TestAmendmentsOfOtherThings(t *testing.T) {
	checkValues(t, []valueCase{
		{"стипендия", "Прошу изменить счёт для перечисления стипендии. Старую карту я закрыл.\n\nКим Д.", "doubtful no-value no-mark:"},
		{"Refund account", "Hi,\nYou promised a refund for order 55120. My bank account has changed, please update the IBAN you have to the Kaspi one I gave at the counter.\nKevin", "doubtful no-value no-mark:"},
		{"шот", "Сәлеметсіз бе, стипендия түсетін шотымды ауыстырып берсеңіздер, жаңасын әкелемін", "doubtful other-field no-value no-mark:"},
		{"", "поменяйте пожалуйста адрес доставки квитанций на Абая 15-3", "doubtful no-value no-mark:"},
		{"", "Исправьте, пожалуйста, счёт на оплату за май, сумма неверная", "no update"},
		{"", "Please note our bank details have changed, pay invoices to the new account from now on.", "no update"},
	})
}

// One value put in the place of another is heard amid whatever else.
func TestSwapsAreHeard(t *testing.T) {
	for _, text := range []string{
		"добрый вечер поменяйте yuliya49@inbox.ru на y.omarova@icloud.com и пришлите чек по заказу 345363",
		"Лицевой счёт 731358: прошу заменить 8 701 535 62 03 на 8 707 729 58 79 и сообщить, когда будет перерасчёт.\nПрошу выслать счет на оплату.",
	} {
		if v := Classify(letter("Здравствуйте", text)); len(v) != 1 || v[0].Kind != privacy.KindUpdate {
			t.Errorf("%q: %s", text, describe(v))
		}
	}
	if v := Classify(letter("Лампа", "Когда будет перерасчёт? Прошу заменить лампу в подъезде, звоните на 8 701 555 22 11 или 8 701 555 22 12.")); len(v) != 0 {
		t.Errorf("two numbers to call: %s", describe(v))
	}
}
