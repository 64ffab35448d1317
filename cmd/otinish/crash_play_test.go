//go:build integration

package main

import "math/rand/v2"

// fullPlay is every kind of letter and of trouble with letters. The first scene
// lies in the mailbox before the first run.
func fullPlay() play {
	return play{
		{
			asks("maria@pochta.example", true, "Отзыв согласия на обработку персональных данных", "Прошу прекратить обработку моих данных."),
			asks("sales@snab.example", true, "Коммерческое предложение", "Направляем прайс-лист."),
		}, {
			asks("aigul@posta.example", true, "Дербес деректерді жаңарту", "Жаңа телефон нөмірім: 8 701 555 77 88"),
			asks("olga@pochta.example", true, "Актуализация персональных данных", "ФИО: Смагулова Ольга Петровна\nТелефон: 8 (702) 555-33-44"),
			asks("erlan@posta.example", true, "Дербес деректерді өңдеуге келісімді қайтарып алу", "Рақмет."),
			asks("mary@mail.example", false, "Withdrawal of consent to the processing of personal data", "Please confirm. Mary"),
			asks("nobody@mail.example", false, "Withdrawal of consent to the processing of personal data", "Please confirm. N."),
			asks("john@mail.example", false, "Updating personal data", "New phone: +7 705 555 90 90"),
			{again: "aigul@posta.example"},
			asks("andrey@pochta.example", true, "Актуализация персональных данных", "Новый E-mail: petrov@novaya.example"),
			{letter: letter{from: "dana@posta.example", results: "dmarc=fail (p=reject) header.from=posta.example", subject: "Дербес деректерді өңдеуге келісімді қайтарып алу", body: "Тоқтатыңыздар."}},
			{letter: letter{from: "gulnar@posta.example", results: pass("posta.example"), header: []string{"Auto-Submitted: auto-replied"}, subject: "Автожауап: Дербес деректерді жаңарту", body: "Мен демалыстамын."}},
			asks("gulnar@posta.example", true, "Дербез деректерди жанарту", "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\r\nТелефон: 8 776 555 66 77"),
			{raw: noise(9000)},
		}, {
			answers("mary@mail.example", "YES"),
			answers("petrov@novaya.example", "Да"),
			answers("john@mail.example", "NO"),
			asks("stranger@mail.example", true, "Withdrawal of consent to the processing of personal data", "Stop, please."),
			asks("saule@posta.example", false, "Хат жібермеңіз", "Мені жаңалықтар таратылымынан шығарыңыз. Отпишите меня от рассылки."),
			{raw: []byte("Subject: Updating personal data\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Transfer-Encoding: base64\r\n\r\n====\xff\xfe")},
		}, {
			answers("andrey@pochta.example", "СТОП"),
			{again: "mary@mail.example"},
			{again: "stranger@mail.example"},
			asks("bekzat@posta.example", true, "Сұрақ", "Сәлеметсіз бе! Мен туралы қандай деректеріңіз бар?"),
			asks("office@kense.example", true, "Шот-фактура № 118", "Шот-фактураны жолдаймыз."),
			asks("viktor@pochta.example", true, "Актуализация персональных данных", "Телефон: 8 (771) 555-00-55"),
		},
	}
}

func noise(n int) []byte {
	r := rand.NewChaCha8([32]byte{7})
	b := make([]byte, n)
	r.Read(b)
	return b
}
