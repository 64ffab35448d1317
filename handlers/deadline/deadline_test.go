package deadline

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"medico-intech.kz/otinish/store/privacy"
)

func newRules(t *testing.T, amendments ...string) *Rules {
	t.Helper()
	var files [][]byte
	for _, a := range amendments {
		files = append(files, []byte(a))
	}
	r, err := New(files...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func zone(t *testing.T) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Asia/Almaty")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, zone(t))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestDue(t *testing.T) {
	tests := []struct {
		name     string
		kind     privacy.Kind
		received string
		due      string
		clock    string
		skipped  string // day.month, why
	}{
		{"Friday evening, one working day: Monday", privacy.KindUpdate, "2026-11-20 18:30", "2026-11-23", "B", "21.11 weekend, 22.11 weekend"},
		{"Saturday, one working day: Monday too", privacy.KindUpdate, "2026-11-21 09:00", "2026-11-23", "B", "22.11 weekend"},
		{"Tuesday, one working day", privacy.KindBlock, "2026-11-24 00:00", "2026-11-25", "B", ""},
		{"last minute of the day counts for that day", privacy.KindUnblock, "2026-11-24 23:59", "2026-11-25", "B", ""},
		{"three working days", privacy.KindAccess, "2026-11-24 10:00", "2026-11-27", "A", ""},
		{"a question like access", privacy.KindQuestion, "2026-11-24 10:00", "2026-11-27", "A", ""},
		{"not understood like access", privacy.KindNone, "2026-11-24 10:00", "2026-11-27", "A", ""},
		{"an unknown kind like access", "invented", "2026-11-24 10:00", "2026-11-27", "A", ""},
		{"Nauryz 2026: Saturday and Sunday move to Tuesday and Wednesday", privacy.KindUpdate, "2026-03-20 12:00", "2026-03-26", "B",
			"21.03 holiday, 22.03 holiday, 23.03 holiday, 24.03 moved from 21.03, 25.03 moved from 22.03"},
		{"Nauryz 2027: Sunday moves to Wednesday", privacy.KindUpdate, "2027-03-19 12:00", "2027-03-25", "B",
			"20.03 weekend, 21.03 holiday, 22.03 holiday, 23.03 holiday, 24.03 moved from 21.03"},
		{"31 August 2026 is a working day", privacy.KindUpdate, "2026-08-28 12:00", "2026-08-31", "B", "29.08 weekend, 30.08 weekend"},
		{"Kurban Ait 2026", privacy.KindAccess, "2026-05-26 12:00", "2026-06-01", "A", "27.05 holiday, 30.05 weekend, 31.05 weekend"},
		{"year end", privacy.KindAccess, "2026-12-30 12:00", "2027-01-06", "A",
			"01.01 holiday, 02.01 holiday, 03.01 weekend, 04.01 moved from 02.01"},
		{"Orthodox Christmas", privacy.KindUnsubscribe, "2027-01-06 12:00", "2027-01-08", "E", "07.01 holiday"},
		{"15 calendar days", privacy.KindWithdraw, "2026-11-24 12:00", "2026-12-09", "C", ""},
		{"15 calendar days end on Sunday: Friday before", privacy.KindErase, "2026-11-28 12:00", "2026-12-11", "C", "13.12 weekend, 12.12 weekend"},
		{"15 calendar days end on New Year: the day before", privacy.KindWithdraw, "2026-12-17 12:00", "2026-12-31", "C", "01.01 holiday"},
		{"10 calendar days for an authority", privacy.KindAuthority, "2026-11-24 12:00", "2026-12-04", "D", ""},
		{"10 calendar days end on Independence Day", privacy.KindAuthority, "2026-12-06 12:00", "2026-12-15", "D", "16.12 holiday"},
	}
	r := newRules(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			due := r.Due(tt.kind, moment(t, tt.received), zone(t))
			if got := due.At.Format("2006-01-02 15:04:05 -0700"); got != tt.due+" 23:59:59 +0500" {
				t.Errorf("due %s, want the end of %s", got, tt.due)
			}
			if due.Clock != tt.clock {
				t.Errorf("clock %s, want %s", due.Clock, tt.clock)
			}
			if got := show(due.Skipped); got != tt.skipped {
				t.Errorf("skipped %q, want %q", got, tt.skipped)
			}
			for _, lang := range privacy.Languages {
				if due.Basis[lang] == "" {
					t.Errorf("no basis in %s", lang)
				}
			}
			if due.Act == "" || due.Paragraph == "" || due.Source == "" || due.ValidFrom.IsZero() || due.Calendar == "" {
				t.Errorf("the working is incomplete: %+v", due)
			}
		})
	}
}

func show(days []Day) string {
	var all []string
	for _, d := range days {
		s := d.Date.Format("02.01 ") + string(d.Reason)
		if d.Reason == Moved {
			s += " from " + d.MovedFrom.Format("02.01")
		}
		all = append(all, s)
	}
	return strings.Join(all, ", ")
}

