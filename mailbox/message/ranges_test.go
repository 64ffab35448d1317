package message

import (
	"strings"
	"testing"
	"unicode"
)

// show writes the ranges down: O own, Q quoted, F forwarded, S signature, a letter a
// line.
func show(m *Message) string {
	var b strings.Builder
	at := 0
	for line := range strings.Lines(m.Text) {
		if strings.TrimSpace(line) == "" {
			at += len(line)
			continue
		}
		for _, r := range m.Ranges {
			if r.Start <= at && at < r.End {
				b.WriteString(strings.ToUpper(string(r.Origin[:1])))
			}
		}
		at += len(line)
	}
	return b.String()
}

func TestRangesOfPlainText(t *testing.T) {
	cases := []struct{ name, subject, body, want string }{
		{"own", "", "hello\n\nyou\n", "OO"},
		{"quote above, answer below", "", "> old\n> old\n\nnew\n", "QQO"},
		{"answers within", "", "On 24.11.2025 10:00, A <a@b.kz> wrote:\n> old\nnew\n> old\nnew\n", "QQOQO"},
		{"answer above, marked quote", "", "new\n\n24.11.2025, 10:15, \"Иван\" <a@b.kz>:\n> old\n", "OQQ"},
		{"Russian Gmail without marks", "", "new\n\nпн, 24 нояб. 2025 г. в 10:00, Иван <a@b.kz>:\n\nold\nold\n", "OQQQ"},
		{"attribution over two lines", "", "new\n\nOn Mon, 24 Nov 2025 at 10:00, Ivan\n<a@b.kz> wrote:\n\n> old\n", "OQQQ"},
		{"verb on the second line", "", "new\n\n24 нояб. 2025 г., в 10:00, Иван Петров\nнаписал(а):\n\nold\n", "OQQQ"},
		{"пишет", "", "new\n24.11.2025 10:00, Иван пишет:\nold\n", "OQQ"},
		{"жазды", "", "жаңа\n2025 ж. 24 қар., дс, 10:15, Айгүл <a@b.kz> жазды:\nескі\n", "OQQ"},
		{"the writer's own colon", "", "Ваш сотрудник вчера писал:\nчто данные удалены\n", "OO"},
		{"list of one's own", "", "Мои данные:\nтел. 8 701 123 45 67\n", "OO"},
		{"original message", "", "new\n-----Original Message-----\nold\n", "OQQ"},
		{"исходное сообщение", "", "new\n-------- Исходное сообщение --------\nold\n", "OQQ"},
		{"бастапқы хабарлама", "", "жаңа\n-----Бастапқы хабарлама-----\nескі\n", "OQQ"},
		{"Outlook's block, Russian", "", "new\n\nОт: А <a@b.kz>\nОтправлено: 24 ноября 2025 г. 10:00\nКому: b\nТема: c\n\nold\n", "OQQQQQ"},
		{"Outlook's block, Kazakh", "", "жаңа\n\nКімнен: А <a@b.kz>\nЖіберілді: 24.11.2025\nКімге: b\nТақырып: c\n\nескі\n", "OQQQQQ"},
		{"Outlook's block in bold", "", "new\n*From:* A <a@b.kz>\n*Sent:* Monday\n*To:* b\n*Subject:* c\nold\n", "OQQQQQ"},
		{"Outlook's block under a forward", "FW: c", "see below\nFrom: A <a@b.kz>\nSent: Monday\nTo: b\nSubject: c\nold\n", "OFFFFF"},
		{"one's own От", "", "От: Иванова И. И.\nпрошу удалить\n", "OO"},
		{"forward", "", "fyi\n---------- Forwarded message ---------\nFrom: a\nold\n", "OFFF"},
		{"пересылаемое", "", "-------- Пересылаемое сообщение --------\n24.11.2025, a@b.kz:\nold\n", "FFF"},
		{"Apple's forward", "", "Начало переадресованного сообщения:\n\n> От: a\n> old\n", "FFF"},
		{"signature", "", "new\n-- \nИван\nтел. 1\n", "OSSS"},
		{"signature, then a quote", "", "new\n--\nИван\n\n> old\n", "OSSQ"},
		{"nothing but a signature", "", "--\nПрошу удалить мои данные\n", "OO"},
		{"nothing but the phone's line", "", "Отправлено с iPhone\n", "S"},
		{"below an app's line", "", "Здравствуйте!\n\n-- \nОтправлено из мобильного приложения Яндекс Почты\n\nПрошу изменить\nмой номер\n", "OSSOO"},
		{"below an app's line, kk", "", "Сәлеметсіз бе!\n\n--\nMail.ru поштасынан жіберілді\n\nНөмірімді өзгертіңіз\n-- \nАйгүл\n", "OSSOSS"},
		{"below an app's line, nothing above", "", "-- \nSent from Outlook\n\nnew\n", "SSO"},
		{"below an app's line, a quote", "", "new\n-- \nSent from Outlook\n\n> old\n", "OSSQ"},
		{"below an app's line, perhaps a quote's", "", "new\n-- \nSent from Outlook\n\nA on 24 Nov 2025 10:00 AM\nold\n", "OSSSS"},
		{"below an app's line and a name", "", "new\n-- \nSent from Outlook\nИван\n\nдиректор\n", "OSSSS"},
		{"below a name", "", "new\n-- \nИван\n\nтел. 1\n", "OSSS"},
		{"right below an app's line", "", "new\n-- \nSent from Outlook\nИван\n", "OSSS"},
		{"postscript", "", "new\n-- \nИван\n\nP.S. new\nnew\n", "OSSOO"},
		{"postscript within a signature", "", "new\n-- \nИван\nP.S.V., Алматы\n", "OSSS"},
		{"a sentence below dashes, a greeting above", "", "Здравствуйте!\n-- \nПрошу изменить мой номер телефона.\n", "OOO"},
		{"a name below dashes, a greeting above", "", "Здравствуйте!\n-- \nИванов Иван Иванович, директор, Алматы\n", "OSS"},
		{"phone", "", "new\n\nОтправлено с iPhone\n\n> old\n", "OSQ"},
		{"all quoted", "", "> old\n", "Q"},
		{"bars before what is quoted", "", "  | old\n  | old\n\nnew\n", "QQO"},
		{"a table of bars", "", "| phone | 8 701 123 45 67 |\n|---|---|\n", "OO"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := parse("From: a@b.kz\r\nSubject: " + c.subject + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + c.body)
			checkRanges(t, m)
			if got := show(m); got != c.want {
				t.Errorf("%s, want %s of %q", got, c.want, m.Text)
			}
		})
	}
}

