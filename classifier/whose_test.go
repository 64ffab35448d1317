package classifier

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	newNumber = "8 701 555 22 33"
	oldNumber = "8 705 111 22 33"
)

// Under a mark a value goes on record without a question, so what stands beside it must
// be what people give their own new value with.
func TestMarkOverAValueThatIsNotTheWritersNewOne(t *testing.T) {
	for mark, texts := range map[string][]string{
		markRu: {
			// to be deleted, lost, of no use
			"Удалите телефон " + newNumber, "Прошу исключить из базы номер " + newNumber, "Отвяжите почту old.addr@mail.ru",
			"Больше не звоните на " + newNumber, "Номер " + newNumber + " мне не принадлежит", "На номер " + newNumber + " приходят ваши смс, я не ваш клиент",
			"Я потеряла доступ к old.addr@mail.ru", "Потеряла телефон с номером " + newNumber, "У меня теперь нет телефона " + oldNumber,
			"Неактуальный телефон: " + oldNumber, "Девичья фамилия: Иванова Айгерим",
			// ours
			"Ваш телефон 8 727 300 20 20 не отвечает", "Не могу дозвониться на 8 727 300 20 20", "Звоню на 8 727 300 20 20, никто не берет трубку",
			// another's, or no telephone
			"Телефон доверенного лица: " + newNumber, "Телефон представителя: " + newNumber, "Телефон соседки " + newNumber, "Телефон: " + newNumber + " спросить Ерлана",
			"Контактное лицо: Ахметов Серик, " + newNumber, "Факс: 8 727 250 11 22", "ФИО мужа: Ахметов Серик Канатович", "ФИО ребенка: Ахметов Алихан Серикович",
			// two, for a time, or said otherwise behind it
			"Телефон: " + newNumber + "/34", "Телефон: " + newNumber + " / 2233", "Телефон временный " + newNumber, "На время отпуска мой номер " + newNumber,
			"Фамилия: было Иванова, стало Смагулова", "ФИО: Иванова Айгерим (теперь Смагулова)",
			"Номер для связи с мамой " + newNumber,
			// spelled otherwise, or only asked about
			"В номере " + newNumber + " последняя цифра должна быть 4", "Адрес new.addr@mail.kz, только без точки", "e-mail: new.addr@mail.kz, но с буквой d вместо dd",
			"ФИО: Смагулова Айгерим, только Айгерим через Ә", "Верно ли указан мой телефон " + newNumber, "Мой телефон " + newNumber + " указан верно?",
			// something changed that has no field
			"ФИО: Ахметова Гульнар\nТелефон: " + newNumber + "\nИзменился только адрес проживания", "Сменила паспорт, новый номер 045678912. Телефон " + newNumber,
			"Сменила паспорт, новый номер 045678912.\nТелефон: " + newNumber,
		},
		markKk: {
			newNumber + " нөмірін өшіріңіздер", "8 727 300 20 20 нөміріңіз жауап бермейді", "Өкілімнің нөмірі: " + newNumber, "Қыз кездегі тегім: Иванова Айгерім",
			oldNumber + " ескі нөмірім, жаңасын кейін айтам", "Сіздерде тұрған нөмір " + oldNumber + ", өзгертіңіздер", "Телефоным " + newNumber + " дұрыс па?",
			newNumber + " нөмірінің соңғы саны 4 болуы керек", "Әйелімнің телефоны: " + newNumber, "Уақытша нөмірім " + newNumber, "Телефон: " + newNumber + "\nҮй мекенжайым ғана өзгерді",
		},
		markEn: {
			"Please delete +7 701 555 22 33", "Your phone 8 727 300 20 20 does not answer",
			"My phone is no longer +7 705 111 22 33", "Next of kin: +7 701 555 22 33", "Fax: +7 727 250 11 22", "Maiden name: Aigerim Ivanova",
			"Husband's name: Serik Akhmetov", "Name: Aigerim Ivanova (now Smagulova)", "Phone: +7 701 555 22 33\nOnly my home address has changed",
		},
	} {
		for _, text := range texts {
			if got := outcome(mark, text); strings.HasPrefix(got, "certain") {
				t.Errorf("%q: %s", text, got)
			}
		}
	}
}

