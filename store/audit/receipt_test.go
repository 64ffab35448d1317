package audit_test

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

const letterText = "Hello,\n\nYour request has been carried out: your personal data have been\nupdated.\n\nChanged: phone\n\nKeep this letter.\n"

func receiptOf(t *testing.T) (audit.Receipt, audit.Entry, ed25519.PublicKey) {
	t.Helper()
	key := ed25519.NewKeyFromSeed([]byte("0123456789abcdefghijklmnopqrstuv"))
	e := chain(3)[2]
	return audit.Sign(key, e, letterText), e, key.Public().(ed25519.PublicKey)
}

// A subject brings the letter as their mail program saved, quoted or forwarded it.
func TestReceiptIsFoundHoweverTheLetterCame(t *testing.T) {
	r, e, key := receiptOf(t)
	whole := letterText + "\n" + r.String() + "\n"
	for line := range strings.Lines(r.String()) {
		if len(line) > 73 {
			t.Errorf("%d characters: %q", len(line), line)
		}
	}
	for name, letter := range map[string]string{
		"as sent":      whole,
		"crlf":         strings.ReplaceAll(whole, "\n", "\r\n"),
		"quoted":       "On Monday they wrote:\n> " + strings.ReplaceAll(whole, "\n", "\n> "),
		"quoted twice": "See below\n>> " + strings.ReplaceAll(whole, "\n", "\n>> "),
		"one line":     strings.ReplaceAll(whole, "\n", " "),
		"with header":  "From: info@ulgi.example\nSubject: Done\n\n" + whole + "\n-- \nSent from my telephone",
	} {
		got, same, found := audit.FindReceipt(letter)
		if !found || !same {
			t.Errorf("%s: found %v, same text %v", name, found, same)
			continue
		}
		if !got.Genuine(key) || !got.Matches(e) {
			t.Errorf("%s: genuine %v, matches %v", name, got.Genuine(key), got.Matches(e))
		}
	}
}

func TestAlteredReceiptIsNotGenuine(t *testing.T) {
	r, e, key := receiptOf(t)
	for name, alter := range map[string]func(string) string{
		"act":    func(s string) string { return strings.Replace(s, e.Act.Act, "letter/withdrawn", 1) },
		"number": func(s string) string { return strings.Replace(s, "92QD", "92QE", 1) },
		"time":   func(s string) string { return strings.Replace(s, "2026-", "2025-", 1) },
		"hash": func(s string) string {
			at := strings.LastIndex(s, "Z\n") + 2
			return s[:at] + string(s[at]^1) + s[at+1:]
		},
	} {
		got, _, found := audit.FindReceipt(alter(letterText + r.String()))
		if !found || got.Genuine(key) {
			t.Errorf("%s: found %v and taken for genuine", name, found)
		}
	}
	if _, same, _ := audit.FindReceipt(strings.Replace(letterText, "phone", "name", 1) + r.String()); same {
		t.Error("a changed letter counts as the same")
	}
	if _, _, found := audit.FindReceipt("no receipt here: OT-7F3K-92QD"); found {
		t.Error("found where there is none")
	}
	if r.Genuine(nil) {
		t.Error("genuine without a key")
	}
}

