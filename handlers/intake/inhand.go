package intake

import (
	"slices"
	"sync"

	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/store"
)

// span is the UIDs of a batch.
type span struct {
	from store.MessageKey
	last uint32
}

func spanOf(batch []mailbox.Delivery) span {
	return span{storeKey(batch[0].Key), batch[len(batch)-1].Key.UID}
}

func (s span) in(box string) bool { return s.from.Mailbox == box }

// inHand are the batches that are being read or recorded, the oldest first: one is
// read while the one before is recorded. Should the process die, all of them are
// suspect.
type inHand struct {
	mu    sync.Mutex
	spans []span
}

// take marks a batch as being worked on, with those of its mailbox before it.
func (h *inHand) take(s *store.Store, batch span) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.spans = append(h.spans, batch)
	return h.mark(s, batch.from.Mailbox)
}

// done takes the mark off a batch.
func (h *inHand) done(s *store.Store, batch span) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i := slices.Index(h.spans, batch); i >= 0 {
		h.spans = slices.Delete(h.spans, i, i+1)
	}
	if len(h.spans) == 0 {
		return s.ClearWorking()
	}
	return h.mark(s, h.spans[0].from.Mailbox)
}

// Busy reports whether a batch is being read or recorded.
func (in *Intake) Busy() bool {
	in.inHand.mu.Lock()
	defer in.inHand.mu.Unlock()
	return len(in.inHand.spans) > 0
}

// reopened forgets batches of a mailbox that will not be recorded but come again.
func (h *inHand) reopened(box string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.spans = slices.DeleteFunc(h.spans, func(s span) bool { return s.in(box) })
}

// mark writes one range: of one mailbox, from its oldest batch to its newest.
func (h *inHand) mark(s *store.Store, box string) error {
	var all span
	for _, batch := range h.spans {
		switch {
		case !batch.in(box):
		case all.last == 0:
			all = batch
		default:
			all.last = max(all.last, batch.last)
		}
	}
	return s.MarkWorking(all.from, all.last)
}
