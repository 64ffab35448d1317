package classifier

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	markRu = "Актуализация персональных данных"
	markKk = "Дербес деректерді жаңарту"
	markEn = "Updating personal data"
)

// outcome tells a letter's update in short: «certain: phone=…», «doubtful no-value: ».
func outcome(subject, text string) string {
	m := letter(subject, text)
	m.From = []message.Mailbox{{Address: "aigerim.s@mail.kz"}}
	got := Classify(m)
	if len(got) != 1 || got[0].Kind != privacy.KindUpdate {
		return "no update"
	}
	head := string(got[0].Certainty)
	for _, d := range got[0].Doubts {
		head += " " + string(d)
	}
	return strings.TrimSpace(head + ": " + values(got[0]))
}

type valueCase struct{ subject, text, want string }

func checkValues(t *testing.T, cases []valueCase) {
	t.Helper()
	for _, c := range cases {
		if got := outcome(c.subject, c.text); got != c.want {
			t.Errorf("%q, %q:\n got %s\nwant %s", c.subject, c.text, got, c.want)
		}
	}
}

// A value that the letter calls the old one is not recorded as the new one, also where
// no other stands there.
func TestOldValueAloneIsNone(t *testing.T) {
	checkValues(t, []valueCase{
		{markRu, "Старый телефон: 8 701 555 22 33", "doubtful no-value:"},
		{markEn, "My new e-mail is new.addr@mail.kz. Please remove the old one, old.addr@mail.kz.", "certain: email=new.addr@mail.kz"},
		{markRu, "Старый номер:\n8 701 555 22 33", "doubtful no-value:"},
		{markRu, "Старый e-mail: old.addr@mail.kz", "doubtful no-value:"},
		{markRu, "Мой старый номер 8 701 555 22 33 больше не работает", "doubtful no-value:"},
		{markRu, "Прежняя фамилия: Ахметова Гульнар", "doubtful no-value:"},
		{markRu, "Телефон прежний 8 701 555 22 33, изменился адрес: Абая 10", "doubtful no-value:"},
		{markRu, "Телефон: 8 701 555 22 33 (старый)", "doubtful no-value:"},
		{markKk, "Ескі нөмір: 8 701 555 22 33", "doubtful no-value:"},
		{markEn, "Old phone: +7 701 555 22 33", "doubtful no-value:"},
		{markRu, "Старые номера: 8 701 555 22 33, 8 705 111 22 33", "doubtful no-value:"},
		{markRu, "Старый телефон: 8 701 555 22 33\nНовый e-mail: new.addr@mail.kz", "certain: email=new.addr@mail.kz"},
		{"", "Прошу изменить прежнее имя на Смагулова Айгерим. Паспорт новый.", "certain: name=Смагулова Айгерим"},
	})
}

// What a letter says that we have on record is the value it complains about.
func TestValueOnRecordIsTheFormerOne(t *testing.T) {
	checkValues(t, []valueCase{
		{"", "Меня зовут Сейтказы Айгуль Ермековна, а у вас записано Сейтхазы Айгуль Ермековна. Исправьте", "certain: name=Сейтказы Айгуль Ермековна"},
		{"", "Моя фамилия пишется Сейтказы Айгуль Ермековна, а в вашей базе указано Сейтхазы Айгуль Ермековна. Прошу исправить.", "certain: name=Сейтказы Айгуль Ермековна"},
		{"", "У вас ошибка в фамилии: я Сейтказы Айгуль, а вы пишете Сейтхазы Айгуль. Исправьте", "certain: name=Сейтказы Айгуль"},
		{"", "Менің атым Сейтқазы Айгүл, ал сіздерде Сейтхазы Айгүл деп жазылған. Түзетіңіздерші", "certain: name=Сейтқазы Айгүл"},
		{"", "Құжат бойынша атым Қасымұлы Бауыржан, ал сіздер Касымов Бауыржан деп жазыпсыздар, дұрыстап қойыңыздар", "certain: name=Қасымұлы Бауыржан"},
		{"", "My name is Aigul Seitkazy but in your records it says Aigul Seithazy. Please correct it.", "certain: name=Aigul Seitkazy"},
		{"", "Здравствуйте. В договоре я Сейтказы Айгуль Ермековна, а письма приходят на имя Сейтхазы Айгуль Ермековна. Исправьте пожалуйста в своей базе.", "certain: name=Сейтказы Айгуль Ермековна"},
		{"", "По паспорту я Ахмет Данияр, у вас в системе я Ахметов Данияр. Поправьте пожалуйста", "certain: name=Ахмет Данияр"},
		{"", "Мой телефон 8 701 555 22 33, а у вас записан 8 701 555 22 34. Исправьте пожалуйста.", "certain: phone=+77015552233"},
		{"", "У вас неправильно указан мой номер: 8 701 555 22 34 вместо 8 701 555 22 33. Исправьте.", "certain: phone=+77015552233"},
		{"", "Вместо 8 701 555 22 33 у вас записан 8 701 555 22 34, исправьте мой номер", "certain: phone=+77015552233"},
		{"", "Моя почта saule.k@mail.kz, а у вас стоит saulek@mail.kz. Поправьте пожалуйста мои данные", "certain: email=saule.k@mail.kz"},
		{"", "Опечатка: вместо Омарова Асель Кайратовна написали Амарова Асель Кайратовна. Прошу исправить мои данные", "certain: name=Омарова Асель Кайратовна"},
		{"", "Прошу исправить: Амарова Асель Кайратовна — неверно, Омарова Асель Кайратовна — верно.", "certain: name=Омарова Асель Кайратовна"},
		{"", "надо 87015552233, а я написала в анкете 87015552234, исправьте пожалуйста мой телефон", "certain: phone=+77015552233"},
		{markRu, "Я Сейтказы Айгуль, а у вас записано Сейтхазы Айгуль", "certain: name=Сейтказы Айгуль"},
		{markRu, "У вас указан 8 705 111 22 33, это не мой номер", "doubtful no-value:"},
		{markRu, "У вас неверно указан телефон 8 705 111 22 33. Исправьте пожалуйста", "doubtful no-value:"},
		// The other way round: what shall stand with us is the new value.
		{markRu, "Прошу, чтобы у вас был записан 8 701 555 22 33", "certain: phone=+77015552233"},
		{markRu, "Вместо 8 705 111 22 33 запишите у себя 8 701 555 22 33", "certain: phone=+77015552233"},
		{markRu, "Замените номер 8 705 111 22 33, который у вас записан, на 8 701 555 22 33", "certain: phone=+77015552233"},
	})
}

// What is shown of an old value agrees with what was done with it.
func TestTakenValueIsNotCalledOld(t *testing.T) {
	m := letter(markRu, "Старый телефон: 8 701 555 22 33\nНовый телефон: 8 705 111 22 33")
	for _, s := range Explain(m).Values {
		if s.Field == privacy.FieldPhone && s.Taken == (s.Role == "old") {
			t.Errorf("%+v", s)
		}
	}
}