func TestAnchorsAreReadFromAJournal(t *testing.T) {
	a := chain(7)[6].Anchor()
	for _, line := range []string{
		a.String(),
		fmt.Sprintf("Nov 28 02:00:01 mail otinish[77]: level=INFO msg=\"audit anchor\" seq=7 hash=%x", a.Hash),
		fmt.Sprintf(`{"level":"INFO","msg":"audit anchor","seq":7,"hash":"%x"}`, a.Hash),
	} {
		got, err := audit.ReadAnchors(strings.NewReader("other line seq=9\n" + line + "\n"))
		if err != nil || len(got) != 1 || got[0] != a {
			t.Errorf("%s: %v %v", line, got, err)
		}
	}
	if got, err := audit.ParseAnchor(" " + a.String() + "\n"); err != nil || got != a {
		t.Error(got, err)
	}
	for _, bad := range []string{"", "7", "7:12", "0:" + a.String()[2:], "x" + a.String(), a.String() + "0", "7:" + strings.Repeat("z", 64)} {
		if _, err := audit.ParseAnchor(bad); !errors.Is(err, privacy.ErrBadInput) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func mark(hash [32]byte) [16]byte { return [16]byte(hash[3:19]) }

func verifyWith(v audit.Verifier, entries []audit.Entry) error {
	for _, e := range entries {
		if err := v.Check(e); err != nil {
			return err
		}
	}
	return v.End()
}

// Who can write the file can compute hashes, but no marks.
func TestMarksHoldWhatHashesCannot(t *testing.T) {
	marked := func(from int) []audit.Entry {
		entries := chain(6)
		for i := from; i < len(entries); i++ {
			entries[i].Mark = mark(entries[i].Hash)
		}
		return entries
	}
	for from := range 6 {
		if err := verifyWith(audit.Verifier{Mark: mark}, marked(from)); err != nil {
			t.Errorf("marks from %d: %v", from, err)
		}
	}
	rewritten := func(from, at int, strip bool) []audit.Entry {
		entries := marked(from)
		entries[at].Act.Reason = "another"
		for i := at; i < len(entries); i++ {
			kept := entries[i].Mark
			entries[i] = audit.Next(entries[i-1], entries[i].At, entries[i].Act)
			if !strip {
				entries[i].Mark = kept
			}
		}
		return entries
	}
	for name, c := range map[string]struct {
		entries []audit.Entry
		broken  string
	}{
		"marks kept":               {rewritten(0, 3, false), "entry 4:"},
		"marks left out":           {rewritten(0, 3, true), "entry 4:"},
		"before the first mark":    {rewritten(4, 2, false), "entry 5:"},
		"no mark at all":           {rewritten(4, 2, true), "entry 6:"},
		"cut to before the marks":  {marked(4)[:4], "entry 4:"},
		"mark of another entry":    {func() []audit.Entry { e := marked(0); e[2].Mark = e[1].Mark; return e }(), "entry 3:"},
		"one without in the midst": {func() []audit.Entry { e := marked(0); e[2].Mark = [16]byte{}; return e }(), "entry 3:"},
	} {
		if err := verifyWith(audit.Verifier{Mark: mark}, c.entries); !errors.Is(err, audit.ErrBroken) || !strings.Contains(err.Error(), c.broken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnchorsFindACutEndAndAChainWrittenAnew(t *testing.T) {
	entries := chain(6)
	noted := []audit.Anchor{entries[1].Anchor(), entries[4].Anchor()}
	if err := verifyWith(audit.Verifier{Anchors: noted}, entries); err != nil {
		t.Error(err)
	}
	if err := verifyWith(audit.Verifier{Anchors: noted}, entries[:4]); !errors.Is(err, audit.ErrBroken) || !strings.Contains(err.Error(), "entry 5:") {
		t.Error("cut:", err)
	}
	anew := entries[:3:3]
	for len(anew) < 6 {
		anew = append(anew, audit.Next(anew[len(anew)-1], at, entries[0].Act))
	}
	if err := verifyWith(audit.Verifier{Anchors: noted}, anew); !errors.Is(err, audit.ErrBroken) || !strings.Contains(err.Error(), "entry 5:") {
		t.Error("written anew:", err)
	}
}

// A restore takes back what was noted; what was noted after it is not excused by it.
func TestAnchorsAcrossARestore(t *testing.T) {
	lost := chain(8) // the life that was taken back, from entry 5 on
	again := lost[:4:4]
	again = append(again, audit.Next(again[3], at, audit.Act{Actor: privacy.ActorSystem, Act: audit.ActRestored}))
	for range 4 {
		again = append(again, audit.Next(again[len(again)-1], at, lost[0].Act))
	}
	before, taken, beyond := lost[1].Anchor(), lost[6].Anchor(), audit.Anchor{Seq: 30, Hash: lost[7].Hash}
	first, later := again[4].Anchor(), again[7].Anchor()
	forged := later
	forged.Hash[0]++
	for name, c := range map[string]struct {
		noted  []audit.Anchor
		lost   int
		broken string
	}{
		"all as it was":              {[]audit.Anchor{before, taken, beyond, first, later}, 2, ""},
		"nothing noted since":        {[]audit.Anchor{before, taken, beyond}, 2, ""},
		"changed after the restore":  {[]audit.Anchor{before, taken, first, forged}, 0, "entry 8:"},
		"cut after the restore":      {[]audit.Anchor{before, first, beyond}, 0, "entry 10:"},
		"changed before the restore": {[]audit.Anchor{{Seq: 2, Hash: forged.Hash}, first}, 0, "entry 2:"},
	} {
		v := audit.Verifier{Anchors: c.noted}
		var err error
		for _, e := range again {
			if err = v.Check(e); err != nil {
				break
			}
		}
		if err == nil {
			err = v.End()
		}
		if c.broken == "" && (err != nil || v.Lost() != c.lost || v.Restored != 5) {
			t.Errorf("%s: %v, %d lost, restored %d", name, err, v.Lost(), v.Restored)
		}
		if c.broken != "" && (!errors.Is(err, audit.ErrBroken) || !strings.Contains(err.Error(), c.broken)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What counts of a text is told by Unicode's tables, by whatever way they are asked.
func TestLettersAndNumbersCount(t *testing.T) {
	nothing := audit.TextDigest("")
	for c := range rune(unicode.MaxRune + 1) {
		want := unicode.IsLetter(c) || unicode.IsNumber(c)
		if got := audit.TextDigest(string(c)) != nothing; got != want {
			t.Errorf("%U: %t", c, got)
		}
	}
}
