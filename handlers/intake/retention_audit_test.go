package intake

import (
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/handlers/review"
)

func period(t *testing.T, s string) handlers.Period {
	t.Helper()
	p, err := handlers.ParsePeriod(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func auditEndings(list []review.Ending) (months []review.Ending) {
	for _, e := range list {
		if e.What == review.EndsAudit {
			months = append(months, e)
		}
	}
	return months
}

// Whole months of the audit chain end together; what the preview lists is what is
// cut, behind a checkpoint, and the receipt in the person's hands still says so.
func TestTheAuditChainEnds(t *testing.T) {
	o, _, _, _ := updated(t)
	o.desk.Retention.Audit = period(t, "4y")
	letter := o.letters("")[0].Text
	first := o.now
	end := time.Date(first.Year()+4, first.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	n := uint64(strings.Count(o.acts(), " "))
	if s := o.retain(first.AddDate(3, 0, 0)); s.Gone != 1 || s.Cut.Entries != 0 { // the request
		t.Fatalf("%+v", s)
	}
	later := uint64(strings.Count(o.acts(), " "))

	if list := auditEndings(o.ending(end.Add(-time.Second))); len(list) != 0 {
		t.Errorf("a second before: %+v", list)
	}
	acts := o.acts()
	list := auditEndings(o.ending(end.AddDate(6, 0, 0)))
	if len(list) != 2 || list[0].From != 1 || list[0].To != n || !list[0].EndsAt.Equal(end) || list[0].Rule != "audit = 4y" || list[0].Held != "" ||
		!strings.Contains(list[0].Source, "Civil Code Art. 178") || list[1].From != n+1 || list[1].To != later {
		t.Errorf("listed: %+v", list)
	}
	if o.acts() != acts {
		t.Error("listing changed something")
	}
	s := o.retain(end)
	if s.Cut.Entries != int(n) || s.Cut.Head.Seq != n || s.Cut.Checkpoint.Seq != later+1 || !strings.HasSuffix(o.acts(), "audit-cut ") {
		t.Errorf("%+v %s", s, o.acts())
	}
	if s := o.retain(end.AddDate(0, 0, 20)); s.Cut.Entries != 0 {
		t.Errorf("again in the same month: %+v", s)
	}
	if f, err := o.store.VerifyReceipt(letter); err != nil || !f.Genuine || !f.SameText || !f.Ended {
		t.Errorf("%+v %v", f, err)
	}
}

// A request that is not decided holds its entries, and all behind them.
func TestAHoldKeepsTheAuditChain(t *testing.T) {
	o, _, _, _ := updated(t)
	o.desk.Retention.Audit = period(t, "3y")
	n := strings.Count(o.acts(), " ")
	waiting := o.request(o.gets(mail{from: "olga@pochta.example", results: proven("olga@pochta.example"), subject: "Question", body: "Please block my data."}))
	if !waiting.State.Open() {
		t.Fatalf("%+v", waiting)
	}
	list := auditEndings(o.ending(o.now.AddDate(4, 0, 0)))
	if len(list) != 2 || list[0].To != uint64(n) || list[1].Held != "request "+string(waiting.Number)+": it is not decided" {
		t.Errorf("%+v", list)
	}
	s := o.retain(o.now.AddDate(4, 0, 0))
	if s.Cut.Entries != n || s.Held == 0 {
		t.Errorf("%+v", s)
	}
	if !strings.HasPrefix(o.acts(), "received ") {
		t.Error(o.acts())
	}
	if _, err := o.store.VerifyAudit(nil); err != nil {
		t.Error(err)
	}
}
