package submission

import (
	"crypto/tls"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestImplicitTLSAndStartTLS(t *testing.T) {
	cert, pool := certificate(t, "mx.test", time.Now().Add(24*time.Hour))
	server := &tls.Config{Certificates: []tls.Certificate{cert}}
	for mode, script := range map[string]func(*peer){
		TLSImplicit: func(p *peer) { p.secure(server); p.greet(); p.take(); p.hear() },
		TLSStartTLS: func(p *peer) {
			p.say("220 mx.test")
			p.answer("EHLO otinish.test", "250-mx.test", "250 STARTTLS") // not "localhost", already here
			p.answer("STARTTLS", "220 go on")
			p.secure(server)
			p.hello()
			p.take()
			p.hear()
		},
	} {
		t.Run(mode, func(t *testing.T) {
			c, _ := start(t, func(c *Config) {
				c.Address, c.TLS, c.TLSConfig = "mx.test:465", mode, &tls.Config{RootCAs: pool}
			}, script)
			if err := c.Send(t.Context(), from, to, letter); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// No password and no mail over a connection that is not what it should be.
func TestBadCertificates(t *testing.T) {
	good, _ := certificate(t, "mx.test", time.Now().Add(24*time.Hour))
	other, otherPool := certificate(t, "evil.test", time.Now().Add(24*time.Hour))
	old, oldPool := certificate(t, "mx.test", time.Now().Add(-time.Hour))
	for detail, c := range map[string]struct {
		cert   tls.Certificate
		client *tls.Config
	}{
		"unknown authority":                    {good, &tls.Config{RootCAs: otherPool}},
		"certificate for another name":         {other, &tls.Config{RootCAs: otherPool}},
		"certificate expired or not yet valid": {old, &tls.Config{RootCAs: oldPool}},
	} {
		t.Run(detail, func(t *testing.T) {
			asked := false
			client, _ := start(t, func(conf *Config) {
				conf.Address, conf.TLS, conf.TLSConfig = "mx.test:465", TLSImplicit, c.client
				conf.Username, conf.Password = "u", func() (string, error) { asked = true; return "p", nil }
			}, func(p *peer) { p.secure(&tls.Config{Certificates: []tls.Certificate{c.cert}}); p.greet("AUTH PLAIN") })
			e := want(t, client.Send(t.Context(), from, to, letter), Temporary, StageTLS, KindTLS)
			if e.Detail != detail || asked {
				t.Errorf("detail %q, password asked for: %v", e.Detail, asked)
			}
		})
	}
}

func TestStartTLSIsNeverLeftOut(t *testing.T) {
	for name, script := range map[string]func(*peer){
		"not offered": func(p *peer) { p.greet("AUTH PLAIN"); p.hear() },
		"refused": func(p *peer) {
			p.greet("STARTTLS", "AUTH PLAIN")
			p.answer("STARTTLS", "454 4.7.0 not now")
			p.hear()
		},
		"no TLS behind it": func(p *peer) {
			p.greet("STARTTLS")
			p.answer("STARTTLS", "220 go on")
			p.r.ReadByte()
			p.say("220 hello?")
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := start(t, func(c *Config) {
				c.Address, c.TLS = "mx.test:587", TLSStartTLS
				c.Username, c.Password = "u", func() (string, error) { t.Error("password asked for"); return "", nil }
			}, script)
			want(t, c.Send(t.Context(), from, to, letter), Temporary, StageTLS, KindTLS)
		})
	}
}

// What somebody slips in behind the clear 220 must not count as the server's
// answer inside TLS (CVE-2011-0411 is this fault in servers).
func TestClearTextBehindStartTLSIsForgotten(t *testing.T) {
	cert, pool := certificate(t, "mx.test", time.Now().Add(24*time.Hour))
	c, _ := start(t, func(c *Config) {
		c.Address, c.TLS, c.TLSConfig = "mx.test:587", TLSStartTLS, &tls.Config{RootCAs: pool}
	}, func(p *peer) {
		p.greet("STARTTLS")
		p.answer("STARTTLS", "220 go on", "250-evil", "250 AUTH PLAIN")
		p.secure(&tls.Config{Certificates: []tls.Certificate{cert}})
		p.hello()
		p.answer("MAIL", "550 5.0.0 no")
		p.answer("RSET", "250 ok")
		p.hear()
	})
	want(t, c.Send(t.Context(), from, to, letter), Refused, StageMail, KindAnswer)
}

func TestAuthentication(t *testing.T) {
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	login := func(c *Config) { c.Username, c.Password = "info", func() (string, error) { return "parol", nil } }
	t.Run("PLAIN", func(t *testing.T) {
		c, _ := start(t, login, func(p *peer) {
			p.greet("AUTH LOGIN PLAIN")
			p.answer("AUTH PLAIN "+encode("\x00info\x00parol"), "235 2.7.0 ok")
			p.take()
			p.hear()
		})
		if err := c.Send(t.Context(), from, to, letter); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("LOGIN where there is nothing else", func(t *testing.T) {
		c, _ := start(t, login, func(p *peer) {
			p.greet("AUTH LOGIN")
			p.answer("AUTH LOGIN "+encode("info"), "334 "+encode("Password:"))
			p.answer(encode("parol"), "235 2.7.0 ok")
			p.take()
			p.hear()
		})
		if err := c.Send(t.Context(), from, to, letter); err != nil {
			t.Fatal(err)
		}
	})
	// A wrong password must never cost a letter: it waits until it is mended.
	t.Run("535", func(t *testing.T) {
		c, _ := start(t, login, func(p *peer) {
			p.greet("AUTH PLAIN")
			p.answer("AUTH PLAIN", "535 5.7.8 secret")
			p.answer("*", "501 5.5.2 what")
		})
		e := want(t, c.Send(t.Context(), from, to, letter), Temporary, StageAuth, KindAuth)
		if e.Code != 535 || !e.OfServer() {
			t.Errorf("code %d, of the server: %v", e.Code, e.OfServer())
		}
	})
	t.Run("530 at MAIL", func(t *testing.T) {
		c, _ := start(t, nil, func(p *peer) { p.greet(); p.answer("MAIL", "530 5.7.0 log in first") })
		e := want(t, c.Send(t.Context(), from, to, letter), Temporary, StageMail, KindAuth)
		if !e.OfServer() {
			t.Error("not seen as the server's")
		}
	})
	t.Run("not offered", func(t *testing.T) {
		c, _ := start(t, login, func(p *peer) { p.greet(); p.hear() })
		want(t, c.Send(t.Context(), from, to, letter), Temporary, StageAuth, KindAuth)
	})
	t.Run("password not readable", func(t *testing.T) {
		c, _ := start(t, func(c *Config) {
			c.Username, c.Password = "info", func() (string, error) { return "", errors.New("secret path") }
		}, func(p *peer) { p.greet("AUTH PLAIN"); p.hear() })
		want(t, c.Send(t.Context(), from, to, letter), Temporary, StageAuth, KindAuth)
	})
}

func TestNewRefusesUnsafeConfigurations(t *testing.T) {
	for want, c := range map[string]Config{
		"loopback":  {Address: "mx.test:25", TLS: TLSNone},
		"tls must":  {Address: "mx.test:25", TLS: "opportunistic"},
		"host:port": {Address: "mx.test", TLS: TLSImplicit},
		"password":  {Address: "mx.test:465", TLS: TLSImplicit, Username: "u"},
		"EHLO":      {Address: "mx.test:465", TLS: TLSImplicit, HelloName: "a\r\nMAIL"},
	} {
		if _, err := New(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want it to speak of %s", c.Address, err, want)
		}
	}
}
