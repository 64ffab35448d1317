package senderauth

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/mailbox/senderauth/dnstest"
	"medico-intech.kz/otinish/store/privacy"
)

// What From and its neighbours say, with a signature that holds over all of it.
func TestFromRules(t *testing.T) {
	change := func(old, new string) string { return strings.Replace(plain, old, new, 1) }
	add := func(field string) string { return field + "\r\n" + plain }
	cases := []struct {
		name, letter string
		proof        privacy.Proof
		reason       string
	}{
		{"one address", plain, privacy.Proven, ReasonSignature},
		{"no name", change("Aigul <aigul@client.example>", "aigul@client.example"), privacy.Proven, ReasonSignature},
		{"a comment with a colon", change("Aigul <aigul@client.example>", "Aigul (tel: 5) <aigul@client.example>"), privacy.Proven, ReasonSignature},
		{"a quoted name with a colon", change("Aigul <", `"Aigul: me" <`), privacy.Proven, ReasonSignature},
		{"its own address as its name", change("Aigul <", `"Aigul@Client.example" <`), privacy.Proven, ReasonSignature},
		{"Sender and Reply-To the same", add("Sender: aigul@client.example\r\nReply-To: Aigul <AIGUL@client.example>"), privacy.Proven, ReasonSignature},

		{"a group", change("Aigul <aigul@client.example>", "Us: aigul@client.example;"), privacy.Contradicted, ReasonGroup},
		{"a group around angle brackets", change("Aigul <aigul@client.example>", `"We all":Aigul <aigul@client.example>;`), privacy.Contradicted, ReasonGroup},
		{"an empty group", change("Aigul <aigul@client.example>", "Undisclosed:;"), privacy.Contradicted, ReasonNoFrom},
		{"two addresses", change("Aigul <aigul@client.example>", "aigul@client.example, bota@client.example"), privacy.Contradicted, ReasonSeveralAuthors},
		{"our own address", change("aigul@client.example", "INFO@medico.example"), privacy.Contradicted, ReasonOwnAddress},
		{"our own address beside another", change("Aigul <", "info@medico.example, Aigul <"), privacy.Contradicted, ReasonOwnAddress},
		{"no From", change("From:", "X-From:"), privacy.Contradicted, ReasonNoFrom},
		{"two From", add("From: aigul@client.example"), privacy.Contradicted, ReasonSeveralFields},
		{"malformed", change("Aigul <aigul@client.example>", "<evil@evil.example> <aigul@client.example>"), privacy.Contradicted, ReasonSalvaged},

		{"two Subject", add("Subject: x"), privacy.Unproven, ReasonSubjectFields},
		{"two Date", add("Date: Mon, 23 Nov 2026 10:00:00 +0500"), privacy.Unproven, ReasonDateFields},
		{"two To", add("To: x@client.example"), privacy.Unproven, ReasonRepeated},
		{"a name that is another address", change("Aigul <", `"bota@bank.example" <`), privacy.Unproven, ReasonNameAddress},
		{"a name that holds another address", change("Aigul <", `"Bota (bota@bank.example), director" <`), privacy.Unproven, ReasonNameAddress},
		{"an encoded name that holds another address", change("Aigul <", "=?utf-8?q?bota=40bank=2Eexample?= <"), privacy.Unproven, ReasonNameAddress},
		{"a name with a full-width at sign", change("Aigul <", "=?utf-8?b?Ym90Ye+8oGJhbmsuZXhhbXBsZQ==?= <"), privacy.Unproven, ReasonNameAddress},
		{"another Sender", add("Sender: bota@client.example"), privacy.Unproven, ReasonSender},
		{"another Reply-To", add("Reply-To: bota@evil.example"), privacy.Unproven, ReasonReplyTo},
		{"a second Reply-To", add("Reply-To: aigul@client.example, bota@evil.example"), privacy.Unproven, ReasonReplyTo},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			expect(t, look(t, signed(c.letter, common), zoneOf(nil)), c.proof, c.reason)
			// Our own server's word does not help either.
			raw := received + ours + "dmarc=pass header.from=client.example\r\n" + received + c.letter
			if got := look(t, raw, nil, servers("mx.medico.example")); got.Proof != c.proof || c.proof != privacy.Proven && got.Reason != c.reason {
				t.Errorf("with results: %s, %s", got.Proof, got.Reason)
			}
		})
	}
}

func servers(ids ...string) func(*Config) {
	return func(c *Config) { c.AuthservIDs = ids }
}

