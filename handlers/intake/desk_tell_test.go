package intake

import (
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/deadline"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

const (
	opKazakh  = "aigerim@ops.example"
	opEnglish = "john@ops.example"
	opAuditor = "audit@ops.example"
)

// staffed is an office with operators who want letters at nine.
func staffed(t *testing.T) *office {
	o := newOffice(t)
	letters, err := templates.ParseDigests()
	o.must(err)
	o.desk.Digest = review.Digest{Letters: letters, At: 9 * time.Hour, URL: "https://desk.example"}
	o.desk.Operators = []review.Operator{
		{Login: "aigerim", Email: o.address(opKazakh), Role: review.RoleOperator, Language: privacy.Kazakh},
		{Login: "john", Email: o.address(opEnglish), Role: review.RoleOperator, Language: privacy.English},
		{Login: "audit", Email: o.address(opAuditor), Role: review.RoleAuditor, Language: privacy.Russian},
	}
	return o
}

// at sets the clock of Almaty.
func (o *office) at(s string) {
	o.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, o.desk.Office.Zone)
	o.must(err)
	o.now = at.UTC()
	o.must(o.desk.Tend(o.t.Context()))
	o.must(o.desk.Tend(o.t.Context())) // a second time, or after a restart: nothing leaves again
}

func (o *office) told(to, name string) (n int) {
	for _, l := range o.letters(to) {
		if l.Template == name {
			n++
		}
	}
	return n
}

func TestOperatorsAreToldEachWorkingMorningOnce(t *testing.T) {
	o := staffed(t)
	o.person(aigul, "Айгүл", "")
	o.at("2026-11-24 14:30") // Tuesday; the queue is empty
	if n := o.told(opKazakh, templates.Digest); n != 0 {
		t.Fatalf("%d letters about an empty queue", n)
	}
	r := o.near("")
	for _, step := range []struct {
		at     string
		letter int
	}{
		{"2026-11-24 18:00", 0}, {"2026-11-25 08:59", 0}, {"2026-11-25 09:00", 1}, {"2026-11-25 17:00", 1}, {"2026-11-26 09:01", 2},
		{"2026-11-27 11:00", 3}, {"2026-11-28 10:00", 3}, {"2026-11-29 10:00", 3}, {"2026-11-30 09:30", 4},
		{"2026-12-16 10:00", 4}, // Independence Day
	} {
		o.at(step.at)
		for _, to := range []string{opKazakh, opEnglish} {
			if n := o.told(to, templates.Digest); n != step.letter {
				t.Errorf("%s: %d letters, want %d", step.at, n, step.letter)
			}
		}
	}
	if len(o.letters(opAuditor)) != 0 {
		t.Error("an auditor decides nothing and is not told")
	}
	first := o.letters(opEnglish)[0]
	for _, want := range []string{string(r.Number), "updating personal data", "TODAY", "https://desk.example"} {
		if !strings.Contains(first.Text, want) {
			t.Errorf("%q is missing in\n%s", want, first.Text)
		}
	}
	for _, personal := range []string{"Айгүл", aigul, "555", "жанарту"} {
		if strings.Contains(first.Text+first.SubjectLine, personal) {
			t.Errorf("%q is in the letter", personal)
		}
	}
	if !strings.Contains(o.letters(opKazakh)[0].Text, "Кезек, 2026 жылғы 25 қараша") {
		t.Error("not in the operator's language")
	}
}

func TestAnAuthorityIsToldAtOnceAndOnce(t *testing.T) {
	o := staffed(t)
	o.at("2026-11-28 21:00") // Saturday night
	d := o.gets(mail{from: "dep@gov.example", subject: "Запрос уполномоченного органа", body: "Просим представить сведения о персональных данных граждан."})
	if r := o.request(d); r.Kind != privacy.KindAuthority {
		t.Fatalf("kind %s", r.Kind)
	}
	o.at("2026-11-28 21:01")
	o.at("2026-11-29 21:01")
	if n := o.told(opEnglish, templates.Urgent); n != 1 {
		t.Errorf("%d letters", n)
	}
}

