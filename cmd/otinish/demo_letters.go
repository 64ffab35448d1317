package main

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"
)

// The demo's people and letters. Everybody is invented; addresses end in .example,
// which no one can own (RFC 2606).

const demoAddress = "info@otinish.example"

const demoRegister = `name,phone,email,language,consent date,source,purpose
Айгүл Серікқызы Ахметова,+7 701 555 00 01,aigul@posta.example,kk,2025-03-14,site form,letters
Смирнова Ольга Петровна,8 702 555 00 02,olga@pochta.example,ru,2025-05-02,site form,letters
John Miller,+7 705 555 00 03,john@mail.example,en,2025-06-20,site form,letters
Ерлан Болатұлы Нұрпейісов,+7 707 555 00 04,erlan@posta.example,kk,2025-02-11,fair,letters
Ким Виктор Сергеевич,8 (771) 555-00-05,viktor@pochta.example,ru,2025-08-30,site form,letters
Дана Маратқызы Әлиева,+7 775 555 00 06,dana@posta.example,kk,2025-09-09,site form,letters
Mary O'Connor,+7 747 555 00 07,mary@mail.example,en,2025-10-01,site form,letters
Гүлнар Асанқызы Оспанова,+7 776 555 00 08,gulnar@posta.example,kk,2025-11-05,fair,letters
Петров Андрей Ильич,8 700 555 00 09,andrey@pochta.example,ru,2025-12-12,site form,letters
Бекзат Қайратұлы Жұмабаев,+7 708 555 00 10,bekzat@posta.example,kk,2026-01-19,site form,letters
Иванова Мария Олеговна,8 778 555 00 11,maria@pochta.example,ru,2026-02-03,site form,letters
Сәуле Тимурқызы Қасымова,+7 702 555 00 12,saule@posta.example,kk,2026-04-22,fair,letters
`

// letter is one act of the demo.
type letter struct {
	title    string // what to watch for
	from     string // address
	name     string
	subject  string
	body     string
	results  string   // what our mail server wrote into Authentication-Results; "" nothing
	header   []string // further fields
	charset  string   // "" UTF-8
	old      bool     // lay in the mailbox before the first run
	answers  string   // the answer to the question that the letter of this title caused, taken from the sent mail
	answerBy string   // the template whose letter is answered
}

func pass(domain string) string { return "dmarc=pass header.from=" + domain }

