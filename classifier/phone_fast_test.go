package classifier

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

// What the short way takes, the library takes too and spells the same.
func TestKazakhMobilesAreReadAsTheLibraryDoes(t *testing.T) {
	library := func(s string) string {
		parsed, err := phonenumbers.Parse(s, region)
		if err != nil || !phonenumbers.IsValidNumber(parsed) {
			return ""
		}
		return phonenumbers.Format(parsed, phonenumbers.E164)
	}
	for _, code := range strings.Fields(kazakhMobiles) {
		for n := range 100 {
			s := fmt.Sprintf("+7%s%02d%05d", code, n, rand.IntN(100_000))
			if got, ok := kazakhMobile(s); !ok || got != s || library(s) != s {
				t.Errorf("%s: %q, %v; library %q", s, got, ok, library(s))
			}
		}
	}
	taken := 0
	for range 5000 {
		s := randomSpelling()
		got, ok := kazakhMobile(s)
		if !ok {
			continue
		}
		if taken++; got != library(s) {
			t.Errorf("%q: %q, library %q", s, got, library(s))
		}
	}
	if taken < 500 {
		t.Errorf("only %d spellings were tried", taken)
	}
	for _, s := range []string{"", "+", "+8 701 123 45 67", "+7 701 123 45 6", "+7 701 123 45 678", "+7 701 123 45 67 доб. 3", "7 999 123 45 67", "+7+701 123 45 67", "7/701 123 45 67"} {
		if got, ok := kazakhMobile(s); ok {
			t.Errorf("%q was taken as %q", s, got)
		}
	}
}

// randomSpelling writes eleven digits, or nearly, in some way.
func randomSpelling() string {
	pick := func(of ...string) string { return of[rand.IntN(len(of))] }
	s := pick("+7", "8", "7", "+8", " +7", "87", "9") + pick("", " ", "-", " (", "(") + pick("701", "747", "777", "999", "495", "800") + pick("", " ", ") ", ")", "-")
	for i := range 7 - rand.IntN(8)/7 {
		s += fmt.Sprint(rand.IntN(10))
		if i == 2 || i == 4 {
			s += pick("", " ", "-", " - ")
		}
	}
	return s
}
