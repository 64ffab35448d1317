package senderauth

import (
	"context"
	"slices"
	"strings"
	"testing"
)

func TestParseRecord(t *testing.T) {
	for _, c := range []struct {
		txt  string
		want record
		ok   bool
	}{
		{"v=DMARC1; p=reject", record{p: "reject", sp: "reject", np: "reject", psd: 'u'}, true},
		{"V = DMARC1 ;P=REJECT;SP=None; NP=Quarantine;ADKIM=S;PSD=Y;T=Y;ASPF=S", record{"reject", "none", "quarantine", true, 'y', true, true}, true},
		{"v=DMARC1; p=quarantine; rf=x; ri=0; pct=banana; new=thing; rua=mailto:a@b.example", record{p: "quarantine", sp: "quarantine", np: "quarantine", psd: 'u'}, true},
		{"v=DMARC1; sp=reject; p=none; psd=maybe; t=n", record{p: "none", sp: "reject", np: "reject", psd: 'u'}, true},
		{"v=DMARC1; rua=mailto:a@b.example", record{p: "none", sp: "none", np: "none", psd: 'u'}, true},
		{"v=DMARC1; p=rejct", record{p: "none", sp: "none", np: "none", psd: 'u'}, true},
		{"v=DMARC1; p=reject; sp=nothing; adkim=s", record{p: "none", sp: "none", np: "none", strict: true, psd: 'u'}, true},
		{"v=DMARC1;;p=reject;", record{p: "reject", sp: "reject", np: "reject", psd: 'u'}, true},
		{"p=reject; v=DMARC1", record{}, false},
		{"v=DMARC2; p=reject", record{}, false},
		{"v=dmarc1; p=reject", record{}, false},
		{"v=spf1 -all", record{}, false},
		{"", record{}, false},
	} {
		if got, ok := parseRecord(c.txt); got != c.want || ok != c.ok {
			t.Errorf("%q: %+v, %v", c.txt, got, ok)
		}
	}
}

func TestWalkQuestions(t *testing.T) {
	for _, c := range []struct {
		domain string
		zone   zone
		want   string
	}{
		{"client.example", nil, "client.example example"},
		{"a.b.c.d.e.f.g.h.i.client.example", nil, "a.b.c.d.e.f.g.h.i.client.example e.f.g.h.i.client.example f.g.h.i.client.example g.h.i.client.example h.i.client.example i.client.example client.example example"},
		{"a.b.c.d.e.f.g.h.i.j.mail.example.com", nil, "a.b.c.d.e.f.g.h.i.j.mail.example.com g.h.i.j.mail.example.com h.i.j.mail.example.com i.j.mail.example.com j.mail.example.com mail.example.com example.com com"}, // RFC 9989 §4.10
		{"b.c.d.e.f.g.client.example", nil, "b.c.d.e.f.g.client.example c.d.e.f.g.client.example d.e.f.g.client.example e.f.g.client.example f.g.client.example g.client.example client.example example"},
		{"a.mail.client.example", zone{"_dmarc.mail.client.example": {"v=DMARC1; psd=n"}}, "a.mail.client.example mail.client.example"},
		{"a.client.example", zone{"_dmarc.client.example": {"v=DMARC1; p=none"}}, "a.client.example client.example example"},
	} {
		dns := &counted{zone: c.zone}
		if _, _, err := walk(context.Background(), dns, c.domain); err != nil {
			t.Fatal(err)
		}
		for i := range dns.names {
			dns.names[i] = strings.TrimPrefix(dns.names[i], "_dmarc.")
		}
		if got := strings.Join(dns.names, " "); got != c.want || len(dns.names) > maxWalk {
			t.Errorf("%s: asked %s", c.domain, got)
		}
	}
}

