package handlers

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// SamePerson reports whether two requests came from one person, as far as their
// addresses and the record tell.
func SamePerson(a, b store.Request) bool {
	return a.SubjectID != "" && a.SubjectID == b.SubjectID || !a.From.IsZero() && a.From == b.From
}

// Merge closes a request that repeats another of the same person. What it adds goes
// over to the other, and so does a stop of the processing that it caused (P8). item is
// the other's and is returned as it stands then.
func (o *Office) Merge(tx *store.Tx, r, into *store.Request, item store.ReviewItem, by privacy.Actor) (store.ReviewItem, error) {
	if err := mayMerge(*r, *into); err != nil {
		return item, err
	}
	if err := answersBoth(tx, *r, *into, item); err != nil {
		return item, err
	}
	if err := o.give(tx, r, into); err != nil {
		return item, err
	}
	if err := tx.PutRequest(*into); err != nil {
		return item, err
	}
	item, err := gave(tx, *into, item)
	if err != nil {
		return item, err
	}
	r.MergedInto = into.Number
	if err := o.record(tx, into, by, "merged-in", ""); err != nil {
		return item, err
	}
	return item, o.move(tx, r, privacy.StateClosed, by, "merged")
}

func mayMerge(r, into store.Request) error {
	switch {
	case r.ID == into.ID:
		return privacy.Mistaken("merge-itself", fmt.Errorf("a request is no duplicate of itself: %w", privacy.ErrBadInput))
	case !SamePerson(r, into):
		return privacy.Mistaken("merge-people", fmt.Errorf("the two came from different people: %w", privacy.ErrNotAllowed))
	case r.Kind != into.Kind:
		return privacy.Mistaken("merge-kinds", fmt.Errorf("one asks for %s, the other for %s; reclassify first: %w", r.Kind, into.Kind, privacy.ErrNotAllowed), privacy.Coded("kind", r.Kind), privacy.Coded("kind", into.Kind))
	case into.State == privacy.StateReceived && !into.ProofNextAt.IsZero(): // what is added would be taken for proven with it (P3)
		return privacy.Mistaken("merge-unproven", fmt.Errorf("%s waits for the proof of its author; decide when that is settled: %w", into.Number, privacy.ErrNotAllowed), privacy.Plain(into.Number))
	case into.State == privacy.StateAwaiting && adds(r, into): // and so would the yes to a question that did not name it
		return privacy.Mistaken("merge-asked", fmt.Errorf("%s waits for a yes to what it lists, and %s would add to that; decide %s first: %w", into.Number, r.Number, into.Number, privacy.ErrNotAllowed), privacy.Plain(into.Number), privacy.Plain(r.Number))
	case into.State == privacy.StateAwaiting && sooner(r, into): // nobody looks at it before its answer is there
		return privacy.Mistaken("merge-sooner", fmt.Errorf("%s waits for its writer, and %s is due before it; decide %s first: %w", into.Number, r.Number, r.Number, privacy.ErrNotAllowed), privacy.Plain(into.Number), privacy.Plain(r.Number))
	case into.MergedInto != "":
		return privacy.Mistaken("merge-merged", fmt.Errorf("%s was merged into %s itself: %w", into.Number, into.MergedInto, privacy.ErrNotAllowed), privacy.Plain(into.Number), privacy.Plain(into.MergedInto))
	}
	return nil
}

// answersBoth: a request is closed with one that is done only where its writer was
// granted what both ask, by a letter written since: nobody answers it any more.
func answersBoth(tx *store.Tx, r, into store.Request, item store.ReviewItem) error {
	if into.State.Open() {
		return nil
	}
	letters, err := tx.LettersOf(into.ID)
	if err != nil {
		return err
	}
	granted := item.Decision != string(privacy.StateRefused) && item.Decision != string(privacy.StateClosed) // closed: as no request
	answered := slices.ContainsFunc(letters, func(l store.Letter) bool {
		return answers(l, item.Decision) && !l.QueuedAt.Before(r.ReceivedAt)
	})
	if granted && answered {
		return nil
	}
	return privacy.Mistaken("merge-unanswered", fmt.Errorf("%s is closed, and nothing that was written about it answers %s; decide %s by itself: %w", into.Number, r.Number, r.Number, privacy.ErrNotAllowed), privacy.Plain(into.Number), privacy.Plain(r.Number))
}

// answers: the letter says what became of a request, and left or will leave. Words of
// an operator do where it was closed with them.
func answers(l store.Letter, decision string) bool {
	switch l.Template {
	case templates.Answer:
		return decision == string(privacy.StateApplied) && l.State != store.LetterCancelled && l.State != store.LetterFailed
	case templates.Updated, templates.AddressChanged, templates.Withdrawn, templates.Destruction, templates.Destroyed, templates.Unsubscribed, templates.Unblocked, templates.NotBlocked:
		return l.State == store.LetterQueued || l.State == store.LetterSent || l.State == store.LetterHeld
	}
	return false
}

// sooner: a request is due before another.
func sooner(r, than store.Request) bool {
	return !r.DueAt.IsZero() && (than.DueAt.IsZero() || r.DueAt.Before(than.DueAt))
}