func TestLookalike(t *testing.T) {
	for domain, want := range map[string]bool{
		"client.kz":                false,
		"xn--e1afmkfd.xn--80ao21a": false, // пример.қаз
		"пример.рф":                false,
		"пример.kz":                false, // и and л are like no Latin letter
		"сор.рф":                   false, // looks Latin, under an ending of its own script
		"мысал.қаз":                false,
		"straße.de":                false, // ß is like no Latin letter
		"münchen.de":               true,  // münchen or munchen: nobody can tell whose people know which
		"kàspi.kz":                 true,
		"ķaspi.example":            true,
		"gmạil.example":            true,
		"k\u0323\u0300aspi.kz":     true, // marks that no letter comes with
		"mail.haĺyk.kz":            true,
		"hałyk.kz":                 true,
		"йод.рф":                   false, // a mark on Cyrillic
		"日本語テスト.jp":                false,
		"한국.kr":                    false,
		"clіent.kz":                true, // Cyrillic і
		"гoogle.kz":                true,
		"аррӏе.com":                true, // all Cyrillic
		"αρ.com":                   true,
		"bɑnk.kz":                  true,
		"mail.bаnk.kz":             true,
		"bаnk1.kz":                 true,
		"xn--80ak6aa92e.com":       true, // аррӏе as it travels
		"xn--a.kz":                 true, // no A-label
	} {
		if got := lookalike(foldDomain(domain)); (got != "") != want {
			t.Errorf("%s (%s): %q", domain, foldDomain(domain), got)
		}
	}
	raw := strings.Replace(plain, "client.example", "xn--80ak6aa92e.com", 1)
	expect(t, look(t, raw, zoneOf(nil)), privacy.Unproven, ReasonLookalike)
	raw = received + ours + "dmarc=pass header.from=xn--80ak6aa92e.com\r\n" + received + raw
	expect(t, look(t, raw, zoneOf(nil), servers("mx.medico.example")), privacy.Unproven, ReasonLookalike)
}

