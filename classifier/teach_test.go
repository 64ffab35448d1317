package classifier

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

func TestTeach(t *testing.T) {
	for name, c := range map[string]struct{ subject, body, file, line string }{
		"subject line":                   {"Re: Дербез деректерди жанартыныздар!", "Сәлем", "update.txt [kk]", "= деректерди жанартыныздар  # деректерди жанартыныздар (operator)"},
		"another's name first":           {"Сулейменовой новый телефончик записан", "", "update.txt [ru]", "= новый телефончик записан  # новый телефончик записан (operator)"},
		"another's name in capitals":     {"новый СУЛЕЙМЕНОВОЙ телефончик записан", "", "update.txt [ru]", "= новый телефончик записан  # новый телефончик записан (operator)"},
		"the name in the letter":         {"", "Прошу обновить мои данные и сулейменовой телефончик.\r\nФИО: Сулейменова Айгуль Ержановна", "update.txt [ru]", "прошу обновить мои данные и телефончик  # прошу обновить мои данные и телефончик (operator)"},
		"a verb first":                   {"Поправьте телефончик, пожалуйста", "", "update.txt [ru]", "= поправьте телефончик пожалуйста  # поправьте телефончик пожалуйста (operator)"},
		"a name that begins like a word": {"Данияр телефончик новый записан", "", "update.txt [ru]", "= телефончик новый записан  # телефончик новый записан (operator)"},
		"first short line": {"", "Добрый день, уважаемые сотрудники, пишу Вам по поводу записей обо мне в вашей компании.\r\nпоправьте мой телефон 8 701 555 12 34\r\n",
			"update.txt [ru]", "поправьте мой телефон  # поправьте мой телефон (operator)"},
		"no name and no address": {"Please fix the record of Aigul Smagulova aigul@posta.example", "", "update.txt [en]", "= please fix the record of  # please fix the record of (operator)"},
		"a mark":                 {"Дербес деректерді өңдеуге келісімді қайтарып алу", "Дербес деректерді өңдеуге келісімді қайтарып алу", "", ""},
		"of another kind":        {"отзываю согласие на обработку", "Отзываю согласие на обработку.", "", ""},
		"capitals":               {"СМАГУЛОВА АЙГУЛ ТЕЛЕФОН", "", "", ""},
		"the writer's name":      {"Смагуловой новый телефончик записан", "", "update.txt [ru]", "= новый телефончик записан  # новый телефончик записан (operator)"},
		"nothing to learn":       {"", "Да.", "", ""},
	} {
		raw := "From: Смагулова Айгуль <a@b.example>\r\nSubject: " + c.subject + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + c.body + "\r\n"
		file, line := Teach(message.Parse([]byte(raw)), privacy.KindUpdate)
		if !strings.HasSuffix(file, c.file) || line != c.line {
			t.Errorf("%s: %q %q", name, file, line)
		}
		if strings.ContainsAny(strings.TrimPrefix(line, "= "), "|*{}<>!&~@+0123456789") {
			t.Errorf("%s: a sign of the word lists, or a number, in %q", name, line)
		}
	}
}

// A lesson is the sentence that asks: not the subject line, which may be the whole of
// what another letter says about something else.
func TestTeachOffersTheSentenceThatAsks(t *testing.T) {
	for name, c := range map[string]struct {
		kind                privacy.Kind
		subject, body, line string
	}{
		"withdraw":        {privacy.KindWithdraw, "вопрос по базе", "Здравствуйте, меня зовут Ольга.\r\nХватит меня обрабатывать.\r\nСпасибо", "хватит меня обрабатывать"},
		"question":        {privacy.KindQuestion, "my details", "Hello,\r\nthis is Mary. Who gave it to you?", "who gave it to you"},
		"a bare matter":   {privacy.KindUpdate, "Мои данные", "Здравствуйте", ""},
		"another of them": {privacy.KindErase, "My data", "Hello", ""},
		"and another":     {privacy.KindAccess, "Дербес деректерім", "Сәлеметсіз бе", ""},
		"nothing":         {privacy.KindWithdraw, "вопрос по базе", "Здравствуйте", ""},
		"wrapped":         {privacy.KindErase, "", "Убедительнейше попрошу безотлагательно снести оставленную вам\r\nмою анкету.", "убедительнейше попрошу безотлагательно снести оставленную вам мою анкету"},
	} {
		raw := "Subject: " + c.subject + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + c.body + "\r\n"
		_, line := Teach(message.Parse([]byte(raw)), c.kind)
		if got, _, _ := strings.Cut(line, "  #"); got != c.line {
			t.Errorf("%s: %q", name, line)
		}
	}
}
