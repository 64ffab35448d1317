package mailbox

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// processor runs Intake.Process on one batch while the next is fetched. At any
// time one batch is with it and one is being filled, no more.
type processor struct {
	w      *Watcher
	ctx    context.Context // ends with Run, not with the connection
	fail   context.CancelCauseFunc
	once   sync.Once
	work   chan []Delivery
	taken  chan struct{} // a token while no batch is with it
	done   chan struct{}
	cursor uint32 // read by the owner while taken holds the token
	err    error
}

// run does read with a processor behind it. What was fetched is recorded even if
// the connection ends: that is progress.
func (s *scan) run(ctx context.Context, read func(context.Context) error) error {
	reading, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	s.p = &processor{
		w: s.w, ctx: ctx, fail: fail, cursor: s.cursor,
		work: make(chan []Delivery), taken: make(chan struct{}, 1), done: make(chan struct{}),
	}
	s.p.taken <- struct{}{}
	err := read(reading)
	if handErr := s.hand(reading); err == nil {
		err = handErr
	}
	s.batch, s.bytes = nil, 0
	s.p.finish()
	s.cursor = s.p.cursor
	if s.p.err != nil {
		return s.p.err
	}
	return err
}

// emit adds d to the batch and hands the batch on when it is full.
func (s *scan) emit(ctx context.Context, d Delivery) error {
	s.batch = append(s.batch, d)
	s.bytes += len(d.Raw)
	if s.bytes < s.w.c.BatchBytes && len(s.batch) < s.w.c.BatchMessages {
		return nil
	}
	return s.hand(ctx)
}

// hand gives the batch to the processor, waiting until it is free.
func (s *scan) hand(ctx context.Context) error {
	if len(s.batch) == 0 {
		return nil
	}
	batch := s.batch
	s.batch, s.bytes = make([]Delivery, 0, len(batch)), 0
	s.p.once.Do(func() { go s.p.run() })
	select {
	case <-s.p.taken:
		s.p.work <- batch
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// rest waits until no batch is with the processor.
func (p *processor) rest(ctx context.Context) error {
	select {
	case <-p.taken:
		p.taken <- struct{}{}
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (p *processor) idle() bool { return len(p.taken) == 1 }

func (p *processor) run() {
	defer close(p.done)
	for batch := range p.work {
		if p.err == nil {
			p.err = p.process(batch)
		}
		if p.err != nil {
			p.fail(p.err)
		} else {
			p.cursor = batch[len(batch)-1].Key.UID
		}
		p.taken <- struct{}{}
	}
}

func (p *processor) finish() {
	p.once.Do(func() { close(p.done) }) // never started
	close(p.work)
	<-p.done
}

// process keeps a panic of the intake from ending the program. The value is not
// logged: it may quote a message.
func (p *processor) process(batch []Delivery) (err error) {
	defer func() {
		if v := recover(); v != nil {
			p.w.c.Log.Error("intake panicked", "mailbox", p.w.c.Mailbox, "stack", string(debug.Stack()))
			err = &Error{Op: "record", Kind: IntakeFailed, Err: fmt.Errorf("panic")}
		}
	}()
	for i := range batch {
		batch[i].seal()
	}
	p.w.c.Step("mailbox:before-process")
	if err := p.w.in.Process(p.ctx, batch); err != nil {
		return &Error{Op: "record", Kind: IntakeFailed, Err: err}
	}
	p.w.c.Step("mailbox:after-process")
	return nil
}
