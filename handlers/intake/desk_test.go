package intake

import (
	"errors"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// The desk is tested here, on requests that came in as mail.

var aidos = privacy.Operator("aidos")

func (o *office) near(id string) store.Request {
	o.t.Helper()
	return o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: "Дербез деректерди жанарту", body: "Ескі нөмірім тұрса, жаңасын жазып қоюға бола ма?" + id + "\r\nТелефон: 8 701 555 77 88"}))
}

func (o *office) reclassify(n privacy.Number, kind privacy.Kind) {
	o.t.Helper()
	_, err := o.desk.Reclassify(o.t.Context(), n, aidos, 0, kind)
	o.must(err)
}

func TestApproveCarriesOutWhatIsProposed(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	r := o.near("")
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{}))
	if got := o.subject(id).Phone.Reveal(); got != "+77015557788" {
		t.Errorf("phone %q", got)
	}
	o.last(aigul, templates.Updated)
	if len(o.waiting()) != 0 {
		t.Error("it waits still")
	}
	if err := o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{}); !errors.Is(err, privacy.ErrConflict) {
		t.Errorf("the second of two operators is told: %v", err)
	}
}

// P12: a person refuses, with a ground, act and article, and reasons.
func TestDecline(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	full := review.Refusal{Ground: templates.GroundRetention, Article: "Салық кодексі, 206-бап", Text: "Заң сақтауды міндеттейді."}
	for name, c := range map[string]struct {
		by   privacy.Actor
		f    review.Refusal
		want error
	}{
		"nobody":     {"", full, privacy.ErrNotAllowed},
		"by rule":    {privacy.ActorSystem, full, privacy.ErrNotAllowed},
		"no ground":  {aidos, review.Refusal{Text: "x", Article: "y"}, privacy.ErrBadInput},
		"no reasons": {aidos, review.Refusal{Ground: full.Ground, Article: "y"}, privacy.ErrBadInput},
		"no article": {aidos, review.Refusal{Ground: full.Ground, Text: "x"}, privacy.ErrBadInput},
	} {
		if err := o.desk.Decline(t.Context(), r.Number, c.by, 0, c.f); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	letters := len(o.letters(""))
	short, code := full, new(*privacy.Mistake) // words of one's own keep what makes a refusal one
	short.Letter = "Жоқ. " + string(r.Number)
	if err := o.desk.Decline(t.Context(), r.Number, aidos, 0, short); !errors.As(err, code) || (*code).Code != "letter-ground" {
		t.Errorf("a few words: %v", err)
	}
	drafts, err := o.desk.Preview(t.Context(), r.Number, aidos, review.Act{Verb: "decline", Ground: full.Ground, Article: full.Article, Text: full.Text})
	o.must(err)
	for gone, want := range map[string]string{"206-бап": "letter-article", "шағым": "letter-rights", full.Text: "letter-reasons"} {
		short.Letter = strings.Replace(drafts[0].Body, gone, "", 1)
		if err := o.desk.Decline(t.Context(), r.Number, aidos, 0, short); !errors.As(err, code) || (*code).Code != want {
			t.Errorf("without %q: %v", gone, err)
		}
	}
	full.Letter = strings.Replace(drafts[0].Body, full.Text, "Заң сақтауды міндеттейді, бес жыл.", 1)
	o.must(o.desk.Decline(t.Context(), r.Number, aidos, 0, full))
	l := o.last(aigul, templates.Refusal)
	if !strings.Contains(l.Text, full.Article) || !strings.Contains(l.Text, "бес жыл") || len(o.letters("")) != letters+1 {
		t.Error("the refusal lacks its article or reasons")
	}
}

func TestNotARequestIsClosedInSilence(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	letters := len(o.letters(""))
	o.must(o.desk.Decline(t.Context(), r.Number, aidos, 0, review.Refusal{Ground: handlers.GroundNotARequest}))
	uids, err := o.in.ToFile(t.Context(), "INBOX", 1, 10)
	if len(o.letters("")) != letters || len(uids) != 0 || err != nil {
		t.Errorf("%d new letters, to file %v, %v", len(o.letters(""))-letters, uids, err)
	}
}

func TestReclassifyCountsThePeriodAnew(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	o.reclassify(r.Number, privacy.KindWithdraw)
	c, err := o.desk.Case(t.Context(), r.Number)
	if err != nil || c.Request.Kind != privacy.KindWithdraw || !c.Request.DueAt.After(r.DueAt) || !c.Item.DueAt.Equal(c.Request.DueAt) {
		t.Errorf("kind %s, due %v, %v", c.Request.Kind, c.Request.DueAt, err)
	}
	if _, err := o.desk.Reclassify(t.Context(), r.Number, aidos, 0, "nonsense"); !errors.Is(err, privacy.ErrBadInput) {
		t.Errorf("nonsense: %v", err)
	}
}

func TestApproveWithoutARecordSaysWhatToDo(t *testing.T) {
	o := newOffice(t)
	r := o.near("")
	err := o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{})
	if !errors.Is(err, privacy.ErrNotFound) || !strings.Contains(err.Error(), "subject add") {
		t.Errorf("%v", err)
	}
	if len(o.waiting()) != 1 {
		t.Error("the request is gone")
	}
}

