package mailbox

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"
)

// TLSMode says how the connection is protected.
type TLSMode string

const (
	TLSImplicit TLSMode = "implicit" // TLS from the first octet (RFC 8314 §3)
	TLSStart    TLSMode = "starttls" // upgraded before anything is said; refused where not offered
	TLSNone     TLSMode = "none"     // loopback only
)

// Config describes one mailbox to watch. Address, TLS, Username, Password and
// Mailbox are needed; the rest has defaults.
type Config struct {
	Address   string // host:port
	TLS       TLSMode
	TLSConfig *tls.Config // may be nil; ServerName is filled in
	Username  string
	// Password is asked at each login, so that a changed secret is picked up.
	Password func() (string, error)

	Mailbox string // as the server names it, "INBOX"
	// HandledMailbox is where handled requests are moved; empty: they stay.
	HandledMailbox string
	// EraseDestroyed expunges what Eraser.ToErase names, and, where the intake is a
	// MovedEraser, what was moved.
	EraseDestroyed bool

	Poll           time.Duration // between looks where IDLE is missing; 60 s
	IdleSlice      time.Duration // one IDLE; 9 min, below what NATs and servers forget
	CommandTimeout time.Duration // for one answer, or one message of a FETCH; 60 s
	Backoff        time.Duration // before the first reconnect; 1 s. After a refused login 60 times that
	BackoffMax     time.Duration // before any reconnect; 5 min

	SliceUIDs     int // width of a UID range in catch-up; 500
	BatchBytes    int // octets handed to Prepare at once; 1 MiB. Four times that is held at most
	BatchMessages int // messages handed to Prepare at once; 250

	Dial   func(ctx context.Context, network, addr string) (net.Conn, error)
	Now    func() time.Time
	Random io.Reader // for jitter
	Log    *slog.Logger
	// Step, where given, is called at the points where a crash matters (tests).
	Step func(string)
}

func (c Config) withDefaults() Config {
	def(&c.Poll, time.Minute)
	def(&c.IdleSlice, 9*time.Minute)
	def(&c.CommandTimeout, time.Minute)
	def(&c.Backoff, time.Second)
	def(&c.BackoffMax, 5*time.Minute)
	def(&c.SliceUIDs, 500)
	def(&c.BatchBytes, 1<<20)
	def(&c.BatchMessages, 250)
	if c.Dial == nil {
		c.Dial = new(net.Dialer).DialContext
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Step == nil {
		c.Step = func(string) {}
	}
	return c
}

func def[T int | time.Duration](v *T, d T) {
	if *v <= 0 {
		*v = d
	}
}

// check says what is wrong with the configuration, in words for the administrator.
func (c Config) check() error {
	host, _, err := net.SplitHostPort(c.Address)
	switch {
	case err != nil || host == "":
		return fmt.Errorf("mailbox: server address must be host:port")
	case c.Mailbox == "":
		return fmt.Errorf("mailbox: no mailbox named")
	case c.Password == nil:
		return fmt.Errorf("mailbox: no password source")
	case strings.EqualFold(c.Mailbox, c.HandledMailbox):
		return fmt.Errorf("mailbox: handled requests cannot be moved into the watched mailbox itself")
	case c.IdleSlice > 29*time.Minute:
		// RFC 2177 §3: servers may log off clients idle for 30 minutes.
		return fmt.Errorf("mailbox: an IDLE of more than 29 minutes is cut by servers")
	}
	switch c.TLS {
	case TLSImplicit, TLSStart:
		return nil
	case TLSNone:
		if !loopback(host) {
			return fmt.Errorf("mailbox: without TLS only loopback servers are allowed")
		}
		return nil
	}
	return fmt.Errorf("mailbox: tls must be implicit, starttls or none")
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