// A signature ends with its part: Apple Mail sends what stands below a picture as a part of its own.
func TestASignatureEndsWithItsPart(t *testing.T) {
	m := Parse([]byte("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n-- \r\nIvan\r\n" +
		"--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b\r\nContent-Type: text/plain\r\n\r\nmy request\r\n--b--\r\n"))
	at := strings.Index(m.Text, "my request")
	for _, g := range m.Ranges {
		if g.Start <= at && at < g.End && g.Origin != Own {
			t.Errorf("%q is %s: %+v", m.Text[at:], g.Origin, m.Ranges)
		}
		if name := strings.Index(m.Text, "Ivan"); g.Start <= name && name < g.End && g.Origin != Signature {
			t.Errorf("the signature is %s", g.Origin)
		}
	}
}

func TestRangesOfHTML(t *testing.T) {
	cases := []struct{ name, body, text, want string }{
		{"cells of paragraphs", "<table><tr><td><p>a</p></td> <td><p><span>b</span></p></td></tr><tr><td><div>c</div></td><td><p>d</p><p>e</p></td></tr></table>f", "a\tb\nc\td\ne\nf", "OOOO"},
		{"a mail within a cell", "<table><tr><td><p>one</p><p>two</p><div>three<br>four</div></td></tr></table>five", "one\ntwo\nthree\nfour\nfive", "OOOOO"},
		{"lines", "<p>one</p><p>two<br>three</p><ul><li>four<li>five</ul><table><tr><td>a</td><td>b</td></tr><tr><td>c</table>", "one\ntwo\nthree\nfour\nfive\na\tb\nc\n", "OOOOOOO"},
		{"not shown", "<head><title>t</title><style>x{}</style></head><body><script>y</script><p>a<span style='display: none'>b</span><b hidden>c</b><!-- d --></p>", "a\n", "O"},
		{"hidden, then shown", "<div style=\"DISPLAY:NONE\"><p>a<div>b</div></div><div>c</div>", "c\n", "O"},
		{"unclosed head", "<html><head><meta charset=utf-8><div>a</div>", "a\n", "O"},
		{"entities and blanks", "a &amp;&nbsp; b\r\n  c<br/>&lt;d&gt;", "a & b c\n<d>", "OO"},
		{"pre", "<pre>a\nb  c</pre>", "a\nb c\n", "OO"},
		{"pre by its style", "<div style=\"white-space: pre-wrap\">a\n\n24.11.2025 10:00, A пишет:\n&gt; b\n&gt; c\n</div>d", "a\n\n24.11.2025 10:00, A пишет:\n> b\n> c\nd", "OQQQO"},
		{"pre by a sheet", "<style>.p{white-space:pre-line}</style><p class=p>a\n-- \nb<p>c\nd", "a\n-- \nb\nc d", "OSSS"},
		{"pre for all of it", "<head><style>body{white-space:pre-wrap!important}</style></head><body>a\n-----Исходное сообщение-----\nb</body>", "a\n-----Исходное сообщение-----\nb\n", "OQQ"},
		{"pre undone within", "<div style=\"white-space:pre\">a\nb<span style=\"white-space:normal\">c\nd</span>\ne</div>", "a\nbc d\ne\n", "OOO"},
		{"pre around a table", "<div style=\"white-space:pre-wrap\"><table>\n<tr>\n <td>\n  a\n </td>\n <td>b</td>\n</tr>\n<tr>\n<td>c\n\nd</td>\n<td><b>e</b>\n<b>f</b></td></tr>\n</table></div>", "a\tb\nc\n\nd\te\nf\n", "OOOO"},
		{"no pre", "<div style=\"white-space:nowrap\">a\nb</div>", "a b\n", "O"},
		{"blockquote", "new<blockquote type=cite>old<br>old</blockquote>new", "new\nold\nold\nnew", "OQQO"},
		{"indented by Gmail", "<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">own</blockquote>", "own\n", "O"},
		{"indented by Gmail, called a quote", "<div>own<blockquote class=\"gmail_quote\" style=\"margin:0 0 0 40px;border:none;padding:0px\"><div>own</div></blockquote></div>own", "own\nown\nown", "OOO"},
		{"and in its frame", "<div>own</div><div class=\"gmail_quote\"><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 40px;border:none;padding:0px\">own</blockquote>own</div>", "", "OOO"},
		{"and above its quote", "own<blockquote class=\"gmail_quote\" style=\"margin:0 0 0 40px;border:none;padding:0px\">own</blockquote><div class=\"gmail_quote\"><div class=\"gmail_attr\">пн, 24 нояб. 2025 г. в 10:00, A &lt;a@b.kz&gt;:</div><blockquote class=\"gmail_quote\">old<blockquote class=\"gmail_quote\" style=\"margin:0 0 0 40px;border:none;padding:0px\">old</blockquote>old</blockquote></div>", "", "OOQQQQ"},
		{"the same within a quote", "own<blockquote class=\"gmail_quote\"><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 40px;border:none;padding:0px\">old</blockquote></blockquote>", "", "OQ"},
		{"the same below Gmail's line", "own<div class=\"gmail_quote\"><div class=\"gmail_attr\">A</div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 40px;border:none;padding:0px\">old</blockquote></div>", "", "OQQ"},
		{"the same below a line over a quote", "own<br>24 нояб. 2025, A пише:<br><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 40px;border:none;padding:0px\">old</blockquote>", "", "OOQ"},
		{"Gmail's class, no border, another margin", "own<blockquote class=\"gmail_quote\" style=\"border:none\">old</blockquote>", "", "OQ"},
		{"Gmail", "<div>new</div><div class=\"gmail_quote gmail_quote_container\"><div class=\"gmail_attr\">пн, 24 нояб. 2025 г. в 10:00, A &lt;<a>a@b.kz</a>&gt;:<br></div><blockquote class=\"gmail_quote\"><div>old<blockquote class=\"gmail_quote\">older</blockquote>old</div></blockquote></div>", "", "OQQQQ"},
		{"Gmail, answers within", "<div class=\"gmail_quote\"><div class=\"gmail_attr\">A wrote:</div><blockquote class=\"gmail_quote\">old</blockquote><div>new</div><blockquote class=\"gmail_quote\">old</blockquote></div><div>new</div>", "", "QQOQO"},
		{"Gmail, nothing but the frame", "<div>new</div><div class=gmail_quote>old</div>", "", "OQ"},
		{"Gmail's forward", "<div class=\"gmail_quote\"><div class=\"gmail_attr\">---------- Forwarded message ---------<br>От: A</div><p>old<blockquote>x</blockquote>old</div>", "", "FFFFF"},
		{"Outlook on the web", "<div>new</div><hr><div id=\"divRplyFwdMsg\"><b>From:</b> a</div><div>old</div>", "", "OQQ"},
		{"Outlook", "<p>new</p><div style=\"border:none;border-top:solid #E1E1E1 1.0pt\"><p><b>От:</b> A<br><b>Отправлено:</b> 24 ноября<br><b>Кому:</b> b<br><b>Тема:</b> c</p></div><p>old</p>", "", "OQQQQQ"},
		{"Thunderbird", "<p>new</p><div class=\"moz-cite-prefix\">24.11.2025 10:00, A пишет:</div><blockquote type=\"cite\">old</blockquote><p>new</p>", "", "OQQO"},
		{"signature", "new<div class=\"gmail_signature\">Ivan</div>", "", "OS"},
		{"> in HTML", "new<br>&gt; old", "", "OQ"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := parse("From: a@b.kz\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + c.body)
			checkRanges(t, m)
			if c.text != "" && m.Text != c.text {
				t.Errorf("text %q, want %q", m.Text, c.text)
			}
			if got := show(m); got != c.want {
				t.Errorf("%s, want %s of %q", got, c.want, m.Text)
			}
		})
	}
}

func TestFlowed(t *testing.T) {
	m := parse("Content-Type: text/plain; format=flowed\r\n\r\none \r\ntwo\r\n> three \r\n> four\r\nfive\r\n-- \r\n  six\r\n")
	if want := "one two\n> three four\nfive\n-- \n six\n"; m.Text != want {
		t.Errorf("%q, want %q", m.Text, want)
	}
}

func TestFirstOwnLine(t *testing.T) {
	if got := parse("From: a@b.kz\r\n\r\n> Да?\r\n\r\n  Да \r\nещё\r\n").FirstOwnLine(); got != "Да" {
		t.Errorf("%q", got)
	}
	if got := parse("From: a@b.kz\r\n\r\n> Да?\r\n").FirstOwnLine(); got != "" {
		t.Errorf("%q", got)
	}
}

func TestAutomatic(t *testing.T) {
	cases := []struct {
		fields, sign string
		strong       bool
	}{
		{"", "", false},
		{"Auto-Submitted: no", "", false},
		{"Auto-Submitted: No; by hand", "", false},
		{"Auto-Submitted: (x) NO (y)", "", false},
		{"Auto-Submitted: Auto-Replied; x", "Auto-Submitted: auto-replied", true},
		{"Auto-Submitted: auto-generated", "Auto-Submitted: auto-generated", true},
		{"Reply-To: ivan@mail.example\r\nAuto-Submitted: auto-generated", "Auto-Submitted: auto-generated", false}, // a portal, on behalf of a person
		{"Reply-To: desk@b.kz\r\nAuto-Submitted: auto-generated", "Auto-Submitted: auto-generated", true},
		{"Reply-To: noreply@mail.example\r\nAuto-Submitted: auto-generated", "Auto-Submitted: auto-generated", true},
		{"Reply-To: ivan@mail.example\r\nAuto-Submitted: auto-replied", "Auto-Submitted: auto-replied", true},
		{"Auto-Submitted: nobody knows", "Auto-Submitted", true},
		{"Auto-Submitted: no\r\nAuto-Submitted: auto-replied", "Auto-Submitted: auto-replied", true},
		{"Return-Path: <>", "null return path", true},
		{"Return-Path: <a@b.kz>\r\nReturn-Path: <>", "", false},
		{"Content-Type: multipart/report; report-type=delivery-status; boundary=b", "delivery report", true},
		{"Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "disposition notification", true},
		{"Content-Type: message/delivery-status", "delivery report", true},
		{"List-Id: <l.b.kz>", "List-Id", false},
		{"List-Unsubscribe: <x>", "list header", false},
		{"Precedence: Bulk", "Precedence: bulk", false},
		{"Precedence: first-class", "", false},
		{"X-Auto-Response-Suppress: OOF", "X-Auto-Response-Suppress", false},
		{"X-Auto-Response-Suppress: None", "", false},
		{"Return-Path: <owner-l@b.kz>", "list address", false},
		{"Reply-To: noreply@b.kz", "no-reply address", false},
		{"List-Id: x\r\nAuto-Submitted: auto-generated", "Auto-Submitted: auto-generated", true},
	}
	for _, c := range cases {
		m := parse("From: a@b.kz\r\n" + c.fields + "\r\n\r\nx")
		if m.Automatic.Sign != c.sign || m.Automatic.Strong != c.strong {
			t.Errorf("%q: %+v, want %q %v", c.fields, m.Automatic, c.sign, c.strong)
		}
	}
	for text, strong := range map[string]bool{
		"Наталья Рябова создал(а) SD-2407:\n\nПрошу изменить e-mail.":                             false, // Jira passes on what a person wrote
		"Timur Sadvakassov created a request ADH-318 via the portal.\n\nPlease update my number.": false,
		"Your ticket SD-2407 was closed.": true,
	} {
		if m := parse("From: jira@b.kz\r\nAuto-Submitted: auto-generated\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text); m.Automatic.Strong != strong {
			t.Errorf("%q: %+v, want strong %v", text, m.Automatic, strong)
		}
		if m := parse("From: jira@b.kz\r\nAuto-Submitted: auto-replied\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + text); !m.Automatic.Strong {
			t.Errorf("%q: an automatic answer is a machine's", text)
		}
	}
	for from, want := range map[string]string{
		"MAILER-DAEMON@mx.b.kz (Mail System)": "mail system as author", "PostMaster <postmaster@b.kz>": "mail system as author", "MAILER-DAEMON": "mail system as author",
		"No Reply <No-Reply@b.kz>": "no-reply address", "list-request@b.kz": "list address", "a.request@b.kz": "",
	} {
		if m := parse("From: " + from + "\r\n\r\nx"); m.Automatic.Sign != want {
			t.Errorf("%q: %q, want %q", from, m.Automatic.Sign, want)
		}
	}
}

func TestStripPrefixes(t *testing.T) {
	for s, want := range map[string]string{
		"Re: x": "x", "RE[2]: Fwd: x": "x", "Ответ: Пересл: x": "x", "Жауап: x": "x", "Қайта жіберу: x": "x", "HA: x": "x", "На: x": "x",
		"[EXT] Re: x": "x", "Re: [External] x": "x", "Re^3:x": "x", "RE: FW(2): x": "x", "Re： x": "x", " x ": "x",
		"Договор: x": "Договор: x", "[OT-1] x": "[OT-1] x", "Re": "Re", ": x": ": x", "": "",
	} {
		if got := StripPrefixes(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	if got := AnswerSubject("Fwd: RE: x"); got != "Re: x" {
		t.Errorf("%q", got)
	}
	if got := AnswerSubject(strings.Repeat("ә", 300)); len(got) > 260 || !strings.HasSuffix(got, "ә…") {
		t.Errorf("%q", got)
	}
}

func TestLowerRuneIsThatOfUnicode(t *testing.T) {
	for r := range rune(unicode.MaxRune + 1) {
		if got := lowerRune(r); got != unicode.ToLower(r) {
			t.Errorf("%U: %U", r, got)
		}
	}
}

// A letter whose ends of lines were lost holds the writer's words and the earlier letter
// on one line.
func TestAnEarlierLetterOnTheLineOfTheWriter(t *testing.T) {
	const header = "-------- Исходное сообщение --------От: A <a@b.kz> Дата: 24.11.25 10:00 Кому: b@b.kz Тема: x старое"
	m := parse("From: a@b.kz\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nновое --- да. Отправлено с Galaxy" + header + "\r\nстарое\r\n")
	checkRanges(t, m)
	if got, want := m.OwnText(), "новое --- да. Отправлено с Galaxy"; strings.TrimSpace(got) != want {
		t.Errorf("%q, want %q", got, want)
	}
	if m := parse("From: a@b.kz\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n> old " + header + "\r\nnew\r\n"); strings.TrimSpace(m.OwnText()) != "new" {
		t.Errorf("%q", m.OwnText())
	}
}