// The day of receipt is the controller's, wherever the server stands.
func TestDueCountsLocalDays(t *testing.T) {
	r := newRules(t)
	utc := time.Date(2026, 11, 23, 19, 30, 0, 0, time.UTC) // Tuesday 00:30 in Almaty
	if got := r.Due(privacy.KindUpdate, utc, zone(t)).At.Format(time.DateOnly); got != "2026-11-25" {
		t.Errorf("due %s, want 2026-11-25", got)
	}
	if got := r.Due(privacy.KindUpdate, utc, nil).At; !got.Equal(time.Date(2026, 11, 25, 18, 59, 59, 0, time.UTC)) {
		t.Errorf("without a zone due %s, want the end of 25 November at UTC+5", got)
	}
}

func TestUncertainDaysWarn(t *testing.T) {
	r := newRules(t)
	tests := []struct {
		name        string
		kind        privacy.Kind
		received    string
		due         string
		unconfirmed bool
		warning     string
	}{
		{"nothing uncertain", privacy.KindAccess, "2026-11-24 12:00", "2026-11-27", false, ""},
		{"Kurban Ait 2027 may be the Monday that is counted", privacy.KindUpdate, "2027-05-14 12:00", "2027-05-17", true, "2027-05-16 is not confirmed"},
		{"the day after that Monday is certain", privacy.KindUpdate, "2027-05-18 12:00", "2027-05-19", false, ""},
		{"Constitution Day 2027", privacy.KindUpdate, "2027-03-12 12:00", "2027-03-16", true, "2027-03-15 is not confirmed"},
		{"31 August 2026", privacy.KindUpdate, "2026-08-28 12:00", "2026-08-31", true, "2026-08-31 is not confirmed"},
		{"a calendar period passes over an uncertain day", privacy.KindWithdraw, "2027-05-10 12:00", "2027-05-25", false, ""},
		{"a calendar period ends beside an uncertain day", privacy.KindWithdraw, "2027-05-02 12:00", "2027-05-17", true, "2027-05-16 is not confirmed"},
		{"2028 has no calendar", privacy.KindAccess, "2027-12-30 12:00", "2028-01-04", false, "no calendar for 2028"},
		{"received before the rule", privacy.KindAccess, "2025-06-02 12:00", "2025-06-05", false, "received before 2026-01-01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			due := r.Due(tt.kind, moment(t, tt.received), zone(t))
			if got := due.At.Format(time.DateOnly); got != tt.due {
				t.Errorf("due %s, want %s", got, tt.due)
			}
			if due.Unconfirmed != tt.unconfirmed {
				t.Errorf("unconfirmed %v, want %v", due.Unconfirmed, tt.unconfirmed)
			}
			if (tt.warning == "") != (due.Warning == nil) || !strings.Contains(due.Warning[privacy.English], tt.warning) {
				t.Errorf("warning %q, want %q", due.Warning, tt.warning)
			}
		})
	}
}

func TestEarliest(t *testing.T) {
	r := newRules(t)
	at := moment(t, "2026-11-24 12:00")
	if due := r.Earliest(at, zone(t), privacy.KindErase, privacy.KindUpdate, privacy.KindUnsubscribe); due.Clock != "B" {
		t.Errorf("clock %s, want B: shorter than C, named before E", due.Clock)
	}
	if due := r.Earliest(at, zone(t)); due.Clock != "A" {
		t.Errorf("no kind: clock %s, want A", due.Clock)
	}
}

func TestDueStated(t *testing.T) {
	r := newRules(t)
	received := moment(t, "2026-11-24 12:00")
	tests := []struct{ name, stated, due string }{
		{"earlier", "2026-11-30 00:00", "2026-11-30"},
		{"earlier, on a Sunday", "2026-11-29 15:00", "2026-11-27"},
		{"later", "2026-12-20 00:00", "2026-12-04"},
		{"already over", "2026-11-20 00:00", "2026-11-20"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			due := r.DueStated(privacy.KindAuthority, received, zone(t), moment(t, tt.stated))
			if got := due.At.Format(time.DateOnly); got != tt.due || due.Clock != "D" || due.Stated == (tt.name == "later") {
				t.Errorf("due %s by clock %s, want %s by D", got, due.Clock, tt.due)
			}
		})
	}
	if got, want := r.DueStated(privacy.KindAuthority, received, zone(t), time.Time{}), r.Due(privacy.KindAuthority, received, zone(t)); !got.At.Equal(want.At) {
		t.Errorf("nothing stated: due %s, want %s", got.At, want.At)
	}
}

// Before the Digital Code a request to destroy rested on the law alone.
func TestTheRuleValidAtReceiptCounts(t *testing.T) {
	r := newRules(t)
	before := r.Due(privacy.KindErase, moment(t, "2026-07-11 12:00"), zone(t))
	since := r.Due(privacy.KindErase, moment(t, "2026-07-12 12:00"), zone(t))
	if !strings.Contains(before.Basis[privacy.English], "94-V") || !strings.Contains(since.Basis[privacy.English], "Digital Code") {
		t.Errorf("basis before %q, since %q", before.Basis[privacy.English], since.Basis[privacy.English])
	}
}