// give hands what a request adds to an open one over; what a closed one can no longer
// take on ends.
func (o *Office) give(tx *store.Tx, r, into *store.Request) error {
	if !into.State.Open() {
		return o.Resume(tx, r)
	}
	had := *into // of a value that r corrects both are kept: the desk asks which is meant
	for _, c := range r.Changes {
		if !names(had, c) {
			c.Where = of(r.Number, c.Where)
			into.Changes = append(into.Changes, c)
		}
	}
	into.Doubts = slices.Clone(into.Doubts)
	if r.Proof != privacy.Proven && had.Proof == privacy.Proven && adds(*r, had) && !slices.Contains(into.Doubts, DoubtMerged) {
		into.Doubts = append(into.Doubts, DoubtMerged)
	}
	for _, d := range r.Doubts { // its letter is answered with the other's
		if !slices.Contains(into.Doubts, d) {
			into.Doubts = append(into.Doubts, d)
		}
	}
	into.Merged = append(slices.Clone(into.Merged), append(slices.Clone(r.Merged), r.Number)...)
	keepEarlier(r, into)
	return handOver(tx, r, into)
}

// DoubtMerged: a value comes from a letter that was merged in, and nothing proves that
// one, though the other is proven.
const DoubtMerged = "merged-unproven"

// keepEarlier: two that are one were asked when the first came, and that one's period
// counts for both.
func keepEarlier(r, into *store.Request) {
	if sooner(*r, *into) {
		into.DueAt, into.Clock = r.DueAt, r.Clock
	}
	if r.ReceivedAt.Before(into.ReceivedAt) {
		into.ReceivedAt = r.ReceivedAt
	}
	if !r.StatedDue.IsZero() && (into.StatedDue.IsZero() || r.StatedDue.Before(into.StatedDue)) {
		into.StatedDue = r.StatedDue
	}
	if !r.NamedDue.IsZero() && (into.NamedDue.IsZero() || r.NamedDue.Before(into.NamedDue)) { // somebody has to look at it yet
		into.NamedDue = r.NamedDue
	}
}

// names reports whether a request asks for a change: the field and the value.
func names(r store.Request, change store.Change) bool {
	return slices.ContainsFunc(r.Changes, func(c store.Change) bool {
		return c.Field == change.Field && c.Value.Reveal() == change.Value.Reveal()
	})
}

// of says of a place that it is in the letter of another request.
func of(n privacy.Number, where string) string {
	head, _, _ := strings.Cut(where, ", ")
	if _, is := privacy.Number(head).Place(); is || where == "" {
		return where
	}
	return string(n) + ", " + where
}

// adds reports whether a request asks for a change that another one does not.
func adds(r, to store.Request) bool {
	return slices.ContainsFunc(r.Changes, func(c store.Change) bool { return !names(to, c) })
}

// handOver leaves consents suspended, for the other request from now on.
func handOver(tx *store.Tx, r, into *store.Request) error {
	if r.SubjectID == "" {
		return nil
	}
	consents, err := tx.Consents(r.SubjectID)
	if err != nil {
		return err
	}
	for _, c := range consents {
		if c.SuspendedBy != r.ID {
			continue
		}
		c.SuspendedBy = into.ID
		if err := tx.PutConsent(c); err != nil {
			return err
		}
	}
	return nil
}

// Split opens a second request of the same letter, of another kind, with a number
// and a period of its own; the writer hears of it.
func (o *Office) Split(tx *store.Tx, r *store.Request, by privacy.Actor, kind privacy.Kind, dueAt time.Time, clock string) (store.Request, error) {
	number, err := tx.NumberFor(r.ID, kind) // the one a preview has shown
	if err != nil {
		return store.Request{}, err
	}
	second := *r
	second.ID, second.Number, second.Kind, second.Certainty = tx.NewRequestID(), number, kind, privacy.Doubtful
	second.State, second.Route, second.Reason = privacy.StateReceived, privacy.RouteReview, "split"
	second.RecordedAt, second.DueAt, second.Clock, second.ClosedAt = tx.Now(), dueAt, clock, time.Time{}
	second.Changes, second.Notes, second.Doubts, second.Undo, second.MergedInto, second.StatedDue = nil, nil, nil, nil, "", zeroTime
	second.NamedDue, second.DaySettled = zeroTime, false
	second.Merged = nil
	second.FormerAddress, second.UndoUntil = privacy.Address{}, time.Time{}
	if kind == privacy.KindUpdate {
		second.Changes = slices.Clone(r.Changes)
	}
	for _, n := range r.Notes { // the matter may stand in an answer
		if n.By == privacy.ActorSubject {
			second.Notes = append(second.Notes, n)
		}
	}
	if err := tx.PutRequest(second); err != nil {
		return second, err
	}
	if err := o.record(tx, &second, by, "received", string(kind)+"/split"); err != nil {
		return second, err
	}
	if err := copyAnswers(tx, r.ID, second.ID); err != nil {
		return second, err
	}
	raw, err := tx.MessageBytes(r.ID)
	if err == nil {
		err = tx.PutMessageBytes(second.ID, raw)
	}
	if err != nil && !isNotFound(err) {
		return second, err
	}
	if r.Message.UID != 0 {
		if err := tx.AddDisposed(r.Message, second.ID); err != nil && !isNotFound(err) {
			return second, err
		}
	}
	if err := o.Review(tx, &second, "split"); err != nil {
		return second, err
	}
	return second, o.Acknowledge(tx, &second)
}

// copyAnswers keeps what was answered about a request with another too. What cannot be
// read stays where it is.
func copyAnswers(tx *store.Tx, from, to privacy.RequestID) error {
	answers, err := tx.AnswerBytes(from)
	if err = store.PassOver(err); err != nil {
		return err
	}
	for n, raw := range answers {
		if err := tx.PutAnswerBytes(to, n, raw); err != nil {
			return err
		}
	}
	return nil
}
