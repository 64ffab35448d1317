package console

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

const authoritysLetter = "Просим представить сведения о персональных данных граждан\r\n"

func (d *desk) order() (list []privacy.Number) {
	d.t.Helper()
	p, err := d.s.Desk.Queue(d.t.Context(), review.Filter{})
	d.must(err)
	for _, c := range p.Cases {
		list = append(list, c.Request.Number)
	}
	return list
}

// An authority whose letter names an earlier day stands before one that is due before
// it, and is counted by that day, until somebody has settled it. The recorded period
// stays as it is.
func TestTheQueueGoesByTheDayThatALetterNames(t *testing.T) {
	d := newDesk(t)
	first := d.gets(letterFrom("a@gov.example", "Запрос уполномоченного органа", authoritysLetter))
	d.wait(time.Second)
	named := d.gets(letterFrom("dep@gov.example", "Запрос уполномоченного органа", authoritysLetter+"в срок до 25 ноября 2026 года. Исх. от 24.11.2026 № 7"))
	c, err := d.s.Desk.Case(t.Context(), named)
	d.must(err)
	recorded := c.Request.DueAt
	if order := d.order(); order[0] != named || order[1] != first {
		t.Fatalf("the queue is %v", order)
	}
	yes := true
	soon := func() int {
		t.Helper()
		p, err := d.s.Desk.Queue(t.Context(), review.Filter{Soon: &yes})
		d.must(err)
		sum, err := d.s.Desk.Summary(t.Context())
		d.must(err)
		if sum.Soon != p.Total {
			t.Errorf("%d are due soon, %d are listed", sum.Soon, p.Total)
		}
		return sum.Soon
	}
	if n := soon(); n != 1 {
		t.Errorf("%d due soon", n)
	}
	b, path := d.as("aliya"), "/requests/"+string(named)
	holds(t, b.page("/"), "until 25 Nov 2026", "named in the letter, not confirmed")
	holds(t, b.page(path), "named in the letter, not confirmed", "Only the period of the law counts")
	if w := b.post(path+"/due", url.Values{"seen": {itoa(c.Item.Version)}}); w.Code != http.StatusSeeOther {
		t.Fatalf("settled: %d", w.Code)
	}
	page := b.page("/")
	holds(t, page, "Settled: only the period of the law counts:")
	if order := d.order(); order[0] != first || strings.Contains(page, "not confirmed") || soon() != 0 {
		t.Errorf("settled, and the queue goes by the day: %v", order)
	}
	d.must(d.s.Desk.NoticeDays(t.Context()))
	if c, err = d.s.Desk.Case(t.Context(), named); err != nil || !c.Request.NamedDue.IsZero() || !c.Request.DueAt.Equal(recorded) {
		t.Errorf("what was settled comes back, or the period has moved: %v, %v (%v)", c.Request.NamedDue, c.Request.DueAt, err)
	}
	_, err = d.s.Desk.Do(t.Context(), named, privacy.Operator("aliya"), review.Act{Verb: "undo"})
	d.must(err)
	if order := d.order(); order[0] != named {
		t.Errorf("taken back: %v", order)
	}
	d.must(d.store.Update(t.Context(), func(tx *store.Tx) error { // as a program of before left it
		r, err := tx.RequestByNumber(named)
		if err != nil {
			return err
		}
		item, err := tx.ReviewItem(r.ID)
		r.NamedDue, item.NamedDue = time.Time{}, time.Time{}
		return errors.Join(err, tx.PutRequest(r), tx.PutReviewItem(item))
	}))
	if order := d.order(); order[0] != first {
		t.Fatalf("nothing is noted, and it presses: %v", order)
	}
	d.must(d.s.Desk.NoticeDays(t.Context()))
	if order := d.order(); order[0] != named {
		t.Errorf("what came before the program looked for days is passed over: %v", order)
	}
	_, err = d.s.Desk.Do(t.Context(), named, privacy.Operator("aliya"), review.Act{Verb: "reclassify", Kind: privacy.KindQuestion})
	d.must(err)
	if c, err = d.s.Desk.Case(t.Context(), named); err != nil || !c.Item.NamedDue.IsZero() {
		t.Errorf("a question is due by the day it names: %v", err)
	}
	_, err = d.s.Desk.Do(t.Context(), named, privacy.Operator("aliya"), review.Act{Verb: "reclassify", Kind: privacy.KindAuthority})
	d.must(err)
	if order := d.order(); order[0] != named {
		t.Errorf("an authority's once more: %v", order)
	}
}

