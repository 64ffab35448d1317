package main

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// shownForm is a form that comes back as a page before anything is decided.
type shownForm struct {
	name, path, want string // want stands in the page
	typed            url.Values
}

// form posts a form that only shows something, and keeps the page.
func (s *story) form(f shownForm, l privacy.Language) {
	s.t.Helper()
	r, err := s.client.PostForm(s.origin+f.path, f.typed)
	must(s.t, err)
	if page := s.shown(f.name, f.path, l, http.StatusOK, r); !strings.Contains(page, f.want) {
		s.t.Errorf("%s in %s is another page", f.name, l)
	}
}

// forms are the letter of a refusal as it is looked over, and several as they are
// checked before they are decided, and where words for them are asked.
func (s *story) forms() []shownForm {
	s.t.Helper()
	ticked := func(numbers ...privacy.Number) (items []string) {
		for _, n := range numbers {
			items = append(items, string(n)+":"+s.version(n))
		}
		return items
	}
	question, erase := s.number("john@mail.example", privacy.KindQuestion), s.number("olga@pochta.example", privacy.KindErase)
	items := ticked(question, erase, s.number("gulnar@posta.example", privacy.KindUpdate))
	return []shownForm{
		{name: "look-refusal", path: "/requests/" + string(question) + "/decline", want: `id="letter"`,
			typed: url.Values{"seen": {s.version(question)}, "ground": {"LAW_RETENTION"}, "article": {"Tax Code Art. 206(3)"}, "text": {"We keep the invoices for five years."}}},
		{name: "several-check", path: "/queue", want: `name="sure"`, typed: url.Values{"verb": {"approve"}, "item": items}},
		{name: "several-words", path: "/queue", want: `name="article-en"`, typed: url.Values{"verb": {"decline"}, "item": items}},
	}
}

// scenes are requests that have a history: one whose writer answered a question, and one
// into which another was merged, with the one that was.
func (s *story) scenes() [][2]string {
	s.t.Helper()
	ctx, by := s.t.Context(), privacy.Operator("aliya")
	asked := s.number("dana@posta.example", privacy.KindUpdate)
	must(s.t, s.daemon.desk.Ask(ctx, asked, by, 0, "Әкеңіздің аты қалай жазылады?"))
	question := s.question(asked)
	stays := s.number("saule@posta.example", privacy.KindAccess)
	must(s.t, s.desk(ctx, []deskLetter{
		{letter: letter{from: "saule@posta.example", name: "Сәуле Қасымова", results: pass("posta.example"),
			subject: "Тағы да сол сұрақ", body: "Сәлеметсіз бе!\n\nМен туралы қандай деректер сақтайсыздар? Жауап күтіп отырмын.\n\nСәуле"}, ago: demoDay},
		{letter: letter{from: "dana@posta.example", name: "Дана Әлиева", results: pass("posta.example"), header: []string{"In-Reply-To: <" + question.MessageID + ">"},
			subject: "Re: " + question.SubjectLine, body: "Аты-жөні: Сейітова Дана Мұратқызы\n\nДана\n\n> " + strings.ReplaceAll(question.Text, "\n", "\n> ")}, ago: time.Minute},
	}))
	var again privacy.Number
	must(s.t, s.daemon.desk.Requests(ctx, false, func(r review.Record) bool {
		if r.From.Reveal() == "saule@posta.example" && r.Kind == privacy.KindAccess && r.Number != stays {
			again = r.Number
		}
		return true
	}))
	must(s.t, s.daemon.desk.Merge(ctx, again, by, 0, stays))
	if c, err := s.daemon.desk.Case(ctx, asked); err != nil || c.Item.Why != "answered" || len(c.Answers) != 1 {
		s.t.Fatalf("the answer did not come back: %s, %v", c.Item.Why, err)
	}
	return [][2]string{
		{"request-answered", "/requests/" + string(asked)},
		{"request-merged-into", "/requests/" + string(stays)}, {"request-merged", "/requests/" + string(again)},
	}
}

// question is the letter that asked about a request, whether it has left or not.
func (s *story) question(n privacy.Number) (m *message.Message) {
	s.t.Helper()
	c, err := s.daemon.desk.Case(s.t.Context(), n)
	must(s.t, err)
	for _, l := range c.Letters {
		if l.Template == templates.Question && l.State == store.LetterQueued {
			m = message.Parse(l.Bytes)
		}
	}
	if m == nil {
		s.t.Fatal("no question was asked")
	}
	return m
}

func (s *story) version(n privacy.Number) string {
	s.t.Helper()
	c, err := s.daemon.desk.Case(s.t.Context(), n)
	must(s.t, err)
	return strconv.Itoa(c.Item.Version)
}
