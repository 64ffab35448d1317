package deadline

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

func table(r *Rules, steps []Step) string {
	var all []string
	for _, s := range steps {
		line := fmt.Sprintf("%s %d", s.Date.Format("02.01"), s.Number)
		if why := r.Why(privacy.English, s.Skipped); why != "" {
			line += " " + why
		}
		if s.Last {
			line += " END"
		}
		all = append(all, line)
	}
	return strings.Join(all, "; ")
}

// P11: every day of a period is accounted for.
func TestTheWorkingIsShown(t *testing.T) {
	r := newRules(t)
	for name, c := range map[string]struct {
		kind     privacy.Kind
		received string
		table    string
		sentence []string
	}{
		"working days over Nauryz": {privacy.KindUpdate, "2026-03-20 12:00",
			"21.03 0 Nauryz; 22.03 0 Nauryz; 23.03 0 Nauryz; 24.03 0 Nauryz, moved from 21 March; 25.03 0 Nauryz, moved from 22 March; 26.03 1 END",
			[]string{"Received on Friday 20 March 2026 at 12:00", "Law 94-V", "Art. 25(2)(8)", "gives 1 working day (", "25 March (Nauryz, moved from 22 March)", "due by the end of Thursday 26 March 2026."}},
		"a weekend": {privacy.KindAccess, "2026-11-26 18:00", "27.11 1; 28.11 0 weekend; 29.11 0 weekend; 30.11 2; 01.12 3 END",
			[]string{"gives 3 working days", "Stepped over: 28 November (weekend), 29 November (weekend)."}},
		"calendar days that end on a Sunday": {privacy.KindErase, "2026-11-28 12:00",
			"29.11 1; 30.11 2; 01.12 3; 02.12 4; 03.12 5; 04.12 6; 05.12 7; 06.12 8; 07.12 9; 08.12 10; 09.12 11; 10.12 12; 11.12 13 END; 12.12 14 weekend; 13.12 15 weekend",
			[]string{"gives 15 calendar days", "The last day is a day off, so it ends before", "Friday 11 December 2026."}},
		"no calendar": {privacy.KindUpdate, "2028-01-05 12:00", "06.01 1 END", []string{"Not certain: no calendar for 2028"}},
	} {
		at := moment(t, c.received)
		due := r.Due(c.kind, at, zone(t))
		if got := table(r, due.Steps(at)); got != c.table {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.table)
		}
		for _, want := range c.sentence {
			if got := r.Sentence(privacy.English, due, at); !strings.Contains(got, want) {
				t.Errorf("%s: %q is missing in %q", name, want, got)
			}
		}
	}
}

// A day that a letter states and that is a day off is not told as stepped over where it
// counts all the same.
func TestAStatedDayOffIsTold(t *testing.T) {
	r := newRules(t)
	for name, c := range map[string]struct{ received, stated, due, want, not string }{
		"nothing before it":    {"2026-11-28 11:00", "2026-11-29 12:00", "2026-11-29", "no working day lies between", "over"},
		"a working day before": {"2026-11-24 11:00", "2026-11-29 12:00", "2026-11-27", "so it ends before: 29 November (weekend), 28 November (weekend)", "Stepped over"},
		"a working day":        {"2026-11-24 11:00", "2026-11-27 12:00", "2026-11-27", "states an earlier day. So the answer", "weekend"},
	} {
		at := moment(t, c.received)
		due := r.DueStated(privacy.KindAuthority, at, zone(t), moment(t, c.stated))
		for _, lang := range privacy.Languages {
			if got := r.Sentence(lang, due, at); lang == privacy.English && (!strings.Contains(got, c.want) || strings.Contains(got, c.not)) || strings.ContainsAny(got, "{}") {
				t.Errorf("%s: %s", name, got)
			}
		}
		if got := due.At.Format(time.DateOnly); got != c.due {
			t.Errorf("%s: due %s", name, got)
		}
	}
}

