package review

import (
	"context"
	"fmt"
	"slices"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// knownWhys are the reasons for which a request waits for a person: of intake.Decide,
// and of what befalls it later. What stands in the queue is known too.
var knownWhys = []string{
	"doubtful", "several", "kind", "contradicted", "authority", "attachment", "blocked", "evidence", "no-record", "junk", "old", "restored",
	"automatic", "over-limit", "no-address", "unconfirmed", "answered", handlers.AnsweredLate, "unanswered", WhyTakenUp, "answer-contradicted", "reply-unclear", "split",
	"token-expired", "token-used", "token-from-another-address", "token-unknown", "token-worn", "address-in-use", "address-stopped",
	"address-undone", "undo-blocked", "undo-too-late", "letter-refused", "letter-expired", "letter-unknown", "letter-restored",
	"unreadable", "recording-failed", "kills-the-reader", "handled-before", "older",
}

// Whys lists the reasons for which requests wait now, sorted.
func (d *Desk) Whys(context.Context) (list []string, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		list = usedWhys(tx)
		return nil
	})
	return list, err
}

func usedWhys(tx *store.Tx) (list []string) {
	seen := make(map[string]bool)
	tx.EachWaiting(func(item store.ReviewItem) bool { // an error shows where the queue itself is read
		if !seen[item.Why] {
			seen[item.Why] = true
			list = append(list, item.Why)
		}
		return true
	})
	slices.Sort(list)
	return list
}

// check refuses a value that chooses nothing because there is no such thing.
func (f Filter) check() error {
	proofs := []privacy.Proof{privacy.Proven, privacy.Unproven, privacy.Contradicted}
	kinds := append(slices.Clone(privacy.Kinds), privacy.KindNone)
	switch {
	case f.Kind != "" && !slices.Contains(kinds, f.Kind):
		return privacy.Mistaken("no-kind", fmt.Errorf("no such kind; one of %v: %w", kinds, privacy.ErrBadInput))
	case f.Language != "" && !f.Language.Valid():
		return privacy.Mistaken("no-language", fmt.Errorf("no such language; one of %v: %w", privacy.Languages, privacy.ErrBadInput))
	case f.Proof != "" && !slices.Contains(proofs, f.Proof):
		return privacy.Mistaken("no-proof", fmt.Errorf("no such proof; one of %v: %w", proofs, privacy.ErrBadInput))
	case !slices.Contains([]string{"", "newest", "oldest", "kind"}, f.Sort):
		return privacy.Mistaken("no-order", fmt.Errorf("no such order; newest, oldest or kind: %w", privacy.ErrBadInput))
	}
	return nil
}
