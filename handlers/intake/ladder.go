package intake

import (
	"fmt"
	"slices"
	"strings"

	"medico-intech.kz/otinish/classifier"
	"medico-intech.kz/otinish/mailbox/senderauth"
	"medico-intech.kz/otinish/store/privacy"
)

// Evidence is what may speak for the author of a letter: a reason of senderauth that
// proves, or one of the two below.
type Evidence string

const (
	// EvidenceFrom is the From line alone, which anybody can write.
	EvidenceFrom Evidence = "from"
	// EvidenceConfirmation is the answer of the address to our question.
	EvidenceConfirmation Evidence = "confirmation"
)

// proofs are the findings that prove an author.
var proofs = []Evidence{
	senderauth.ReasonDMARC, senderauth.ReasonDKIM, senderauth.ReasonSPF, senderauth.ReasonSignature, senderauth.ReasonARC,
}

// Ladder says, act by act and field by field, which evidence is enough. Nil stands for
// what is shipped; an empty list leaves the act to a person. A new address asks its own
// owner besides, whatever stands here.
type Ladder struct {
	Update      map[privacy.Field][]Evidence
	Withdraw    []Evidence
	Unsubscribe []Evidence
}

// shippedRung is as lax as P3 allows: to stop information letters the From line is
// enough, which can be taken back; everything else needs proof or an answer.
func shippedRung(harmless bool) []Evidence {
	if harmless {
		return []Evidence{EvidenceFrom}
	}
	return append(slices.Clone(proofs), EvidenceConfirmation)
}

// Check returns what is laxer than P3, or no evidence at all, with the reason; keys
// are named as the configuration has them.
func (l Ladder) Check() []error {
	var errs []error
	for _, f := range privacy.Fields {
		errs = append(errs, checkRung("proof.update."+string(f), l.Update[f], false)...)
	}
	return append(append(errs, checkRung("proof.withdraw", l.Withdraw, false)...), checkRung("proof.unsubscribe", l.Unsubscribe, true)...)
}

func checkRung(key string, rung []Evidence, harmless bool) (errs []error) {
	known := shippedRung(false)
	if harmless {
		known = append(known, EvidenceFrom)
	}
	for _, e := range rung {
		switch {
		case slices.Contains(known, e):
		case e == EvidenceFrom:
			errs = append(errs, fmt.Errorf("%s: %q is not enough: nothing may change because a From line says so, which anybody can write (P3 in docs/security.md); leave it out", key, e))
		default:
			errs = append(errs, fmt.Errorf("%s: %q proves nothing; write any of %s", key, e, quoted(known)))
		}
	}
	return errs
}

func quoted(list []Evidence) string {
	words := make([]string, len(list))
	for i, e := range list {
		words[i] = fmt.Sprintf("%q", e)
	}
	return strings.Join(words, ", ")
}

// enough reports whether evidence suffices for all that a verdict would do.
func (l Ladder) enough(v classifier.Verdict, e Evidence) bool {
	switch v.Kind {
	case privacy.KindUpdate:
		for _, f := range privacy.Fields {
			if changes(v, f) && !holds(l.Update[f], false, e) {
				return false
			}
		}
		return true
	case privacy.KindWithdraw:
		return holds(l.Withdraw, false, e)
	case privacy.KindUnsubscribe:
		return holds(l.Unsubscribe, true, e)
	}
	return slices.Contains(proofs, e)
}

// changes reports whether a verdict asks for a field; one that names no value may
// ask for any.
func changes(v classifier.Verdict, f privacy.Field) bool {
	return len(v.Fields) == 0 || slices.ContainsFunc(v.Fields, func(value classifier.Value) bool { return value.Field == f })
}

// holds reports whether evidence stands on a rung. Where the From line is enough
// everything is.
func holds(rung []Evidence, harmless bool, e Evidence) bool {
	if rung == nil {
		rung = shippedRung(harmless)
	}
	return slices.Contains(rung, e) || slices.Contains(rung, EvidenceFrom)
}
