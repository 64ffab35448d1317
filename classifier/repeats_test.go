package classifier

import (
	"slices"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// A sentence of nothing but the wish makes what was told a request, whatever the model
// makes of its two words.
func TestToldAndAsked(t *testing.T) {
	for _, text := range []string{
		"Добрый день! У меня поменялся номер телефона. Новый: 8 701 555 22 33. Прошу обновить.",
		"Здравствуйте! У меня поменялся номер телефона. Прошу обновить. 8 701 555 22 33",
		"Добрый день! У меня изменился номер телефона. Теперь 8 701 555 22 33. Прошу внести изменения.",
		"Здравствуйте! Поменяла номер телефона. Новый: 8 701 555 22 33. Прошу обновить.",
		"Здравствуйте! Сменила номер телефона. Новый: 8 701 555 22 33. Прошу обновить.",
		"Здравствуйте! У меня поменялась почта. Прошу обновить. new.addr@mail.kz",
	} {
		v := Classify(letter("", text))
		if len(v) != 1 || v[0].Kind != privacy.KindUpdate || v[0].Certainty != privacy.Certain {
			t.Errorf("%q: %s", text, describe(v))
		}
	}
	notActedUpon(t, // the wish turned round, put as a question, or for another
		"Добрый день! У меня поменялся номер телефона. Новый: 8 701 555 22 33. Прошу пока не обновлять.",
		"Добрый день! У меня поменялся номер телефона. Новый: 8 701 555 22 33. Надо ли обновить?",
		"Добрый день! У мамы поменялся номер телефона. Новый: 8 701 555 22 33. Прошу обновить.",
	)
}

// A subject line that only says what sort of letter it is spoils no mark in the text.
func TestSubjectLinesOverAMark(t *testing.T) {
	for _, title := range []string{
		"Обновление", "Обновление данных", "Заявление", "Контакты", "Новые данные", "Изменения", "Срочно", "Новая почта", "Re: Ваше обращение",
		"Обращение", "Запрос", "Обращение гражданина", "Жаңарту", "Өтініш", "update", "request", "hello", "my data",
	} {
		v := Classify(letter(title, "Актуализация персональных данных\nE-mail: new.addr@mail.kz"))
		if len(v) != 1 || v[0].Kind != privacy.KindUpdate || v[0].Certainty != privacy.Certain {
			t.Errorf("%q: %s", title, describe(v))
		}
	}
}

// The doubt names the sentence that disturbs, and another reason where none does.
func TestTheSentenceThatDisturbs(t *testing.T) {
	v := Classify(letter(updateMark, "Прошу обновить.\n8 701 555 22 33\nЭто письмо можно не исполнять."))
	if len(v) != 1 || v[0].Certainty != privacy.Doubtful {
		t.Fatal(describe(v))
	}
	for _, e := range v[0].Evidence {
		if e.Rule == senseRule && e.Text != "Это письмо можно не исполнять" {
			t.Errorf("%q", e.Text)
		}
	}
	for _, text := range []string{
		"Здравствуйте. Поменяла номер телефона, теперь 8 701 555 22 33. Спасибо",
		"Здравствуйте! Прошу обновить мои данные: поменялся номер телефона, 8 701 555 22 33.",
	} {
		v := Classify(letter("", text))
		if len(v) != 1 || v[0].Certainty == privacy.Doubtful && slices.Contains(v[0].Doubts, DoubtSense) {
			t.Errorf("%q: %s", text, describe(v))
		}
	}
}

func TestLanguageOfShortKazakh(t *testing.T) {
	for _, text := range []string{
		"Salemetsizder me, telefon nomerim ozgerdi, zhanasy 8 701 555 22 33", "Почтам ауысты жана почта new.addr@mail.kz",
		"Мен сиздерден онлайн косметика алып журген едим, тиркелгенде согласие на обработку данных берип койгам. Енди сол согласиемди кайтарып алам.",
	} {
		if got := Language(letter("", text)); got != privacy.Kazakh {
			t.Errorf("%q: %s", text, got)
		}
	}
}
