package templates

import (
	"fmt"

	"medico-intech.kz/otinish/store/privacy"
)

// vocabulary is what letters of one language share besides their files: words
// chosen by a value of the data. Terms are those of Law 94-V and of the policy.
type vocabulary struct {
	months     [12]string // in the form a date needs
	yearWord   string     // what follows the year
	yearFirst  bool
	almatyTime string
	authority  string
	receipt    string // why there is a receipt
	kinds      map[privacy.Kind]kindWords
	fields     map[privacy.Field]string
	grounds    map[string]string
}

// kindWords are the words for one kind of request.
type kindWords struct {
	matter string // noun phrase: what is asked; says nothing of any record (P4)
	asked  string // sentence to the author: how we understood it
	next   string // sentence: what happens now
}

// vocabularies lie in the order of privacy.Languages.
var vocabularies = [...]vocabulary{kazakh, russian, english}

func (w *vocabulary) kind(k privacy.Kind) (kindWords, error) {
	words, ok := w.kinds[k]
	if !ok {
		return words, fmt.Errorf("no words for a kind: %w", privacy.ErrBadInput)
	}
	return words, nil
}

// Codes of the grounds a refusal can rest on. Each needs the act and article
// beside it: Data.Article.
const (
	GroundRetention  = "LAW_RETENTION"   // a law orders keeping
	GroundObligation = "OPEN_OBLIGATION" // Law 94-V Art. 8(2): an obligation is unfulfilled
	GroundNoConsent  = "ART9"            // Law 94-V Art. 9: processing without consent
	GroundClaim      = "PENDING_CLAIM"   // a dispute, or the limitation period runs
	GroundOther      = "OTHER"           // another ground in law
)

// Grounds lists the codes of refusals that letters have words for.
func Grounds() []string {
	return []string{GroundRetention, GroundObligation, GroundNoConsent, GroundClaim, GroundOther}
}
