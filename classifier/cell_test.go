package classifier

import (
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// The cells of a table are told apart, and the head of a column says what stands in it.
func TestValuesInTables(t *testing.T) {
	const ask = "<p>Прошу обновить мои данные</p>"
	for html, want := range map[string]string{
		ask + "<table><tr><th></th><th>Было</th><th>Стало</th></tr><tr><td>Телефон</td><td>8 705 111 22 33</td><td>8 701 555 22 33</td></tr></table>": "phone=+77015552233",
		ask + "<table><tr><th>Старый телефон</th><th>Новый телефон</th></tr><tr><td>8 705 111 22 33</td><td>8 701 555 22 33</td></tr></table>":        "phone=+77015552233",
		ask + "<table><tr><td>Новый телефон</td><td>8 701 555 22 33</td></tr><tr><td>Новый e-mail</td><td>new.addr@mail.kz</td></tr></table>":         "phone=+77015552233; email=new.addr@mail.kz",
	} {
		m := message.Parse([]byte("From: a@b.kz\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html))
		got := Classify(m)
		if len(got) != 1 || got[0].Certainty != privacy.Certain || values(got[0]) != want {
			t.Errorf("%q: %+v", m.Text, got)
		}
	}
}

// Of two columns the head of one says what the other holds.
func TestHeadsOfTwoColumns(t *testing.T) {
	var cases []valueCase
	for _, heads := range []string{
		"стоит сейчас | нужно поставить", "Как сейчас | Как надо", "есть | надо", "в карте | верно", "Текущий | Новый", "убрать | вписать", "раньше | сейчас",
		"Қазіргі | Керегі", "Тұрғаны | Керегі", "болған | болады", "Current | New", "On file | Correct",
	} {
		const row = "\n| 8 705 111 22 33 | 8 701 555 22 33 |\n"
		cases = append(cases, valueCase{markRu, "Прошу заменить мой телефон.\n\n| " + heads + " |" + row, "certain: phone=+77015552233"})
	}
	checkValues(t, append(cases, valueCase{markRu, "Прошу заменить мой телефон.\n\n| здесь | там |\n| 8 705 111 22 33 | 8 701 555 22 33 |", "doubtful contradictory: phone=+77015552233"}))
}

// Two numbers in a row are two numbers.
func TestTwoNumbersInARow(t *testing.T) {
	m := letter("", "Прошу изменить мой номер 8 705 111 22 33 8 701 555 22 33 старый и новый")
	found := 0
	for _, s := range Explain(m).Values {
		if s.Field == privacy.FieldPhone && s.Valid {
			found++
		}
	}
	if found != 2 {
		t.Errorf("%+v", Explain(m).Values)
	}
	checkValues(t, []valueCase{
		{markRu, "Телефон: 8 701 555 22 33 8 701 555 22 33", "certain: phone=+77015552233"},
		{markRu, "Телефон: 8 701 555 22 33 2026 г.", "doubtful invalid-value: phone!not a phone number"},
	})
}
