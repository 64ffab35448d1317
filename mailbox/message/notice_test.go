package message

import "testing"

// What a firm's server puts below every letter is not its writer's. What people write of
// letters that came by mistake is, and so is all of a letter that is nothing but such words.
func TestNotices(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"English", "Stop the bulletin.\n\nM. Fenwick\n\nThe contents of this message are private. If you are not the intended\nrecipient delete it.\n", "OOSS"},
		{"below the telephone", "Block my data.\n\nMobile: +7 701 515 60 77\nConfidentiality notice: delete this e-mail if you received it by mistake.\n", "OOS"},
		{"on paper", "Update my data.\n\nPlease consider the environment before printing.\n", "OS"},
		{"of a firm", "Номер новый.\n\nDrillCorp processes personal data in accordance with its Privacy Policy; you may withdraw your consent at any time.\n", "OS"},
		{"Russian", "Удалите мои данные.\n\nДанное сообщение и вложения к нему конфиденциальны. Если Вы получили его по ошибке, удалите его.\n", "OS"},
		{"Russian, by what it holds", "Удалите мои данные.\n\nВнимание! Если вы не являетесь его получателем, уничтожьте письмо.\n", "OS"},
		{"Kazakh", "Деректерімді жойыңыз.\n\nБұл хабарлама құпия. Қателесіп алсаңыз, жойыңыз.\n", "OS"},
		{"Kazakh, under a ruler", "Деректерімді жойыңыз.\n\n____\nБұл хат және оның тіркемелері құпия болып табылады. Егер хат сізге қате жіберілсе, оны жойыңыз.\n", "OSS"},
		{"below a notice", "Hello\n\nThis e-mail is confidential.\n\nPlease delete my data.\n", "OSO"},
		{"a wish", "Hello,\nThis email and any others from you are unwanted. Unsubscribe me.\n", "OO"},
		{"a writer's mistake", "Hello,\n\nI received this email in error, I am not your client. Please delete my address.\n", "OO"},
		{"nothing else", "If you are not the intended recipient of this message, delete it.\n", "O"},
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
