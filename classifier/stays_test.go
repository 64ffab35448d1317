package classifier

import (
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// What is said to stay as it is is not changed, whatever else is.
func TestValuesThatStay(t *testing.T) {
	const phone, mail, name = "certain: phone=+77015552233", "certain: email=new.addr@mail.kz", "certain: name=Смагулова Айгерим Ерлановна"
	checkValues(t, []valueCase{
		{markRu, "Новая почта: new.addr@mail.kz. Телефон 8 705 111 22 33 не изменился.", mail},
		{markRu, "Новая почта: new.addr@mail.kz. Телефон 8 705 111 22 33 у вас верный, его не трогайте.", mail},
		{markRu, "Мобильный замените на 8 701 555 22 33, а домашний 8 7162 25 31 08 оставьте как есть.", phone},
		{markKk, "Жаңа поштам: new.addr@mail.kz\nТелефоным 8 705 111 22 33 — өзгерген жоқ.", mail},
		{markEn, "My new e-mail is new.addr@mail.kz. My number, +7 705 111 22 33, has NOT changed.", mail},
		{markEn, "phone: 8 705 111 22 33 => 8 701 555 22 33\nmail: no change", phone},
		{markRu, "Фамилия новая: Смагулова Айгерим Ерлановна. Почта и телефон прежние (aigerim@mail.kz, 8 705 111 22 33), они не менялись.", name},
		// A value does not stay because another field does, or something else.
		{"", "Please change the e-mail address in my account to new.addr@mail.kz, I keep all my studies in one folder there.", mail},
		{"", "Please set my number in the list to 8 701 555 22 33, where you now have 8 705 111 22 33.", phone},
		{markRu, "Новая почта: new.addr@mail.kz, телефон прежний.", mail},
		{"", "I gave back my old SIM, so please keep 8 701 555 22 33 in my card instead.", phone},
		{"", "Мой старый номер больше не работает, держите в карточке 8 701 555 22 33.", phone},
		{markEn, "I gave back my old SIM, so please keep 8 701 555 22 33 in my card instead.", "doubtful no-value:"}, // nobody would ask the writer
		{"", "Hi, my old phone is gone. My fax number is now 8 701 555 22 33.", "doubtful no-value:"},
		// The former ones are gone: these are new.
		{markRu, "Перебейте мои контакты: сотовый 8 701 555 22 33, электронка new.addr@mail.kz, прежние отмерли вместе с прежней работой.", phone + "; email=new.addr@mail.kz"},
	})
}

// Of two values of a field the one that is to stay is never left for the one that is to go.
func TestTheOneToBeKeptOfTwo(t *testing.T) {
	const kept, gone = "+77016643187", "+77762059014"
	for _, text := range []string{
		"Keep 8 701 664 31 87 in my file, bin 8 776 205 90 14.",
		"You have two numbers of mine. Strike 8 776 205 90 14 and leave 8 701 664 31 87, please.",
		"В карточке два моих номера. Оставьте 8 701 664 31 87, а 8 776 205 90 14 сотрите.",
		"Дәптерде екі нөмірім тұр: 8 701 664 31 87 қалсын, 8 776 205 90 14-ті сызып тастаңыз.",
	} {
		for _, v := range Classify(letter("", text)) {
			if strings.Contains(values(v), gone) || v.Certainty == privacy.Certain && !strings.Contains(values(v), kept) {
				t.Errorf("%q: %s %s", text, v.Certainty, values(v))
			}
		}
	}
}

// A sentence that says that the former value is to go, or that the rest is right, turns
// nothing round below a mark.
func TestSentencesAboutTheRecord(t *testing.T) {
	const phone = "certain: phone=+77015552233"
	var cases []valueCase
	for _, rest := range []string{
		"Старый, пожалуйста, вычеркните, я им больше не пользуюсь.", "Прежний уберите, он не работает.", "Остальное всё верно.", "Почта не меняется.",
	} {
		cases = append(cases, valueCase{markRu, "Мой новый мобильный: 8 701 555 22 33. " + rest, phone})
	}
	for _, rest := range []string{"Ескісін сызып тастаңыздар.", "Қалған мәліметтің бәрі дұрыс, оларға тимеңіздер."} {
		cases = append(cases, valueCase{markKk, "Жаңа нөмірім: 8 701 555 22 33. " + rest, phone})
	}
	for _, rest := range []string{"Please strike out the old one.", "The old one is no longer in use.", "Everything else is correct."} {
		cases = append(cases, valueCase{markEn, "My new mobile: 8 701 555 22 33. " + rest, phone})
	}
	checkValues(t, cases)
	if got := Classify(letter(markRu, "Мой новый мобильный: 8 701 555 22 33. Старый не удаляйте.")); got[0].Certainty == privacy.Certain {
		t.Error("«Старый не удаляйте» is passed over")
	}
}

// Another value in the subject line is a slip of the pen in one of the two places.
func TestSubjectLineAgainstText(t *testing.T) {
	for title, text := range map[string]string{
		markEn + ": new mobile +7 701 620 48 15": "Please enter my new mobile number, +7 701 620 84 15, in your records.",
		"Жаңа нөмірім 8 705 881 20 46":           "Картадағы телефонымды жаңартуды сұраймын, дұрыс нөмір: 8 705 881 20 64.",
	} {
		if got := Classify(letter(title, text)); len(got) != 1 || !slices.Contains(got[0].Doubts, DoubtContradictory) {
			t.Errorf("%s: %+v", title, got)
		}
	}
	if got := Classify(letter(markEn+": +7 701 620 48 15", "Please enter my new mobile number, +7 701 620 48 15, in your records.")); len(got) != 1 || got[0].Certainty != privacy.Certain {
		t.Errorf("the same in both: %+v", got)
	}
}

// A letter that announces two or three changes is not carried out in part.
func TestFewerValuesThanAnnounced(t *testing.T) {
	for _, text := range []string{
		"Үш дерегім өзгерді: телефон 8 701 555 22 33, пошта new.addr@mail.kz.",
		"Обновите, пожалуйста, все три пункта: телефон 8 701 555 22 33, почта new.addr@mail.kz.",
	} {
		if got := Classify(letter(markKk, text)); len(got) != 1 || !slices.Contains(got[0].Doubts, DoubtOtherField) {
			t.Errorf("%s: %+v", text, got)
		}
	}
	if text := "Дочитала я Есенберлина, все три книги, спасибо вам. Запишите, пожалуйста, мой новый номер: 8 701 555 22 33."; Classify(letter("", text))[0].Certainty != privacy.Certain {
		t.Errorf("%s: %+v", text, Classify(letter("", text)))
	}
	for _, text := range []string{"У меня две просьбы. Отзываю согласие на обработку моих персональных данных.", "Two requests. I withdraw my consent to the processing of my personal data."} {
		if got := Classify(letter("", text)); len(got) != 1 || !slices.Contains(got[0].Doubts, DoubtSeveralKinds) {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

// A question below a mark may be a polite request, and may be a question.
func TestQuestionsBelowAMark(t *testing.T) {
	const phone = "certain: phone=+77784609315"
	checkValues(t, []valueCase{
		{markEn, "Could you change my phone number to 8 778 460 93 15, please?", phone},
		{markRu, "Не могли бы вы поменять мой номер на 8 778 460 93 15?", phone},
		{markKk, "Нөмірімді 8 778 460 93 15 деп өзгертіп бере аласыз ба?", phone},
		{markRu, "Мой номер 8 778 460 93 15 правильный?", "doubtful asking: phone=+77784609315"},
		{markRu, "Можно ли по почте поменять номер на 8 778 460 93 15?", "doubtful asking: phone=+77784609315"},
	})
}
