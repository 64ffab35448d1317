package submission

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// quitTimeout bounds the farewell; nothing depends on its answer.
const quitTimeout = 2 * time.Second

// Client sends mail over one connection, which it keeps between sends for
// IdleClose. It is not for concurrent use: a pool is the caller's.
type Client struct {
	config Config

	mu   sync.Mutex // the idle timer against Send and Close
	kept *session
	idle *time.Timer
}

// Send submits one mail to one recipient. An empty from is the null sender.
// body is the whole message, lines ended by CRLF; it is not changed. A nil error
// means the server has taken it; every other error is an *Error.
//
// The end of ctx closes the connection at once, wherever the attempt stands.
func (c *Client) Send(ctx context.Context, from, to string, body []byte) error {
	m := &mail{body: body}
	var err error
	if m.from, m.to, m.utf8, err = paths(from, to); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return failure(ctx, StageConnect, ctx.Err())
	}
	if s := c.take(); s != nil {
		err := c.attempt(ctx, s, m)
		if !stale(err) || ctx.Err() != nil {
			return err
		}
	}
	s, err := c.connect(ctx)
	if err != nil {
		return err
	}
	return c.attempt(ctx, s, m)
}

// stale reports whether a kept connection turned out to be closed by the server
// meanwhile: that says nothing about the letter, and a fresh one is tried.
func stale(err error) bool {
	var e *Error
	if !errors.As(err, &e) || e.Stage != StageMail {
		return false
	}
	return e.Code == 421 || e.Kind == KindNetwork
}

// attempt runs one mail transaction and keeps the session where it is in a
// known state afterwards.
func (c *Client) attempt(ctx context.Context, s *session, m *mail) error {
	stop := context.AfterFunc(ctx, s.drop)
	stage, err := c.transact(s, m)
	if err == nil {
		if stop() {
			c.keep(s)
		}
		return nil
	}
	failed := failure(ctx, stage, err)
	answered := (failed.Kind == KindAnswer || failed.Kind == KindAddress) && failed.Code != 421
	if answered && s.smtp.Reset() == nil && stop() {
		c.keep(s)
	} else {
		stop()
		s.drop()
	}
	return failed
}

// Close says farewell and closes the connection, if there is one. The client
// can be used again.
func (c *Client) Close() {
	if s := c.take(); s != nil {
		s.quit()
	}
}

func (s *session) quit() {
	timer := time.AfterFunc(quitTimeout, s.drop)
	defer timer.Stop()
	s.smtp.CommandTimeout = quitTimeout
	s.smtp.Quit()
	s.drop()
}

func (c *Client) keep(s *session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = s
	if c.idle == nil {
		c.idle = time.AfterFunc(c.config.IdleClose, c.Close)
		return
	}
	c.idle.Reset(c.config.IdleClose)
}

func (c *Client) take() *session {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.idle != nil {
		c.idle.Stop()
	}
	s := c.kept
	c.kept = nil
	return s
}

// mail is what one transaction carries.
type mail struct {
	from, to string
	utf8     bool
	body     []byte
}

// transact runs MAIL, RCPT, DATA and the dot; it returns the stage it failed at.
func (c *Client) transact(s *session, m *mail) (Stage, error) {
	if err := s.noUTF8(m.utf8); err != nil {
		return StageRcpt, err
	}
	if err := s.smtp.Mail(m.from, &smtp.MailOptions{Size: int64(len(m.body)), UTF8: m.utf8}); err != nil {
		return StageMail, err
	}
	if err := s.smtp.Rcpt(m.to, nil); err != nil {
		return StageRcpt, err
	}
	data, err := s.smtp.Data()
	if err != nil {
		return StageData, err
	}
	return c.deliver(s, data, m.body)
}

// deliver writes the body and the final dot. go-smtp sets no deadline here, so
// one of our own closes the connection; the writer is closed only behind a whole
// body, for closing it sends the dot.
func (c *Client) deliver(s *session, data *smtp.DataCommand, body []byte) (Stage, error) {
	slow := time.AfterFunc(c.config.DataTimeout, s.drop)
	defer slow.Stop()
	if _, err := data.Write(body); err != nil {
		return StageData, inTime(slow, StageData, err)
	}
	c.config.Step(StepBeforeDot)
	s.wire.dotting, s.wire.waiting = true, func() { // go-smtp's own deadline holds from here
		slow.Stop()
		c.config.Step(StepDotWritten)
	}
	_, err := data.CloseWithResponse()
	s.wire.dotting = false
	var answer *smtp.SMTPError
	switch answered := errors.As(err, &answer); {
	case err == nil, answered && answer.Code/100 == 2:
		c.config.Step(StepAnswered)
		return StageDot, nil
	case !answered && s.wire.failed:
		// What failed left out at least its last octets, the dot among them.
		return StageData, inTime(slow, StageData, err)
	}
	return StageDot, err
}

// inTime turns an error into a timeout where the timer has closed the connection.
func inTime(slow *time.Timer, stage Stage, err error) error {
	if slow.Stop() {
		return err
	}
	return &Error{Outcome: Temporary, Stage: stage, Kind: KindTimeout}
}
