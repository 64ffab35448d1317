package message

import "testing"

// What a gateway puts above a letter from outside is not the writer's; words of his that begin alike are.
func TestBanners(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"Exchange", "[EXTERNAL EMAIL] Do not open links or attachments unless you know the sender.\n\nStop the bulletin.\n", "SO"},
		{"in two lines", "CAUTION: This email originated from outside of the organization. Do not click\nlinks unless you recognize the sender.\nStop the bulletin.\n", "SSO"},
		{"Outlook", "You don't often get email from a@b.kz. Learn why this is important\n\nStop the bulletin.\n", "SO"},
		{"Russian, over a ruler", "Внимание! Внешнее письмо: не открывайте вложения, если не знаете отправителя.\n____________\nОтзываю согласие.\n", "SOO"},
		{"Kazakh", "Назар аударыңыз! Сыртқы хат: сілтемелерді ашпаңыз.\n\nКелісімімді қайтарып аламын.\n", "SO"},
		{"below the writer's words", "Hello,\nExternal email: do not open attachments, says your system.\n", "OO"},
		{"a writer's own", "External auditors need my consent, which I withdraw.\n", "O"},
		{"nothing else", "[EXTERNAL EMAIL] Do not open links unless you know the sender.\n", "O"},
		{"not one line more", "You don't often get email from a@b.kz. Learn why this is important\nStop the bulletin\nTom\n", "SOO"},
		{"a last request", "Warning: this is my last request. Take me off your list, I am tired of the links.\n", "O"},
		{"words of a writer", "Внимание! Это письмо — отзыв моего согласия. Ссылки мне не присылайте.\n", "O"},
		{"a tag alone", "[EXTERNAL] Stop the bulletin.\n", "O"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := parse("From: a@b.kz\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + c.body)
			checkRanges(t, m)
			if got := show(m); got != c.want {
				t.Errorf("%s, want %s of %q", got, c.want, m.Text)
			}
		})
	}
}

func TestDrawnHeader(t *testing.T) {
	const frame = "|------------>\n| From:      |\n|------------>\n  >-----------|\n  |Info <info@ulgi.kz> |\n  >-----------|\n\nDear Sir,\nif your number changes, let us know.\n"
	m := parse("From: a@b.kz\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nI withdraw my consent.\n\n" + frame)
	if own := m.OwnText(); own != "I withdraw my consent.\n\n" {
		t.Errorf("%q", own)
	}
	m = parse("From: a@b.kz\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe table:\n|-----|-----|\n| From | To |\nfrom Monday\n")
	if own := m.OwnText(); own != m.Text {
		t.Errorf("a table: %q", own)
	}
}

// A letter whose forms are all blank is not damaged: what its writer says stands in the subject line.
func TestBlankForms(t *testing.T) {
	both := func(html string) string {
		return "From: a@b.kz\r\nSubject: take me off your list\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n \r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n" + html + "\r\n--b--\r\n"
	}
	if m := parse(both("<div><br></div>")); len(m.Damage) > 0 {
		t.Errorf("%v", m.Damage)
	}
	for _, html := range []string{"<img src='cid:1'>", "<table background='cid:1'></table>", "<v:imagedata src='cid:1'/>", "<input value='delete me'>", "<div style='display:none'>delete me</div>", "<s>delete me</s>"} {
		if m := parse(both(html)); len(m.Damage) == 0 {
			t.Errorf("%s: no damage", html)
		}
	}
}

func TestCharsetBeforeAComment(t *testing.T) {
	m := parse("From: a@b.kz\r\nContent-Type: text/plain; charset=windows-1251 (Plain text)\r\nContent-Transfer-Encoding: 8bit (nothing changed)\r\n\r\n\xcd\xee\xec\xe5\xf0 \xed\xee\xe2\xfb\xe9\r\n")
	if m.Text != "Номер новый\n" || len(m.Damage) > 0 {
		t.Errorf("%q %v", m.Text, m.Damage)
	}
}
