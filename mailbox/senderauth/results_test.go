package senderauth

import (
	"context"
	"strings"
	"testing"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	ours     = "Authentication-Results: mx.medico.example; "
	received = "Received: from a.example by b.example; Mon, 24 Nov 2025 10:00:00 +0500\r\n"
	letter   = "From: Aigul <aigul@client.example>\r\nTo: info@medico.example\r\nSubject: x\r\n\r\nbody\r\n"
	pass     = ours + "dmarc=pass (p=none) header.from=client.example\r\n"
)

func verify(t *testing.T, raw string) Finding {
	t.Helper()
	own, err := privacy.ParseAddress("info@medico.example")
	if err != nil {
		t.Fatal(err)
	}
	return NewResults([]string{"MX.medico.example", ""}, []privacy.Address{own}).Verify(context.Background(), message.Parse([]byte(raw)))
}

func TestVerify(t *testing.T) {
	field := func(results string) string { return received + ours + results + "\r\n" + received + letter }
	cases := []struct {
		name, raw string
		proof     privacy.Proof
		reason    string
	}{
		{"DMARC", field("dmarc=pass (p=none) header.from=client.example"), privacy.Proven, ReasonDMARC},
		{"DMARC, name of the server in capitals, IDN none", field("DMARC=Pass header.From=CLIENT.example."), privacy.Proven, ReasonDMARC},
		{"DMARC for another domain", field("dmarc=pass header.from=evil.example"), privacy.Unproven, ReasonNotAligned},
		{"DMARC for nobody", field("dmarc=pass"), privacy.Unproven, ReasonNotAligned},
		{"DMARC for a sub-domain", field("dmarc=pass header.from=news.client.example"), privacy.Unproven, ReasonNotAligned},
		{"DMARC for the domain above", strings.Replace(field("dmarc=pass header.from=client.example"), "aigul@", "aigul@mail.", 1), privacy.Unproven, ReasonNotAligned},
		{"DKIM, no DMARC", field("dkim=pass header.d=client.example"), privacy.Proven, ReasonDKIM},
		{"DKIM of a sub-domain, no DMARC, no DNS", field("dkim=pass header.d=mail.client.example"), privacy.Unproven, ReasonNotAligned},
		{"SPF of a sub-domain, no DMARC, no DNS", field("spf=pass smtp.mailfrom=x@mail.client.example"), privacy.Unproven, ReasonNotAligned},
		{"DKIM, no policy published", field("dkim=pass header.i=@client.example; dmarc=none header.from=client.example"), privacy.Proven, ReasonDKIM},
		{"DKIM of another, none of its own", field("dkim=pass header.d=sender.example"), privacy.Unproven, ReasonNotAligned},
		{"DKIM of its own beside another's broken one", field("dkim=fail header.d=list.example; dkim=pass header.d=client.example"), privacy.Proven, ReasonDKIM},
		{"DKIM of its own, passed and failed", field("dkim=pass header.d=client.example; dkim=fail header.d=client.example"), privacy.Unproven, ReasonNothing},
		{"DKIM beside a DMARC failure", field("dkim=pass header.d=client.example; dmarc=fail (p=none) header.from=client.example"), privacy.Unproven, ReasonDMARCOther},
		{"DKIM beside a DMARC error", field("dkim=pass header.d=client.example; dmarc=temperror header.from=client.example"), privacy.Unproven, ReasonDMARCUnchecked},
		{"DMARC record unreadable", field("dmarc=permerror header.from=client.example"), privacy.Unproven, ReasonDMARCUnchecked},
		{"DMARC error beside a failure", field("dmarc=temperror header.from=client.example; dmarc=fail (p=none) header.from=client.example"), privacy.Unproven, ReasonDMARCOther},
		{"SPF, no DMARC", field("spf=pass smtp.mailfrom=bounce@client.example"), privacy.Proven, ReasonSPF},
		{"SPF of the greeting only", field("spf=pass smtp.helo=client.example"), privacy.Unproven, ReasonNothing},
		{"SPF of another", field("spf=pass smtp.mailfrom=x@evil.example"), privacy.Unproven, ReasonNotAligned},
		{"SPF failed", field("spf=fail smtp.mailfrom=x@client.example"), privacy.Unproven, ReasonNothing},
		{"two DMARC results: the worst counts", field("dmarc=pass header.from=client.example; dmarc=fail header.from=client.example"), privacy.Unproven, ReasonDMARCOther},
		{"DMARC failed, reject in the comment", field("dmarc=fail (p=REJECT sp=NONE dis=NONE) header.from=client.example"), privacy.Contradicted, ReasonDMARCPolicy},
		{"DMARC failed, rspamd's comment", field("dmarc=fail header.from=client.example (policy=quarantine)"), privacy.Contradicted, ReasonDMARCPolicy},
		{"DMARC failed, policy as a property", field("dmarc=fail policy.dmarc=quarantine header.from=client.example"), privacy.Contradicted, ReasonDMARCPolicy},
		{"DMARC failed, policy for subdomains only", field("dmarc=fail (p=NONE sp=REJECT) header.from=client.example"), privacy.Unproven, ReasonDMARCOther},
		{"results none", field("none"), privacy.Unproven, ReasonNothing},
		{"unreadable", field("dmarc=pass header.from=client.example; spf=pass (open"), privacy.Unproven, ReasonUnreadable},
		{"no results", received + letter, privacy.Unproven, ReasonNoResults},
		{"of another server", received + strings.Replace(pass, "mx.medico", "mx.evil", 1) + received + letter, privacy.Unproven, ReasonNoResults},
		{"no From", pass + "To: info@medico.example\r\n\r\nx", privacy.Contradicted, ReasonNoFrom},
		{"From without an address", pass + "From: Aigul\r\n\r\nx", privacy.Contradicted, ReasonNoFrom},
		{"two From fields", pass + "From: evil@evil.example\r\n" + letter, privacy.Contradicted, ReasonSeveralFields},
		{"two From fields, one with a blank before the colon", pass + "From : evil@evil.example\r\n" + letter, privacy.Contradicted, ReasonSeveralFields},
		{"two From addresses", pass + "From: a@client.example, b@client.example\r\n\r\nx", privacy.Contradicted, ReasonSeveralAuthors},
		{"malformed From", pass + "From: a@client.example <b@client.example>\r\n\r\nx", privacy.Contradicted, ReasonSalvaged},
		{"our own address", pass + "From: <Info@Medico.example>\r\n\r\nx", privacy.Contradicted, ReasonOwnAddress},
		{"a second subject line on top", pass + "Subject: withdraw\r\n" + letter, privacy.Unproven, ReasonSubjectFields},
		{"a second content type on top", pass + "Content-Type: text/html\r\nContent-Type: text/plain\r\n" + letter, privacy.Unproven, ReasonRepeated},
	}
	for _, a := range attacks {
		cases = append(cases, struct {
			name, raw string
			proof     privacy.Proof
			reason    string
		}{"attack", received + "Authentication-Results: " + a + "\r\n" + strings.Replace(letter, "client.example", "bank.example", 1), privacy.Unproven, ""})
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := verify(t, c.raw)
			if got.Proof != c.proof || c.reason != "" && got.Reason != c.reason {
				t.Errorf("%s, %s; want %s, %s", got.Proof, got.Reason, c.proof, c.reason)
			}
			if (got.Proof == privacy.Proven) != (got.Method != "" && got.Reason != ReasonDMARCPolicy) {
				t.Errorf("method %q for %s", got.Method, got.Proof)
			}
		})
	}
}

