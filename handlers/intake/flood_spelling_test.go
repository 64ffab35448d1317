package intake

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// differing makes the words of each letter others, so that no fingerprint counts.
func differing(i int) string {
	return "Рақмет " + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26))
}

// One mailbox, spelt in many ways, is one victim.
func TestSpellingsOfOneAddressShareALimit(t *testing.T) {
	for name, c := range map[string]struct {
		from func(i int) string
		most int
	}{
		"+tags":      {func(i int) string { return fmt.Sprintf("victim+%d@gmail.com", i) }, 10},
		"+tags, own": {func(i int) string { return fmt.Sprintf("victim+%d@posta.example", i) }, 10},
		"dots": {func(i int) string {
			return strings.Replace("victimofmany", "", ".", i%12)[min(1, i%12):] + "@gmail.com"
		}, 10},
		"googlemail": {func(i int) string { return []string{"victim@gmail.com", "v.ictim@googlemail.com"}[i%2] }, 10},
		"U-labels": {func(i int) string {
			return []string{"victim@қазпошта.kz", "victim@xn--80aau2aet5b92c.kz", "victim@ҚАЗПОШТА.kz"}[i%3]
		}, 10},
		"sub-domains": {func(i int) string { return fmt.Sprintf("v%d@s%d.victim.com.kz", i, i) }, 20},
		"neighbours":  {func(i int) string { return fmt.Sprintf("victim@victim%d.com.kz", i) }, 40},
		"others":      {func(i int) string { return fmt.Sprintf("v.%d@posta%d.example", i, i%4) }, 40},
	} {
		t.Run(name, func(t *testing.T) {
			limits := handlers.DefaultLimits
			limits.PerDomain = 20
			o := openOffice(t, limits)
			for i := range 40 {
				from := c.from(i)
				o.gets(mail{from: from, subject: markWithdraw, body: differing(i)})
				if n := len(o.letters(o.address(from).Reveal())); i == 0 && n != 1 {
					t.Errorf("%d letters to the address as it is spelt", n)
				}
			}
			if n := len(o.letters("")); n != c.most {
				t.Errorf("%d letters, want %d", n, c.most)
			}
			if n := len(o.waiting()); n != 40-c.most {
				t.Errorf("%d wait, want %d", n, 40-c.most)
			}
		})
	}
}

// Many people on record name one stranger as their new address.
func TestANewAddressIsCountedBeforeItIsAsked(t *testing.T) {
	o := newOffice(t)
	for i := range 40 {
		from := fmt.Sprintf("p%d@d%d.example", i, i)
		o.person(from, "X", "")
		d := o.gets(mail{from: from, results: proven(from), subject: markUpdate, body: fmt.Sprintf("Жаңа e-mail: v.ictim+%d@gmail.com\r\n\r\n", i) + differing(i)})
		r, letters := o.request(d), len(o.letters(from))
		switch over := i >= handlers.DefaultLimits.PerAddress; {
		case over && (r.State != privacy.StateInReview || letters != 0):
			t.Fatalf("change %d: state %s, %d letters to the address on file", i, r.State, letters)
		case !over && (r.State != privacy.StateAwaiting || letters != 1):
			t.Fatalf("change %d: state %s, %d letters to the address on file", i, r.State, letters)
		}
	}
	if n := len(o.letters("")); n != 2*handlers.DefaultLimits.PerAddress {
		t.Errorf("%d letters, want %d to both ends", n, 2*handlers.DefaultLimits.PerAddress)
	}
}

// Reminders, and letters that say nothing was confirmed, count like the others: each
// day's flood must not be followed by another one.
func TestLaterLettersAreLimitedToo(t *testing.T) {
	limits := handlers.DefaultLimits
	limits.PerAddress = 3
	o := openOffice(t, limits)
	for i := range 9 {
		o.gets(mail{from: aigul, subject: markUpdate, body: newPhone + "\r\n\r\n" + differing(i)})
		if i%3 == 2 {
			o.now = o.now.Add(25 * time.Hour)
		}
	}
	before := len(o.letters(aigul))
	if before != 9 {
		t.Fatalf("%d questions", before)
	}
	o.now = o.now.Add(4 * 24 * time.Hour)
	o.must(o.desk.Tend(t.Context()))
	if n := len(o.letters(aigul)) - before; n != 3 {
		t.Errorf("%d reminders at once, want 3", n)
	}
	o.must(o.desk.Tend(t.Context()))
	o.now = o.now.Add(8 * 24 * time.Hour)
	before = len(o.letters(aigul))
	o.must(o.desk.Tend(t.Context()))
	told := o.letters(aigul)[before:]
	if len(told) != 3 || told[0].Template != templates.NotConfirmed {
		t.Errorf("%d letters say that nothing was confirmed, want 3", len(told))
	}
	if n := len(o.waiting()); n != 0 {
		t.Errorf("%d wait", n)
	}
}

// P5: the window slides. Neither midnight, here or in Greenwich, nor the hour opens it.
func TestMidnightOpensNoLimit(t *testing.T) {
	o := newOffice(t)
	begin := time.Date(2026, 11, 24, 18, 30, 0, 0, time.UTC)
	n := 0
	at := func(after time.Duration, want int) {
		t.Helper()
		o.now = begin.Add(after)
		o.gets(mail{from: aigul, subject: markWithdraw, body: differing(n)})
		n++
		if got := len(o.letters(aigul)); got != want {
			t.Errorf("after %v: %d letters, want %d", after, got, want)
		}
	}
	most := handlers.DefaultLimits.PerAddress
	for i := range most {
		at(time.Duration(i)*time.Second, i+1)
	}
	at(time.Hour, most)   // past midnight in Almaty
	at(6*time.Hour, most) // past midnight UTC
	at(24*time.Hour-time.Second, most)
	at(24*time.Hour, most+1) // the first of them has left the window
	at(24*time.Hour, most+1)
}
