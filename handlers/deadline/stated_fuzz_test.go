package deadline

import (
	"strings"
	"testing"
	"time"
)

// Nothing that a stranger writes stops the reading, and what is found lies within the period
// or within the last month, on the line that it is said to stand on.
func FuzzNamedDays(f *testing.F) {
	for _, text := range []string{
		"до 1-го дек. 26", "завтра до обеда\nдо 12:00 30.11.26", "екі тәулік\nішінде", "by 5 pm\non Tuesday", "до конца\nноября 2026", "до 31 числа следующего месяца",
		"Просим незамедлительно", "до 20 ноября\xd0", "\xff\xfe до 1.1.26", "не позднее 12 часов 30\nноября", "желтоқсанның 2-сіне дейін", "до 99 числа. 99:99 99.99.99",
	} {
		f.Add(text, int64(1795603860))
	}
	r, err := New()
	if err != nil {
		f.Fatal(err)
	}
	zone := time.FixedZone("+05", 5*60*60)
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		received := time.Unix(seconds&(1<<33-1), 0).In(zone)
		due, lines := received.AddDate(0, 0, 15), strings.Split(text, "\n")
		got := r.FirstNamed(lines, received, due)
		if got.At.IsZero() {
			return
		}
		if !got.At.Before(due) || got.At.Before(midnight(received).AddDate(0, 0, -maxPast)) {
			t.Errorf("%q, received %v: %v", text, received, got)
		}
		if got.Line < 1 || got.Line > len(lines) || !strings.Contains(lines[got.Line-1], got.Text) {
			t.Errorf("%q: %v", text, got)
		}
	})
}
