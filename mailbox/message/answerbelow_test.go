package message

import (
	"strings"
	"testing"
)

// Below a quote that is marked line by line the writer goes on, also where a program
// prints a header over it; in doubt the words stay quoted.
func TestAnswerBelowAHeader(t *testing.T) {
	const (
		samsung = "-------- Исходное сообщение --------\nОт: Үлгі <info@ulgi.kz>\nДата: 09.11.2026 15:02 (GMT+05:00)\nКому: Олжас <o@a.kz>\nТема: x\n\n"
		outlook = "From: Ulgi <info@ulgi.kz>\nSent: Monday, November 9, 2026 3:02 PM\nTo: Olzhas\nSubject: x\n\n"
		others  = "От: Айгуль <aigul@b.kz>\nОтправлено: 9 ноября 2026 г. 15:02\nКому: Олжас\nТема: x\n\n"
		quote   = "> old\n>\n> old\n\n"
	)
	cases := []struct{ name, fields, body, want string }{
		{"Samsung, ru", "Subject: Re: x", samsung + quote + "новое\n", "QQQQQQQQO"},
		{"Samsung, en", "Subject: Re: x", "-------- Original message --------\nFrom: info@ulgi.kz\nDate: 11/9/26 3:02 PM (GMT+05:00)\nTo: o@a.kz\nSubject: x\n\n" + quote + "new\n", "QQQQQQQQO"},
		{"Samsung, kk", "Subject: Re: x", "-------- Бастапқы хабарлама --------\nКімнен: info@ulgi.kz\nКүні: 09.11.2026 15:02\nКімге: o@a.kz\nТақырып: x\n\n" + quote + "жаңа\n", "QQQQQQQQO"},
		{"Samsung's own signature above", "Subject: Re: x", "Отправлено с Galaxy\n\n" + samsung + quote + "новое\n", "SQQQQQQQQO"},
		{"a signature above, answer below", "Subject: Re: x", "-- \nОлжас\n\n" + samsung + quote + "новое\n-- \nОлжас\n", "SSQQQQQQQQOSS"},
		{"Outlook with marks, en", "Subject: RE: x", outlook + quote + "new\n\nnewer\n", "QQQQQQQOO"},
		{"Outlook with marks, ru", "Subject: RE: x", "-----Исходное сообщение-----\n" + others + quote + "новое\n", "QQQQQQQQO"},
		{"Outlook with marks, kk", "Subject: RE: x", "Кімнен: A <a@b.kz>\nЖіберілген уақыты: 9 қараша 2026\nКімге: B\nТақырып: x\n\n" + quote + "жаңа\n", "QQQQQQQO"},
		{"a ruler over it", "Subject: RE: x", "________________________________\n" + outlook + quote + "new\n", "QQQQQQQQO"},
		{"the header marked too", "Subject: RE: x", "-----Original Message-----\n> " + strings.ReplaceAll(strings.TrimSpace(outlook), "\n", "\n> ") + "\n> old\n\nnew\n", "QQQQQQO"},
		{"no header", "Subject: Re: x", "-----Original Message-----\n" + quote + "new\n", "QQQQO"},
		{"another subject line, to whom it is from", "Subject: x", samsung + quote + "новое\n", "QQQQQQQQO"},
		{"In-Reply-To, no address", "Subject: x\r\nIn-Reply-To: <1@ulgi.kz>", "-----Original Message-----\nFrom: Ulgi\nSent: Monday\nTo: Olzhas\n\n" + quote + "new\n", "QQQQQQQO"},
		{"flowed", "Subject: Re: x\r\nContent-Type: text/plain; charset=utf-8; format=flowed", samsung + "> old and \n> old\n\nновое и \nновое\n", "QQQQQQO"},

		{"not marked", "Subject: Re: x", samsung + "old\n\nolder\n", "QQQQQQQ"},
		{"not marked, with a marked quote in it", "Subject: Re: x", samsung + "old\n\n> older\n\nold\n", "QQQQQQQQ"},
		{"one line not marked", "Subject: Re: x", samsung + "> old\nold\n> old\n\nnew\n", "QQQQQQQQQ"},
		{"the last line broken on the way", "Subject: Re: x", samsung + "> old and\nold\n\nnew\n", "QQQQQQQQ"},
		{"answers within", "Subject: Re: x", samsung + "> old\n\nnew\n\n> old\n\nnew\n", "QQQQQQQQQ"},
		{"an answer above too", "Subject: Re: x", "новое\n\n" + samsung + quote + "?\n", "OQQQQQQQQQ"},
		{"one more letter below", "Subject: Re: x", samsung + quote + "?\n\n" + others + "older\n", "QQQQQQQQQQQQQQ"},
		{"one more letter below, introduced", "Subject: Re: x", samsung + quote + "?\n\n09.11.2026, 10:15, A <a@b.kz>:\nolder\n", "QQQQQQQQQQQ"},
		{"the header unknown", "Subject: Re: x", samsung[:len(samsung)-1] + "Zurück: x\n\n" + quote + "?\n", "QQQQQQQQQQ"},
		{"a forward", "Subject: Fwd: x", samsung + quote + "?\n", "FFFFFFFFF"},
		{"a forward of an answer", "Subject: Fwd: Re: x\r\nIn-Reply-To: <1@b.kz>", samsung + quote + "?\n", "FFFFFFFFF"},
		{"a forward without a mark", "Subject: x\r\nIn-Reply-To: <1@b.kz>", "-----Исходное сообщение-----\n" + others + quote + "?\n", "QQQQQQQQQ"},
		{"neither", "Subject: x", "-----Исходное сообщение-----\n" + others + quote + "?\n", "QQQQQQQQQ"},
		{"the writer's own letter", "Subject: Re: x", strings.ReplaceAll(outlook, "info@ulgi.kz", "O@a.kz") + quote + "?\n", "QQQQQQQQ"},
		{"nothing below", "Subject: Re: x", samsung + quote, "QQQQQQQQ"},
		{"a signature below", "Subject: Re: x", samsung + quote + "-- \nОлжас\n", "QQQQQQQQSS"},
		{"passed on within", "Subject: Re: x", samsung + quote + "---------- Forwarded message ---------\nFrom: A\n?\n", "QQQQQQQQQQQ"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(c.fields, "Content-Type") {
				c.fields += "\r\nContent-Type: text/plain; charset=utf-8"
			}
			m := parse("From: o@a.kz\r\nTo: info@ulgi.kz\r\n" + c.fields + "\r\n\r\n" + c.body)
			checkRanges(t, m)
			if got := show(m); got != c.want {
				t.Errorf("%s, want %s of %q", got, c.want, m.Text)
			}
		})
	}
}

