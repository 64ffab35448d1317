package classifier

import (
	"slices"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
)

func letterOf(subject, body string) *message.Message {
	return message.Parse([]byte("From: Aigul <aigul@posta.example>\r\nTo: info@mysal.example\r\nSubject: " + subject +
		"\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + strings.ReplaceAll(body, "\n", "\r\n") + "\r\n"))
}

func texts(values []Value) string {
	var list []string
	for _, v := range values {
		text := v.Text
		if !v.Valid {
			text = "not valid"
		}
		list = append(list, string(v.Field)+"="+text)
	}
	return strings.Join(list, " ")
}

// What an answer gives for a new value, asked for it.
func TestNewValues(t *testing.T) {
	for body, want := range map[string]string{
		"+7 701 999 88 00": "phone=+77019998800",
		"Телефон: +7 701 999 88 00\nИ email: new@pochta.example": "phone=+77019998800 email=new@pochta.example",
		"Правильный номер 8 701 999 88 00, спасибо.":             "phone=+77019998800",
		"Старый 8 701 999 88 77, новый 8 701 999 88 00":          "phone=+77019998800",
		"8 701 999 88 77 емес, 8 701 999 88 00":                  "phone=+77019998800",
		"8 701 999 88 77 или 8 701 999 88 00":                    "phone=+77019998877 phone=+77019998800",
		"aigul@posta.example":                                    "",
		"Мой новый адрес new@pochta.example":                     "email=new@pochta.example",
		"Рахмет, бәрі дұрыс.":                                    "",
		"Телефон: 8 701 99":                                      "phone=not valid",
		"8 701 999 88 00\n\n> Телефон: 8 701 555 77 88":          "phone=+77019998800",
		"8 701 999 88 00\n\nС уважением,\nАйгүл Ахметова\nтел. 8 727 250 00 00\nТОО «Нан»": "phone=+77019998800",
		"ФИО: Сейітова Айгүл Бекқызы":                                                      "name=Сейітова Айгүл Бекқызы",
	} {
		m := letterOf("Re: [OT-7F3K-92QT R6RRP-XTQ2V-BAXN2-YYBM8-FPEM3]", body)
		if got := texts(new(Reader).NewValues(m)); got != want {
			t.Errorf("%q: %s, want %s", body, got, want)
		}
	}
	if new(Reader).NewValues(nil) != nil {
		t.Error("values of nothing")
	}
}

// Where the writer names two values and does not know the right one, nothing is
// certain, and both are kept.
func TestEitherValue(t *testing.T) {
	for body, want := range map[string]string{
		"Телефон нөмірімді өзгертіңізші. 8 705 111 22 33 болуы мүмкін, әлде 8 705 111 22 34.": "phone=+77051112233 phone=+77051112234",
		"Прошу изменить мой телефон на 8 705 111 22 33, а может быть 8 705 111 22 34.":        "phone=+77051112233 phone=+77051112234",
		"Please change my phone to +7 705 111 22 33\nor +7 705 111 22 34.":                    "phone=+77051112233 phone=+77051112234",
	} {
		for _, v := range Classify(letterOf("Update", body)) {
			got := strings.Fields(texts(append(v.Fields, v.Rivals...)))
			slices.Sort(got) // which is likelier says nothing here
			if got := strings.Join(got, " "); v.Kind == "update" && (got != want || v.Certainty != "doubtful") {
				t.Errorf("%q: %s, %s, want %s", body, v.Certainty, got, want)
			}
		}
	}
}
