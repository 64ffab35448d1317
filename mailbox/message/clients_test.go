package message

import (
	"slices"
	"strings"
	"testing"
)

// What each client writes around the writer's own words, in the three languages:
// O own, Q quoted, F forwarded, S signature, a letter a line.
func TestClientsInPlainText(t *testing.T) {
	cases := []struct{ name, subject, body, want string }{
		{"Gmail, en", "Re: x", "new\n\nOn Mon, Nov 24, 2025 at 10:00 AM Aigul <a@b.kz> wrote:\n\n> old\n> old\n", "OQQQ"},
		{"Gmail, ru", "Re: x", "новое\n\nпн, 24 нояб. 2025 г. в 10:00, Айгуль <a@b.kz>:\n\n> старое\n", "OQQ"},
		{"Gmail, kk", "Re: x", "жаңа\n\n2025 ж. 24 қар., дс 10:00 уақытында Айгүл <a@b.kz> мынаны жазды:\n\n> ескі\n", "OQQ"},
		{"Gmail, wrapped, kk", "Re: x", "жаңа\n\n2025 ж. 24 қар., дс 10:00 уақытында Айгүл <a@b.kz>\nжазды:\n\n> ескі\n", "OQQQ"},
		{"Gmail's forward, ru", "Fwd: x", "смотрите\n\n---------- Forwarded message ---------\nОт: Иван <i@b.kz>\nDate: пн, 24 нояб. 2025 г. в 10:00\nSubject: x\nTo: <a@b.kz>\n\nстарое\n", "OFFFFFF"},
		{"Gmail's forward, kk", "Fwd: x", "қараңыз\n---------- Қайта жіберілген хабар ---------\nКімнен: Иван <i@b.kz>\nескі\n", "OFFF"},
		{"Outlook, en", "RE: x", "new\n\nFrom: A <a@b.kz>\nSent: Monday, November 24, 2025 10:00 AM\nTo: B <b@b.kz>\nSubject: x\n\nold\n", "OQQQQQ"},
		{"Outlook, ru", "RE: x", "новое\n\nОт: A <a@b.kz>\nОтправлено: понедельник, 24 ноября 2025 г. 10:00\nКому: B\nТема: x\n\nстарое\n", "OQQQQQ"},
		{"Outlook, kk", "RE: x", "жаңа\n\nКімнен: A <a@b.kz>\nЖіберілген уақыты: 2025 ж. 24 қараша 10:00\nКімге: B\nТақырып: x\n\nескі\n", "OQQQQQ"},
		{"Outlook with a ruler, ru", "RE: x", "новое\n________________________________\nОт: A <a@b.kz>\nОтправлено: 24 ноября 2025 г. 10:00\nКому: B\nТема: x\nстарое\n", "OQQQQQQ"},
		{"Outlook's plain text, ru", "RE: x", "новое\n-----Исходное сообщение-----\nОт: A\nстарое\n", "OQQQ"},
		{"Outlook for telephones, ru", "RE: x", "новое\n\nСкачать Outlook для iOS<https://aka.ms/o0ukef>\n________________________________\nОт: A <a@b.kz>\nОтправлено: 24 ноября\nКому: B\nТема: x\nстарое\n", "OSQQQQQQ"},
		{"Apple Mail, en", "Re: x", "new\n\nSent from my iPhone\n\n> On 24 Nov 2025, at 10:00, Aigul <a@b.kz> wrote:\n> \n> old\n", "OSQQQ"},
		{"Apple Mail, ru", "Re: x", "новое\n\nОтправлено с iPhone\n\n> 24 нояб. 2025 г., в 10:00, Айгуль <a@b.kz> написал(а):\n> \n> старое\n", "OSQQQ"},
		{"Apple Mail, ru, unmarked", "Re: x", "новое\n\n24 нояб. 2025 г., в 10:00, Айгуль <a@b.kz> написала:\n\nстарое\n", "OQQ"},
		{"Apple Mail, kk", "Re: x", "жаңа\n\niPhone құрылғысынан жіберілді\n\n2025 ж. 24 қар., сағат 10:00, Айгүл <a@b.kz> жазды:\n\nескі\n", "OSQQ"},
		{"Apple Mail's forward, kk", "Fwd: x", "Қайта жіберілген хабарламаның басы:\n\nКімнен: A <a@b.kz>\nескі\n", "FFF"},
		{"Thunderbird, en", "Re: x", "On 24/11/2025 10:00, Aigul wrote:\n> old\nnew\n", "QQO"},
		{"Thunderbird, ru", "Re: x", "24.11.2025 10:00, Айгуль пишет:\n> старое\nновое\n-- \nАйгуль\n", "QQOSS"},
		{"Thunderbird, kk", "Re: x", "24.11.2025 10:00, Айгүл жазды :\n> ескі\nжаңа\n", "QQO"},
		{"Thunderbird's forward, ru", "Fwd: x", "-------- Перенаправленное сообщение --------\nТема: \tx\nДата: \tMon, 24 Nov 2025\nОт: \ta@b.kz\nКому: \tb@b.kz\n\nстарое\n", "FFFFFF"},
		{"Mail.ru, ru", "Re: x", "новое\n  \n>Понедельник, 24 ноября 2025, 10:00 +05:00 от Айгуль <a@b.kz>:\n> \n>старое\n", "OQQQ"},
		{"Mail.ru, unmarked, ru", "Re: x", "новое\n\nПонедельник, 24 ноября 2025, 10:00 +05:00 от zakaz@b.kz:\n\nстарое\n", "OQQ"},
		{"Mail.ru on telephones, ru", "Re: x", "новое\n\n--\nОтправлено из Mail для Android\n\nПонедельник, 24 ноября 2025, 10:00 +05:00 от Айгуль <a@b.kz>:\nстарое\n", "OSSQQ"},
		{"Mail.ru's forward, ru", "Fwd: x", "-------- Пересылаемое сообщение --------\nОт: Иван <i@b.kz>\nКому: a@b.kz\nДата: Понедельник, 24 ноября 2025, 10:00\nТема: x\n\nстарое\n", "FFFFFF"},
		{"Yahoo, ru", "Re: x", "новое\n\n    пятница, 27 ноября 2026 г. в 09:15:00 GMT+5, ТОО Пример <a@b.kz> написал(-а):  \n \n \nстарое\n", "OQQ"},
		{"Bitrix24, the date behind, ru", "Re: x", "новое\n\nТОО Пример (a@b.kz) писал(а) 27.11.2026 09:15:\nстарое\n", "OQQ"},
		{"Mail.ru without a colon, ru", "Re: x", "новое\n\n27.11.2026 9:15, ТОО Пример <a@b.kz>\n\nстарое\n", "OQQ"},
		{"a date and an address of the writer's, ru", "Re: x", "27.11.2026 вам писал <a@b.kz>\n\nновое\n", "OO"},
		{"Yandex, a line with dashes only, ru", "Заявление", "новое\n\n----------------\nПересылаемое сообщение\n27.11.2026, 09:15, \"A\" <a@b.kz>:\n\nстарое\n", "OFFFF"},
		{"Mail.ru, kk", "Re: x", "жаңа\n\nДүйсенбі, 24 қараша 2025, 10:00 +05:00, Айгүл <a@b.kz>:\nескі\n", "OQQ"},
		{"Yandex, ru", "Re: x", "новое\n\n24.11.2025, 10:15, \"Айгуль\" <a@b.kz>:\n> старое\n", "OQQ"},
		{"Yandex without an address, ru", "Re: x", "новое\n\n24.11.2025, 10:15, Айгуль:\n> старое\n", "OQQ"},
		{"Yandex with a header, ru", "Re: x", "новое\n\n----------------\nКому: Ирина (i@b.kz);\nТема: груз;\n24.11.2025, 10:15, \"Айгуль\" <a@b.kz>:\nстарое\n", "OQQQQQ"},
		{"Yandex's forward, ru", "Fwd: x", "-------- Пересылаемое сообщение --------\n24.11.2025, 10:15, \"Айгуль\" <a@b.kz>:\n\nстарое\n-------- Завершение пересылаемого сообщения --------\n", "FFFF"},
		{"Yandex on telephones, ru", "Re: x", "новое\n\nОтправлено из мобильной Яндекс Почты\n\n24.11.2025, 10:15, Айгуль <a@b.kz>:\nстарое\n", "OSQQ"},
		{"Samsung, en", "Re: x", "new\n\nSent from my Galaxy\n\n-------- Original message --------\nFrom: A <a@b.kz>\nDate: 11/24/25 10:00 AM (GMT+05:00)\nTo: b@b.kz\nSubject: x\n\nold\n", "OSQQQQQQ"},
		{"Samsung, ru", "Re: x", "новое\n\nОтправлено с устройства Galaxy\n\n-------- Исходное сообщение --------\nОт: A <a@b.kz>\nстарое\n", "OSQQQ"},
		{"Samsung, kk", "Re: x", "жаңа\n\nSamsung Galaxy смартфонынан жіберілді.\n\n-------- Бастапқы хабарлама --------\nКімнен: A <a@b.kz>\nескі\n", "OSQQQ"},
		{"Samsung on one line, ru", "x", "новое\n\n-------- Исходное сообщение --------От: Үлгі <info@ulgi.kz> Дата: 24.11.25  10:00  (GMT+05:00) Кому: b@b.kz Тема: Анкета Прошу изменить мой номер телефона на +7 777 111 22 33, а старый номер удалить.\nИванов\n", "OQQ"},
		{"Samsung on one line, en", "x", "new\n\n-------- Original message --------From: Ulgi <info@ulgi.kz> Date: 11/24/25  10:00 AM  (GMT+05:00) To: b@b.kz Subject: Form I ask you to change my telephone number to +7 777 111 22 33, and to delete the one that you have at present.\nIvanov\n", "OQQ"},
		{"Samsung on one line, kk", "x", "жаңа\n\n-------- Бастапқы хабарлама --------Кімнен: Үлгі <info@ulgi.kz> Күні: 24.11.25  10:00  (GMT+05:00) Кімге: b@b.kz Тақырыбы: Сауалнама Менің телефон нөмірімді +7 777 111 22 33 деп өзгертіңіз.\nИванов\n", "OQQ"},
		{"Samsung on one line, its own signature above", "Re: x", "Отправлено с моего Galaxy\n-------- Исходное сообщение --------От: Үлгі <info@ulgi.kz> Дата: 24.11.25  10:00 Кому: a@b.kz Тема: x старое\n> старше\n\nС уважением, Үлгі\n", "SQQQ"},
		{"Samsung's forward on one line, ru", "Fwd: x", "смотрите\n-------- Пересланное сообщение --------От: Үлгі <info@ulgi.kz> Дата: 24.11.25  10:00  (GMT+05:00) Кому: b@b.kz Тема: Анкета Прошу изменить мой номер телефона на +7 777 111 22 33, а старый удалить.\n", "OF"},
		{"a long line under a ruler", "x", "--- исходное сообщение я вам уже отправлял, но на всякий случай ещё раз: прошу изменить мой номер телефона на +7 777 111 22 33, а старый номер удалить.\n", "O"},
		{"Outlook on one line, ru", "x", "новое\n\nОт: A <a@b.kz> Отправлено: 24 ноября 2025 г. 10:00 Кому: B Тема: x\n\nстарое\n", "OQQ"},
		{"Outlook on one line, en", "x", "new\n\n*From:* A <a@b.kz> *Sent:* Monday, November 24, 2025 10:00 AM *To:* B <b@b.kz> *Cc:* C *Subject:* x old\nold\n", "OQQ"},
		{"Outlook on one line, kk", "x", "жаңа\n\nКімнен: A <a@b.kz> Жіберілген уақыты: 2025 ж. 24 қараша 10:00 Кімге: B Тақырып: x\n\nескі\n", "OQQ"},
		{"Outlook on one line, marked, answered within", "x", "> From: A <a@b.kz> Sent: Monday, November 24, 2025 To: B Subject: x\n> old\nnew\n", "QQO"},
		{"a sentence with such words", "x", "новое\nОт: меня, Кому: вам, Тема: как обычно, Дата: 24.11.2025, прошу удалить\n", "OO"},
		{"Zoho, en", "x", "new\n\n---- On Mon, 24 Nov 2025 10:00:00 +0500 A <a@b.kz> wrote ---\n\nold\nold\n", "OQQQ"},
		{"Zoho, wrapped, en", "x", "new\n\n---- On Mon, 24 Nov 2025 10:00:00 +0500 A\n<a@b.kz> wrote ----\n\nold\nold\n", "OQQQQ"},
		{"Zoho, marked, ru", "x", "новое\n\n---- Пн, 24 нояб 2025 10:00:00 +0500 A <a@b.kz> написал(а) ----\n> старое\n\nновое\n", "OQQO"},
		{"Zoho, kk", "x", "жаңа\n\n---- Дс, 24 қар 2025 10:00:00 +0500 A <a@b.kz> жазды ----\n\nескі\n", "OQQ"},
		{"Lotus Notes in the browser, en", "x", "new\n\n-----A <a@b.kz> wrote: -----\nTo: b@b.kz\nFrom: A <a@b.kz>\nDate: 11/24/2025 10:00AM\nSubject: x\n\nold\n", "OQQQQQQ"},
		{"a heading between dashes", "x", "новое\n--- что вы мне писали ---\nновое\n", "OOO"},
		{"a line of dashes below", "x", "On 24 Nov I wrote to a@b.kz\n-----\nnew\n", "OOO"},
		{"Bitrix24, ru", "Re: x", "новое\n\n24.11.2025 10:15:00, Айгуль Смагулова <a@b.kz> писал(а):\nстарое\n", "OQQ"},
		{"Bitrix24, kk", "Re: x", "жаңа\n\n24.11.2025 10:15:00, Айгүл Смағұлова хабарлады:\nескі\n", "OQQ"},
		{"Gmail, de", "AW: x", "neu\n\nAm Mo., 24. Nov. 2025 um 10:15 Uhr schrieb Anna Schmidt:\n\nalt\n", "OQQ"},
		{"Apple Mail, wrapped, de", "AW: x", "neu\n\nAm 24. Nov. 2025 um 10:15 schrieb Anna Schmidt\n<a@b.de>:\n\n> alt\n", "OQQQ"},
		{"Apple Mail's forward, another word, kk", "Fwd: x", "қараңыз\n\nҚайта бағытталған хаттың басы:\n\nКімнен: A <a@b.kz>\nескі\n", "OFFF"},
		{"The Bat!, ru", "Re: x", "Здравствуйте, Иван!\n\nВы писали 24 ноября 2025 г., 10:15:00:\n\nИП> старое\nИП>> старше\nновое\n", "OQQQO"},
		{"Zimbra without a separator, ru", "Re: x", "новое\n\nОт: \"A\" <a@b.kz>\nКому: \"B\" <b@b.kz>\nОтправленные: Понедельник, 24 Ноябрь 2025 г 10:00:00\nТема: x\n\nстарое\n", "OQQQQQ"},
		{"HCL Notes, ru", "Re: x", "новое\n\nАйгуль Смагулова/Firma\n24.11.2025 10:15\n\nКому: b@b.kz\nКопия:\nТема: x\n\nстарое\n", "OQQQQQQ"},
		{"HCL Notes, for another, en", "Re: x", "new\n\nAigul Smagulova/Firma\nSent by: Anna/Firma\n11/24/2025 10:15 AM\nPlease respond to: a@b.kz\n\nTo: b@b.kz\ncc:\nSubject: x\n\nold\n", "OQQQQQQQQ"},
		{"HCL Notes, labels without colons, en", "Re: x", "new\n\n\"Aigul\" <a@b.kz>\n11/24/2025 10:15 AM\n\nTo\nb@b.kz\ncc\n\nSubject\nx\n\nold\n", "OQQQQQQQQ"},
		{"HCL Notes, the answer below, ru", "Re: x", "Айгуль Смагулова/Firma\n24.11.2025 10:15\nКому: b@b.kz\nТема: x\n\n> старое\n\nновое\n", "QQQQQO"},

		{"a name, a date and one label", "Re: x", "Айгуль Смагулова\n24.11.2025 10:15\nТема: отзыв согласия\nпрошу удалить\n", "OOOO"},
		{"an appointment", "Re: x", "Прошу записать меня\n24.11.2025 10:15\nКому: терапевт\nТема: осмотр\n", "OOOO"},
		{"a formal letter with name and date over it", "x", "Айгуль Смагулова\n24.11.2025 10:15\nКому: ТОО «Медико»\nТема: отзыв согласия\nПрошу удалить мои данные.\n", "OOOOO"},
		{"a formal letter with a head", "x", "Кому: ТОО «Медико»\nОт: Иванова И. И.\nДата: 24.11.2025\nТема: отзыв согласия\n\nПрошу удалить мои данные.\n", "OOOOO"},
		{"a formal letter, sender first", "Заявление", "От: Иванова И. И.\nДата: 24.11.2025\nКому: ТОО «Медико»\n\nПрошу удалить мои данные.\n", "OOOO"},
		{"a date and a verb, no quote", "x", "Ваш сотрудник 24.11.2025 написал:\nданные удалены\n", "OO"},
		{"a time and a list", "x", "Звонил вам 24.11.2025 в 10:15, прошу:\n- удалить данные\n", "OO"},
		{"a line of dashes", "x", "Здравствуйте\n-----------\nПрошу удалить\n", "OOO"},
		{"comparison", "x", "А > Б, данные > 5\nRE> x\n", "OQ"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := parse("From: a@b.kz\r\nSubject: " + c.subject + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + c.body)
			checkRanges(t, m)
			if m.Text != c.body {
				t.Errorf("not whole: %q", m.Text)
			}
			if got := show(m); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestClientsInHTML(t *testing.T) {
	cases := []struct{ name, body, want string }{
		{"Mail.ru in the browser", `<div>новое</div><div class="mail-quote-collapse"><blockquote style="border-left:1px solid #0857A6">Понедельник, 24 ноября 2025, 10:00 +05:00 от a@b.kz:<br><div>старое</div></blockquote></div><div>подпись</div>`, "OQQO"},
		{"Mail.ru on telephones", `<div>новое</div><div id="mail-app-auto-default-signature">Отправлено из мобильной Почты Mail.ru</div><br>Среда, 23 сентября 2026, 10:00 +10:00 от Иван &lt;i@b.kz&gt;:<br><div id="composeWebView_previouse_content"><blockquote id="mail-app-auto-quote">старое</blockquote></div>`, "OSQQ"},
		{"Yandex", `<div>новое</div><div>----------------</div><div>Кому: Ирина (i@b.kz);</div><div>Тема: груз;</div><div>24.11.2025, 10:15, "Айгуль" &lt;a@b.kz&gt;:</div><blockquote><div>старое</div></blockquote>`, "OQQQQQ"},
		{"Yandex's signature", `<div>новое</div><div class="mail-signature">-- <br>Айгуль</div>`, "OSS"},
		{"Outlook in the browser, a word below", `<div>new</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> a</div><div>old</div>`, "OQQ"},
		{"new Outlook", `<div>new</div><div id="Signature"><p>Aigul</p></div><div id="mail-editor-reference-message-container"><div>From: a</div><div>old</div></div>`, "OSQQ"},
		{"Outlook for telephones", `<div>new</div><div id="ms-outlook-mobile-signature">Get <a>Outlook for iOS</a></div><hr><div id="divRplyFwdMsg">From: a</div>old`, "OSQQ"},
		{"Thunderbird's forward", `<p>see</p><div class="moz-forward-container"><br>-------- Перенаправленное сообщение --------<table class="moz-email-headers-table"><tr><th>Тема: </th><td>x</td></tr></table>old</div>`, "OFFF"},
		{"Samsung", `<div>new</div><div id="composer_signature"><div>Отправлено с моего Galaxy</div></div><div>-------- Исходное сообщение --------</div><div>От: a</div><div>old</div>`, "OSQQQ"},
		{"Apple Mail", `<div dir="ltr">new</div><div dir="ltr"><blockquote type="cite">21 нояб. 2025 г., в 10:00, A &lt;a@b.kz&gt; написал(а):<br><div>old</div></blockquote></div>`, "OQQ"},
		{"Bitrix24", `<div>new</div><div>24.11.2025 10:15, Айгуль &lt;a@b.kz&gt; пишет:</div><blockquote style="border-left: 2px solid #c8d5dc">old</blockquote>`, "OQQ"},
		{"Zimbra", `<div>new</div><div data-marker="__SIG_POST__">-- <br>Aigul</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>От: </b>"А" &lt;a@b.kz&gt;</div><div data-marker="__QUOTED_TEXT__">old<br>older</div>`, "OSSQQQ"},
		{"Bitrix24's marks, a word below", `<div>new</div><div><div id="srvb24mqsm" style="font-family: 'srvb24mqsm', serif;">&nbsp;</div><table><tr><td>old</td></tr></table><div id="qemb24msrv">&nbsp;</div></div><div>below</div>`, "OQO"},
		{"Bitrix's quote in a div", `<div>new</div><div class="bx-quote">old</div>`, "OQ"},
		{"German, by name only", `<div>neu</div><div>Am 24.11.2025 um 10:15 schrieb Anna Schmidt:</div><div>alt</div>`, "OQQ"},
		{"Proton, Yahoo", `<div>new</div><div class="protonmail_signature_block">Aigul</div><div class="protonmail_quote">old</div><div class="yahoo_quoted">old</div>`, "OSQQ"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := parse("From: a@b.kz\r\nSubject: Re: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + c.body)
			checkRanges(t, m)
			if got := show(m); got != c.want {
				t.Errorf("%s, want %s of %q", got, c.want, m.Text)
			}
		})
	}
}

// Text that a browser shows is kept, what it does not show is left out and said.
func TestHiddenText(t *testing.T) {
	const own = "<p>own</p>"
	for _, hidden := range []string{
		`<p style="display:none">secret</p>`, `<p style="Display : None !important">secret</p>`, `<p hidden>secret</p>`,
		`<p style="visibility:hidden">secret</p>`, `<p style="font-size:0">secret</p>`, `<p style="font-size:0px">secret</p>`, `<p style="font-size:1px">secret</p>`,
		`<p style="opacity:0">secret</p>`, `<p style="color:#fff">secret</p>`, `<p style="color:#FFFFFE">secret</p>`, `<p style="color: rgb(255, 255, 255)">secret</p>`,
		`<font color="white">secret</font>`, `<font color=#ffffff size=1>secret</font>`, `<span style="color:transparent">secret</span>`,
		`<table bgcolor="#000000"><tr><td><font color="black">secret</font></td></tr></table>`,
		`<div style="background:#336699"><span style="color:#336699">secret</span></div>`,
		`<div style="max-height:0;overflow:hidden">secret</div>`, `<div style="position:absolute;left:-9999px">secret</div>`, `<div style="text-indent:-9999px">secret</div>`,
		`<div style="mso-hide:all">secret</div>`, `<style>.x{display:none}</style><p class="y x">secret</p>`, `<style>#x, p.z {color:white}</style><p class=z>secret</p>`,
		`<p style="font-size:0.01em">secret</p>`, `<p style="transform:scale(0)">secret</p>`, `<p style="transform: rotate(3deg) scaleY(0)">secret</p>`,
		`<p style="position:absolute;clip:rect(0,0,0,0)">secret</p>`, `<p style="clip: rect(1px 1px 1px 1px)">secret</p>`, `<p style="clip-path:inset(50%)">secret</p>`,
		`<p style="color:hsl(0,0%,100%)">secret</p>`, `<p style="color:hsla(120, 50%, 50%, 0)">secret</p>`,
		`<div style="background:#336699"><i style="color:hsl(210 50% 40%)">secret</i></div>`,
		`<textarea>secret</textarea>`, `<select><option>secret<option>more</select>`, `<noscript><p>secret</p></noscript>`, `<template><p>secret</p></template>`,
		`<style>/* a */ .a .b{x:y} .k{font-size:0}</style><div class=k><p>secret</p></div>`,
		`<style>td .h, #z{visibility:hidden}</style><table><tr><td><p class=h>secret</p></td></tr></table>`,
		`<style>div.x > p{display:none}</style><div class=x><p>secret</p></div>`, `<style>body table>tbody>tr td{display:none}</style><table><tr><td>secret</td></tr></table>`,
		`<style>[data-h]{display:none}</style><p data-h=1>secret</p>`, `<style>p[class*="hid"]{display:none}</style><p class=xhidx>secret</p>`,
		`<style>P.a.b{display:none}</style><p class="a b">secret</p>`, `<style>x-y{display:none}</style><x-y>secret</x-y>`, `<style>u + .s{display:none}</style><u></u><p class=s>secret</p>`,
		`<style>i:nth-child(3), b:not(.own){display:none}</style><div><b>secret</b></div>`, `<style>.h{display:none} .h{color:red}</style><p class=h>secret</p>`,
		`<style>.h{/* x */display:/**/none}</style><p class=h>secret</p>`,
		`<style>@media all{.h{display:none}} .k{x:y}</style><p class=h>secret</p>`, `<style>@media only screen{.a{x:y} .h{display:none}}</style><p class=h>secret</p>`,
		`<style>@supports (display:grid){@media print, screen{.h{display:none}}}</style><p class=h>secret</p>`, `<style>@media print{.a{x:y}} @import "x"; .h{display:none}</style><p class=h>secret</p>`,
		`<p style="font:0/0 a">secret</p>`, `<p style="font:italic 700 0px/14px Arial">secret</p>`, `<p style="font-size:calc(0px)">secret</p>`,
		`<style>:root{--c:#fff; --d:var(--c)}.k{color:var(--d)}</style><p class=k>secret</p>`, `<style>.k{display:var( --n , block )} html{--n:none}</style><p class=k>secret</p>`,
	} {
		m := parse("Content-Type: text/html; charset=utf-8\r\n\r\n" + own + hidden + own)
		if m.Text != "own\nown\n" && m.Text != "own\nown" || len(m.Damage) != 1 || m.Damage[0] != DamageHidden {
			t.Errorf("%s: %q %v", hidden, m.Text, m.Damage)
		}
	}
	for _, shown := range []string{
		`<p style="color:#333">shown</p>`, `<table bgcolor="#336699"><tr><td><font color="white">shown</font></td></tr></table>`,
		`<div style="background-color:navy;color:white">shown</div>`, `<div style="background:url(x.png)"><b style="color:#fff">shown</b></div>`,
		`<td background="x.png"><b style="color:#fff">shown</b></td>`, `<div style="font-size:0"><p style="font-size:13px">shown</p></div>`,
		`<div style="visibility:hidden"><p style="visibility:visible">shown</p></div>`, `<p style="font-size:1em">shown</p>`, `<p style="font-size:100%">shown</p>`,
		`<style>@media (max-width:600px){.x{display:none}}</style><p class=x>shown</p>`, `<style>.b{background:#000}</style><div class=b><i style="color:#fff">shown</i></div>`,
		`<p style="opacity:0.8;width:0">shown</p>`, `<div data-ogsc="black" style="color:rgb(255,255,255)">shown</div>`, `<p style="display:block">shown</p>`,
		`<p style="color:var(--c)">shown</p>`, `<p style="color:var(--c, #fff)">shown</p>`, `<p style="color:hsl(0,0%,20%)">shown</p>`, `<p style="font-size:.8em">shown</p>`,
		`<p style="transform:scale(1.5)">shown</p>`, `<p style="clip:rect(0,100px,20px,0)">shown</p>`, `<p style="clip:auto;text-decoration:underline">shown</p>`,
		`<noscript><img src="track.gif"></noscript>shown`,
		`<style>.x .h, .y>.h, u+.h, .h[lang=ru], .h.z{display:none}</style><div class=y></div><p class=h lang=kk>shown</p>`,
		`<style>a:hover, p::before, p:hover b, input:checked ~ p{display:none}</style><p><a>sh</a><b>own</b></p>`,
		`<style>.foot td{background:#333} .foot a{color:#fff}</style><table class=foot><tr><td><a>shown</a></td></tr></table>`,
		`<style>td{color:#fff} #t td{color:#000}</style><table id=t><tr><td>shown</td></tr></table>`,
		`<style>@media print{p{display:none}} @media only screen and (max-width:600px){p{display:none}} @supports not (x:y){p{display:none}}</style><p>shown</p>`,
		`<div style="font-size:0"><p style="font:700 14px/0 Arial">shown</p></div>`, `<p style="font:inherit">shown</p>`, `<p style="font:100 1em Arial">shown</p>`,
		`<style>p{--c:#fff} .dark{--c:#000}</style><p style="color:var(--c)">shown</p>`, `<style>:root{--c:#123}</style><p style="color:var(--c)">shown</p>`,
		`<div style="background-image:url(x.png);color:#fff">shown</div>`,
		`<div style="display:none">&zwnj;&nbsp;&zwnj;</div>shown`, `<p style="border:0;padding:0">shown</p>`,
	} {
		m := parse("Content-Type: text/html; charset=utf-8\r\n\r\n" + shown)
		if strings.TrimSpace(strings.ReplaceAll(m.Text, "\u200c", "")) != "shown" || len(m.Damage) > 0 {
			t.Errorf("%s: %q %v", shown, m.Text, m.Damage)
		}
	}
	m := parse("Content-Type: text/html\r\n\r\n<body style='color:white'><p>all of it</p></body>")
	if m.Text != "all of it\n" || len(m.Damage) != 1 || m.Damage[0] != DamageHidden {
		t.Errorf("white on white and nothing else: %q %v", m.Text, m.Damage)
	}
	for _, struck := range []string{"<s>not</s>", "<del>not</del>", "<strike>not <b>this</b></strike>", "<span style='text-decoration: line-through'>not</span>", "<i style='text-decoration-line:line-through red'>not</i>"} {
		if m := parse("Content-Type: text/html\r\n\r\n<p>own " + struck + "words</p>"); m.OwnText() != "own words\n" || len(m.Damage) > 0 || !slices.Equal(m.Notes, []Note{NoteStruck}) {
			t.Errorf("%s: %q %v %v", struck, m.Text, m.Damage, m.Notes)
		}
	}
	m = parse("Content-Type: text/html\r\n\r\n<p><s>all of it</s></p>")
	if !slices.Equal(m.Damage, []Damage{DamageNoText}) {
		t.Errorf("all struck out: %q %v", m.Text, m.Damage)
	}
	m = parse("Content-Type: text/html\r\n\r\n<p>own</p><blockquote>old <span style='display:none'>preheader</span></blockquote>")
	if len(m.Damage) > 0 {
		t.Errorf("hidden within a quote: %v", m.Damage)
	}
}

// What a rule hides that is understood in part is a person's to look at, however little
// it is and wherever it stands.
func TestHiddenByARuleUnderstoodInPart(t *testing.T) {
	m := parse("Content-Type: text/html; charset=utf-8\r\n\r\n<style>p:first-child{display:none}</style><div>shown</div><div><b>x</b><p>maybe shown</p></div>")
	if strings.Contains(m.Text, "maybe") || !slices.Equal(m.Damage, []Damage{DamageHidden}) {
		t.Errorf("%q %v", m.Text, m.Damage)
	}
	m = parse("Content-Type: text/html; charset=utf-8\r\n\r\n<style>p:first-child{display:none}</style><b>x</b><p>maybe shown</p><p>maybe shown too</p><div>shown</div>")
	if !slices.Equal(m.Damage, []Damage{DamageHidden}) || len(m.Notes) > 0 {
		t.Errorf("over the text: %q %v %v", m.Text, m.Damage, m.Notes)
	}
}

// What a mailing hides over its text for the list of letters to show is no harm.
func TestPreheader(t *testing.T) {
	const preheader = `<div style="display:none;max-height:0;overflow:hidden">Скидки до 30 % только сегодня &zwnj;&nbsp;</div>`
	cases := []struct {
		name, html string
		damage     []Damage
		notes      []Note
	}{
		{"over the text", preheader + "<p>shown</p>", nil, []Note{NotePreheader}},
		{"of no size", "<span style='font-size:1px;color:#fff'>Скидки</span><p>shown</p>", nil, []Note{NotePreheader}},
		{"below the text", "<p>shown</p>" + preheader, []Damage{DamageHidden}, nil},
		{"over and below", preheader + "<p>shown</p>" + preheader, []Damage{DamageHidden}, nil},
		{"nothing else", preheader, []Damage{DamageHidden, DamageNoText}, nil},
		{"a whole letter", "<div hidden>" + strings.Repeat("Отзываю согласие. ", 40) + "</div><p>shown</p>", []Damage{DamageHidden}, nil},
		{"in the colour of the paper", "<p style='color:#fff'>Скидки</p><p>shown</p>", []Damage{DamageHidden}, nil},
	}
	for _, c := range cases {
		m := parse("Content-Type: text/html; charset=utf-8\r\n\r\n" + c.html)
		if !slices.Equal(m.Damage, c.damage) || !slices.Equal(m.Notes, c.notes) || strings.Contains(m.Text, "Скидки") {
			t.Errorf("%s: %q %v %v", c.name, m.Text, m.Damage, m.Notes)
		}
	}
}

// phrases.txt is data that others add to: every section is known, every line says
// where it is from, nothing stands there twice.
func TestPhraseFile(t *testing.T) {
	sections := map[string]bool{}
	for name := range readPhrases(phraseFile) {
		sections[name] = true
	}
	for _, name := range []string{"attribution ends", "attribution begins", "forward ruled", "forward bare", "original ruled", "label from", "label sent",
		"label more", "label for", "device begins", "device ends", "list footer begins", "group footer begins", "list footer ruled", "list footer link", "notice begins", "notice words", "banner begins", "banner words", "notice holds", "stand-in", "stand-in alone", "postscript", "role mailbox", "ticket opened", "file name begins", "html quote", "html forward", "html rest", "html rest ends", "html signature"} {
		if !sections[name] {
			t.Errorf("no section %q", name)
		}
		delete(sections, name)
	}
	if len(sections) > 0 {
		t.Errorf("sections nobody reads: %v", sections)
	}
	section, seen := "", map[string]bool{}
	for line := range strings.Lines(phraseFile) {
		line = strings.TrimRight(line, "\n")
		phrase, from, ok := strings.Cut(line, " # ")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = line
		case !ok || from == "" || phrase != strings.TrimSpace(phrase) || phrase != strings.ToLower(phrase):
			t.Errorf("%q: want a phrase in small letters, \" # \" and where it is from", line)
		case seen[section+phrase]:
			t.Errorf("%s has %q twice", section, phrase)
		}
		seen[section+phrase] = true
	}
}
