package intake

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/templates"
)

// receiptValues are the two values of a receipt: whatever they are made from, they
// look like chance to a stranger.
var receiptValues = regexp.MustCompile(`[A-Za-z0-9+/]{43}\.[A-Za-z0-9+/]{22}\n[A-Za-z0-9+/]{43}\n[A-Za-z0-9+/]{43}`)

// withoutReceipt leaves of a receipt what a stranger can compare (P4).
func withoutReceipt(text string) string { return receiptValues.ReplaceAllString(text, "RECEIPT") }

// P10: what the subject holds in hand is on the chain; a question tells nothing
// that was done and bears no receipt.
func TestLettersBearReceipts(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "+77015550001")
	o.gets(mail{from: aigul, results: proven(aigul), subject: markUpdate, body: "Телефон: 8 701 555 77 88"})
	o.gets(mail{from: aigul, subject: markWithdraw})
	var with, without []string
	for _, l := range o.letters("") {
		f, err := o.store.VerifyReceipt("> " + strings.ReplaceAll(l.Text, "\n", "\n> "))
		if err != nil {
			without = append(without, l.Template)
			continue
		}
		with = append(with, l.Template)
		if !f.Genuine || !f.SameText || !f.OnChain || f.Receipt.Act != "letter/"+l.Template {
			t.Errorf("%s: %+v", l.Template, f)
		}
		if f, _ := o.store.VerifyReceipt(strings.Replace(l.Text, "2026", "2025", 1)); f.SameText {
			t.Errorf("%s: a changed date is not noticed", l.Template)
		}
		for line := range strings.Lines(l.Text) {
			if utf8.RuneCountInString(line) > 73 {
				t.Errorf("%s: a line of %d characters", l.Template, utf8.RuneCountInString(line))
			}
		}
		if n := strings.Count(l.Text, "\n"); n > 60 {
			t.Errorf("%s: %d lines", l.Template, n)
		}
	}
	if strings.Join(with, " ") != "updated" || strings.Join(without, " ") != "confirmation-question" {
		t.Errorf("with a receipt %v, without %v", with, without)
	}
}

// What an operator is shown, and may reword, has no receipt yet: it comes with the
// letter that leaves, once, and is of its words.
func TestARewordedLetterBearsOneReceipt(t *testing.T) {
	o := newOffice(t)
	o.person(aigul, "Айгүл", "")
	r := o.near("")
	act := review.Act{Verb: "approve"}
	drafts, err := o.desk.Preview(t.Context(), r.Number, aidos, act)
	o.must(err)
	if len(drafts) != 1 || receiptValues.MatchString(drafts[0].Body) {
		t.Fatalf("%d letters, or one with a receipt for what nobody did", len(drafts))
	}
	act.Letter = strings.Replace(drafts[0].Body, string(r.Number), string(r.Number)+" (оператор)", 1)
	_, err = o.desk.Do(t.Context(), r.Number, aidos, act)
	o.must(err)
	text := o.last(aigul, templates.Updated).Text
	f, err := o.store.VerifyReceipt(text)
	if err != nil || !f.Genuine || !f.SameText || !f.OnChain || len(receiptValues.FindAllString(text, -1)) != 1 || !strings.Contains(text, "(оператор)") {
		t.Errorf("%+v %v in\n%s", f, err, text)
	}
}
