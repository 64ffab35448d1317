package console

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/review"
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

// Who works at the page alone finds there what stands against a destruction, and the way
// to it.
func TestHealthSaysWhatHoldsADestructionUp(t *testing.T) {
	d := newDesk(t)
	id := d.person("aigul@posta.example", "Айгүл", "")
	_, err := d.s.Desk.Do(t.Context(), d.gets(letterFrom("aigul@posta.example", "My data", "Please delete my personal data.")), privacy.Operator("aliya"), review.Act{Verb: "approve", Read: true})
	d.must(err)
	blocked := d.person("serik@posta.example", "Серік", "")
	_, err = d.s.Desk.Do(t.Context(), d.gets(letterFrom("serik@posta.example", "My data", "Please delete my personal data.")), privacy.Operator("aliya"), review.Act{Verb: "approve", Read: true})
	d.must(err)
	d.must(d.s.Desk.BlockSubject(t.Context(), privacy.Operator("aliya"), blocked, "dispute"))
	d.wait(24 * time.Hour)
	n := d.gets(letterFrom("aigul@posta.example", "My data", "What personal data do you hold about me?"))
	d.wait(60 * 24 * time.Hour)
	d.s.Health = func(context.Context) (Health, error) {
		return Health{Healthy: true, Alarms: []Alarm{{Where: "destruction", Code: "destruction", Count: 2, What: "x", Remedy: "See what: otinish subject due."}}}, nil
	}
	b := d.as("aliya")
	page := b.page("/health")
	holds(t, page, `<a href="/requests/`+string(n)+`">Request `+string(n)+` of the same person is not decided.</a>`,
		`<a href="/subjects/`+string(blocked)+`">The record is blocked, and is not destroyed.</a>`)
	if strings.Contains(page, "terminal") || strings.Contains(page, "/subjects/"+string(id)) {
		t.Error("it sends people to the terminal, or to the person instead of the request")
	}
}
