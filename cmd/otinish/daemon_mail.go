package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"medico-intech.kz/otinish/handlers/outbox"
	"medico-intech.kz/otinish/mailbox"
	"medico-intech.kz/otinish/mailbox/submission"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// idleSlice is shorter than any NAT or middlebox is known to forget a connection.
const idleSlice = 4 * time.Minute

func (d *Daemon) wireWatchers() error {
	c := d.config.IMAP
	trust, err := d.config.trust(c.Server, c.CAFile)
	if err != nil {
		return fmt.Errorf("imap.ca_file: %w", err)
	}
	if _, err := d.config.readPassword(c.PasswordFile); err != nil {
		return fmt.Errorf("imap.password_file: %w", err)
	}
	for _, name := range c.Mailboxes {
		box := mailbox.Config{
			Address: c.Server, TLS: mailbox.TLSMode(c.TLS), TLSConfig: trust,
			Username: c.Username, Password: func() (string, error) { return d.config.readPassword(c.PasswordFile) },
			Mailbox: name, HandledMailbox: c.HandledMailbox, EraseDestroyed: c.ExpungeDestroyed, Poll: c.Poll, IdleSlice: idleSlice,
			Dial: d.seams.IMAPDial, Now: d.seams.Now, Log: d.seams.Log, Step: d.seams.Step, Backoff: d.seams.Backoff,
		}
		w, err := mailbox.NewWatcher(box, gated{d.intake, d.clock})
		if err != nil {
			return fmt.Errorf("imap: %w", err)
		}
		d.watchers, d.boxes = append(d.watchers, w), append(d.boxes, box)
	}
	return nil
}

func (d *Daemon) wireSender() error {
	c := d.config.SMTP
	trust, err := d.config.trust(c.Server, c.CAFile)
	if err != nil {
		return fmt.Errorf("smtp.ca_file: %w", err)
	}
	if c.Username != "" {
		if _, err := d.config.readPassword(c.PasswordFile); err != nil {
			return fmt.Errorf("smtp.password_file: %w", err)
		}
	}
	client := submission.Config{
		Address: c.Server, TLS: c.TLS, TLSConfig: trust, Username: c.Username,
		Password:  func() (string, error) { return d.config.readPassword(c.PasswordFile) },
		HelloName: firstOf(c.HelloName, d.office.From.Domain()), Dial: d.seams.SMTPDial, Step: d.seams.Step,
	}
	if _, err := submission.New(client); err != nil {
		return fmt.Errorf("smtp: %w", err)
	}
	d.sender, err = outbox.New(outbox.Config{
		Store: d.store, Workers: c.Connections, EnvelopeFrom: c.ReturnPath, Own: []privacy.Address{d.office.From},
		NewSubmitter: func() (outbox.Submitter, error) { return submission.New(client) },
		Coming:       func() bool { return d.intake.Busy() },
		Hold:         func() bool { return d.clock.check() != "" },
		GiveUp:       d.giveUp, Forget: d.forgetSoon, Log: d.seams.Log, Now: d.seams.Now, Backoff: d.seams.Backoff,
	})
	if err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	return nil
}

// giveUp shows a letter that could not be sent to a person.
func (d *Daemon) giveUp(tx *store.Tx, l store.Letter, why string) error {
	if l.RequestID == "" {
		return nil
	}
	r, err := tx.Request(l.RequestID)
	if err != nil {
		return err
	}
	return d.office.Undelivered(tx, &r, why)
}

// trust returns the TLS settings for a server; ca_file adds an authority of the
// organisation's own to the system's.
func (c *Config) trust(server, caFile string) (*tls.Config, error) {
	host, _, err := net.SplitHostPort(server)
	if err != nil {
		return nil, err
	}
	t := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if caFile == "" {
		return t, nil
	}
	if !filepath.IsAbs(caFile) {
		caFile = filepath.Join(c.dir, caFile)
	}
	pem, err := os.ReadFile(caFile)
	if err != nil {
		return nil, err
	}
	if t.RootCAs, err = x509.SystemCertPool(); err != nil {
		t.RootCAs = x509.NewCertPool()
	}
	if !t.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", caFile)
	}
	return t, nil
}