func TestVerifySubdomainPolicy(t *testing.T) {
	raw := ours + "dmarc=fail (p=NONE sp=REJECT dis=NONE) header.from=client.example\r\n" + strings.Replace(letter, "@client", "@mail.client", 1)
	if got := verify(t, raw); got.Proof != privacy.Contradicted || got.Domain != "mail.client.example" {
		t.Errorf("%s, domain %q", got.Proof, got.Domain)
	}
}

func TestVerifyPublicSuffix(t *testing.T) {
	for _, c := range []struct {
		d    string
		want privacy.Proof
	}{{"ivanov.com.kz", privacy.Proven}, {"mail.ivanov.com.kz", privacy.Unproven}, {"evil.com.kz", privacy.Unproven}, {"com.kz", privacy.Unproven}} {
		raw := ours + "dkim=pass header.d=" + c.d + "\r\n" + strings.Replace(letter, "client.example", "ivanov.com.kz", 1)
		if got := verify(t, raw); got.Proof != c.want {
			t.Errorf("signature of %s: %s, want %s", c.d, got.Proof, c.want)
		}
	}
}

// Where the field stands decides whose it is.
func TestVerifyPlace(t *testing.T) {
	fail := ours + "dmarc=fail (p=none) header.from=client.example\r\n"
	local := "Return-Path: <aigul@client.example>\r\nDelivered-To: info@medico.example\r\n" + received
	cases := []struct {
		name, raw string
		reason    string
	}{
		{"Postfix and a milter: below its own Received", local + received + pass + "DKIM-Signature: v=1\r\n" + received + letter, ReasonDMARC},
		{"a milter above the Received of its hop", local + pass + received + letter, ReasonDMARC},
		{"Gmail: Received, ARC, Return-Path, Received, results", "Delivered-To: x@client.example\r\n" + received + "ARC-Authentication-Results: i=1; mx.medico.example; dmarc=fail\r\nReturn-Path: <a@client.example>\r\n" + received + "Received-SPF: pass\r\n" + pass + received + letter, ReasonDMARC},
		{"two milters, a result each", received + pass + "DKIM-Filter: x\r\n" + ours + "dkim=pass header.d=client.example\r\n" + received + letter, ReasonDMARC},
		{"another server's result on top of ours", received + "Authentication-Results: relay.example; dmarc=fail\r\n" + pass + received + letter, ReasonDMARC},
		{"forged below our failure and the next Received", received + fail + received + pass + letter, ReasonDMARCOther},
		{"forged right below our failure", received + fail + pass + received + letter, ReasonDMARCOther},
		{"forged right below our silence", received + ours + "spf=none smtp.mailfrom=evil.example\r\n" + pass + received + letter, ReasonNothing},
		{"forged below a result above Received", fail + received + pass + letter, ReasonDMARCOther},
		{"a failure forged below the next Received spoils nothing", received + pass + received + ours + "dmarc=fail (p=reject) header.from=client.example\r\n" + letter, ReasonDMARC},
		{"forged below From", received + strings.Replace(letter, "To:", pass+"To:", 1), ReasonNoResults},
		{"forged behind a folded line", received + "X: a\r\n " + pass + letter, ReasonNoResults},
		{"forged in the body", received + letter + pass, ReasonNoResults},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := verify(t, c.raw); got.Reason != c.reason || (got.Proof == privacy.Proven) != (c.reason == ReasonDMARC) {
				t.Errorf("%s, %s; want %s", got.Proof, got.Reason, c.reason)
			}
		})
	}
}

func TestVerifyWithoutServer(t *testing.T) {
	got := NewResults(nil, nil).Verify(context.Background(), message.Parse([]byte(pass+letter)))
	if got.Proof != privacy.Unproven || got.Reason != ReasonNoServer {
		t.Errorf("%s, %s", got.Proof, got.Reason)
	}
}

func BenchmarkVerify(b *testing.B) {
	m := message.Parse([]byte(received + pass + received + letter))
	r := NewResults([]string{"mx.medico.example"}, nil)
	b.ReportAllocs()
	for b.Loop() {
		if r.Verify(context.Background(), m).Proof != privacy.Proven {
			b.Fatal("not proven")
		}
	}
}