// How our server's word and the check here go together.
func TestResultsAndOwnCheck(t *testing.T) {
	field := func(results, letter string) string { return received + ours + results + "\r\n" + received + letter }
	good, bad := signed(plain, common), strings.Replace(signed(plain, common), "701", "702", 1)
	head := signed(plain, strings.Replace(common, ":subject", "", 1))
	cut := signed(plain, common+"; l=10")
	worthless := "DKIM-Signature: " + common + "; bh=AAAA; b=AAAA\r\n"
	html := func(open ...string) string {
		tags := common
		for _, o := range open {
			tags = strings.Replace(tags, o, "", 1)
		}
		return signed(strings.Replace(plain, "text/plain", "text/html", 1), tags)
	}
	cases := []struct {
		name, raw string
		proof     privacy.Proof
		reason    string
	}{
		{"no results", good, privacy.Proven, ReasonSignature},
		{"results say nothing", field("none", good), privacy.Proven, ReasonSignature},
		{"results of SPF alone", field("spf=fail smtp.mailfrom=x@evil.example", good), privacy.Proven, ReasonSignature},
		{"DMARC could not be looked up there", field("dmarc=temperror header.from=client.example; dkim=temperror header.d=client.example", good), privacy.Proven, ReasonSignature},
		{"results that cannot be read", field("dkim=pass (open", good), privacy.Proven, ReasonSignature},
		{"our server's failure stands", field("dmarc=fail (p=none) header.from=client.example", good), privacy.Unproven, ReasonDMARCOther},
		{"our server's contradiction stands", field("dmarc=fail (p=reject) header.from=client.example", good), privacy.Contradicted, ReasonDMARCPolicy},
		{"our server's bad signature stands", field("dkim=fail header.d=client.example", good), privacy.Unproven, ReasonNothing},
		{"our server's proof stands", field("dmarc=pass header.from=client.example", bad), privacy.Proven, ReasonDMARC},
		{"proof by SPF, unsigned", field("spf=pass smtp.mailfrom=x@client.example; dmarc=pass header.from=client.example", plain), privacy.Proven, ReasonDMARC},
		{"its good signature leaves the subject line open", field("dmarc=pass header.from=client.example; dkim=pass header.d=client.example", head), privacy.Unproven, ReasonPart},
		{"its good signature leaves the end open", field("dkim=pass header.d=client.example", cut), privacy.Unproven, ReasonPart},
		{"its good signature leaves open whom it asks and how it is read", field("dmarc=pass header.from=client.example; dkim=pass header.d=client.example", html(":to", ":content-type")), privacy.Unproven, ReasonPart},
		{"its good signature leaves open how it is read, in an answer", field("dmarc=pass header.from=client.example; dkim=pass header.d=client.example", signed(strings.Replace(strings.Replace(plain, "text/plain", "text/html", 1), "Subject: ", "Subject: Re: ", 1), strings.Replace(common, ":content-type", "", 1))), privacy.Unproven, ReasonPart},
		{"its good signature leaves open how it is read", field("dmarc=pass header.from=client.example; dkim=pass header.d=client.example", html(":content-type")), privacy.Proven, ReasonDMARC},
		{"its good signature leaves open whom it asks", field("dmarc=pass header.from=client.example; dkim=pass header.d=client.example", html(":to")), privacy.Unproven, ReasonPart},
		{"its good signature leaves open when", field("dmarc=pass header.from=client.example; dkim=pass header.d=client.example", html(":date")), privacy.Unproven, ReasonPart},
		{"the same, and SPF failed: handed on", field("spf=fail smtp.mailfrom=x@evil.example; dmarc=pass header.from=client.example; dkim=pass header.d=client.example", html(":to")), privacy.Unproven, ReasonPart},
		{"the same as Outlook.com sends it: SPF passed as well", field("spf=pass smtp.mailfrom=aigul@client.example; dmarc=pass header.from=client.example; dkim=pass header.d=client.example", html(":to")), privacy.Proven, ReasonDMARC},
		{"a bad signature that covers all beside a good one that does not", field("dmarc=pass header.from=client.example; dkim=pass header.d=client.example; dkim=fail header.d=client.example", worthless+html(":to")), privacy.Unproven, ReasonPart},
		{"the same, where our server tells of the good one alone", field("dmarc=pass header.from=client.example; dkim=pass header.d=client.example", worthless+html(":to")), privacy.Unproven, ReasonPart},
		{"the same, where it tells of none", field("dmarc=pass header.from=client.example", worthless+html(":to")), privacy.Unproven, ReasonPart},
		{"two good ones, one of which covers all", field("dmarc=pass header.from=client.example; dkim=pass header.d=client.example; dkim=pass header.d=client.example", worthless+html(":to")), privacy.Proven, ReasonDMARC},
		{"two that cover all, one good", field("dmarc=pass header.from=client.example; dkim=pass header.d=client.example; dkim=policy header.d=client.example", worthless+html()), privacy.Proven, ReasonDMARC},
		{"a header so long that programs cut it", field("dmarc=pass header.from=client.example", strings.Repeat("X-Filler: "+strings.Repeat("x", 900)+"\r\n", 120)+good), privacy.Unproven, ReasonHeader},
		{"the same, and SPF passed as well", field("spf=pass smtp.mailfrom=x@client.example; dmarc=pass header.from=client.example; dkim=pass header.d=client.example", cut), privacy.Proven, ReasonDMARC},
		{"SPF passed in a field that proves nothing, but cannot have failed either", received + ours + "none\r\n" + ours + "spf=pass smtp.mailfrom=x@client.example\r\n" + received + plain, privacy.Unproven, ReasonUnsigned},
		{"a contradiction is not softened by a doubt", field("dmarc=fail (p=reject) header.from=client.example", "Reply-To: x@evil.example\r\n"+plain), privacy.Contradicted, ReasonDMARCPolicy},
		{"nor the one found here", "Reply-To: x@evil.example\r\n" + plain, privacy.Contradicted, ReasonPolicyHere},
		{"neither", field("none", bad), privacy.Contradicted, ReasonPolicyHere},
		{"SPF passed there for the domain, broken here", field("spf=pass smtp.mailfrom=x@client.example", bad), privacy.Proven, ReasonSPF},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dns := zoneOf(zone{"_dmarc.client.example": {"v=DMARC1; p=reject"}})
			expect(t, look(t, c.raw, dns, servers("mx.medico.example")), c.proof, c.reason)
		})
	}
}

