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
			{Where: "moon", Code: "of-tomorrow", What: "it fell", Remedy: "Run."},
		}}, nil
	}
	b := d.as("aliya")
	for lang, want := range map[privacy.Language][]string{
		privacy.Kazakh:  {"1 өтініштің мерзімі өтіп кетті.", "Пошта жәшігі дұрыс өңделмей тұр", "түзететін нәрсе бар"},
		privacy.Russian: {"Просрочено 1 обращение.", "Почтовый ящик обрабатывается не так", "кое-что нужно исправить"},
		privacy.English: {"1 request is overdue.", "The mailbox cannot be worked", "something needs mending"},
	} {
		b.post("/language", url.Values{"language": {string(lang)}, "back": {"/health"}})
		page := b.page("/health")
		for _, words := range append(want, `lang="en">INBOX: login refused. Check the password.`, `moon</strong> <span class="dim" lang="en">it fell. Run.`) {
			if !strings.Contains(page, words) {
				t.Errorf("%s: %q is not said", lang, words)
			}
		}
		if strings.Contains(page, `class="good"`) || lang != privacy.English && strings.Contains(page, "is overdue") {
			t.Errorf("%s: all is well, or told in English", lang)
		}
	}
}
