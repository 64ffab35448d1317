package mailbox

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// processor prepares one batch while the one before is recorded and the next one is
// fetched. That makes three batches in memory, no more.
type processor struct {
	w    *Watcher
	ctx  context.Context // ends with Run, not with the connection
	fail context.CancelCauseFunc
	once sync.Once

	work   chan []Delivery
	ready  chan prepared
	flying atomic.Int32  // batches handed over and not recorded
	landed chan struct{} // a batch has landed
	done   chan struct{}

	cursor uint32 // the owner may read and write it while nothing flies
	err    error
}

// prepared is a batch that can be recorded.
type prepared struct {
	record Record
	last   uint32
}

// run does read with a processor behind it. What was fetched is recorded even if
// the connection ends: that is progress.
func (s *scan) run(ctx context.Context, read func(context.Context) error) error {
	reading, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	s.p = &processor{
		w: s.w, ctx: ctx, fail: fail, cursor: s.cursor,
		work: make(chan []Delivery), ready: make(chan prepared), landed: make(chan struct{}, 1), done: make(chan struct{}),
	}
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

// hand gives the batch to the processor, waiting until it can prepare it.
func (s *scan) hand(ctx context.Context) error {
	if len(s.batch) == 0 {
		return nil
	}
	s.p.start()
	s.p.flying.Add(1)
	select {
	case s.p.work <- s.batch:
		s.batch, s.bytes = make([]Delivery, 0, len(s.batch)), 0
		return nil
	case <-ctx.Done():
		s.p.flying.Add(-1)
		return context.Cause(ctx)
	}
}

// rest waits until no batch is with the processor.
func (p *processor) rest(ctx context.Context) error {
	for !p.idle() {
		select {
		case <-p.landed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

func (p *processor) idle() bool { return p.flying.Load() == 0 }

// start runs the two stages when there is a first batch.
func (p *processor) start() {
	p.once.Do(func() {
		go func() {
			defer close(p.ready)
			for batch := range p.work {
				p.ready <- p.prepare(batch)
			}
		}()
		go func() {
			defer close(p.done)
			for b := range p.ready {
				p.land(b)
			}
		}()
	})
}

// land records a batch, unless one before it failed.
func (p *processor) land(b prepared) {
	if p.err == nil {
		p.err = p.record(b)
	}
	if p.err != nil {
		p.fail(p.err)
	} else {
		p.cursor = b.last
	}
	p.flying.Add(-1)
	select {
	case p.landed <- struct{}{}:
	default:
	}
}

func (p *processor) finish() {
	p.once.Do(func() { close(p.done) }) // never started
	close(p.work)
	<-p.done
}

func (p *processor) prepare(batch []Delivery) prepared {
	b := prepared{last: batch[len(batch)-1].Key.UID}
	for i := range batch {
		batch[i].seal()
	}
	p.w.c.Step("mailbox:before-process")
	err := p.guarded(func() error { b.record = p.w.in.Prepare(p.ctx, batch); return nil })
	if err != nil {
		b.record = func(context.Context) error { return err }
	}
	return b
}

func (p *processor) record(b prepared) error {
	if err := p.guarded(func() error { return b.record(p.ctx) }); err != nil {
		return &Error{Op: "record", Kind: IntakeFailed, Err: err}
	}
	p.w.c.Step("mailbox:after-process")
	return nil
}

// guarded keeps a panic of the intake from ending the program. The value is not
// logged: it may quote a message.
func (p *processor) guarded(do func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			p.w.c.Log.Error("intake panicked", "mailbox", p.w.c.Mailbox, "stack", string(debug.Stack()))
			err = errors.New("panic")
		}
	}()
	return do()
}