func TestBlockAndUnblock(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	for _, c := range []struct {
		subject string
		kind    privacy.Kind
		blocked bool
		letter  string
	}{{"Прошу заблокировать мои персональные данные", privacy.KindBlock, true, templates.Answer}, {"Снимите блокировку с моих данных", privacy.KindUnblock, false, templates.Unblocked}} {
		r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: c.subject}))
		if r.Kind != c.kind {
			o.reclassify(r.Number, c.kind)
		}
		o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Text: "Орындалды."}))
		if o.subject(id).Blocked != c.blocked {
			t.Errorf("%s: blocked = %v", c.kind, !c.blocked)
		}
		if l := o.last(aigul, c.letter); !strings.Contains(l.Text, "Орындалды.") {
			t.Errorf("%s: the reasons are not in\n%s", c.kind, l.Text)
		}
	}
}

// An unconfirmed update gets one reminder, then the closing letter; a withdrawal
// goes to a person before it lapses.
func TestUnansweredQuestions(t *testing.T) {
	count := func(o *office, template string) (n int) {
		for _, l := range o.letters(aigul) {
			if l.Template == template {
				n++
			}
		}
		return n
	}
	for _, subject := range []string{markUpdate, markWithdraw} {
		o := newOffice(t)
		id := o.person(aigul, "Айгүл", "+77015550001")
		d := o.gets(mail{from: aigul, subject: subject, body: "Телефон: 8 701 555 77 88"})
		for range 9 * 24 {
			o.now = o.now.Add(time.Hour)
			o.must(o.desk.Tend(t.Context()))
			if o.now.Sub(o.request(d).RecordedAt) < 6*24*time.Hour && o.request(d).State != privacy.StateAwaiting {
				t.Fatalf("%s: %s too early", subject, o.request(d).State)
			}
		}
		if n := count(o, templates.Reminder); n != 1 {
			t.Errorf("%s: %d reminders", subject, n)
		}
		r := o.request(d)
		if subject == markUpdate && (r.State != privacy.StateClosed || count(o, templates.NotConfirmed) != 1) {
			t.Errorf("update: state %s", r.State)
		}
		if subject == markWithdraw && (r.State != privacy.StateInReview || o.processing(id)) {
			t.Errorf("withdrawal: state %s, processing %v", r.State, o.processing(id))
		}
		if o.subject(id).Phone.Reveal() != "+77015550001" {
			t.Error("changed without proof")
		}
	}
}

