package message

import (
	"encoding/base64"
	"encoding/binary"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

func b64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// Programs cut encoded words where they must not, and forget their ends.
func TestEncodedWordsAgainstTheRules(t *testing.T) {
	const text = "Дербес деректерді жаңарту"
	words := func(cut ...int) string {
		code, at := b64(text), 0
		var b strings.Builder
		for _, n := range append(cut, len(code)) {
			b.WriteString("=?utf-8?B?" + code[at:n] + "?=\r\n ")
			at = n
		}
		return strings.TrimSpace(b.String())
	}
	cases := []struct{ name, value, want string }{
		{"base64 cut within a group", words(5), text},
		{"and again", words(7, 14, 31), text},
		{"Q cut within an octet", "=?utf-8?Q?=D0=9?= =?utf-8?Q?E=D1=82?=", "От"},
		{"unpadded words in a row", "=?utf-8?B?" + strings.TrimRight(b64("Жау"), "=") + "?= =?utf-8?B?" + strings.TrimRight(b64("апты"), "=") + "?=", "Жауапты"},
		{"letter cut between base64 and Q", "=?utf-8?B?" + b64("О\xd1") + "?= =?utf-8?Q?=82?=", "От"},
		{"mixed charsets", "=?windows-1251?Q?" + "=CE=F2" + "?= =?utf-8?B?" + b64("зыв") + "?= =?koi8-r?B?" + b64(koi8r.in("!да")) + "?=", "Отзыв!да"},
		{"no blank between", "=?utf-8?B?" + b64("От") + "?==?utf-8?B?" + b64("зыв") + "?=", "Отзыв"},
		{"many blanks and tabs between", "=?utf-8?Q?a?= \t \r\n\t =?utf-8?Q?b?=", "ab"},
		{"glued to text", "Re:=?utf-8?Q?=D0=9E?=x", "Re:Оx"},
		{"over-long", "=?utf-8?B?" + b64(strings.Repeat(text, 20)) + "?=", strings.Repeat(text, 20)},
		{"blanks in base64", "=?utf-8?B?" + b64(text)[:9] + " " + b64(text)[9:] + "?=", text},
		{"question mark in Q", "=?utf-8?Q?=D0=9E?=D0=9E!?=", "О?О!"},
		{"question marks at the end", "=?utf-8?Q?ok??=", "ok?"},
		{"cut off", "=?utf-8?B?" + b64(text)[:28], "Дербес дере"},
		{"small letters", "=?UTF-8?q?=d0=9e?=", "О"},
		{"encoded twice", "=?utf-8?B?" + b64("=?utf-8?B?"+b64(text)+"?=") + "?=", text},
		{"encoded twice, Q in B, in two words", "=?utf-8?B?" + b64("=?utf-8?Q?=D0=9E?= =?utf-8?Q?=D1=82?=") + "?=", "От"},
		{"encoded twice, B in Q", "Re: =?utf-8?Q?=3D=3Futf-8=3FB=3F" + strings.ReplaceAll(b64("Отзыв"), "=", "=3D") + "=3F=3D?=", "Re: Отзыв"},
		{"of encoded words", "what is =?utf-8?", "what is =?utf-8?"},
		{"in quotation marks", "\"=?utf-8?B?" + b64(text) + "?=\"", "\"" + text + "\""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got, _ := decodeHeader(c.value); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	if m := parse("From: a@b.kz\r\nSubject: =?utf-8?B?" + b64("=?koi8-r?B?"+b64(koi8r.in("Отзыв"))+"?=") + "?=\r\n\r\nx"); m.SubjectLine != "Отзыв" || !slices.Equal(m.Notes, []Note{NoteRepaired}) {
		t.Errorf("encoded twice: %q %v", m.SubjectLine, m.Notes)
	}
	if _, found := decodeHeader("=?utf-8?B?" + b64(text)[:28]); found != doubtful {
		t.Error("a word cut off is not said")
	}
	if m := parse("From: \"=?utf-8?B?" + b64("Айгүл") + "?=\" <a@b.kz>\r\n\r\n"); m.From[0].Name != "Айгүл" || m.From[0].Salvaged {
		t.Errorf("%+v", m.From)
	}
}

// What is found out about a mail and matters to a person is said.
func TestFoundOut(t *testing.T) {
	mixed := func(parts ...string) string {
		return head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + strings.Join(parts, "\r\n--b\r\n") + "\r\n--b--\r\n"
	}
	const plain = "Content-Type: text/plain; charset=utf-8\r\n\r\nhello"
	cry := strings.Repeat("answer ", 150)[:989] + "!"
	long := strings.Repeat("Ответ ", 200)
	uu := "begin 644 отчёт.doc\r\n#0V%T\r\n`\r\nend\r\n"
	cases := []struct {
		name, raw, text string
		damage          []Damage
		notes           []Note
		files           string
	}{
		{"uuencoded", head + "\r\nhello\r\n" + uu + "bye\r\n", "hello\nbye\n", nil, []Note{NoteUuencode}, "отчёт.doc"},
		{"two uuencoded files, the second cut off", head + "\r\nhello\r\n" + uu + "begin 644 b.txt\r\n#0V%T\r\n", "hello\n", nil, []Note{NoteUuencode}, "отчёт.doc b.txt"},
		{"nearly uuencoded", head + "\r\nbegin 644 things\r\nwith words\r\n", "begin 644 things\nwith words\n", nil, nil, ""},
		{"uuencode as transfer encoding", head + "Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n#0V%T\r\n`\r\nend\r\n", "Cat", nil, nil, ""},
		{"base64 that no field tells of", head + "\r\n" + b64("Отзываю согласие. Иванов.") + "\r\n", "Отзываю согласие. Иванов.", nil, []Note{NoteEncoding}, ""},
		{"quoted-printable that no field tells of", head + "Content-Type: text/plain; charset=utf-8\r\n\r\n=D0=9E=D1=82=D0=B7=D1=8B=D0=B2=D0=B0=D1=8E =\r\n=D1=81=D0=BE=D0=B3=D0=BB=D0=B0=D1=81=D0=B8=D0=B5. A=3DB\r\n", "Отзываю согласие. A=B\n", nil, []Note{NoteEncoding}, ""},
		{"the same said to be 8bit, in koi8-r", head + "Content-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: 8bit\r\n\r\n=EF=D4=DA=D9=D7=C1=C0 =D3=CF=C7=CC=C1=D3=C9=C5\r\n", "Отзываю согласие\n", nil, []Note{NoteEncoding}, ""},
		{"the same in HTML", head + "Content-Type: text/html; charset=utf-8\r\n\r\n<p style=3D\"color:red\">=D0=9E=D1=82=D0=B7=D1=8B=D0=B2</p>\r\n", "Отзыв\n", nil, []Note{NoteEncoding}, ""},
		{"signs of equality", head + "\r\na=1, b=2, x=D0=9E, https://a.example/?q=CF&r=E0&s=AB&t=EF&u=FF&v=DE&w=BA\r\n", "a=1, b=2, x=D0=9E, https://a.example/?q=CF&r=E0&s=AB&t=EF&u=FF&v=DE&w=BA\n", nil, nil, ""},
		{"no base64 although a field says so", head + "Content-Transfer-Encoding: base64\r\n\r\nhello there, this is text\r\n", "hello there, this is text\n", nil, []Note{NoteEncoding}, ""},
		{"base64 over a long footer", head + "Content-Transfer-Encoding: base64\r\n\r\n" + b64("withdraw it") + "\r\n" + strings.Repeat("this is a footer of words\r\n", 9), b64("withdraw it") + "\n" + strings.Repeat("this is a footer of words\n", 9), []Damage{DamageEncoding}, nil, ""},
		{"neither base64 nor words", head + "Content-Transfer-Encoding: base64\r\n\r\n%%%, ???\r\n", "%%%, ???\n", []Damage{DamageEncoding}, nil, ""},
		{"English in base64 that no field tells of", head + "Content-Transfer-Encoding: 7bit\r\n\r\n" + b64("I withdraw my consent, please.\n") + "\r\n", "I withdraw my consent, please.\n", nil, []Note{NoteEncoding}, ""},
		{"base64 twice", head + "Content-Transfer-Encoding: base64\r\n\r\n" + b64(b64("I withdraw my consent, please.")) + "\r\n", "I withdraw my consent, please.", nil, []Note{NoteEncoding}, ""},
		{"base64 of no text", head + "\r\n" + b64("\x00\x01\x02\x03 nothing that is \xFE\xFF\xFE") + "\r\n", b64("\x00\x01\x02\x03 nothing that is \xFE\xFF\xFE") + "\n", []Damage{DamageEncoding}, nil, ""},
		{"quoted-printable twice", head + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=3DD0=3D9E=3DD1=3D82=3DD0=3DB7=3DD1=3D8B=3DD0=3DB2\r\n", "Отзыв\n", nil, []Note{NoteEncoding}, ""},
		{"one long word", head + "\r\nhttpsaexamplecomwithdrawmyconsentplease\r\n", "httpsaexamplecomwithdrawmyconsentplease\n", nil, nil, ""},
		{"Content-Type lost", "Subject: s\r\nFrom: a@client.example\r\n\r\nThis is a multi-part message in MIME format.\r\n--abc\r\n" + plain + "\r\n--abc--\r\n", "hello", nil, []Note{NoteBoundary}, ""},
		{"another boundary than declared", head + "Content-Type: multipart/mixed; boundary=\"b1\"\r\n\r\n--b2\r\n" + plain + "\r\n--b2--\r\n", "hello", nil, []Note{NoteBoundary}, ""},
		{"cut off behind the text", head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n" + plain + "\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>hel", "hello", nil, []Note{NoteCut}, ""},
		{"cut off within the text", head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhel", "hel", []Damage{DamageCut}, []Note{NoteCut}, ""},
		{"inner multipart without end, outer with one", mixed("Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n"+plain, "Content-Type: image/png; name=a.png\r\n\r\nx"), "hello", nil, []Note{NoteCut}, "a.png"},
		{"cut off within an escape", mixed("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=D0=9E=D1=82, =D"), "От, =D", []Damage{DamageCut}, nil, ""},
		{"a smile called quoted-printable", head + "Content-Transfer-Encoding: quoted printable\r\n\r\nthank you =D", "thank you =D", nil, nil, ""},
		{"an escape behind a blank in its name", head + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: Quoted Printable\r\n\r\n=D0=9E=D1=82", "От", nil, nil, ""},
		{"cut off within a tag", mixed("Content-Type: text/html\r\n\r\n<p>hello<spa"), "hello", []Damage{DamageCut}, nil, ""},
		{"cut off within an attribute", mixed("Content-Type: text/html\r\n\r\n<p>hello <span style=\"color:red"), "hello ", []Damage{DamageCut}, nil, ""},
		{"cut off within the last tag", mixed("Content-Type: text/html\r\n\r\n<html><p>1 < 2, hello</p></ht"), "1 < 2, hello\n", nil, nil, ""},
		{"broken by sendmail within a letter", head + "Content-Type: text/plain; charset=utf-8\r\n\r\nX" + long[:988] + "!\r\n " + long[988:1977] + "!\r\n " + long[1977:] + "!\r\n b\r\n", "X" + long + "!\n b\n", nil, []Note{NoteEncoding}, ""},
		{"a long line that ends in a cry", head + "\r\n" + cry[5:] + "\r\n  b\r\n" + cry[1:] + "\r\nb\r\n", cry[5:] + "\n  b\n" + cry[1:] + "\nb\n", nil, nil, ""},
		{"broken by sendmail before a blank", head + "\r\n" + cry + "\r\n  b\r\n", cry[:989] + " b\n", nil, []Note{NoteEncoding}, ""},
		{"cut off within an escape in English", head + "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nunless you=E", "unless you=E", []Damage{DamageCut}, nil, ""},
		{"signed by PGP/MIME", head + "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n" + plain + "\r\n--b\r\nContent-Type: application/pgp-signature; name=signature.asc\r\n\r\nx\r\n--b--\r\n", "hello", nil, []Note{NoteSigned}, ""},
		{"signed by S/MIME, in clear", head + "Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n" + plain + "\r\n--b\r\nContent-Type: application/x-pkcs7-signature; name=smime.p7s\r\nContent-Disposition: attachment; filename=smime.p7s\r\n\r\nx\r\n--b--\r\n", "hello", nil, []Note{NoteSigned}, ""},
		{"signed by S/MIME, in one piece", head + "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n\r\nx", "", []Damage{DamageNoText, DamageSealed}, []Note{NoteSigned}, "smime.p7m"},
		{"encrypted by S/MIME, named so only", head + "Content-Type: application/octet-stream; name=smime.p7m\r\n\r\nx", "", []Damage{DamageNoText, DamageSealed}, nil, "smime.p7m"},
		{"encrypted within the text", head + "\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nabc\r\n-----END PGP MESSAGE-----\r\n", "-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----\n", []Damage{DamageSealed}, nil, ""},
		{"hidden text", head + "Content-Type: text/html\r\n\r\n<p>hello</p><p style='display:none'>secret</p>", "hello\n", []Damage{DamageHidden}, nil, ""},
		{"text as a file", head + "Content-Type: text/plain; name=letter.txt\r\nContent-Disposition: attachment; filename=letter.txt\r\n\r\nhello", "hello", nil, []Note{NoteFileText}, "letter.txt"},
		{"text behind a picture, by Exchange", mixed(plain, "Content-Type: image/png; name=a.png\r\n\r\nx", "Content-Type: text/plain; name=ATT00001.txt\r\nContent-Disposition: attachment; filename=ATT00001.txt\r\n\r\nthere"), "hello\nthere", nil, nil, "a.png"},
		{"invitation and nothing else", head + "Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\nSUMMARY:Кездесу\r\nDESCRIPTION;LANGUAGE=kk:Ертең\\, сағат\r\n  онда\\nкеліңіз\r\nEND:VCALENDAR\r\n", "Кездесу\nЕртең, сағат онда\nкеліңіз\n", nil, []Note{NoteCalendar}, ""},
		{"too deep", nestedLetter(1000), "hello\n", []Damage{DamageCut, DamageTooDeep}, []Note{NoteCut}, ""},
		{"plain text that stands in", head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nВаша программа не поддерживает HTML.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>hello</p>\r\n--b--\r\n", "hello\n", nil, nil, ""},
		{"only such", head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nok\r\n--b\r\nContent-Type: text/html\r\n\r\n<img src=x>\r\n--b--\r\n", "ok", nil, nil, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := parse(c.raw)
			checkRanges(t, m)
			var files []string
			for _, a := range m.Attachments {
				files = append(files, a.Name)
			}
			if m.Text != c.text || !slices.Equal(m.Damage, c.damage) || !slices.Equal(m.Notes, c.notes) {
				t.Errorf("%q %v %v", m.Text, m.Damage, m.Notes)
			}
			if got := strings.TrimSpace(strings.Join(files, " ")); got != c.files {
				t.Errorf("files %q, want %q", got, c.files)
			}
		})
	}
}

// An invitation or a file that is all there is is read, but it is nobody's request.
func TestTextThatIsNotTheWriters(t *testing.T) {
	file := func(disposition, kind, body string) string {
		return "Content-Type: " + kind + "\r\nContent-Disposition: " + disposition + "\r\n\r\n" + body
	}
	const invitation = "Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\nSUMMARY:Отзываю согласие\r\nDESCRIPTION:Прошу удалить\r\nEND:VCALENDAR\r\n"
	mixed := func(parts ...string) string {
		return "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + strings.Join(parts, "\r\n--b\r\n") + "\r\n--b--\r\n"
	}
	cases := []struct {
		name, raw, text, own string
		note                 Note
	}{
		{"an invitation", invitation, "Отзываю согласие\nПрошу удалить\n", "", NoteCalendar},
		{"an invitation beside an empty text", mixed("\r\n", invitation), "Отзываю согласие\nПрошу удалить\n", "", NoteCalendar},
		{"an invitation and a word", mixed("\r\nсм.", invitation), "см.", "см.", NoteCalendar},
		{"a file", file("attachment; filename=a.txt", "text/plain", "withdraw"), "withdraw", "", NoteFileText},
		{"an attachment without a name", file("attachment", "text/plain", "withdraw"), "withdraw", "", NoteFileText},
		{"an HTML file beside an empty text", mixed("\r\n", file("attachment; filename=a.html", "text/html", "<p>withdraw</p>")), "withdraw\n", "", NoteFileText},
		{"a file and a word", mixed("\r\nsee", file("attachment; filename=a.txt", "text/plain", "withdraw")), "see", "see", ""},
	}
	for _, c := range cases {
		m := parse(head + c.raw)
		checkRanges(t, m)
		if strings.TrimSpace(m.Text) != strings.TrimSpace(c.text) || strings.TrimSpace(m.OwnText()) != c.own || c.note != "" && !slices.Equal(m.Notes, []Note{c.note}) {
			t.Errorf("%s: %q, own %q, %v", c.name, m.Text, m.OwnText(), m.Notes)
		}
	}
}

// The plain text and the HTML of a letter are one letter. Where they are not, the
// writer may have seen either: both are there, and a person must look.
func TestFormsOfALetter(t *testing.T) {
	letter := func(plain, html string) *Message {
		return parse(head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + plain +
			"\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + "\r\n--b--\r\n")
	}
	for _, same := range [][2]string{
		{"Hello, *world*!\r\nCall 8 701 600 10 10", "<p>Hello, <b>World</b>!<br>Call 8-701-600-10-10</p>"},
		{"Смотрите <https://a.kz/x?y=z> тут [image: logo.png] и там", "<p>Смотрите <a href='https://a.kz/x?y=z'>тут</a> <img> и там</p>"},
		{"Имя Телефон Айгүл 8701", "<table><tr><td>Имя<td>Телефон<tr><td>Айгүл<td>8701</table>"},
		{"new\r\n\r\nOn 24.11.2025 10:00, A <a@b.kz> wrote:\r\n> old", "<p>new</p><div class=gmail_quote><div class=gmail_attr>A, 24.11</div><blockquote>Old</blockquote></div>"},
		{"Первое\r\nвторое", "<p>Пер&shy;вое</p><p>второе</p><p>Скачать приложение</p>"},
		{"a long plain letter with a footer\r\nfooter of a list", "<p>a long plain letter with a footer</p>"},
		{"picture", "<img src=x>"},
		{"Прошу удалить данные, не звонить", "<p>Письмо извне, прошу не отвечать</p><p>Прошу удалить данные,</p><p>не звонить</p><p>ТОО Дос<br>прошу тебя</p>"},
		{"Прошу закрыть счёт\r\n\r\nOn 24.11.2025 10:00, A <a@b.kz> wrote:\r\n> старое письмо", "<p>Прошу закрыть счёт</p><p>старое письмо</p>"},
		{"новый адрес: Абая 5, сайт http://a.kz/b?c", "<p>Новый адрес: Абая 5, сайт http://a.kz/b?c</p>"},
		{"Имя e-mail Айгүл a@b.kz ТОО", "<table><tr><td>1.<td>Айгүл<td>a@b.kz<tr><td>Имя<td>email<td>ТОО</table>"},
	} {
		if m := letter(same[0], same[1]); len(m.Damage) > 0 || m.TextType != "text/plain" {
			t.Errorf("%q and %q: %v %q", same[0], same[1], m.Damage, m.Text)
		}
	}
	for _, other := range [][2]string{
		{"Поменяйте телефон на 8 701 600 10 10", "<p>Поменяйте телефон на 8 701 600 99 99</p>"},
		{"Отзываю согласие", "<p>Добрый день, посмотрите нашу рекламу</p>"},
		{"Хабарлама", "<p>Келісімімді қайтарып аламын</p>"},
		{"Отзываю согласие", "<p>Отзываю согласие, если не перезвоните</p>"},
		{"Отзываю согласие", "<p>Не отзываю согласие</p>"},
		{"Звоните мне, отзываю", "<p>Звоните мне, не отзываю</p>"},
		{"Отзываю согласие в том слу", "<p>Отзываю согласие в том случае, если банк закроет счёт</p>"},
		{"Отзываю согласие...", "<p>Отзываю согласие<br>только в мае</p>"},
		{"Отзываю согласие", "<p>Отзываю<br>только в мае<br>согласие</p>"},
	} {
		m := letter(other[0], other[1])
		checkRanges(t, m)
		_, shown, _ := strings.Cut(strings.TrimSuffix(other[1], "</p>"), "<p>")
		shown = strings.ReplaceAll(shown, "<br>", "\n")
		if !slices.Equal(m.Damage, []Damage{DamageDiffers}) || !strings.Contains(m.OwnText(), other[0]) || !strings.Contains(m.OwnText(), shown) {
			t.Errorf("%q and %q: %v %q", other[0], other[1], m.Damage, m.Text)
		}
	}
	if m := letter("hello", "<p>hello</p><p hidden>secret words</p>"); !slices.Equal(m.Damage, []Damage{DamageHidden}) {
		t.Errorf("hidden in the other form: %v", m.Damage)
	}
}

// Plain text that only says that there is none gives way to the HTML.
func TestStandIns(t *testing.T) {
	read := func(plain, html string) *Message {
		return parse(head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + plain +
			"\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + "\r\n--b--\r\n")
	}
	for _, plain := range []string{
		"To view the message, please use an HTML compatible email viewer!", "This is the body in plain text for non-HTML mail clients",
		"This message requires an HTML capable mail viewer.", "Please view this email in HTML format.", "This is a multi-part message in MIME format.",
		"Для просмотра сообщения используйте почтовый клиент с поддержкой HTML.", "Это сообщение в формате HTML", "Просмотр в HTML", "Текст письма в HTML:", "HTML",
		"Это письмо содержит HTML-разметку. Ваш почтовый клиент не поддерживает её.", "Хабарламаны көру үшін HTML қолдайтын пошта бағдарламасын пайдаланыңыз.",
		"[image: image.png]", "[cid:a@b]\r\n\r\n[image: b.jpg]\r\n",
	} {
		if m := read(plain, "<p>Адрес өзгерді</p>"); m.Text != "Адрес өзгерді\n" || len(m.Damage) > 0 {
			t.Errorf("%q: %q %v", plain, m.Text, m.Damage)
		}
	}
	for _, plain := range []string{"Прошу прислать HTML", "[image: a.png] отзываю"} {
		if m := read(plain, "<p>Адрес өзгерді</p>"); !slices.Equal(m.Damage, []Damage{DamageDiffers}) {
			t.Errorf("%q: %q %v", plain, m.Text, m.Damage)
		}
	}
}

// nestedLetter has n levels of multiparts, none with an end.
func nestedLetter(n int) string {
	var b strings.Builder
	b.WriteString(head)
	for i := range n {
		b.WriteString("Content-Type: multipart/mixed; boundary=b" + strconv.Itoa(i) + "\r\n\r\n--b" + strconv.Itoa(i) + "\r\n")
	}
	b.WriteString("Content-Type: text/plain\r\n\r\nhello\r\n")
	return b.String()
}

// The text of a mail within the mail is shown, but it is not the writer's.
func TestMailWithin(t *testing.T) {
	inner := "From: =?utf-8?B?" + b64("Иван") + "?= <i@b.kz>\r\nSubject: =?koi8-r?B?" + b64(koi8r.in("Отзыв")) + "?=\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n" + koi8r.in("Отзываю согласие") + "\r\n"
	m := parse(head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee below\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + "--b\r\n\r\nfooter\r\n--b--\r\n")
	checkRanges(t, m)
	if !strings.Contains(m.Text, "From: Иван <i@b.kz>\nSubject: Отзыв\n\nОтзываю согласие") {
		t.Errorf("%q", m.Text)
	}
	if got := m.OwnText(); got != "see below\nfooter" {
		t.Errorf("own: %q", got)
	}
	if !slices.Contains(m.Notes, NoteMailWithin) || !m.Attached() || m.SubjectLine != "s" {
		t.Errorf("%v %v %q", m.Notes, m.Attachments, m.SubjectLine)
	}
	m = parse(head + "Content-Type: message/rfc822\r\n\r\n" + inner)
	if m.OwnText() != "" || !strings.Contains(m.Text, "Отзываю согласие") {
		t.Errorf("nothing but a mail: %q is the writer's, of %q", m.OwnText(), m.Text)
	}
}

func TestCalendarAnswer(t *testing.T) {
	answer := func(comment string) *Message {
		return parse(head + "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n" + comment + "\r\n--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nSUMMARY:Accepted\r\nEND:VCALENDAR\r\n--b--\r\n")
	}
	if a := answer("").Automatic; a != (Automatic{"calendar answer", true}) {
		t.Errorf("accepted: %+v", a)
	}
	if a := answer("Приду, но отзываю согласие.").Automatic; a != (Automatic{"calendar answer", false}) {
		t.Errorf("with a word added: %+v", a)
	}
}

// tnefOf wraps properties of the mail and a file as Outlook does.
func tnefOf(props []byte, file string) string {
	var b []byte
	attribute := func(level byte, id uint32, value []byte) {
		b = append(b, level)
		b = binary.LittleEndian.AppendUint32(b, id)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(value)))
		b = append(append(b, value...), 0, 0)
	}
	b = binary.LittleEndian.AppendUint32(b, tnefSignature)
	b = append(b, 1, 0)
	attribute(1, tnefCodepage, binary.LittleEndian.AppendUint32(nil, 1251))
	attribute(1, tnefProps, props)
	if file != "" {
		attribute(2, tnefFileBegin, make([]byte, 14))
		attribute(2, tnefFileTitle, append([]byte(windows1251.in(file)), 0))
	}
	return string(b)
}

func property(id, kind uint16, value []byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, 1)
	b = binary.LittleEndian.AppendUint32(b, uint32(id)<<16|uint32(kind))
	b = binary.LittleEndian.AppendUint32(b, 1)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(value)))
	b = append(b, value...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

func TestTNEF(t *testing.T) {
	var wide []byte
	for _, u := range utf16.Encode([]rune("Сәлеметсіз бе!\x00")) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	rtf := `{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}\uc1 \'cf\'f0\'ee\'f8\'f3\par {\*\junk no}\u1241?\u1171?{\b  ok}\line}`
	raw := binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, uint32(len(rtf)+12)), uint32(len(rtf)))
	raw = append(append(raw, "MELA\x00\x00\x00\x00"...), rtf...)
	// "{\rtf1 WXYZWXYZ}" by the example of [MS-OXRTFCP] §4.2, which refers back.
	packed := "\x1a\x00\x00\x00\x1c\x00\x00\x00LZFu\xe2\xd4\x4b\x51\x41\x00\x04\x20\x57\x58\x59\x5a\x0d\x6e\x7d\x01\x0e\xb0"
	cases := []struct {
		name, tnef, text string
		files            int
	}{
		{"Unicode text and a file", tnefOf(property(propBody, 0x1F, wide), "шарт.docx"), "Сәлеметсіз бе!", 1},
		{"text in its codepage", tnefOf(property(propBody, 0x1E, []byte(windows1251.in("Прошу удалить")+"\x00")), ""), "Прошу удалить", 0},
		{"HTML", tnefOf(property(propHTML, 0x102, []byte(windows1251.in("<p>Прошу <b>удалить</b></p>"))), ""), "Прошу удалить\n", 0},
		{"RTF", tnefOf(property(propRTF, 0x102, raw), ""), "Прошу\nәғ ok\n", 0},
		{"compressed RTF", tnefOf(property(propRTF, 0x102, []byte(packed)), ""), "WXYZWXYZWXYZWXYZWXYZ", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := parse(head + "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64(c.tnef))
			if m.Text != c.text || len(m.Attachments) != c.files || !slices.Equal(m.Notes, []Note{NoteTNEF}) || len(m.Damage) > 0 {
				t.Errorf("%q %+v %v %v", m.Text, m.Attachments, m.Notes, m.Damage)
			}
			if c.files > 0 && m.Attachments[0].Name != "шарт.docx" {
				t.Errorf("%+v", m.Attachments)
			}
			for n := range len(c.tnef) { // cut off anywhere
				openTNEF([]byte(c.tnef[:n]))
			}
		})
	}
	// Beside a text it is opened for its files only; one that is none stays a file.
	beside := func(tnef string) *Message {
		return parse(head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\nContent-Type: application/octet-stream; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64(tnef) + "\r\n--b--\r\n")
	}
	if m := beside(cases[1].tnef); m.Text != "hello" || m.Attached() {
		t.Errorf("%q %+v", m.Text, m.Attachments)
	}
	if m := beside("no TNEF"); !m.Attached() || m.Attachments[0].Name != "winmail.dat" {
		t.Errorf("%+v", m.Attachments)
	}
}

// RFC 2231, and what is written instead.
func TestFileNames(t *testing.T) {
	for disposition, want := range map[string]string{
		`attachment; filename*=utf-8'kk'%D0%A8%D0%B0%D1%80%D1%82.pdf`:                  "Шарт.pdf",
		`attachment; filename*=KZ-1048''%D8%E0%F0%F2%BB.pdf`:                           "Шарт».pdf",
		`attachment; filename*0*=utf-8''%D0%A8%D0; filename*1*=%B0; filename*2=rt.pdf`: "Шаrt.pdf",
		`attachment; filename*1=b.pdf; filename*0=a`:                                   "ab.pdf",
		`attachment; filename="=?koi8-r?B?` + b64(koi8r.in("Договор")) + `?="`:         "Договор",
		`attachment; filename="a.pdf"; filename*=UTF-8''%D0%90.pdf`:                    "А.pdf",
		`attachment; filename=a b c.pdf`:                                               "a b c.pdf",
		`attachment; filename="` + koi8r.in("Договор на оказание услуг") + `.pdf"`:     "Договор на оказание услуг.pdf",
		`attachment; filename*=''abc`:                                                  "abc",
		"attachment; filename=\"a\x1b[31mb\x07.pdf\"":                                  "a[31mb.pdf",
		"attachment; filename*=utf-8''a%1B%0D%0Ab%E2%80%A8c%E2%80%AEd%D8%9C.pdf":       "a b cd.pdf",
		"attachment; filename=\"=?utf-8?B?YRsAYg==?=\"":                                "ab",
		`attachment; filename="a\"b;c.pdf"`:                                            `a"b;c.pdf`,
	} {
		m := parse(head + "Content-Type: application/pdf\r\nContent-Disposition: " + disposition + "\r\n\r\nx")
		if len(m.Attachments) != 1 || m.Attachments[0].Name != want {
			t.Errorf("%s: %+v, want %q", disposition, m.Attachments, want)
		}
	}
}

func TestMediaTypesAreClean(t *testing.T) {
	m := parse(head + "Content-Type: applica\x1btion/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx")
	if len(m.Attachments) != 1 || m.Attachments[0].MediaType != "application/octet-stream" {
		t.Errorf("%+v", m.Attachments)
	}
}

// Ten thousand fields: those kept are read, the body is found, and it is said.
func TestManyFields(t *testing.T) {
	m := parse(head + strings.Repeat("X-Trace: some words about the way\r\n", 10000) + "\r\nhello\r\n")
	if m.Text != "hello\n" || m.SubjectLine != "s" || len(m.From) != 1 || !slices.Equal(m.Damage, []Damage{DamageTooLong}) {
		t.Errorf("%q %q %v", m.Text, m.SubjectLine, m.Damage)
	}
}

// A letter of 10 MB costs no more memory than the caps, and one of 30 MB no more
// than that.
func TestMemoryDoesNotGrow(t *testing.T) {
	allocated := func(raw []byte) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		Parse(raw)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	line := b64(strings.Repeat("x", 57)) + "\r\n"
	makes := map[string]func(size int) string{
		"an attachment": func(n int) string {
			return head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat(line, n/len(line)) + "--b--\r\n"
		},
		"text": func(n int) string { return head + "\r\n" + strings.Repeat("hello there\r\n", n/13) },
		"base64 text": func(n int) string {
			return head + "Content-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat(line, n/len(line))
		},
		"broken base64": func(n int) string {
			return head + "Content-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat("!"+line, n/len(line))
		},
		"HTML": func(n int) string {
			return head + "Content-Type: text/html\r\n\r\n" + strings.Repeat("<p>hello<br>", n/12)
		},
		"winmail.dat": func(n int) string {
			return head + "Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n" + strings.Repeat(line, n/len(line))
		},
		"a uuencoded file": func(n int) string {
			return head + "\r\nhello\r\nbegin 644 a\r\n" + strings.Repeat("M"+strings.Repeat("x", 60)+"\r\n", n/63) + "`\r\nend\r\n"
		},
		"bare CR":       func(n int) string { return strings.ReplaceAll(head, "\n", "") + "\r" + strings.Repeat("hello\r", n/6) },
		"one long line": func(n int) string { return head + "\r\n" + strings.Repeat("x", n) },
		"a header":      func(n int) string { return head + strings.Repeat("X-A: b\r\n", n/8) + "\r\nhello\r\n" },
		"a mail within": func(n int) string {
			return head + "Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\n" + strings.Repeat("hello\r\n", n/7)
		},
	}
	for name, build := range makes {
		const most = 16 << 20
		ten, thirty := allocated([]byte(build(10<<20))), allocated([]byte(build(30<<20)))
		if ten > most || thirty > most || thirty > ten+ten/4+1<<20 {
			t.Errorf("%s: %d KiB for 10 MB, %d KiB for 30 MB", name, ten>>10, thirty>>10)
		}
	}
}