// What becomes due today after the morning letter left is told at once; what that
// letter has told is not.
func TestDueTodayIsToldOnce(t *testing.T) {
	o := staffed(t)
	o.person(aigul, "Айгүл", "")
	o.at("2026-11-24 18:30")
	morning := o.near("") // due on the 25th
	o.at("2026-11-25 09:00")
	if n := o.told(opEnglish, templates.Urgent); n != 0 {
		t.Errorf("%d letters beside the morning's", n)
	}
	late := o.near(" қайта")
	o.must(o.store.Update(t.Context(), func(tx *store.Tx) error { // it waited for its writer until now
		item, err := tx.ReviewItem(late.ID)
		item.DueAt = morning.DueAt
		return firstOf(err, tx.PutReviewItem(item))
	}))
	o.at("2026-11-25 09:10")
	letters := o.letters(opEnglish)
	if l := letters[len(letters)-1]; o.told(opEnglish, templates.Urgent) != 1 || !strings.Contains(l.Text, string(late.Number)) || strings.Contains(l.Text, string(morning.Number)) {
		t.Errorf("%d letters, the last:\n%s", o.told(opEnglish, templates.Urgent), l.Text)
	}
}

// What operators were told stays told when the day of a letter is minded, taken back and
// minded again.
func TestMindingADayTellsNobodyAgain(t *testing.T) {
	o := staffed(t)
	o.at("2026-11-24 10:00")
	r := o.request(o.gets(mail{from: "dep@gov.example", subject: "Запрос уполномоченного органа", body: "Просим представить сведения о персональных данных граждан."}))
	day := func(s string) time.Time {
		at, err := time.ParseInLocation(time.DateOnly, s, o.desk.Office.Zone)
		o.must(err)
		return at
	}
	o.at("2026-11-24 10:01")
	for i, c := range []struct {
		day  time.Time
		want int
	}{{day("2026-11-27"), 1}, {time.Time{}, 1}, {day("2026-11-24"), 2}, {time.Time{}, 2}, {day("2026-11-24"), 2}} {
		o.must(o.desk.Due(t.Context(), r.Number, aidos, 0, c.day))
		o.at("2026-11-24 11:0" + string(rune('0'+i)))
		if n := o.told(opEnglish, templates.Urgent); n != c.want {
			t.Errorf("step %d: %d letters, want %d", i, n, c.want)
		}
	}
	o.must(o.desk.Undo(t.Context(), r.Number, aidos, 0))
	o.must(o.desk.Due(t.Context(), r.Number, aidos, 0, day("2026-11-24")))
	o.at("2026-11-24 11:10")
	if n := o.told(opEnglish, templates.Urgent); n != 2 {
		t.Errorf("taken back and minded again: %d letters", n)
	}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// Who holds a request is not reminded of it; the count still shows it.
func TestWhatIsHeldIsNotToldOf(t *testing.T) {
	o := staffed(t)
	o.person(aigul, "Айгүл", "")
	o.at("2026-11-24 18:30")
	r := o.near("")
	o.must(o.desk.Hold(t.Context(), r.Number, aidos, 0, review.Holding{Ground: "DISPUTE", Until: o.now.AddDate(0, 0, 2)}))
	o.at("2026-11-25 09:00")
	if text := o.last(opEnglish, templates.Digest).Text; strings.Contains(text, string(r.Number)) || !strings.Contains(text, "on hold: 1") {
		t.Errorf("\n%s", text)
	}
	o.desk.Digest.At = -1 // no morning letter: what is due today is told by itself
	o.at("2026-11-25 10:00")
	if n := o.told(opEnglish, templates.Urgent); n != 0 {
		t.Errorf("%d letters about what rests", n)
	}
	o.must(o.desk.Hold(t.Context(), r.Number, aidos, 0, review.Holding{}))
	o.at("2026-11-25 10:01")
	if n := o.told(opEnglish, templates.Urgent); n != 1 {
		t.Errorf("%d letters about what no longer rests", n)
	}
	o.must(o.desk.Hold(t.Context(), r.Number, aidos, 0, review.Holding{Ground: "DISPUTE", Until: o.now.AddDate(0, 0, 2)}))
	if s, err := o.desk.Summary(t.Context()); err != nil || s.Held != 1 || s.Waiting != 1 || s.Soon != 1 {
		t.Errorf("%+v, %v", s, err)
	}
}

// A letter of an operator who answers the digest is no request.
func TestAnAnswerToTheDigestIsOrdinaryMail(t *testing.T) {
	o := staffed(t)
	o.person(aigul, "Айгүл", "")
	o.at("2026-11-24 18:30")
	o.near("")
	o.at("2026-11-25 09:00")
	if d := o.gets(reply(o.last(opEnglish, templates.Digest), opEnglish, "Thanks, on my way.")); d.What != store.DisposedOrdinary {
		t.Errorf("disposed as %s", d.What)
	}
}

// P11: a changed calendar moves open periods, and says which.
func TestAChangedCalendarMovesOpenPeriods(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	o.now = time.Date(2026, 12, 11, 6, 0, 0, 0, time.UTC) // Friday
	r := o.near("")
	done := o.near(" қайта")
	o.must(o.desk.Approve(t.Context(), done.Number, aidos, 0, review.Approval{}))
	if moved, err := o.desk.Recount(t.Context()); err != nil || len(moved) != 0 {
		t.Fatalf("%v, moved without a change: %+v", err, moved)
	}
	var err error
	o.desk.Remember()
	o.desk.Rules, err = deadline.New([]byte("version = \"order\"\n[[day]]\ndate = 2026-12-14\nis = \"off\"\n"))
	o.must(err)
	moved, err := o.desk.Recount(t.Context())
	o.must(err)
	if len(moved) != 1 || moved[0].Number != r.Number || moved[0].Before.Format(time.DateOnly) != "2026-12-14" || moved[0].After.Format(time.DateOnly) != "2026-12-15" {
		t.Fatalf("%+v", moved)
	}
	c := o.see(r.Number)
	if !c.Request.DueAt.Equal(moved[0].After) || !c.Item.DueAt.Equal(moved[0].After) || len(o.waiting()) != 1 {
		t.Errorf("due %v, in the queue %v", c.Request.DueAt, c.Item.DueAt)
	}
	if again, err := o.desk.Recount(t.Context()); err != nil || len(again) != 0 || len(o.desk.Differences()) != 1 {
		t.Errorf("%v, again %+v, kept %d", err, again, len(o.desk.Differences()))
	}
	if c := o.see(done.Number); !c.Request.DueAt.Equal(done.DueAt) {
		t.Error("a request that is done was moved")
	}
	found := false
	o.view(func(tx *store.Tx) error {
		return tx.EachEntry(func(e store.AuditEntry) bool {
			found = found || e.Act.Act == "due-recounted" && e.Act.Number == r.Number && e.Act.Reason == "2026-12-14/2026-12-15"
			return true
		})
	})
	if !found {
		t.Error("not on the chain")
	}
}

func TestAYearWithoutACalendarWarns(t *testing.T) {
	o := newOffice(t)
	for day, want := range map[string]string{"2026-11-28": "", "2027-10-01": "", "2027-12-01": "2028", "2028-03-01": "2028"} {
		at, err := time.Parse(time.DateOnly, day)
		o.must(err)
		if got := o.desk.CalendarWarning(at); (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q", day, got)
		}
	}
}

// P14: what lay in the mailbox before the first run is no news.
func TestOldMailIsNotToldAtOnce(t *testing.T) {
	o := staffed(t)
	if _, err := o.in.Open(t.Context(), mailbox.Position{Mailbox: "Archive", UIDValidity: 1, UIDNext: 10}); err != nil {
		t.Fatal(err)
	}
	raw := mail{from: "dep@gov.example", subject: "Запрос уполномоченного органа", body: "Просим представить сведения о персональных данных граждан."}.raw(1)
	old := o.delivery(raw)
	old.Key = mailbox.Key{Mailbox: "Archive", UIDValidity: 1, UID: 3}
	o.must(o.in.Prepare(t.Context(), []mailbox.Delivery{old})(t.Context()))
	o.at("2026-11-24 20:00")
	if w := o.waiting(); len(w) != 1 || w[0].Item.Why != "old" || !w[0].Item.Urgent {
		t.Fatalf("%+v", w)
	}
	if n := o.told(opEnglish, templates.Urgent); n != 0 {
		t.Errorf("%d letters about old mail", n)
	}
}
