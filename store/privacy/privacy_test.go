package privacy

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// P7: whatever prints an address or a name prints a placeholder.
func TestNothingPersonalIsPrinted(t *testing.T) {
	const secret = "aigul@posta.example"
	a, err := ParseAddress(secret)
	if err != nil {
		t.Fatal(err)
	}
	p := NewPersonal(secret)
	type record struct {
		A Address
		P Personal
	}
	var log strings.Builder
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).Info("x", "a", a, "p", p, "r", record{a, p}, "list", []Address{a}, "pointer", &a)
	}
	b, err := json.Marshal(record{a, p})
	if err != nil {
		t.Fatal(err)
	}
	printed := []string{log.String(), string(b), fmt.Errorf("find: %v", a).Error()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		printed = append(printed, fmt.Sprintf(verb, a), fmt.Sprintf(verb, p), fmt.Sprintf(verb, record{a, p}), fmt.Sprintf(verb, &record{a, p}))
	}
	for _, s := range printed {
		if strings.Contains(s, "aigul") || strings.Contains(s, fmt.Sprintf("%x", "aigul")) {
			t.Errorf("personal data printed: %s", s)
		}
	}
	if a.Reveal() != secret || p.Reveal() != secret {
		t.Error("Reveal does not give the text back")
	}
}

func TestParseAddress(t *testing.T) {
	for in, want := range map[string]string{
		"Aigul@Posta.Example":                   "aigul@posta.example",
		" a@b.kz. ":                             "a@b.kz",
		"a+b@c.d.kz":                            "a+b@c.d.kz",
		"айгүл@пошта.қаз":                       "айгүл@пошта.қаз",
		"":                                      "",
		"a@b":                                   "",
		"@b.kz":                                 "",
		"a@":                                    "",
		"a@b@c.kz":                              "",
		"Ab <a@b.kz>":                           "",
		"a b@c.kz":                              "",
		"a@b..kz":                               "",
		"a@b.kz,c@d.kz":                         "",
		"a\n@b.kz":                              "",
		strings.Repeat("a", 65) + "@b.kz":       "",
		"a@" + strings.Repeat("b", 250) + ".kz": "",
	} {
		a, err := ParseAddress(in)
		if a.Reveal() != want || (want == "") != errors.Is(err, ErrBadAddress) {
			t.Errorf("ParseAddress(%q) = %q, %v; want %q", in, a.Reveal(), err, want)
		}
		if err != nil && in != "" && strings.Contains(err.Error(), in) {
			t.Errorf("the error repeats the address: %v", err)
		}
	}
}

func TestMasked(t *testing.T) {
	a, err := ParseAddress("petrov@novaya.example.kz")
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Masked(); got != "p***@n***.kz" {
		t.Errorf("Masked() = %s", got)
	}
}

func TestNumberReadsBackAsPeopleWriteIt(t *testing.T) {
	for range 200 {
		n, err := NewNumber(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		plain := strings.ReplaceAll(strings.TrimPrefix(string(n), "OT-"), "-", "")
		for _, written := range []string{
			string(n), strings.ToLower(string(n)), plain, " " + plain[:4] + " " + plain[4:] + " ",
			"ОТ-" + plain[:4] + "–" + plain[4:], strings.ReplaceAll(strings.ReplaceAll(string(n), "0", "O"), "1", "l"),
		} {
			if got, err := ParseNumber(written); err != nil || got != n {
				t.Errorf("ParseNumber(%q) = %q, %v; want %q", written, got, err, n)
			}
		}
	}
}

func TestNumberHasAPlaceOfItsOwn(t *testing.T) {
	for range 200 {
		n, err := NewNumber(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		place, ok := n.Place()
		if back := NumberAt(append(place[:], 0xff)); !ok || back != n {
			t.Errorf("%s lies at %x, where %s does", n, place, back)
		}
		place[4] |= 0x1f // beyond the 35 bits
		if NumberAt(place[:]) != n {
			t.Errorf("%s hangs on more than its bits", n)
		}
	}
	for _, none := range []Number{"", "OT-", "OT-7F3K-92Q", "OT-7F3K-92QTT", "OT-7F3K-92QZ", "OT-7F3K492QT", "ot-7f3k-92qt", "OT-7FUK-92QT"} {
		if place, ok := none.Place(); ok {
			t.Errorf("%q lies at %x", none, place)
		}
	}
	if a, _ := Number(NumberAt([]byte{0, 0, 0, 0, 0x20})).Place(); a != [NumberPlace]byte{0, 0, 0, 0, 0x20} {
		t.Errorf("the second place is %x", a)
	}
}

// One wrong character is always found: a caller who mishears one does not reach
// another person's request.
func TestNumberFindsEveryWrongCharacter(t *testing.T) {
	n, err := NewNumber(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for i := 3; i < len(n); i++ {
		if n[i] == '-' {
			continue
		}
		for _, c := range crockford {
			if byte(c) == n[i] {
				continue
			}
			wrong := string(n[:i]) + string(c) + string(n[i+1:])
			if _, err := ParseNumber(wrong); !errors.Is(err, ErrBadNumber) {
				t.Errorf("ParseNumber(%q) for %q: %v", wrong, n, err)
			}
		}
	}
}

// P3 and P12 in one table: every pair of states, every kind of actor and proof.
func TestStep(t *testing.T) {
	states := []State{"", StateReceived, StateAwaiting, StateInReview, StateApplied, StateRefused, StateClosed}
	for _, from := range states {
		for _, to := range states {
			for _, by := range []Actor{ActorSystem, ActorSubject, Operator("aidos")} {
				for _, proof := range []Proof{Proven, Unproven, Contradicted, ""} {
					err := Step(from, to, by, proof)
					if err == nil && to == StateApplied && proof != Proven && !by.IsOperator() {
						t.Errorf("%q → %q by %s with %s proof is allowed", from, to, by, proof)
					}
					if err == nil && to == StateRefused && !by.IsOperator() {
						t.Errorf("%q → %q by %s is allowed", from, to, by)
					}
					if err != nil && !errors.Is(err, ErrTransition) && !errors.Is(err, ErrNotAllowed) {
						t.Errorf("%q → %q: unexpected %v", from, to, err)
					}
				}
			}
		}
	}
	for _, path := range [][]State{
		{"", StateReceived, StateApplied, StateClosed},
		{"", StateReceived, StateAwaiting, StateApplied, StateClosed},
		{"", StateReceived, StateInReview, StateRefused, StateClosed},
		{"", StateReceived, StateAwaiting, StateInReview, StateApplied},
		{StateClosed, StateInReview, StateApplied, StateClosed},
	} {
		for i := range len(path) - 1 {
			if err := Step(path[i], path[i+1], Operator("aidos"), Proven); err != nil {
				t.Errorf("step %v: %v", path[i:i+2], err)
			}
		}
	}
	for _, pair := range [][2]State{{StateClosed, StateApplied}, {StateRefused, StateApplied}, {StateApplied, StateRefused}, {"", StateApplied}} {
		if Step(pair[0], pair[1], Operator("aidos"), Proven) == nil {
			t.Errorf("step %v is allowed", pair)
		}
	}
}