func TestTheReminderCanBeAnswered(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "+77015550001")
	o.gets(mail{from: aigul, subject: markUpdate, body: "Телефон: 8 701 555 77 88"})
	o.now = o.now.Add(4 * 24 * time.Hour)
	o.must(o.desk.Tend(t.Context()))
	o.gets(reply(o.last(aigul, templates.Reminder), aigul, "Иә"))
	if got := o.subject(id).Phone.Reveal(); got != "+77015557788" {
		t.Errorf("phone %q", got)
	}
}

// A letter that could not be sent brings its request before a person, who settles
// it without acting twice.
func TestUndeliveredLetterIsSeen(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	d := o.gets(mail{from: aigul, results: proven(aigul), subject: markWithdraw})
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error {
		r, err := tx.Request(d.Requests[0])
		if err != nil {
			return err
		}
		return o.desk.Office.Undelivered(tx, &r, "refused")
	}))
	r := o.request(d)
	if len(o.waiting()) != 1 || r.State != privacy.StateInReview {
		t.Fatalf("state %s", r.State)
	}
	due := o.subject(id).DestructionDueAt
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{}))
	if r := o.request(d); r.State != privacy.StateClosed || len(o.letters("")) != 1 || !o.subject(id).DestructionDueAt.Equal(due) {
		t.Errorf("state %s, %d letters", r.State, len(o.letters("")))
	}
}

func TestEveryDecisionIsOnTheChain(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	o.must(o.desk.Note(t.Context(), r.Number, aidos, "Айгүлге қоңырау шалдым"))
	o.reclassify(r.Number, privacy.KindWithdraw)
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Read: true}))
	acts := map[string]bool{}
	o.view(func(tx *store.Tx) error {
		return tx.EachEntry(func(e store.AuditEntry) bool {
			if e.Act.Actor == aidos && e.Act.Number == r.Number {
				acts[e.Act.Act] = true
			}
			if strings.Contains(e.Act.Act+e.Act.Reason, "Айгүл") || strings.Contains(e.Act.Reason, "@") {
				t.Errorf("personal data on the chain: %s", e.Act.Act)
			}
			return true
		})
	})
	for _, act := range []string{"noted", "reclassified", "applied"} {
		if !acts[act] {
			t.Errorf("%s is not on the chain: %v", act, acts)
		}
	}
}

// A forgotten answer must not close a request in silence; seen to by hand, it does.
func TestApproveNeedsAnAnswerOrAWord(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: "Сұрақ", body: "Мен туралы қандай деректеріңіз бар?"}))
	if err := o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{}); !errors.Is(err, privacy.ErrBadInput) || len(o.waiting()) != 1 {
		t.Fatalf("%v", err)
	}
	letters := len(o.letters(""))
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{ByHand: true}))
	if len(o.waiting()) != 0 || len(o.letters("")) != letters {
		t.Error("not closed, or a letter left")
	}
}

// The second thing asked by one letter had no letter of its own; a decision about
// it is told all the same. A machine is not answered even then.
func TestDecisionsAreToldAlthoughTheRuleWasSilent(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	d := o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: markWithdraw + "\r\nТелефон: 8 701 555 77 88"})
	for _, c := range o.waiting() {
		if c.Request.ID != d.Requests[0] {
			o.must(o.desk.Approve(t.Context(), c.Request.Number, aidos, 0, review.Approval{}))
		}
	}
	o.last(aigul, templates.Updated)

	letters := len(o.letters(""))
	r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: markWithdraw, header: []string{"Precedence: bulk"}}))
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{}))
	if len(o.letters("")) != letters {
		t.Error("a machine was answered")
	}
}

func TestErasureIsAnsweredAsErasure(t *testing.T) {
	o := newOffice(t)
	id := o.person(aigul, "Айгүл", "")
	r := o.request(o.gets(mail{from: aigul, results: proven(aigul), subject: "Удалите мои персональные данные"}))
	o.must(o.desk.Approve(t.Context(), r.Number, aidos, 0, review.Approval{Read: true}))
	o.last(aigul, templates.Destruction)
	if o.processing(id) || o.subject(id).DestructionDueAt.IsZero() {
		t.Error("processing goes on")
	}
}