// Two letters of an authority that are one: the day that either names presses, until the
// merging is taken back.
func TestANamedDayGoesOverWithAMerging(t *testing.T) {
	d := newDesk(t)
	stays := d.gets(letterFrom("dep@gov.example", "Запрос уполномоченного органа", authoritysLetter))
	d.wait(time.Second)
	named := d.gets(letterFrom("dep@gov.example", "Запрос уполномоченного органа", authoritysLetter+"до 26 ноября 2026 года."))
	pressing := func() string {
		t.Helper()
		c, err := d.s.Desk.Case(t.Context(), stays)
		d.must(err)
		return c.Item.Pressing().In(d.s.Zone).Format(time.DateOnly)
	}
	before := pressing()
	_, err := d.s.Desk.Do(t.Context(), named, privacy.Operator("aliya"), review.Act{Verb: "merge", Into: stays})
	d.must(err)
	if at := pressing(); at != "2026-11-26" {
		t.Errorf("merged, it presses by %s", at)
	}
	_, err = d.s.Desk.Do(t.Context(), named, privacy.Operator("aliya"), review.Act{Verb: "undo"})
	d.must(err)
	if at := pressing(); at != before {
		t.Errorf("taken back, it presses by %s", at)
	}
}

// The day that an authority's letter states is marked, and its form stands open with it.
func TestTheDayOfAnAuthorityIsNoticed(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("dep@gov.example", "Запрос уполномоченного органа", "Просим представить сведения о персональных данных граждан\r\nв срок до 26 ноября 2026 года."))
	b, path := d.as("aliya"), "/requests/"+string(n)
	page := b.page(path)
	holds(t, page, "The letter names ", `<mark class="day">26 ноября 2026</mark>`)
	form := b.form(page, path+"/due")
	if form.Get("until") != "2026-11-26" {
		t.Fatalf("the form has %q", form.Get("until"))
	}
	if w := b.post(path+"/due", form); w.Code != 303 {
		t.Fatalf("due: %d\n%s", w.Code, w.Body)
	}
	if strings.Contains(b.page(path), "The letter names") {
		t.Error("it is said again once it was minded")
	}
}

// So is the end of a number of days; of a term and a day the earlier one.
func TestATermOfAnAuthorityIsNoticed(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("dep@gov.example", "Запрос уполномоченного органа", "Просим представить сведения о персональных данных граждан\r\nв течение 3 рабочих дней, но не позднее 30 ноября 2026 года."))
	b, path := d.as("aliya"), "/requests/"+string(n)
	page := b.page(path)
	holds(t, page, "The letter names ", `<mark class="day">в течение 3 рабочих дней</mark>`)
	if form := b.form(page, path+"/due"); form.Get("until") != "2026-11-27" {
		t.Fatalf("the form has %q", form.Get("until"))
	}
}

// Hours end with a time: it is shown, the queue goes by it, and the form has the day whose
// end keeps it.
func TestHoursOfAnAuthorityEndBeforeTheEndOfADay(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("dep@gov.example", "Запрос уполномоченного органа", authoritysLetter+"в течение 48 часов с момента получения."))
	c, err := d.s.Desk.Case(t.Context(), n)
	d.must(err)
	if want := c.Request.ReceivedAt.Truncate(time.Second).Add(48 * time.Hour); !c.Item.Pressing().Equal(want) {
		t.Errorf("it presses by %v, not %v", c.Item.Pressing(), want)
	}
	b, path := d.as("aliya"), "/requests/"+string(n)
	page, ends := b.page(path), c.Request.ReceivedAt.In(d.s.Zone).Add(48*time.Hour)
	holds(t, page, `<mark class="day">в течение 48 часов</mark>`, ends.Format("2 Jan 2006, 15:04"), "A day counts to its end")
	form := b.form(page, path+"/due")
	if got, want := form.Get("until"), ends.AddDate(0, 0, -1).Format(time.DateOnly); got != want {
		t.Fatalf("the form has %s, not %s", got, want)
	}
	if w := b.post(path+"/due", form); w.Code != http.StatusSeeOther {
		t.Fatalf("due: %d\n%s", w.Code, w.Body)
	}
	if c, err = d.s.Desk.Case(t.Context(), n); err != nil || c.Request.DueAt.After(ends) {
		t.Errorf("minded, it is due by %v (%v)", c.Request.DueAt, err)
	}
}

// A day that had passed when the letter came stands as overdue and is called past; the form
// has no day, for none is named that could be kept.
func TestADayThatHadPassedIsShown(t *testing.T) {
	d := newDesk(t)
	n := d.gets(letterFrom("dep@gov.example", "Запрос уполномоченного органа", authoritysLetter+"в срок до 20 ноября 2026 года."))
	b, path := d.as("aliya"), "/requests/"+string(n)
	page := b.page(path)
	holds(t, page, `<mark class="day">20 ноября 2026</mark>`, "The letter names 20 Nov 2026, which had passed when it came")
	holds(t, b.page("/"), "overdue", "named in the letter, not confirmed")
	if form := b.form(page, path+"/due"); form.Get("until") != "" {
		t.Errorf("the form has %q", form.Get("until"))
	}
	c, err := d.s.Desk.Case(t.Context(), n)
	d.must(err)
	if w := b.post(path+"/due", url.Values{"seen": {itoa(c.Item.Version)}}); w.Code != http.StatusSeeOther {
		t.Fatalf("settled: %d", w.Code)
	}
	if c, err = d.s.Desk.Case(t.Context(), n); err != nil || !c.Item.Pressing().Equal(c.Request.DueAt) {
		t.Errorf("settled, it presses by %v (%v)", c.Item.Pressing(), err)
	}
}