// And what people do give it with does not stop it.
func TestMarkOverTheWritersNewValue(t *testing.T) {
	const phone, mail = "certain: phone=+77015552233", "certain: email=new.addr@mail.kz"
	checkValues(t, []valueCase{
		{markRu, "Телефон: " + newNumber + " (Kcell)", phone},
		{markRu, "Кузьмин Денис: " + newNumber, phone},
		{markRu, "Отныне мой телефон таков: " + newNumber, phone},
		{markRu, "Сообщаю: " + newNumber, phone},
		{markRu, "Звоните отныне на " + newNumber + ", после шести вечера.", phone},
		{markRu, "Удалите старый номер " + oldNumber + " и запишите новый " + newNumber, phone},
		{markRu, "Потеряла телефон, новый номер " + newNumber, phone},
		{markRu, "Старую сотрите из карточки, новый телефон: " + newNumber, phone},
		{markRu, "Сменила паспорт. Новый номер телефона: " + newNumber, phone},
		{markRu, "Изменился адрес электронной почты: new.addr@mail.kz", mail},
		{markRu, "Пишу с новой почты: new.addr@mail.kz", mail},
		{markKk, "Мынау ғой: " + newNumber, phone},
		{markEn, "Preferred mobile: +7 701 555 22 33", phone},
		{markEn, "My new contacts: new.addr@mail.kz for letters and +7 701 555 22 33 for calls.", "certain: phone=+77015552233; email=new.addr@mail.kz"},
	})
}

// Where an answer shall go, and from where somebody wrote, is no change.
func TestAddressOfAnAnswer(t *testing.T) {
	const phone = "certain: phone=+77015552233"
	checkValues(t, []valueCase{
		{markRu, "Отправьте ответ на old.addr@mail.ru\n\nНовый телефон: " + newNumber, phone},
		{markRu, "Новый телефон: " + newNumber + "\nКопию ответа прошу направить на copy.me@mail.kz", phone},
		{markRu, "Новый телефон: " + newNumber + "\nответ жду на copy.me@mail.kz", phone},
		{markRu, "Новый телефон: " + newNumber + "\nПисала вам раньше с old.addr@mail.ru", phone},
		{markEn, "Please send the reply to copy.me@mail.kz. New phone: +7 701 555 22 33", phone},
		{markKk, "Жаңа телефоным: " + newNumber + "\nЖауапты copy.me@mail.kz поштасына жіберіңіздер", phone},
		{markRu, "Прошу изменить e-mail на new.addr@mail.kz. Мой контактный телефон " + oldNumber + " для уточнения", "certain: email=new.addr@mail.kz"},
		{markKk, "Телефоным: " + newNumber + "\nПоштам бұрынғыша: old.addr@mail.ru", phone},
		{markRu, "Ответ жду на copy.me@mail.kz", "doubtful no-value contradictory:"},
	})
}

// What stands in the header over a letter passed on is no value, and the few words over
// it do not hide what it asks.
func TestPassedOnWithAFewWords(t *testing.T) {
	m := message.Parse([]byte("From: a@mail.kz\r\nTo: info@example.kz\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" +
		"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nДля сведения\r\n" +
		"--x\r\nContent-Type: message/rfc822\r\n\r\nFrom: b@mail.kz\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
		markRu + "\r\nТелефон: " + newNumber + "\r\nАйгуль\r\n--x--\r\n"))
	got := Classify(m)
	if len(got) != 1 || got[0].Kind != privacy.KindUpdate || got[0].Certainty != privacy.Doubtful || values(got[0]) != "phone=+77015552233" {
		t.Errorf("%+v", got)
	}
}

// The lines that PGP puts around a sealed text ask nothing.
func TestSealedTextAsksNothing(t *testing.T) {
	m := message.Parse([]byte("From: a@mail.kz\r\nContent-Type: text/plain\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA1234\r\n-----END PGP MESSAGE-----\r\n"))
	if got := Classify(m); got != nil {
		t.Errorf("%+v", got)
	}
	if Unread(m) == (Evidence{}) {
		t.Error("nobody gets to see it")
	}
}
