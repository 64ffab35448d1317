//go:build integration

package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"medico-intech.kz/otinish/mailbox/senderauth"
	"medico-intech.kz/otinish/mailbox/senderauth/dnstest"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	newPhone    = "+7 747 555 90 90" // what the writers of these tests ask for
	newRecorded = "+77475559090"
	forgedPhone = "+7 747 555 66 66"
)

// writerAt is somebody at a domain of its own, on record, and the letter they write.
func writerAt(domain string) (person, incoming) {
	p := person{"Mary O'Connor-Doyle", mary.phone, "mary@" + domain, "en"}
	return p, incoming{from: p.email, name: p.name, subject: maryPhone.subject, body: maryPhone.body}
}

// phoneAfter is what stands on record after such a letter.
func phoneAfter(p privacy.Proof) string {
	if p == privacy.Proven {
		return newRecorded
	}
	return mary.phone
}

func swap(old, new string) func([]byte) []byte {
	return func(letter []byte) []byte { return bytes.Replace(letter, []byte(old), []byte(new), 1) }
}

func onTop(fields string) func([]byte) []byte {
	return func(letter []byte) []byte { return append([]byte(fields+"\r\n"), letter...) }
}

func below(text string) func([]byte) []byte {
	return func(letter []byte) []byte { return append(bytes.Clone(letter), text+"\r\n"...) }
}

// A letter signed by opendkim changes the record if it comes as it was signed. If
// anybody had a hand in it on the way, it changes nothing, and an operator sees why.
func TestIntegrationSignedLettersChangedOnTheWay(t *testing.T) {
	s := newSite(t)
	dns := dnstest.Start(t, make(map[string]dnstest.Name))
	o := newOrigin(t, dns, signsBodyTypes)
	s.conf.CheckWith = dns.Addr
	s.up()
	cases := []struct {
		domain string
		change func([]byte) []byte
		to     string
		proof  privacy.Proof
		why    string
	}{
		{"untouched.test", nil, "", privacy.Proven, senderauth.ReasonSignature},
		{"filtered.test", onTop("X-Spam-Score: -1.2"), "", privacy.Proven, senderauth.ReasonSignature},
		{"body.test", swap(newPhone, newPhone[:len(newPhone)-1]+"1"), "", privacy.Unproven, senderauth.ReasonBody},
		{"subject.test", swap("\r\nSubject: Up", "\r\nSubject: Op"), "", privacy.Unproven, senderauth.ReasonBroken},
		{"twosubjects.test", onTop("Subject: Updating personal data"), "", privacy.Unproven, senderauth.ReasonSubjectFields},
		{"replyto.test", onTop("Reply-To: kim@jau.test"), "", privacy.Unproven, senderauth.ReasonReplyTo},
		{"appended.test", below("Thank you very much."), "", privacy.Unproven, senderauth.ReasonBody},
		{"part.test", below("Thank you very much."), partSigned, privacy.Unproven, senderauth.ReasonBodyLength},
		{"partonly.test", nil, partSigned, privacy.Unproven, senderauth.ReasonBodyLength},
	}
	for _, c := range cases {
		p, m := writerAt(c.domain)
		s.register(p)
		o.publish(c.domain, nil)
		s.postSigned(o, m, firstOf(c.to, siteAddress), c.change)
	}
	for _, c := range cases {
		s.expectProof("mary@"+c.domain, 1, c.proof, c.why)
		s.expectPhone("mary@"+c.domain, phoneAfter(c.proof))
	}

	// Debian's opendkim leaves open how the body is to be read: whoever changes it
	// changes what the letter says, unless the body can be read in one way only.
	debian := newOrigin(t, dns, signsAsDebian)
	for _, c := range []struct {
		domain string
		bare   bool
		change func([]byte) []byte
		proof  privacy.Proof
		why    string
	}{
		{"debian.test", false, nil, privacy.Unproven, senderauth.ReasonPart},
		{"debianbare.test", true, nil, privacy.Proven, senderauth.ReasonSignature},
		{"debianhtml.test", true, swap("text/plain", "text/html"), privacy.Unproven, senderauth.ReasonPart},
		{"debiancoded.test", false, swap("Content-Transfer-Encoding: quoted-printable", "X-Was: coded"), privacy.Unproven, senderauth.ReasonPart},
	} {
		p, m := writerAt(c.domain)
		m.bare = c.bare
		if !c.bare {
			m.body += "\nA line of more than seventy-six characters, so that the encoding shows: it ends in a soft line end."
		}
		s.register(p)
		debian.publish(c.domain, nil)
		s.postSigned(debian, m, siteAddress, c.change)
		s.expectProof(p.email, 1, c.proof, c.why)
		s.expectPhone(p.email, phoneAfter(c.proof))
	}

	// Two authors are none: a person looks at it, and nobody is written to.
	p, m := writerAt("twoauthors.test")
	s.register(p)
	o.publish("twoauthors.test", nil)
	s.postSigned(o, m, siteAddress, onTop("From: kim@jau.test"))
	s.expectProof("", 1, privacy.Contradicted, senderauth.ReasonSeveralFields)
	s.expectPhone(p.email, mary.phone)
	s.sentinel()
	if got := len(s.mailTo(p.email)) + len(s.mailTo("kim@jau.test")); got != 0 {
		t.Errorf("%d letters to two authors", got)
	}
	s.accounted()
}