// Up to a day that a letter states, days off are no days of the period.
func TestDaysOffBeforeAStatedDayAreNotCounted(t *testing.T) {
	r := newRules(t)
	for stated, want := range map[string]string{
		"2026-12-01 12:00": "27.11 1; 28.11 0 weekend; 29.11 0 weekend; 30.11 2; 01.12 3 END",
		"2026-11-29 12:00": "27.11 1 END",
	} {
		at := moment(t, "2026-11-26 11:00")
		due := r.DueStated(privacy.KindAuthority, at, zone(t), moment(t, stated))
		if got := table(r, due.Steps(at)); !due.Stated || got != want {
			t.Errorf("%s: %s", stated, got)
		}
	}
}

// Operators read it in their language, the day of the week and the uncertain days
// included.
func TestTheWorkingIsToldInEveryLanguage(t *testing.T) {
	r := newRules(t)
	at := moment(t, "2027-05-14 12:00")
	due := r.Due(privacy.KindUpdate, at, zone(t))
	nauryz := moment(t, "2026-03-20 12:00")
	moved := r.Due(privacy.KindUpdate, nauryz, zone(t))
	for lang, want := range map[privacy.Language][]string{
		privacy.Russian: {"Получено 14.05.2027 (пятница) в 12:00", "подпункт 8) пункта 2 статьи 25 Закона", "Пропущены: 15.05.2027 (выходной), 16.05.2027 (",
			"до конца дня: 17.05.2027 (понедельник).", "Не точно: 16.05.2027 как выходной не подтверждён: вычислено;", "перенос с 21.03.2026"},
		privacy.Kazakh: {"Алынған уақыты: 14.05.2027 (жұма), 12:00", "25-бабы 2-тармағының 8) тармақшасы", "15.05.2027 (демалыс күні)",
			"17.05.2027 (дүйсенбі).", "16.05.2027 демалыс күні ретінде расталмаған: есептелген;", "(21.03.2026 орнына)"},
	} {
		got := r.Sentence(lang, due, at) + " " + r.Sentence(lang, moved, nauryz)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q is missing in %q", lang, w, got)
			}
		}
		if strings.ContainsAny(got, "{}") {
			t.Errorf("%s: a place without a value in %q", lang, got)
		}
	}
	old := r.Due(privacy.KindWithdraw, moment(t, "2025-11-24 12:00"), zone(t))
	if got := old.Warning[privacy.Kazakh]; !strings.Contains(got, "2025 жылға күнтізбе жоқ") || !strings.Contains(got, "C ережесі") {
		t.Errorf("%q", got)
	}
}

// Words are there in every language, and of no other alphabet.
func TestWordsOfTheWorking(t *testing.T) {
	r := newRules(t)
	for key, said := range r.words {
		for _, lang := range []privacy.Language{privacy.Kazakh, privacy.Russian} {
			if i := strings.IndexFunc(said[lang], func(c rune) bool { return c >= 'A' && c <= 'z' && c != '{' }); i >= 0 {
				t.Errorf("%s %s: a Latin letter in %q", lang, key, said[lang])
			}
		}
	}
	for _, e := range r.calendar.days {
		if e.unconfirmed() && (e.Notes[privacy.Kazakh] == "" || e.Notes[privacy.Russian] == "") {
			t.Errorf("%s: its note is in English only", e.Date.Format(time.DateOnly))
		}
	}
	if _, err := readWords([]byte("[received]\nru = \"x\"\n")); err == nil {
		t.Error("words that lack a language are taken")
	}
}

func TestWorkingDays(t *testing.T) {
	r := newRules(t)
	for at, want := range map[string]string{
		"2026-11-24 10:00": "2026-11-25", // Tuesday
		"2026-11-27 23:00": "2026-11-30", // Friday
		"2026-12-31 10:00": "2027-01-05",
	} {
		if got := r.SoonBefore(moment(t, at)).Format(time.DateOnly); got != want {
			t.Errorf("%s: soon until %s, want %s", at, got, want)
		}
	}
	for day, want := range map[string]bool{"2026-11-28 10:00": false, "2026-11-30 10:00": true, "2026-12-16 10:00": false} {
		if r.Works(moment(t, day)) != want {
			t.Errorf("%s: works = %v", day, !want)
		}
	}
	if !r.Covered(2027) || r.Covered(2028) {
		t.Error("years that are covered")
	}
}
