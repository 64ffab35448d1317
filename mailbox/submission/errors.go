package submission

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"

	"github.com/emersion/go-smtp"
)

// Outcome says what a failed attempt means for the letter.
type Outcome string

const (
	Refused   Outcome = "refused"   // for good; the same letter will be refused again
	Temporary Outcome = "temporary" // not taken; try again later
	Unknown   Outcome = "unknown"   // the final dot was written and its answer lost: perhaps taken
)

// Stage is how far an attempt came.
type Stage = string

// The stages in order.
const (
	StageConnect Stage = "connect" // dialling, greeting, EHLO
	StageTLS     Stage = "tls"
	StageAuth    Stage = "auth"
	StageMail    Stage = "mail"
	StageRcpt    Stage = "rcpt"
	StageData    Stage = "data" // the DATA command and the body
	StageDot     Stage = "dot"  // the final dot is written
)

// Kind is what went wrong, for the remedy shown to the administrator.
type Kind string

const (
	KindNetwork   Kind = "network"   // not reachable, or the connection was lost
	KindTimeout   Kind = "timeout"   // no answer in time
	KindCancelled Kind = "cancelled" // the caller's context ended
	KindTLS       Kind = "tls"       // certificate refused, or TLS not offered
	KindAuth      Kind = "auth"      // user name or password refused, or not readable
	KindAnswer    Kind = "answer"    // the server said no with Code
	KindProtocol  Kind = "protocol"  // what came is no SMTP
	KindAddress   Kind = "address"   // no address that this server can be given
)

// Error is a failed attempt. Its text holds codes only: what the server wrote
// often repeats addresses and is thrown away.
type Error struct {
	Outcome  Outcome
	Stage    Stage
	Kind     Kind
	Code     int    // reply code of RFC 5321 §4.2, 0 where none came
	Enhanced [3]int // RFC 3463, zero where none came
	Detail   string // closed list: what exactly of TLS or authentication failed

	cause error // of the context, or nil
}

func (e *Error) Error() string {
	text := fmt.Sprintf("submit at %s: %s, %s", e.Stage, e.Outcome, e.Kind)
	if e.Detail != "" {
		text += " (" + e.Detail + ")"
	}
	if e.Code != 0 {
		text += fmt.Sprintf(", code %d", e.Code)
	}
	if e.Enhanced != [3]int{} {
		text += fmt.Sprintf(" %d.%d.%d", e.Enhanced[0], e.Enhanced[1], e.Enhanced[2])
	}
	return text
}

// Unwrap gives the context's error where it ended the attempt.
func (e *Error) Unwrap() error { return e.cause }

// OfServer reports whether the failure concerns the server as a whole and not
// this letter: every other letter would meet it too.
func (e *Error) OfServer() bool {
	switch e.Stage {
	case StageConnect, StageTLS, StageAuth:
		return e.Kind != KindCancelled
	case StageMail: // nothing of the letter was said but its sender
		if e.Kind == KindNetwork || e.Kind == KindTimeout || e.Kind == KindProtocol {
			return true
		}
	}
	return e.Code == 421 || e.Kind == KindAuth
}

// failure makes an Error of what go-smtp, the network or TLS returned.
func failure(ctx context.Context, stage Stage, err error) *Error {
	var known *Error
	if errors.As(err, &known) {
		return known
	}
	e := &Error{Outcome: Temporary, Stage: stage}
	var answer *smtp.SMTPError
	if errors.As(err, &answer) {
		e.answered(answer)
		return e
	}
	if stage == StageDot {
		e.Outcome = Unknown
	}
	e.Kind, e.Detail = kindOf(ctx, err)
	if e.Kind == KindCancelled || e.Kind == KindTimeout {
		e.cause = context.Cause(ctx)
	}
	return e
}

// answered takes over a reply. Before MAIL a 5xx says nothing about the letter
// (a closed account, a server in maintenance): it stays temporary, and loud.
func (e *Error) answered(a *smtp.SMTPError) {
	e.Kind, e.Code = KindAnswer, a.Code
	if a.EnhancedCode[0] > 0 {
		e.Enhanced = a.EnhancedCode
	}
	switch e.Stage {
	case StageConnect:
		return
	case StageTLS:
		e.Kind, e.Detail = KindTLS, "refused by the server"
		return
	case StageAuth:
		e.Kind, e.Detail = KindAuth, "refused by the server"
		return
	}
	switch {
	case a.Code == 530 || a.Code == 534 || a.Code == 535 || a.Code == 538: // RFC 4954 §6
		e.Kind, e.Detail = KindAuth, "required by the server"
	case a.Code >= 500 && a.Code <= 599:
		e.Outcome = Refused
	case a.Code >= 400 && a.Code <= 499:
	default:
		e.Kind = KindProtocol
		if e.Stage == StageDot {
			e.Outcome = Unknown
		}
	}
}

// kindOf classifies an error that is no reply. The context comes first: its end
// closes the connection, and what the connection then says is noise.
func kindOf(ctx context.Context, err error) (Kind, string) {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return KindTimeout, ""
	case ctx.Err() != nil:
		return KindCancelled, ""
	}
	if detail := tlsDetail(err); detail != "" {
		return KindTLS, detail
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return KindTimeout, ""
	}
	var protocol textproto.ProtocolError
	if errors.As(err, &protocol) || errors.Is(err, errTooMuch) || errors.Is(err, smtp.ErrTooLongLine) {
		return KindProtocol, ""
	}
	return KindNetwork, ""
}

func tlsDetail(err error) string {
	var (
		authority x509.UnknownAuthorityError
		hostname  x509.HostnameError
		invalid   x509.CertificateInvalidError
		verify    *tls.CertificateVerificationError
		record    tls.RecordHeaderError
		alert     tls.AlertError
	)
	switch {
	case errors.As(err, &authority):
		return "unknown authority"
	case errors.As(err, &hostname):
		return "certificate for another name"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "certificate expired or not yet valid"
	case errors.As(err, &invalid), errors.As(err, &verify):
		return "certificate not valid"
	case errors.As(err, &record):
		return "the server does not speak TLS here"
	case errors.As(err, &alert):
		return "handshake refused"
	}
	return ""
}
