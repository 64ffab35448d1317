//go:build integration

package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/mailbox/realserver"
	"medico-intech.kz/otinish/mailbox/senderauth/dnstest"
	"medico-intech.kz/otinish/mailbox/submission"
)

// partSigned is the recipient for whom origin signs the beginning of the body only.
const partSigned = "digest@jibermeu.test"

// How opendkim may be set up. Debian's own signs From, Subject, Date and To, and leaves
// open how the body is to be read.
const (
	signsAsDebian  = ""
	signsBodyTypes = "SignHeaders *,+MIME-Version,+Content-Type,+Content-Transfer-Encoding"
)

// origin is a site whose people write to us: a Postfix that signs with opendkim, for
// any domain, and the name server that has their keys.
type origin struct {
	t       *testing.T
	postfix *realserver.Postfix
	dkim    *realserver.OpenDKIM
	dns     *dnstest.Server
	signed  int
}

func newOrigin(t *testing.T, dns *dnstest.Server, setup string) *origin {
	t.Helper()
	dkim := realserver.StartOpenDKIM(t, realserver.OpenDKIMOptions{PartSigned: []string{partSigned}, Extra: setup})
	return &origin{
		t: t, dns: dns, dkim: dkim,
		postfix: realserver.StartPostfix(t, realserver.PostfixOptions{Extra: dkim.PostfixLines()}),
	}
}

// publish puts the key of a domain into DNS, as change leaves it.
func (o *origin) publish(domain string, change func(*dnstest.Name)) {
	key := dnstest.Name{TXT: []string{o.dkim.KeyRecord()}}
	if change != nil {
		change(&key)
	}
	o.dns.Set(o.dkim.KeyName(domain), key)
}

// sign sends a letter through the site's Postfix and returns what leaves it.
func (o *origin) sign(m incoming, n int, to string) []byte {
	o.t.Helper()
	hand(o.t, o.postfix, m.from, to, m.raw(n))
	ctx, cancel := context.WithTimeout(o.t.Context(), sitePatience)
	defer cancel()
	o.signed++
	for _, mail := range o.postfix.WaitArrived(ctx, o.signed) {
		if mail.From == m.from && bytes.Contains(mail.Data, fmt.Appendf(nil, "<%d.letter@", n)) {
			return onTheWire(mail.Data)
		}
	}
	o.t.Fatal("the signed letter is not what came")
	return nil
}

// onTheWire takes off what the last delivery put on.
func onTheWire(data []byte) []byte {
	var out bytes.Buffer
	header := true
	for line := range bytes.Lines(data) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		header = header && len(line) > 0
		name, _, _ := bytes.Cut(line, []byte(":"))
		if header && slices.Contains([]string{"Return-Path", "X-Original-To", "Delivered-To"}, string(name)) {
			continue
		}
		fmt.Fprintf(&out, "%s\r\n", line)
	}
	return out.Bytes()
}

// hand gives a letter to a Postfix.
func hand(t *testing.T, p *realserver.Postfix, from, to string, letter []byte) {
	t.Helper()
	client, err := submission.New(submission.Config{Address: p.Addr(), TLS: submission.TLSNone, HelloName: "mail.test"})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(t.Context(), sitePatience)
	defer cancel()
	if err := client.Send(ctx, from, to, letter); err != nil {
		t.Fatal(err)
	}
}

// postSigned has origin sign a letter, changes it on the way, and posts it.
func (s *site) postSigned(o *origin, m incoming, to string, change func([]byte) []byte) {
	s.t.Helper()
	s.secret(m.from, m.name, m.subject, m.body)
	s.sent++
	letter := o.sign(m, s.sent, to)
	if change != nil {
		changed := change(letter)
		if bytes.Equal(changed, letter) {
			s.t.Fatalf("nothing was changed in\n%s", letter)
		}
		letter = changed
	}
	hand(s.t, s.postfix, m.from, siteAddress, letter)
}

// requestFrom waits for the n-th request of a writer and shows it.
func (s *site) requestFrom(address string, n int) (r adminapi.Request) {
	s.t.Helper()
	var numbers []string
	s.until("a request came from everybody", func() bool {
		numbers = nil
		for _, r := range s.requests() {
			if r.From == address {
				numbers = append(numbers, string(r.Number))
			}
		}
		return len(numbers) >= n
	})
	for _, number := range numbers {
		if shown := object[adminapi.Request](s, "", "request", "show", number); r.Number == "" || shown.UID > r.UID {
			r = shown
		}
	}
	return r
}