// Whose the results are is told by the hosts of the Received fields as well.
func TestResultsBoundToHosts(t *testing.T) {
	by := func(host string) string {
		return "Received: from x.example (x [192.0.2.1]) by " + host + " (Postfix) with ESMTPS id 1; Mon, 24 Nov 2025 10:00:00 +0500\r\n"
	}
	result := func(id string) string {
		return "Authentication-Results: " + id + "; dmarc=pass header.from=client.example\r\n"
	}
	cases := []struct {
		name, raw string
		ids       []string
		hosts     []string
		reason    string
	}{
		{"below our Received", by("mx.medico.kz") + result("mx.medico.kz") + by("out.client.kz"), []string{"mx.medico.kz"}, nil, ReasonDMARC},
		{"above it", result("mx.medico.kz") + by("mx.medico.kz"), []string{"mx.medico.kz"}, nil, ReasonDMARC},
		{"another host of our domain", by("imap.medico.kz") + by("mx2.medico.kz") + result("mx.medico.kz"), []string{"mx.medico.kz"}, nil, ReasonDMARC},
		{"hosts that tell nothing", by("localhost") + by("10.0.0.1") + by("mx.internal") + "Received: (qmail 1 invoked); x\r\n" + result("mx.medico.kz"), []string{"mx.medico.kz"}, nil, ReasonDMARC},
		{"below the Received of another host", by("mx.medico.kz") + by("out.evil.kz") + result("mx.medico.kz") + by("mx.medico.kz"), []string{"mx.medico.kz"}, nil, ReasonForeignHost},
		{"below a host that is listed", by("mx.hoster.kz") + result("mx.medico.kz"), []string{"mx.medico.kz"}, []string{"hoster.kz"}, ReasonDMARC},
		{"the same, not listed", by("mx.hoster.kz") + result("mx.medico.kz"), []string{"mx.medico.kz"}, nil, ReasonForeignHost},
		{"a name that tells nothing", by("mx.hoster.kz") + result("mailhost"), []string{"mailhost"}, nil, ReasonDMARC},
		{"another of our servers in its place", by("mx.google.com") + result("mx.medico.kz"), []string{"mx.google.com", "mx.medico.kz"}, nil, ReasonNoResults},
		{"both", by("mx.google.com") + result("mx.google.com") + by("mx.medico.kz"), []string{"mx.google.com", "mx.medico.kz"}, nil, ReasonDMARC},
		{"a host named in a comment", "Received: from x (by mx.evil.kz) by mx.medico.kz; x\r\n" + result("mx.medico.kz"), []string{"mx.medico.kz"}, nil, ReasonDMARC},
		{"below From", by("mx.medico.kz") + "From: a@b.kz\r\n" + result("mx.medico.kz"), []string{"mx.medico.kz"}, nil, ReasonSeveralFields},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := look(t, c.raw+plain, nil, servers(c.ids...), func(k *Config) { k.Hosts, k.DKIM = c.hosts, false })
			if got.Reason != c.reason || (got.Proof == privacy.Proven) != (c.reason == ReasonDMARC) {
				t.Errorf("%s, %s; want %s\n%q", got.Proof, got.Reason, c.reason, got.Clues)
			}
		})
	}
}

// With a real name server behind it: good, missing, failing, silent, slow, cut.
func TestVerifyOverDNS(t *testing.T) {
	const name = "rsa._domainkey.client.example"
	key := keyRecord(rsaKey(), "")
	for _, c := range []struct {
		name   string
		answer dnstest.Name
		proof  privacy.Proof
		reason string
	}{
		{"answer", dnstest.Name{TXT: []string{key}}, privacy.Proven, ReasonSignature},
		{"cut, then over TCP", dnstest.Name{TXT: []string{key}, Truncated: true}, privacy.Proven, ReasonSignature},
		{"vouched for", dnstest.Name{TXT: []string{key}, Authentic: true}, privacy.Proven, ReasonSignature},
		{"an alias", dnstest.Name{Alias: "keys.example"}, privacy.Proven, ReasonSignature},
		{"slow", dnstest.Name{TXT: []string{key}, Delay: 100 * time.Millisecond}, privacy.Proven, ReasonSignature},
		{"a forged answer before it", dnstest.Name{TXT: []string{key}, Garbage: true}, privacy.Proven, ReasonSignature},
		{"no such name", dnstest.Name{RCode: dnsmessage.RCodeNameError}, privacy.Unproven, ReasonNoKey},
		{"no records", dnstest.Name{}, privacy.Unproven, ReasonNoKey},
		{"failing", dnstest.Name{RCode: dnsmessage.RCodeServerFailure}, privacy.Unproven, ReasonDNS},
		{"silent", dnstest.Name{Silent: true}, privacy.Unproven, ReasonDNS},
		{"too slow", dnstest.Name{TXT: []string{key}, Delay: time.Minute}, privacy.Unproven, ReasonDNS},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server := dnstest.Start(t, map[string]dnstest.Name{name: c.answer, "keys.example": {TXT: []string{key}}})
			now := time.Now()
			cache := NewCache(NewDNS(server.Addr), func() time.Time { return now })
			timeout := func(k *Config) { k.Timeout = 700 * time.Millisecond }
			began := time.Now()
			raw := signed(plain, common)
			got := look(t, raw, cache, timeout)
			expect(t, got, c.proof, c.reason)
			if has(got, clueKeySecure) != c.answer.Authentic {
				t.Errorf("DNSSEC: %v", got.Clues)
			}
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("took %v", took)
			}
			asked := server.Asked("")
			expect(t, look(t, raw, cache, timeout), c.proof, c.reason)
			if c.reason != ReasonDNS && server.Asked("") != asked {
				t.Error("answers were not remembered")
			}
			// The same bytes, asked again at once and when the server is back.
			if c.reason == ReasonDNS {
				if server.Asked("") != asked {
					t.Error("the silent domain was asked again at once")
				}
				now = now.Add(silentFor)
				server.Set(name, dnstest.Name{TXT: []string{key}})
				expect(t, look(t, raw, cache, timeout), privacy.Proven, ReasonSignature)
			}
		})
	}
}

