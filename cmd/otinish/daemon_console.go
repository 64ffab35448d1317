package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"medico-intech.kz/otinish/handlers/console"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/templates"
)

// consolePage is the operators' page and where it listens.
type consolePage struct {
	server      atomic.Pointer[console.Server] // nil: the configuration wants none
	listener    net.Listener
	certificate *tls.Config // nil: plain, for loopback and proxies
}

// wireConsole makes the operators' page, where the configuration wants one.
func (d *Daemon) wireConsole() error {
	c := d.config.Console
	if c.Listen == "" {
		return nil
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("console.listen: %w", err)
	}
	d.page.listener = listener
	scheme := "http"
	if c.CertFile != "" {
		scheme = "https"
		if d.page.certificate, err = d.config.consoleCertificate(); err != nil {
			return err
		}
	}
	pages := d.desk.Words
	server, err := console.New(console.Config{
		Desk: d.desk, Pages: pages, Controller: d.config.Controller.Name, Zone: d.office.Zone,
		URL: firstOf(c.URL, scheme+"://"+listener.Addr().String()), Now: d.seams.Now, Random: d.seams.Random, Log: d.seams.Log,
		Read: readForConsole, Health: d.consoleHealth, Account: d.consoleAccount, SendLink: d.sendLink(pages),
	})
	if err != nil {
		return err
	}
	d.page.server.Store(server)
	return nil
}

// changed tells open pages after each commit.
func (d *Daemon) changed(step string) {
	d.seams.Step(step)
	if server := d.page.server.Load(); server != nil && step == "store:after-commit" {
		server.Changed()
	}
}

// sendLink lays the letter with a login link into the outbox.
func (d *Daemon) sendLink(pages *templates.Pages) func(context.Context, review.Operator, string, time.Time) error {
	return func(ctx context.Context, to review.Operator, link string, until time.Time) error {
		defer d.wake()
		return d.store.Update(ctx, func(tx *store.Tx) error {
			if err := d.desk.CheckClock(); err != nil {
				return err
			}
			subjectLine := pages.Text(to.Language, "mail.subject")
			body := pages.Text(to.Language, "mail.body", link, until.In(d.office.Zone).Format("15:04"))
			return d.office.Notice(tx, to.Email, to.Language, "console-login", subjectLine, body)
		})
	}
}

// readForConsole is a message as the console shows it.
func readForConsole(raw []byte) console.Letter {
	m := message.Parse(raw)
	l := console.Letter{
		SubjectLine: m.SubjectLine, FromHTML: m.TextType == "text/html",
		Attached: func(i int) ([]byte, bool) { return message.Attached(raw, i) },
	}
	l.HasHTML, l.HTML = m.HTML, func() string { return message.Markup(raw) }
	if len(m.From) > 0 {
		l.FromName = m.From[0].Name
	}
	for _, a := range m.Attachments {
		l.Attachments = append(l.Attachments, console.Attachment{Name: a.Name, MediaType: a.MediaType, Inline: a.Inline})
	}
	at, ranges := 0, m.Ranges
	for text := range strings.Lines(m.Text) {
		for len(ranges) > 1 && ranges[0].End <= at {
			ranges = ranges[1:]
		}
		line := console.Line{Text: strings.TrimRight(text, "\r\n"), Origin: string(message.Own)}
		if len(ranges) > 0 {
			line.Origin = string(ranges[0].Origin)
		}
		l.Lines = append(l.Lines, line)
		at += len(text)
	}
	return l
}

func (d *Daemon) consoleHealth(ctx context.Context) (console.Health, error) {
	s, err := d.Status(ctx)
	if err != nil {
		return console.Health{}, err
	}
	h := console.Health{Healthy: s.Healthy, Version: s.Version, StartedAt: s.StartedAt}
	if s.Letters.LastSent != nil {
		h.LastSent = *s.Letters.LastSent
	}
	for _, m := range s.Mailboxes {
		box := console.Mailbox{Name: m.Mailbox, Connected: m.Connected}
		if m.LastScan != nil {
			box.LastScan = *m.LastScan
		}
		h.Mailboxes = append(h.Mailboxes, box)
	}
	for _, a := range s.Alarms {
		h.Alarms = append(h.Alarms, console.Alarm(a))
	}
	return h, nil
}

func (d *Daemon) consoleAccount(ctx context.Context) ([]console.Account, error) {
	list, err := d.Account(ctx)
	var accounts []console.Account
	for _, a := range list {
		account := console.Account{
			Mailbox: a.Mailbox, UIDValidity: a.UIDValidity, Messages: a.Messages, Gone: a.Gone, Waiting: a.Waiting, Exceptions: a.Exceptions,
		}
		for what, n := range a.Dispositions {
			account.Dispositions = append(account.Dispositions, console.Disposed{What: what, Count: n})
		}
		slices.SortFunc(account.Dispositions, func(a, b console.Disposed) int { return strings.Compare(a.What, b.What) })
		accounts = append(accounts, account)
	}
	return accounts, err
}

// consoleCertificate reads the certificate again when its file has changed: it is
// renewed every few weeks, and nobody restarts a daemon for that.
func (c *Config) consoleCertificate() (*tls.Config, error) {
	var mu sync.Mutex
	var held *tls.Certificate
	var changed time.Time
	path := c.besideConfig(c.Console.CertFile)
	load := func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		mu.Lock()
		defer mu.Unlock()
		info, err := os.Stat(path)
		if err != nil || held != nil && info.ModTime().Equal(changed) {
			return held, errUnless(held != nil, err)
		}
		chain, err := os.ReadFile(path)
		if err != nil {
			return held, errUnless(held != nil, err)
		}
		key, err := c.readSecret(c.Console.KeyFile)
		if err != nil {
			return held, errUnless(held != nil, err)
		}
		pair, err := tls.X509KeyPair(chain, key)
		if err != nil {
			return held, errUnless(held != nil, err)
		}
		held, changed = &pair, info.ModTime()
		return held, nil
	}
	if _, err := load(nil); err != nil {
		return nil, fmt.Errorf("console.cert_file, console.key_file: %w", err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: load}, nil
}

// errUnless: with a certificate in hand a new one that cannot be read is no reason
// to turn operators away.
func errUnless(fine bool, err error) error {
	if fine {
		return nil
	}
	return err
}
