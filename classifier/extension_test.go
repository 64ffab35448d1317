package classifier

import (
	"slices"
	"testing"
)

// An extension is no part of the number on record: the number is proposed, and a person
// looks, with the extension before the eyes.
func TestExtension(t *testing.T) {
	const want = "doubtful extension: phone=+77272501122"
	var cases []valueCase
	for _, c := range [][2]string{
		{markRu, "Телефон: 8 727 250 11 22 вн. 145"}, {markRu, "Телефон: 8 727 250 11 22, доб. 145"}, {markRu, "Телефон: 8 727 250 11 22 доб 145"},
		{markRu, "Телефон: 8 727 250 11 22 (внутренний 145)"}, {markRu, "Телефон: 8 727 250 11 22 внутренний номер 145"}, {markRu, "Телефон: 8 727 250 11 22 доб.145"},
		{markRu, "Телефон: 8 727 250 11 22#145"}, {markKk, "Жаңа телефон: 8 727 250 11 22 ішкі 145"}, {markKk, "Телефон: 8 727 250 11 22 (ішкі нөмірі 145)"},
		{markEn, "New phone: +7 727 250 11 22 ext. 145"}, {markEn, "New phone: +7 727 250 11 22 x145"}, {markEn, "New phone: +7 727 250 11 22, extension 145"},
		{"", "Мой рабочий телефон сменился, новый 8 727 250 11 22 вн. 145. Прошу обновить"},
	} {
		cases = append(cases, valueCase{c[0], c[1], want})
	}
	checkValues(t, append(cases, []valueCase{
		{markRu, "Телефон: 8 727 250 11 22 доб.145, e-mail: new.addr@mail.kz", "doubtful extension: phone=+77272501122; email=new.addr@mail.kz"},
		{markRu, "Телефон: 8 727 250 11 22 (звонить до 18:00)", "certain: phone=+77272501122"},
	}...))

	o := Classify(letter(markRu, "Телефон: 8 727 250 11 22 вн. 145"))[0].Objections()
	if at := slices.IndexFunc(o, func(o Objection) bool { return o.Doubt == DoubtExtension }); at < 0 || len(o[at].Evidence) != 1 || o[at].Evidence[0].Text != "вн. 145" {
		t.Errorf("%+v", o)
	}
}
