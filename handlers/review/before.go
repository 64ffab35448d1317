package review

import (
	"fmt"
	"slices"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// What has to be seen before a request is carried out is said here, and nowhere else:
// seeFirst lists it for whoever shows a request, settledFor refuses what needs more than
// one key, one line or one press for many.

// turning are the doubts of the reading that what is proposed may not be what the
// letter asks: that it asks the contrary, less, on a condition, or for somebody else.
// The others say only that it is not clear enough for a rule, or that a value is wanting.
var turning = []string{"third-person", "negation", "condition", "part", "contradictory", "unsure", "giving", "forwarded", "no-own-text", "sense", "further", handlers.DoubtMerged}

// Turning reports whether a doubt of the reading forbids to carry a request out unseen.
func Turning(doubt string) bool { return slices.Contains(turning, doubt) }

// sure are the acts that need a request the reading is certain of: each would harm whoever
// asked the contrary, and how well a letter was read is no reason to do it unseen.
var sure = []privacy.Kind{privacy.KindErase, privacy.KindBlock, privacy.KindUnblock, privacy.KindWithdraw, privacy.KindUnsubscribe}

// StandsAgainst reports whether a doubt of a request has to be read before it is carried out.
func StandsAgainst(r store.Request, doubt string) bool {
	return Turning(doubt) || slices.Contains(sure, r.Kind)
}

// doubted: the letter may ask for something else than is proposed.
func doubted(c Case) bool {
	r := c.Request
	return slices.ContainsFunc(r.Doubts, Turning) ||
		touches(c) && slices.Contains(sure, r.Kind) && (r.Certainty != privacy.Certain || len(r.Doubts) > 0)
}

// touches: approving does something to the record that lies there, and is not only the
// answer that nothing is held or blocked.
func touches(c Case) bool {
	return acts(c) && c.Subject.ID != "" && (c.Request.Kind != privacy.KindUnblock || c.Subject.Blocked)
}

// seeFirst tells what has to be seen before a request that waits is carried out.
func seeFirst(tx *store.Tx, c Case) (list []Warning, err error) {
	r := c.Request
	if !undecided(r) {
		return nil, nil
	}
	if r.State == privacy.StateAwaiting {
		list = append(list, Warning{Code: WarnAwaited})
	}
	if !acts(c) {
		if Answered(c.Item) { // nothing is carried out, and closing it would be the end of the answer
			list = append(list, Warning{Code: WarnAnswered})
		}
		return list, nil
	}
	list = append(list, unsure(c)...)
	if Answered(c.Item) {
		list = append(list, Warning{Code: WarnAnswered})
	}
	if doubted(c) {
		list = append(list, Warning{Code: WarnDoubts})
	}
	if r.Kind == privacy.KindErase && touches(c) { // also a certain one: it cannot be taken back
		list = append(list, Warning{Code: WarnDestroys})
	}
	if r.Kind == privacy.KindUpdate && handlers.Unsettled(r.Changes) != "" {
		list = append(list, Warning{Code: WarnValues})
	}
	newer, err := handlers.Overtaken(tx, r, c.Subject.ID)
	for _, n := range newer {
		list = append(list, Warning{WarnOlder, n})
	}
	if err = store.PassOver(err); err != nil {
		return list, err
	}
	byHand, err := handlers.ChangedSince(tx, r, c.Subject.ID)
	if byHand {
		list = append(list, Warning{Code: WarnByHand})
	}
	return list, store.PassOver(err)
}

// acts: approving the request would carry something out.
func acts(c Case) bool {
	r := c.Request
	return undecided(r) && r.ClosedAt.IsZero() && r.Kind.Valid() && carriedOut(r.Kind)
}

// unsure warns that it may not be the person who asks.
func unsure(c Case) []Warning {
	r := c.Request
	switch {
	case !acts(c), c.Subject.ID == "" && r.SubjectID == "", r.Kind == privacy.KindUnsubscribe: // nothing would be done, or nobody is hurt
	case r.Proof == privacy.Contradicted:
		return []Warning{{Code: WarnContradicted}}
	case r.Proof != privacy.Proven:
		return []Warning{{Code: WarnUnproven}}
	}
	return nil
}

// SeenFirst reports whether a warning of a request is one that has to be seen before it is
// carried out: one key does not do it.
func SeenFirst(c Case, w Warning) bool {
	return slices.Contains([]string{WarnContradicted, WarnUnproven, WarnAwaited, WarnValues}, w.Code) || ReadFirst(c, w)
}

// ReadFirst reports whether a warning of a request is one for which whoever carries it
// out must have had it before them (Act.Read): a list does not do it. Of who wrote it, that
// is where what they ask ends a protection or the data themselves.
func ReadFirst(c Case, w Warning) bool {
	switch w.Code {
	case WarnAnswered, WarnDoubts, WarnDestroys, WarnOlder, WarnByHand:
		return true
	case WarnContradicted:
		return touches(c)
	case WarnUnproven: // a withdrawal is followed by a destruction
		return touches(c) && slices.Contains([]privacy.Kind{privacy.KindErase, privacy.KindUnblock, privacy.KindWithdraw}, c.Request.Kind)
	}
	return false
}

// told after it was carried out: all but what was settled by carrying it out.
func told(c Case, w Warning) bool {
	return SeenFirst(c, w) && !slices.Contains([]string{WarnAnswered, WarnValues, WarnDestroys}, w.Code)
}

// settledFor refuses to carry out what somebody must have looked at first, where nobody
// has, and a choice between values that nobody has made.
func (t *turn) settledFor(a Approval) error {
	list, err := seeFirst(t.tx, *t.Case)
	if err != nil {
		return err
	}
	if err := t.settled(); err != nil {
		return err
	}
	if a.Read || len(a.Values) > 0 {
		return nil
	}
	for _, w := range list {
		if err := unseen(*t.Case, w); err != nil {
			return err
		}
	}
	return nil
}

// unseen refuses to carry out what nobody has had before them.
func unseen(c Case, w Warning) error {
	n := privacy.Plain(c.Request.Number)
	switch {
	case !ReadFirst(c, w):
		return nil
	case w.Code == WarnContradicted:
		return privacy.Mistaken("contradicted-unread", fmt.Errorf("something speaks against the From line; look at it (queue show), then say --version: %w", privacy.ErrNotAllowed), n)
	case w.Code == WarnUnproven:
		return privacy.Mistaken("unproven-unread", fmt.Errorf("nothing proves who wrote it; look at it (queue show), then say --version: %w", privacy.ErrNotAllowed), n)
	case w.Code == WarnDoubts:
		return privacy.Mistaken("doubts-unread", fmt.Errorf("the letter may ask for something else than is proposed; read it (queue show), then say --version: %w", privacy.ErrNotAllowed), n)
	case w.Code == WarnDestroys:
		return privacy.Mistaken("destroys-unread", fmt.Errorf("a destruction cannot be taken back; read the letter (queue show), then say --version: %w", privacy.ErrNotAllowed), n)
	case w.Code == WarnByHand:
		return privacy.Mistaken("changed-since", fmt.Errorf("the record was changed by hand since the letter came, and this would undo it; look at both (queue show), then say --version: %w", privacy.ErrNotAllowed), n)
	case w.Code == WarnOlder:
		return privacy.Mistaken("older", fmt.Errorf("the same person asked for something else later, and that was carried out (%s); look at both (queue show), then say --version: %w", w.Number, privacy.ErrNotAllowed), n, privacy.Plain(w.Number))
	}
	return nil
}