var demoLetters = []letter{
	{title: "mail from before the first run: looked at, but nobody is written to", old: true,
		from: "maria@pochta.example", name: "Мария Иванова", results: pass("pochta.example"),
		subject: "Отзыв согласия на обработку персональных данных", body: "Прошу прекратить обработку моих данных."},
	{title: "ordinary business mail: left to people, untouched", old: true,
		from: "sales@snab.example", name: "ТОО «Снаб»", results: pass("snab.example"),
		subject: "Коммерческое предложение", body: "Добрый день!\n\nНаправляем прайс-лист на бумагу и картриджи."},
	{title: "a clear update in Kazakh, the sender proven",
		from: "aigul@posta.example", name: "Айгүл Ахметова", results: pass("posta.example"),
		subject: "«Дербес деректерді жаңарту»", body: "Сәлеметсіз бе!\n\nЖаңа телефон нөмірім: 8 701 555 77 88\n\nҚұрметпен, Айгүл"},
	{title: "a clear update in Russian",
		from: "olga@pochta.example", name: "Ольга", results: pass("pochta.example"),
		subject: "Re: Актуализация персональных данных", body: "Здравствуйте.\n\nФИО: Смагулова Ольга Петровна\nТелефон: 8 (702) 555-33-44\n\nСпасибо"},
	{title: "a clear update in English",
		from: "john@mail.example", name: "John Miller", results: pass("mail.example"),
		subject: "Updating personal data", body: "Hello,\n\nNew phone: +7 705 555 90 90\n\nRegards, John"},
	{title: "consent taken back in Kazakh: processing stops in the same transaction",
		from: "erlan@posta.example", name: "Ерлан", results: pass("posta.example"),
		subject: "ДЕРБЕС ДЕРЕКТЕРДІ ӨҢДЕУГЕ КЕЛІСІМДІ ҚАЙТАРЫП АЛУ", body: "Алдын ала рақмет.\n\nЕрлан Нұрпейісов"},
	{title: "consent taken back in Russian, from an old mail program (windows-1251)",
		from: "viktor@pochta.example", name: "Ким Виктор", results: pass("pochta.example"), charset: "windows-1251",
		subject: "Отзыв согласия на обработку персональных данных", body: "Прошу подтвердить.\n\nКим В. С."},
	{title: "a forged letter: the domain's own policy says it is none of theirs",
		from: "dana@posta.example", name: "Дана Әлиева", results: "dmarc=fail (p=reject) header.from=posta.example",
		subject: "Дербес деректерді өңдеуге келісімді қайтарып алу", body: "Деректерімді өңдеуді тоқтатыңыздар."},
	{title: "nothing proves the sender: the address on file is asked, and processing waits",
		from: "mary@mail.example", name: "Mary O'Connor",
		subject: "Withdrawal of consent to the processing of personal data", body: "Please confirm that you stopped. Mary"},
	{title: "her answer arrives: now it is proven",
		from: "mary@mail.example", name: "Mary O'Connor", answers: "YES", answerBy: "confirmation-question"},
	{title: "somebody who is not on record gets the very same question",
		from: "nobody@mail.example", name: "N. N.",
		subject: "Withdrawal of consent to the processing of personal data", body: "Please confirm that you stopped. N."},
	{title: "an answering machine: no answer to it, ever",
		from: "gulnar@posta.example", name: "Гүлнар", results: pass("posta.example"), header: []string{"Auto-Submitted: auto-replied"},
		subject: "Автожауап: Дербес деректерді жаңарту", body: "Мен демалыстамын."},
	{title: "a near miss: the mark misspelt, and an «if» beside it; a person decides",
		from: "gulnar@posta.example", name: "Гүлнар", results: pass("posta.example"),
		subject: "Дербез деректерди жанарту", body: "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?\nТелефон: 8 776 555 66 77"},
	{title: "a new address: both ends are asked",
		from: "andrey@pochta.example", name: "Андрей Петров", results: pass("pochta.example"),
		subject: "Актуализация персональных данных", body: "Новый E-mail: petrov@novaya.example"},
	{title: "the new address confirms, and the change is made",
		from: "petrov@novaya.example", name: "Андрей Петров", answers: "Да", answerBy: "address-question"},
	{title: "the former address says stop: the change is undone",
		from: "andrey@pochta.example", name: "Андрей Петров", answers: "СТОП", answerBy: "address-notice"},
	{title: "a question about what is held: acknowledged, with its due date",
		from: "bekzat@posta.example", name: "Бекзат", results: pass("posta.example"),
		subject: "Сұрақ", body: "Сәлеметсіз бе! Мен туралы қандай деректеріңіз бар?"},
	{title: "a proven sender who is not on record",
		from: "stranger@mail.example", name: "A. Stranger", results: pass("mail.example"),
		subject: "Updating personal data", body: "Phone: +7 701 555 12 12"},
	{title: "one more ordinary letter",
		from: "office@kense.example", name: "Кеңсе", results: pass("kense.example"),
		subject: "Шот-фактура № 118", body: "Құрметті әріптестер! Шот-фактураны жолдаймыз."},
}

// raw is the letter as our mail server would have delivered it.
func (l letter) raw(n int, at time.Time) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\r\n", args...) }
	if l.results != "" {
		line("Authentication-Results: mx.otinish.example;\r\n %s", l.results)
	}
	line("Received: from mail.example by mx.otinish.example; %s", at.Format(time.RFC1123Z))
	line("From: %s <%s>", l.word(l.name), l.from)
	line("To: %s", demoAddress)
	line("Subject: %s", l.word(l.subject))
	line("Date: %s", at.Format(time.RFC1123Z))
	line("Message-ID: <demo-%d@%s>", n, l.from[strings.IndexByte(l.from, '@')+1:])
	for _, h := range l.header {
		line("%s", h)
	}
	line("MIME-Version: 1.0")
	line("Content-Type: text/plain; charset=%s", firstOf(l.charset, "utf-8"))
	line("Content-Transfer-Encoding: base64")
	line("")
	body := base64.StdEncoding.EncodeToString(l.encode(strings.ReplaceAll(l.body, "\n", "\r\n")))
	for len(body) > 76 {
		line("%s", body[:76])
		body = body[76:]
	}
	line("%s", body)
	return []byte(b.String())
}

func (l letter) encode(s string) []byte {
	if l.charset == "windows-1251" {
		b, err := charmap.Windows1251.NewEncoder().Bytes([]byte(s))
		if err == nil {
			return b
		}
	}
	return []byte(s)
}

// word is an RFC 2047 encoded word where the text needs one.
func (l letter) word(s string) string {
	for _, r := range s {
		if r >= 0x80 {
			return "=?" + firstOf(l.charset, "utf-8") + "?B?" + base64.StdEncoding.EncodeToString(l.encode(s)) + "?="
		}
	}
	return s
}
