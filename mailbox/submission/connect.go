package submission

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/textproto"
	"strings"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// session is one connection, greeted, secured and authenticated.
type session struct {
	smtp *smtp.Client
	wire *wire
}

func (s *session) drop() { s.wire.raw.Close() }

// connect opens a session within ConnectTimeout. It closes what it opened when
// it fails.
func (c *Client) connect(ctx context.Context) (*session, error) {
	ctx, cancel := context.WithTimeout(ctx, c.config.ConnectTimeout)
	defer cancel()
	raw, err := c.config.Dial(ctx, "tcp", c.config.Address)
	if err != nil {
		return nil, failure(ctx, StageConnect, err)
	}
	// go-smtp bounds single commands only; closing frees whatever is blocked.
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	s, err := c.open(ctx, raw)
	if !stop() && err == nil {
		err = failure(ctx, StageAuth, ctx.Err())
	}
	if err != nil {
		raw.Close()
		return nil, err
	}
	c.config.Step(StepConnected)
	return s, nil
}

func (c *Client) open(ctx context.Context, raw net.Conn) (*session, error) {
	w := &wire{Conn: raw, raw: raw}
	switch c.config.TLS {
	case TLSStartTLS:
		if err := c.startTLS(ctx, raw); err != nil {
			return nil, err
		}
		w.replay = []byte("220 secured\r\n") // the greeting was taken before TLS; go-smtp waits for one
		fallthrough
	case TLSImplicit:
		secured := tls.Client(raw, c.config.TLSConfig)
		if err := secured.HandshakeContext(ctx); err != nil {
			return nil, failure(ctx, StageTLS, err)
		}
		w.Conn = secured
	}
	s := &session{smtp: smtp.NewClient(w), wire: w}
	s.smtp.CommandTimeout = c.config.CommandTimeout
	s.smtp.SubmissionTimeout = c.config.DataTimeout
	if err := s.smtp.Hello(c.config.HelloName); err != nil {
		return nil, failure(ctx, StageConnect, err)
	}
	return s, c.authenticate(ctx, s)
}

// startTLS speaks the clear part of RFC 3207. go-smtp has it too, but greets as
// "localhost" there whatever name is set. What the server sent in the clear
// behind its 220 is thrown away with the reader: it could be anybody's.
func (c *Client) startTLS(ctx context.Context, raw net.Conn) error {
	w := &wire{Conn: raw, raw: raw}
	text := textproto.NewConn(w)
	if _, _, err := text.ReadResponse(220); err != nil {
		return clearFailure(ctx, StageConnect, err)
	}
	offers, err := exchange(text, 250, "EHLO "+c.config.HelloName)
	if err != nil {
		return clearFailure(ctx, StageConnect, err)
	}
	if !offered(offers, "STARTTLS") {
		return &Error{Outcome: Temporary, Stage: StageTLS, Kind: KindTLS, Detail: "STARTTLS not offered"}
	}
	if _, err := exchange(text, 220, "STARTTLS"); err != nil {
		return clearFailure(ctx, StageTLS, err)
	}
	return nil
}

func exchange(text *textproto.Conn, want int, command string) (string, error) {
	if err := text.PrintfLine("%s", command); err != nil {
		return "", err
	}
	_, answer, err := text.ReadResponse(want)
	return answer, err
}

func offered(answer, extension string) bool {
	for line := range strings.Lines(answer) {
		word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.EqualFold(word, extension) {
			return true
		}
	}
	return false
}

// clearFailure gives a textproto reply the shape go-smtp gives its own.
func clearFailure(ctx context.Context, stage Stage, err error) *Error {
	var reply *textproto.Error
	if errors.As(err, &reply) {
		err = &smtp.SMTPError{Code: reply.Code}
	}
	return failure(ctx, stage, err)
}

// authenticate logs in with PLAIN, or LOGIN where the server knows only that.
func (c *Client) authenticate(ctx context.Context, s *session) error {
	if c.config.Username == "" {
		return nil
	}
	refuse := func(detail string) error {
		return &Error{Outcome: Temporary, Stage: StageAuth, Kind: KindAuth, Detail: detail}
	}
	password, err := c.config.Password()
	if err != nil {
		return refuse("password not readable")
	}
	var mechanism sasl.Client
	switch {
	case s.smtp.SupportsAuth(sasl.Plain):
		mechanism = sasl.NewPlainClient("", c.config.Username, password)
	case s.smtp.SupportsAuth(sasl.Login):
		mechanism = sasl.NewLoginClient(c.config.Username, password)
	default:
		return refuse("no known mechanism offered")
	}
	if err := s.smtp.Auth(mechanism); err != nil {
		return failure(ctx, StageAuth, err)
	}
	return nil
}
