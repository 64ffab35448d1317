package mailbox

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"
)

// connect dials, logs in and selects. readOnly selects with EXAMINE.
func connect(ctx context.Context, c Config, readOnly bool) (*link, error) {
	l, err := dial(ctx, c)
	if err != nil {
		return nil, err
	}
	if err = l.login(ctx, c); err == nil {
		err = l.open(ctx, c, readOnly)
	}
	if err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

func dial(ctx context.Context, c Config) (*link, error) {
	dialCtx, cancel := context.WithTimeout(ctx, c.CommandTimeout)
	defer cancel()
	conn, err := c.Dial(dialCtx, "tcp", c.Address)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &Error{Op: "connect", Kind: Unreachable, Err: err}
	}
	l := &link{timeout: c.CommandTimeout, news: make(chan struct{}, 1)}
	l.conn = &wire{Conn: conn, raw: conn}
	if c.TLS == TLSImplicit {
		secure := tls.Client(conn, tlsConfig(c))
		if err := secure.HandshakeContext(dialCtx); err != nil {
			conn.Close()
			return nil, handshakeError(ctx, dialCtx, err)
		}
		l.conn.Conn = secure
	}
	if err := l.start(ctx, c); err != nil {
		l.conn.Close()
		return nil, err
	}
	return l, nil
}

// start brings up the client and waits for the greeting and, with STARTTLS, for
// the handshake.
func (l *link) start(ctx context.Context, c Config) error {
	// The handlers run inside the reading goroutine: they only leave a token.
	options := &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			if data.NumMessages == nil {
				return
			}
			select {
			case l.news <- struct{}{}:
			default:
			}
		},
	}}
	if c.TLS != TLSStart {
		l.client = imapclient.New(l.conn, options)
		return l.do(ctx, "greeting", l.client.WaitGreeting)
	}
	options.TLSConfig = tlsConfig(c)
	err := l.do(ctx, "starttls", func() (err error) {
		l.client, err = imapclient.NewStartTLS(l.conn, options)
		return err
	})
	if e := (*Error)(nil); errors.As(err, &e) && e.Kind != Silent && e.Kind != Lost {
		// Refused, a bad certificate, or something that is no TLS: never go on
		// without.
		return &Error{Op: "starttls", Kind: TLSRefused, Code: e.Code, Err: err}
	}
	return err
}

func tlsConfig(c Config) *tls.Config {
	config := &tls.Config{}
	if c.TLSConfig != nil {
		config = c.TLSConfig.Clone()
	}
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(c.Address)
	}
	if config.NextProtos == nil && c.TLS == TLSImplicit {
		config.NextProtos = []string{"imap"}
	}
	return config
}

func handshakeError(ctx, dialCtx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case dialCtx.Err() != nil:
		return &Error{Op: "tls", Kind: Silent}
	}
	return &Error{Op: "tls", Kind: TLSRefused, Err: err}
}

// login uses SASL PLAIN where it is offered, else LOGIN unless that is forbidden
// (RFC 9051 §6.2.3, §7.2.2).
func (l *link) login(ctx context.Context, c Config) error {
	var caps imap.CapSet
	if err := l.capabilities(ctx, &caps); err != nil {
		return err
	}
	if l.client.State() == imap.ConnStateAuthenticated { // PREAUTH
		return nil
	}
	plain := caps.Has(imap.AuthCap(sasl.Plain))
	if !plain && caps.Has(imap.CapLoginDisabled) {
		return &Error{Op: "login", Kind: LoginForbidden}
	}
	password, err := c.Password()
	if err != nil {
		return &Error{Op: "login", Kind: NoPassword, Err: err}
	}
	err = l.do(ctx, "login", func() error {
		if plain {
			return l.client.Authenticate(sasl.NewPlainClient("", c.Username, password))
		}
		return l.client.Login(c.Username, password).Wait()
	})
	if e := (*Error)(nil); errors.As(err, &e) && e.Kind == Refused {
		e.Kind = loginKind(e.Code)
	}
	return err
}

// loginKind tells a wrong password from a server that cannot now (RFC 5530 §3).
func loginKind(code string) Kind {
	switch imap.ResponseCode(code) {
	case imap.ResponseCodeUnavailable, imap.ResponseCodeLimit, imap.ResponseCodeInUse, imap.ResponseCodeServerBug:
		return Refused
	case imap.ResponseCodePrivacyRequired:
		return LoginForbidden
	}
	return WrongPassword
}

// capabilities asks under a guard: Caps may send a command.
func (l *link) capabilities(ctx context.Context, caps *imap.CapSet) error {
	return l.do(ctx, "capability", func() error {
		if *caps = l.client.Caps(); *caps == nil {
			return l.client.Noop().Wait() // says why
		}
		return nil
	})
}

func (l *link) open(ctx context.Context, c Config, readOnly bool) error {
	var caps imap.CapSet
	if err := l.capabilities(ctx, &caps); err != nil {
		return err
	}
	l.canIdle = caps.Has(imap.CapIdle)
	l.canMove = caps.Has(imap.CapMove)
	l.canUIDExpunge = caps.Has(imap.CapUIDPlus)
	err := l.do(ctx, "select", func() error {
		data, err := l.client.Select(c.Mailbox, &imap.SelectOptions{ReadOnly: readOnly}).Wait()
		if err != nil {
			return err
		}
		l.pos = Position{Mailbox: c.Mailbox, UIDValidity: data.UIDValidity, UIDNext: uint32(data.UIDNext)}
		l.canKeyword = keepsKeyword(data.PermanentFlags)
		return nil
	})
	if e := (*Error)(nil); errors.As(err, &e) && e.Kind == Refused {
		e.Kind = NoMailbox
		return err
	}
	if err == nil && l.pos.UIDValidity == 0 {
		return &Error{Op: "select", Kind: NoUIDs}
	}
	return err
}

// keepsKeyword: without PERMANENTFLAGS all flags are kept (RFC 9051 §7.1).
func keepsKeyword(permanent []imap.Flag) bool {
	return permanent == nil || slices.ContainsFunc(permanent, func(f imap.Flag) bool {
		return f == imap.FlagWildcard || strings.EqualFold(string(f), HandledKeyword)
	})
}
