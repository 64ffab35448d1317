package outbox

// HangUp makes the sender close connections it keeps for the next letter: their
// buffers hold the letter that left last, and must not hold words to somebody who was
// destroyed. It never blocks.
func (s *Sender) HangUp() {
	s.hangUp.Store(true)
	s.Wake()
}

// hangUp lets the workers go that have nothing to do; others are begun when letters
// come.
func (d *dispatcher) hangUp() {
	if !d.s.hangUp.Swap(false) {
		return
	}
	for _, w := range d.idle {
		close(w.jobs)
		d.started--
	}
	d.idle = nil
}