// The key says whether a signature holds: revoked, even after it proved something, it
// proves nothing. Where no name server answers in time nothing is proven, nothing is held
// against the writer, and nobody is asked either: the proof is tried again.
func TestIntegrationSignedLettersAndTheNameServer(t *testing.T) {
	s := newSite(t)
	dns := dnstest.Start(t, make(map[string]dnstest.Name))
	o := newOrigin(t, dns, signsBodyTypes)
	s.conf.CheckWith = dns.Addr
	s.up()
	silent := func(n *dnstest.Name) { n.Silent = true }
	revoked := func(n *dnstest.Name) { n.TXT = []string{"v=DKIM1; k=rsa; p="} }
	cases := []struct {
		domain string
		key    func(*dnstest.Name)
		proof  privacy.Proof
		why    string
	}{
		{"silent.test", silent, privacy.Unproven, senderauth.ReasonDNS},
		{"mute.test", silent, privacy.Unproven, senderauth.ReasonDNS},
		{"slow.test", func(n *dnstest.Name) { n.Delay = 4 * time.Second }, privacy.Unproven, senderauth.ReasonDNS},
		{"failing.test", func(n *dnstest.Name) { n.RCode = dnsmessage.RCodeServerFailure }, privacy.Unproven, senderauth.ReasonDNS},
		{"patience.test", func(n *dnstest.Name) { n.Delay = 600 * time.Millisecond }, privacy.Proven, senderauth.ReasonSignature},
		{"overtcp.test", func(n *dnstest.Name) { n.Truncated = true }, privacy.Proven, senderauth.ReasonSignature},
		{"revoked.test", revoked, privacy.Unproven, senderauth.ReasonRevoked},
		{"nokey.test", func(n *dnstest.Name) { n.TXT = nil }, privacy.Unproven, senderauth.ReasonNoKey},
		{"good.test", nil, privacy.Proven, senderauth.ReasonSignature},
	}
	dns.Set("_dmarc.silent.test", dnstest.Name{Silent: true}) // nothing at all is heard of it
	for _, c := range cases {
		p, m := writerAt(c.domain)
		s.register(p)
		o.publish(c.domain, c.key)
		s.postSigned(o, m, siteAddress, nil)
	}
	for _, c := range cases {
		if c.why == senderauth.ReasonDNS {
			s.expectWaiting("mary@" + c.domain)
		} else {
			s.expectProof("mary@"+c.domain, 1, c.proof, c.why)
		}
		s.expectPhone("mary@"+c.domain, phoneAfter(c.proof))
	}

	dns.Set("_dmarc.silent.test", dnstest.Name{})
	for _, domain := range []string{"silent.test", "slow.test", "failing.test"} {
		o.publish(domain, nil)
	}
	o.publish("good.test", revoked)
	s.pass(10 * time.Minute) // longer than the old key may be remembered
	s.proveAgain()
	for _, domain := range []string{"silent.test", "slow.test", "failing.test"} {
		s.expectProof("mary@"+domain, 1, privacy.Proven, senderauth.ReasonSignature)
		s.expectPhone("mary@"+domain, newRecorded)
	}
	p, m := writerAt("good.test")
	m.body = strings.Replace(m.body, newPhone, forgedPhone, 1)
	s.postSigned(o, m, siteAddress, nil)
	s.expectProof(p.email, 2, privacy.Unproven, senderauth.ReasonRevoked)
	s.expectPhone(p.email, newRecorded)

	s.expectWaiting("mary@mute.test")
	s.pass(4 * time.Hour) // who never answers is given up
	s.proveAgain()
	s.expectProof("mary@mute.test", 1, privacy.Unproven, senderauth.ReasonDNS)
	s.expectPhone("mary@mute.test", mary.phone)
	for _, domain := range []string{"silent.test", "slow.test", "failing.test", "good.test"} { // asked about nothing that was proven
		want := 1
		if domain == "good.test" {
			want = 2
		}
		if got := len(s.mailTo("mary@" + domain)); got != want {
			t.Errorf("%d letters to the writer at %s, want %d", got, domain, want)
		}
	}
	s.accounted()
}

