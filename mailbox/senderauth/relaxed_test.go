package senderauth

import (
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// Our server passed DKIM or SPF for another host of the organisation and says nothing of
// DMARC: the From domain's record decides.
func TestRelaxedAlignmentOfResults(t *testing.T) {
	const (
		dkim = "dkim=pass header.d=news.client.example"
		spf  = "spf=pass smtp.mailfrom=x@news.client.example"
	)
	record := func(txt string) zone { return zone{"_dmarc.client.example": {txt}} }
	for _, c := range []struct {
		name, results string
		dns           zone
		proof         privacy.Proof
		reason        string
	}{
		{"DKIM, relaxed", dkim, record("v=DMARC1; p=none; aspf=s"), privacy.Proven, ReasonDKIM},
		{"DKIM, strict", dkim, record("v=DMARC1; p=none; adkim=s"), privacy.Unproven, ReasonUnsigned},
		{"DKIM, strict, reject", dkim, record("v=DMARC1; p=reject; adkim=s; aspf=s"), privacy.Contradicted, ReasonPolicyHere},
		{"DKIM, no record", dkim, zone{}, privacy.Unproven, ReasonUnsigned},
		{"DKIM, DNS silent", dkim, record("!"), privacy.Unproven, ReasonDNS},
		{"SPF, relaxed", spf, record("v=DMARC1; p=none; adkim=s"), privacy.Proven, ReasonSPF},
		{"SPF, relaxed, none found there", "dmarc=none; " + spf, record("v=DMARC1; p=none"), privacy.Proven, ReasonSPF},
		{"SPF, strict", spf, record("v=DMARC1; p=none; aspf=s"), privacy.Unproven, ReasonUnsigned},
		{"SPF, strict, reject", spf, record("v=DMARC1; p=reject; aspf=s"), privacy.Contradicted, ReasonPolicyHere},
		{"SPF, no record", spf, zone{}, privacy.Unproven, ReasonUnsigned},
		{"SPF, DNS silent", spf, record("!"), privacy.Unproven, ReasonDNS},
		{"the sub-domain stands for itself", dkim + "; " + spf, zone{"_dmarc.client.example": {"v=DMARC1; p=none"}, "_dmarc.news.client.example": {"v=DMARC1; p=none; psd=n"}}, privacy.Unproven, ReasonUnsigned},
		{"beside a DMARC failure", dkim + "; dmarc=fail header.from=client.example", record("v=DMARC1; p=none"), privacy.Unproven, ReasonNotAligned},
		{"beside a bad signature of the domain", dkim + "; dkim=fail header.d=client.example", record("v=DMARC1; p=none"), privacy.Unproven, ReasonNotAligned},
		{"beside an SPF failure", spf + "; spf=fail smtp.mailfrom=y@client.example", record("v=DMARC1; p=none"), privacy.Unproven, ReasonUnsigned},
		{"another organisation", "dkim=pass header.d=evil.example", record("v=DMARC1; p=none"), privacy.Unproven, ReasonUnsigned},
		{"the very domain, strict", "dkim=pass header.d=client.example", record("v=DMARC1; p=none; adkim=s"), privacy.Proven, ReasonDKIM},
		{"DMARC passed for a sub-domain", "dmarc=pass header.from=news.client.example", record("v=DMARC1; p=none"), privacy.Unproven, ReasonNotAligned},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw := received + ours + c.results + "\r\n" + received + plain
			expect(t, look(t, raw, c.dns, servers("mx.medico.example")), c.proof, c.reason)
			got := look(t, raw, c.dns, servers("mx.medico.example"), func(k *Config) { k.DKIM = false })
			if exact := !strings.Contains(c.results, "news") && c.proof == privacy.Proven; (got.Proof == privacy.Proven) != exact {
				t.Errorf("without DNS: %s, %s", got.Proof, got.Reason)
			}
		})
	}
	// A pass below the topmost field proves nothing, and does not count as a failure.
	raw := received + ours + "none\r\n" + ours + spf + "\r\n" + received + plain
	expect(t, look(t, raw, record("v=DMARC1; p=reject"), servers("mx.medico.example")), privacy.Unproven, ReasonUnsigned)
	expect(t, look(t, raw, record("v=DMARC1; p=reject; aspf=s"), servers("mx.medico.example")), privacy.Contradicted, ReasonPolicyHere)
	// What SPF of a sub-domain carries needs no signature that covers all, if it may speak.
	open := signed(plain, strings.Replace(common, ":to", "", 1))
	raw = received + ours + "dmarc=pass header.from=client.example; dkim=pass header.d=client.example; " + spf + "\r\n" + received + open
	expect(t, look(t, raw, zoneOf(record("v=DMARC1; p=none")), servers("mx.medico.example")), privacy.Proven, ReasonDMARC)
	expect(t, look(t, raw, zoneOf(record("v=DMARC1; p=none; aspf=s")), servers("mx.medico.example")), privacy.Unproven, ReasonPart)
}
