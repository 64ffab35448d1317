package handlers

import (
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"medico-intech.kz/otinish/store/privacy"
)

// foldForLimit returns the mailbox and the organisation that an address is counted
// under. A stranger must not get a victim more letters by spelling the address
// another way: with a +tag, with dots where Gmail ignores them, with the domain as
// U-label or A-label, or with sub-domains of one registered domain.
//
// It is for counting alone: who is written to is the address as it stands, since not
// every provider reads a + so. Strangers who share a folded form share its limit.
func foldForLimit(a privacy.Address) (mailbox, organisation string) {
	local, _, _ := strings.Cut(a.Reveal(), "@")
	domain := asciiDomain(a.Domain())
	if before, _, tagged := strings.Cut(local, "+"); tagged && before != "" {
		local = before
	}
	if domain == "googlemail.com" {
		domain = "gmail.com"
	}
	if domain == "gmail.com" {
		local = strings.ReplaceAll(local, ".", "")
	}
	organisation, err := publicsuffix.EffectiveTLDPlusOne(domain)
	if err != nil {
		organisation = domain
	}
	return local + "@" + domain, organisation
}

// asciiDomain returns a domain in A-labels (RFC 5891), or as it stands where it has
// none: an odd name is still counted under itself.
func asciiDomain(domain string) string {
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil {
		return domain
	}
	return ascii
}