func TestAnswerBelowAHeaderInHTML(t *testing.T) {
	const (
		samsung = `<div>-------- Исходное сообщение --------</div><div>От: Үлгі &lt;info@ulgi.kz&gt;</div><div>Дата: 09.11.2026 15:02 (GMT+05:00)</div><div>Кому: Олжас</div><div>Тема: x</div><div><br></div>`
		quote   = `<blockquote style="border-left:1px solid #0857A6"><div>old</div><div>old</div></blockquote>`
	)
	cases := []struct{ name, subject, body, want string }{
		{"a frame", "Re: x", samsung + quote + `<div>новое</div>`, "QQQQQQQO"},
		{"marks", "Re: x", samsung + `<div>&gt; old</div><div><br></div><div>новое</div>`, "QQQQQQO"},
		{"all of it framed", "Re: x", `<blockquote>` + samsung + `<div>old</div></blockquote><div>новое</div>`, "QQQQQQO"},
		{"no frame", "Re: x", samsung + `<div>old</div><div>older</div>`, "QQQQQQQ"},
		{"no frame, but one in it", "Re: x", samsung + `<div>old</div>` + quote + `<div>old</div>`, "QQQQQQQQQ"},
		{"two frames", "Re: x", samsung + quote + `<div>?</div>` + quote + `<div>?</div>`, "QQQQQQQQQQQ"},
		{"Outlook's header: all that follows", "Re: x", `<div id="divRplyFwdMsg">` + samsung + `</div>` + quote + `<div>old</div>`, "QQQQQQQQ"},
		{"a forward", "Fwd: x", samsung + quote + `<div>?</div>`, "FFFFFFFF"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := parse("From: o@a.kz\r\nTo: info@ulgi.kz\r\nSubject: " + c.subject + "\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + c.body)
			checkRanges(t, m)
			if got := show(m); got != c.want {
				t.Errorf("%s, want %s of %q", got, c.want, m.Text)
			}
		})
	}
}

// An address counts only as a whole.
func TestMentions(t *testing.T) {
	list := []Mailbox{{}, {Address: "Info@ulgi.kz"}}
	for line, want := range map[string]bool{
		"От: Үлгі <info@ulgi.kz>": true, "From: INFO@ULGI.KZ [mailto:x]": true, "От: info@ulgi.kz": true,
		"От: <myinfo@ulgi.kz>": false, "От: info@ulgi.kz.ru": false, "": false, "От: Үлгі": false,
	} {
		if mentions(line, list) != want {
			t.Errorf("%q: %v", line, !want)
		}
	}
}