func TestVerifyCancelled(t *testing.T) {
	server := dnstest.Start(t, map[string]dnstest.Name{"_dmarc.client.example": {Silent: true}})
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	raw := []byte(signed(plain, common))
	began := time.Now()
	got := New(Config{DKIM: true, Resolver: NewDNS(server.Addr)}).Verify(ctx, message.Parse(raw), Bytes{Raw: raw, Received: at})
	expect(t, got, privacy.Unproven, ReasonDNS)
	if took := time.Since(began); took > time.Second {
		t.Errorf("took %v", took)
	}
}

// FuzzVerify: never a panic; nothing is proven that a name server did not vouch for;
// lines hold no more than domains; and the same bytes give the same finding.
func FuzzVerify(f *testing.F) {
	const tags = "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=client.example; s=lucky; h=from:to:subject:date:content-type"
	good := signed(plain, tags) // by a key that is the same in every process
	for _, seed := range []string{
		good, plain, signed(plain, tags+"; l=3"), string(fixture(f, "dkimpy-simple.eml")), "Subject: x\r\n" + good, "From: a: b@c.kz;\r\n\r\nx", "\r\n", "From :a@b.kz\n\n",
		strings.Replace(good, "ed25519-sha256", "rsa-sha256", 1), "Authentication-Results: mx.medico.example; dkim=pass (a;b) header.d=client.example\r\n" + plain,
		string(fixture(f, "dkimpy-arc2.eml")), string(fixture(f, "rfc8463.eml")), "From: <a@xn--80ak6aa92e.com>\r\n\r\n",
	} {
		f.Add(seed)
	}
	dns := fixtureZone(f)
	dns["lucky._domainkey.client.example"] = []string{keyRecord(ed25519Key, "")}
	dns["_dmarc.client.example"] = []string{"v=DMARC1; p=quarantine"}
	f.Fuzz(func(t *testing.T, raw string) {
		got := look(t, raw, zone{}, sealers("forward.example"))
		if got.Proof == privacy.Proven {
			t.Fatalf("proven without a key: %s", got.Reason)
		}
		got = look(t, raw, dns, servers("mx.medico.example"))
		if got.Proof == "" || got.Reason == "" {
			t.Fatalf("%+v", got)
		}
		for _, c := range got.Clues {
			if strings.ContainsAny(fmt.Sprint(c), "@\r\n") {
				t.Fatalf("clue %q", c)
			}
		}
		if again := look(t, raw, dns, servers("mx.medico.example")); fmt.Sprint(again) != fmt.Sprint(got) {
			t.Fatalf("%+v, then %+v", got, again)
		}
	})
}

// An ordinary signed letter, and one with a body of 25 MB.
func BenchmarkVerifyDKIM(b *testing.B) {
	for _, size := range []int{1 << 10, 25 << 20} {
		raw := []byte(signed(plain+strings.Repeat("a line of the body\r\n", size/20), common))
		m := message.Parse(raw)
		v := New(Config{DKIM: true, Resolver: zoneOf(nil)})
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if f := v.Verify(context.Background(), m, Bytes{Raw: raw, Received: at}); f.Proof != privacy.Proven {
					b.Fatal(f.Reason)
				}
			}
		})
	}
}
