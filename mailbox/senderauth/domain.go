package senderauth

import (
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"medico-intech.kz/otinish/store/privacy"
)

// foldDomain returns a domain as it is compared: A-labels, lower case, without the
// final dot. Empty for what is no domain.
func foldDomain(s string) string {
	s = strings.TrimSuffix(strings.TrimSpace(s), ".")
	for i := range len(s) {
		if s[i] >= 0x80 {
			ascii, err := idna.Lookup.ToASCII(s)
			if err != nil {
				return ""
			}
			return ascii
		}
	}
	return strings.ToLower(s)
}

// domainOf returns the domain of an address, or of a bare domain, as servers write
// them in smtp.mailfrom and header.i: "<a@b.kz>", "a@b.kz", "@b.kz", "b.kz".
func domainOf(s string) string {
	s = strings.Trim(s, "<>")
	return foldDomain(s[strings.LastIndexByte(s, '@')+1:])
}

// aligned reports whether two domains are one organisation's (relaxed alignment, RFC
// 7489 §3.1, kept by RFC 9989), by the public suffix list: com.kz is nobody's, x.com.kz somebody's.
func aligned(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	return a == b || organisation(a) == organisation(b)
}

// organisation returns the domain somebody registered; of a public suffix itself,
// the suffix.
func organisation(domain string) string {
	org, err := publicsuffix.EffectiveTLDPlusOne(domain)
	if err != nil {
		return domain
	}
	return org
}

// shown returns the domain of an address or the domain given as it may be put before
// an operator: a sender may write anything in its place.
func shown(s string) privacy.Arg {
	if domain := domainOf(s); validName(domain) {
		return privacy.Plain(domain)
	}
	return privacy.Coded("domain", "none")
}