func TestDiscover(t *testing.T) {
	one := func(txt ...string) zone {
		return zone{"_dmarc.client.example": txt, "www.new.client.example": {"here"}}
	}
	for _, c := range []struct {
		name, from string
		zone       zone
		org, at    string
		policy     policy
		strict     bool
	}{
		{"nothing", "client.example", nil, "", "", policyNone, false},
		{"its own", "client.example", one("v=DMARC1; p=reject; sp=none; np=none"), "client.example", "client.example", policyReject, false},
		{"two are none", "client.example", one("v=DMARC1; p=reject", "v=DMARC1; p=none"), "", "", policyNone, false},
		{"one beside other texts", "client.example", one("v=spf1 -all", "v=DMARC1; p=reject", "google-site"), "client.example", "client.example", policyReject, false},
		{"subdomain", "new.client.example", one("v=DMARC1; p=none; sp=quarantine; np=reject"), "client.example", "client.example", policyQuarantine, false},
		{"subdomain that is not there", "ghost.client.example", one("v=DMARC1; p=none; sp=quarantine; np=reject"), "client.example", "client.example", policyReject, false},
		{"subdomain, no sp", "new.client.example", one("v=DMARC1; p=reject"), "client.example", "client.example", policyReject, false},
		{"reject being tested", "client.example", one("v=DMARC1; p=reject; t=y"), "client.example", "client.example", policyQuarantine, false},
		{"quarantine being tested", "new.client.example", one("v=DMARC1; p=reject; sp=quarantine; t=y"), "client.example", "client.example", policyNone, false},
		{"strict", "mail.client.example", one("v=DMARC1; p=reject; adkim=s"), "client.example", "client.example", policyReject, true},
		{"own record below the organisation's", "mail.client.example", zone{"_dmarc.mail.client.example": {"v=DMARC1; p=none"}, "_dmarc.client.example": {"v=DMARC1; p=reject"}}, "client.example", "mail.client.example", policyNone, false},
		{"psd=n ends at home", "a.mail.client.example", zone{"_dmarc.mail.client.example": {"v=DMARC1; p=quarantine; psd=n"}, "_dmarc.client.example": {"v=DMARC1; p=reject"}}, "mail.client.example", "mail.client.example", policyQuarantine, false},
		{"psd=y: one below", "a.client.bank", zone{"_dmarc.bank": {"v=DMARC1; p=none; sp=reject; psd=y"}, "a.client.bank": {"x"}}, "client.bank", "bank", policyReject, false},
		{"psd=y, the organisation has its own", "client.bank", zone{"_dmarc.client.bank": {"v=DMARC1; p=quarantine"}, "_dmarc.bank": {"v=DMARC1; p=reject; psd=y"}}, "client.bank", "client.bank", policyQuarantine, false},
		{"from a suffix itself", "bank", zone{"_dmarc.bank": {"v=DMARC1; p=reject; psd=y"}}, "bank", "bank", policyReject, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := discover(context.Background(), c.zone, c.from)
			if err != nil || got.org != c.org || got.at != c.at || got.policy != c.policy || got.strict != c.strict {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	if _, err := discover(context.Background(), zone{"_dmarc.client.example": {"!"}}, "a.client.example"); err == nil {
		t.Error("silence was taken for no policy")
	}
}

// The public suffix list only narrows: a registry that publishes a record without
// saying psd=y does not make its customers one organisation.
func TestAligns(t *testing.T) {
	registry := zone{"_dmarc.com.kz": {"v=DMARC1; p=none"}, "_dmarc.ivanov.com.kz": {"v=DMARC1; p=none"}}
	hosted := zone{"_dmarc.github.io": {"v=DMARC1; p=reject"}}
	for _, c := range []struct {
		from, signer string
		zone         zone
		want         bool
	}{
		{"ivanov.com.kz", "evil.com.kz", registry, false},
		{"ivanov.com.kz", "com.kz", registry, false},
		{"mail.ivanov.com.kz", "ivanov.com.kz", zone{"_dmarc.ivanov.com.kz": {"v=DMARC1; p=none"}}, true},
		{"a.github.io", "b.github.io", hosted, false},
		{"ivanov.kz", "", nil, false},
		{"ivanov.kz", "ivanov.kz", nil, true},
		{"ivanov.kz", "notivanov.kz", nil, false},
		{"mail.ivanov.kz", "ivanov.kz", nil, true},
		{"ivanov.kz", "mail.ivanov.kz", nil, false},
		{"a.ivanov.kz", "b.ivanov.kz", nil, false},
		{"a.ivanov.kz", "b.ivanov.kz", zone{"_dmarc.ivanov.kz": {"v=DMARC1; p=none"}}, true},
		{"a.ivanov.kz", "b.ivanov.kz", zone{"_dmarc.ivanov.kz": {"v=DMARC1; p=none"}, "_dmarc.b.ivanov.kz": {"v=DMARC1; psd=n"}}, false},
	} {
		d, err := discover(context.Background(), c.zone, c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := d.aligns(context.Background(), c.zone, c.signer); err != nil || got != c.want {
			t.Errorf("%s signed by %s: %v, %v", c.from, c.signer, got, err)
		}
	}
}

func TestReasonsAreTold(t *testing.T) {
	if slices.Contains(furthest, "") || len(furthest) != len(slices.Compact(slices.Sorted(slices.Values(furthest)))) {
		t.Error("the order of reasons has gaps or repeats")
	}
}