// expectWaiting: the proof of a letter is tried again, and nobody is written to.
func (s *site) expectWaiting(writer string) {
	s.t.Helper()
	r := s.requestFrom(writer, 1)
	explained := s.verb("", "explain", string(r.Number))
	if r.State != privacy.StateReceived || r.ProofWhy != senderauth.ReasonDNS || r.ProofNextAt == nil || !strings.Contains(explained, "no letter leaves before") {
		s.t.Errorf("%s: %s, %s\n%s", writer, r.State, r.ProofWhy, explained)
	}
	if got := len(s.mailTo(writer)); got != 0 {
		s.t.Errorf("%d letters to %s", got, writer)
	}
}

// proveAgain is the sweep of the minute.
func (s *site) proveAgain() {
	s.t.Helper()
	if err := s.daemon.intake.ProveAgain(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

// expectProof waits for the n-th request of a writer, and for what follows from the
// proof: applied, asked back, or laid before a person.
func (s *site) expectProof(writer string, n int, proof privacy.Proof, why string) {
	s.t.Helper()
	r := s.requestFrom(writer, n)
	explained := s.verb("", "explain", string(r.Number))
	if r.Proof != proof || r.ProofWhy != why || !strings.Contains(explained, "["+why+"]") {
		s.t.Errorf("%s: %s, %s; want %s, %s\n%s", writer, r.Proof, r.ProofWhy, proof, why, explained)
	}
	state, by, letter := privacy.StateAwaiting, "", "confirmation-question"
	switch proof {
	case privacy.Proven:
		state, by, letter = privacy.StateClosed, "dkim", "updated"
	case privacy.Contradicted:
		state, by, letter = privacy.StateInReview, r.ProofBy, ""
	}
	if r.State != state || r.ProofBy != by {
		s.t.Errorf("%s: %s, proven by %q\n%s", writer, r.State, r.ProofBy, explained)
	}
	if letter != "" {
		s.letter(letter, writer)
	}
}

func (s *site) expectPhone(writer, phone string) {
	s.t.Helper()
	if got := s.record(writer).Phone; got != phone {
		s.t.Errorf("%s: phone on record %q, want %q", writer, got, phone)
	}
}
