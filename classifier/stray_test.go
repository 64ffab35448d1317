package classifier

import (
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// A number or an address that stands in a letter for another reason is no change.
func TestStrayValues(t *testing.T) {
	const ask, mail = "Здравствуйте! Прошу изменить мой e-mail на new.addr@mail.kz\n\n", "certain: email=new.addr@mail.kz"
	var cases []valueCase
	for _, end := range []string{
		"Айгерим\n8 705 111 22 33", "Спасибо!\nАйгерим, моб. 87051112233", "Айгерим Смагулова, 8 705 111 22 33", "Смагулова А.\n87051112233",
		"Заранее благодарю.\nАйгерим\nтел. 8 705 111 22 33", "Тел. для связи 8 705 111 22 33", "8 705 111 22 33", "Рахмет!\nАйгерим 87051112233",
		"Если что звоните 8 705 111 22 33", "Менеджер банка Ахметов 8 705 111 22 33 всё знает", "WhatsApp 8 705 111 22 33",
	} {
		cases = append(cases, valueCase{markRu, ask + end, mail})
	}
	checkValues(t, append(cases, []valueCase{
		{markRu, ask + "тел: 8 705 111 22 33", "doubtful contradictory: phone=+77051112233; email=new.addr@mail.kz"},
		{markEn, "E-mail: new.addr@mail.kz\n\nDana\n+7 705 111 22 33", mail},
		{markRu, "E-mail: new.addr@mail.kz\nВы мне звонили с номера 8 727 300 20 20", mail},
		{markRu, "Телефон: 8 701 555 22 33\n\nАйгерим\naigerim.work@mail.kz", "certain: phone=+77015552233"},
		{markRu, "Добавьте второй телефон 8 701 555 22 33", "doubtful further no-value:"},
		{markRu, "Доп. телефон: 8 701 555 22 33", "doubtful further no-value:"},
		{markRu, "Телефон директора 8 701 555 22 33", "doubtful further no-value:"},
		{markRu, "Вопросы по тел. 8 701 555 22 33", "doubtful further no-value:"},
		{markRu, "Позвоните мне 8 701 555 22 33", "doubtful other-matter no-value:"},
		{markKk, "Хабарласыңызшы: 8 701 555 22 33", "doubtful other-matter no-value:"},
		{markKk, "Қосымша нөмір: 8 701 555 22 33", "doubtful further no-value:"},
		// Who writes is no new name, not even beside a doctor's.
		{"Лечение зуба", "Здравствуйте, это Сабитова Раушан, я у вас лечусь у доктора Кима.\nТелефон утонул вместе с симкой. Поправьте в карточке на 8 701 555 22 33, пожалуйста.", "certain: phone=+77015552233"},
		// Both are given: both change.
		{markRu, "E-mail: new.addr@mail.kz\nТел.: 8 701 555 22 33", "certain: phone=+77015552233; email=new.addr@mail.kz"},
		{markRu, "Прошу обновить почту и телефон.\n\nnew.addr@mail.kz\n\n8 701 555 22 33", "certain: phone=+77015552233; email=new.addr@mail.kz"},
		{markRu, "Телефон для связи: 8 701 555 22 33", "certain: phone=+77015552233"},
	}...))
}

// The address that a letter comes from says nothing in its signature, and takes nothing from another that is to be used in its place.
func TestSendersOwnAddress(t *testing.T) {
	for body, want := range map[string]string{
		"Сменила оператора, теперь мой номер 8(705)3170862. Поправьте, пожалуйста, у себя в карточке.\n\n\nС уважением,\nАйгуль\naigul@posta.example": "phone=+77053170862",
		"Hi, I have dropped aigul@posta.example. Use aigul.new@vistula.example for me in your records, please.":                                       "email=aigul.new@vistula.example",
		"Хатты да енді aigul@posta.example-ге емес, aigul.new@vistula.example-ге жіберіңіздер, поштамды ауыстырып қойыңыздар.":                        "email=aigul.new@vistula.example",
	} {
		got := Classify(letterOf("letter", body))
		if len(got) != 1 || got[0].Certainty != privacy.Certain || texts(got[0].Fields) != want {
			t.Errorf("%s\n%s", body, describe(got))
		}
	}
}

// What the model gives to the sender's own address is no chance that another is wrong; and below a signature nothing of it is open.
func TestSendersChance(t *testing.T) {
	mail := func(text, rule string, chance float64) offer {
		return offer{value: Value{Field: privacy.FieldEmail, Text: text, Valid: true}, spot: spot{field: privacy.FieldEmail}, rule: rule, chance: chance}
	}
	offers := []offer{mail("a@posta.example", "sender", .37), mail("b@posta.example", "open", .6)}
	withoutSender(offers)
	if offers[0].chance != 0 || offers[1].chance < .9 {
		t.Errorf("%.2f, %.2f", offers[0].chance, offers[1].chance)
	}
	own := mail("a@posta.example", "sender", .6)
	if !own.unsure([]offer{own}, nil) {
		t.Error("an address of the sender's in the text may be meant")
	}
	own.spot.signed = true
	if own.unsure([]offer{own}, nil) {
		t.Error("one in the signature is not")
	}
}
