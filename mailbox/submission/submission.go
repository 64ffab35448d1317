// Package submission hands outgoing mail to the configured mail server
// (message submission, RFC 6409) and says exactly what is known of the outcome:
// taken, refused, to be tried again, or unknown because the answer to the final
// dot was lost (RFC 1047). It knows no request and keeps no queue.
package submission

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"
)

// The values of Config.TLS.
const (
	TLSImplicit = "implicit" // TLS from the first octet, RFC 8314 §3
	TLSStartTLS = "starttls" // RFC 3207; a server that does not offer it is not used
	TLSNone     = "none"     // loopback addresses only
)

// Config says which server takes the mail and how long it may need.
type Config struct {
	Address   string // host:port
	TLS       string // TLSImplicit, TLSStartTLS or TLSNone
	TLSConfig *tls.Config
	Username  string                 // empty: no authentication
	Password  func() (string, error) // asked at every connect, so that a new password needs no restart
	HelloName string                 // our name in EHLO; default "localhost"

	ConnectTimeout time.Duration // from dialling to the end of authentication; default 1 min
	CommandTimeout time.Duration // the answer to one command; default 5 min, RFC 5321 §4.5.3.2
	DataTimeout    time.Duration // writing the body, and again the answer to the final dot; default 10 min
	IdleClose      time.Duration // a kept connection is closed after this long without use; default 30 s

	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Step is told each step of an attempt: crash tests stop there. See the Step constants.
	Step func(string)
}

// What Config.Step is told.
const (
	StepConnected  = "submission:connected"   // authenticated, nothing sent
	StepBeforeDot  = "submission:before-dot"  // the body may be on its way, the dot is not
	StepDotWritten = "submission:dot-written" // the dot is on its way, its answer not read
	StepAnswered   = "submission:answered"    // the answer to the dot is read
)

// New checks c, fills in defaults and returns a client without a connection:
// the first Send connects.
func New(c Config) (*Client, error) {
	host, _, err := net.SplitHostPort(c.Address)
	if err != nil || host == "" {
		return nil, fmt.Errorf("submission server: want host:port")
	}
	switch c.TLS {
	case TLSImplicit, TLSStartTLS:
	case TLSNone:
		if !loopback(host) {
			return nil, errors.New("submission server: without TLS only loopback addresses are allowed")
		}
	default:
		return nil, fmt.Errorf("submission server: tls must be %q, %q or %q", TLSImplicit, TLSStartTLS, TLSNone)
	}
	if c.Username != "" && c.Password == nil {
		return nil, errors.New("submission server: a user name needs a password")
	}
	if c.HelloName == "" {
		c.HelloName = "localhost"
	}
	if strings.ContainsFunc(c.HelloName, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errors.New("submission server: the name for EHLO must be one ASCII word")
	}
	c.TLSConfig = tlsConfig(c.TLSConfig, host)
	c.defaults()
	return &Client{config: c}, nil
}

func (c *Config) defaults() {
	for _, d := range []struct {
		value *time.Duration
		or    time.Duration
	}{
		{&c.ConnectTimeout, time.Minute},
		{&c.CommandTimeout, 5 * time.Minute},
		{&c.DataTimeout, 10 * time.Minute},
		{&c.IdleClose, 30 * time.Second},
	} {
		if *d.value <= 0 {
			*d.value = d.or
		}
	}
	if c.Dial == nil {
		c.Dial = (&net.Dialer{}).DialContext
	}
	if c.Step == nil {
		c.Step = func(string) {}
	}
}

// tlsConfig fills in what must never be left open: the name to check, and the
// oldest version (RFC 8996 ends 1.0 and 1.1).
func tlsConfig(given *tls.Config, host string) *tls.Config {
	c := given.Clone()
	if c == nil {
		c = &tls.Config{}
	}
	if c.ServerName == "" {
		c.ServerName = host
	}
	c.MinVersion = max(c.MinVersion, tls.VersionTLS12)
	return c
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
