package console

import (
	"slices"
	"strings"
	"unicode"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// sender is the display name of a From field. Anybody writes there what they like: a
// proof is of the address.
type sender struct {
	Name   string
	Proof  string // key of its words: what stands behind the name
	Record string // the name on record, where it is another one
}

// maxName is how much of a display name is shown, in characters.
const maxName = 100

func senderOf(c review.Case, l *Letter) (n sender) {
	if l == nil {
		return n
	}
	if n.Name = cleanName(l.FromName); n.Name == "" || n.Name == c.Request.From.Reveal() {
		return sender{}
	}
	n.Proof = "name.unproven"
	record := c.Subject.Name.Reveal()
	switch {
	case c.Request.Proof == privacy.Proven && record != "" && sameName(n.Name, record):
		n.Proof = "name.on-record"
	case c.Request.Proof == privacy.Proven && signed(c.Request):
		n.Proof = "name.signed"
	}
	if record != "" && !sameName(n.Name, record) {
		n.Record = record
	}
	return n
}

// signed: a signature of the sender's domain covers the From field, and with it the
// name (RFC 6376 §5.4). SPF, and a confirmation, say nothing about it.
func signed(r review.Record) bool {
	return r.ProofBy != "confirmation" && (r.ProofWhy == "dkim-verified" || r.ProofWhy == "dkim-aligned")
}

// cleanName takes out what would turn the line round or hide in it.
func cleanName(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, name)
	runes := []rune(strings.Join(strings.Fields(name), " "))
	if len(runes) > maxName {
		return string(runes[:maxName]) + "…"
	}
	return string(runes)
}

// sameName: the same words in any order and case.
func sameName(a, b string) bool {
	words := func(s string) []string {
		list := strings.Fields(strings.ToLower(s))
		slices.Sort(list)
		return list
	}
	return slices.Equal(words(a), words(b))
}
