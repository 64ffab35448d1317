package console

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// What an operator can mend is told in the language of the page, and not under a
// heading that says that all is well.
func TestAlarmsAreToldInTheLanguageOfThePage(t *testing.T) {
	d := newDesk(t)
	d.s.Health = func(context.Context) (Health, error) {
		return Health{Healthy: true, Alarms: []Alarm{
			{Where: "queue", Code: "overdue", Count: 1, What: "1 request is overdue", Remedy: "Decide it."},
			{Where: "INBOX", Code: "mailbox", What: "login refused", Remedy: "Check the password."},
			{Where: "INBOX", Code: "mailbox", Why: "wrong-password", What: "wrong-password", Remedy: "Check user name."},
			{Where: "store", Code: "store", Why: "unreadable", Args: []privacy.Arg{privacy.Plain("OT-7F3K-92QT")}, What: "records cannot be read", Remedy: "Keep all backups."},
			{Where: "moon", Code: "of-tomorrow", What: "it fell", Remedy: "Run."},
		}}, nil
	}
	b := d.as("aliya")
	for lang, want := range map[privacy.Language][]string{
		privacy.Kazakh:  {"1 өтініштің мерзімі өтіп кетті.", "Пошта жәшігі дұрыс өңделмей тұр", "түзететін нәрсе бар", `<span class="dim">INBOX:</span> Пайдаланушы аты мен құпиясөзді`, "Оқылмайтын жазбалар: OT-7F3K-92QT."},
		privacy.Russian: {"Просрочено 1 обращение.", "Почтовый ящик обрабатывается не так", "кое-что нужно исправить", "Проверьте имя пользователя и пароль", "Записи, которые не читаются: OT-7F3K-92QT."},
		privacy.English: {"1 request is overdue.", "The mailbox cannot be worked", "something needs mending"},
	} {
		b.post("/language", url.Values{"language": {string(lang)}, "back": {"/health"}})
		page := b.page("/health")
		for _, words := range append(want, `lang="en">INBOX: login refused. Check the password.`, `moon</strong> <span class="dim" lang="en">it fell. Run.`) {
			if !strings.Contains(page, words) {
				t.Errorf("%s: %q is not said", lang, words)
			}
		}
		if strings.Contains(page, `class="good"`) || lang != privacy.English && (strings.Contains(page, "is overdue") || strings.Contains(page, "Keep all")) {
			t.Errorf("%s: all is well, or told in English", lang)
		}
	}
}
