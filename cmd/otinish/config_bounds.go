package main

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// The window in which letters are counted. A short one, and a negative one, let a
// stranger have as many letters sent to a victim as they like; what lies further
// back than a month nobody is bombed with.
const (
	minWindow = time.Hour
	maxWindow = 31 * 24 * time.Hour
)

// check: above these numbers a limit limits nothing.
func (c LimitsConfig) check() error {
	var errs []error
	if c.Window != 0 && (c.Window < minWindow || c.Window > maxWindow) {
		errs = append(errs, errors.New(`limits.window must be 1 hour to 31 days; write for example: window = "24h", or leave it out`))
	}
	for _, l := range []struct {
		key     string
		n, most int
	}{
		{"per_address", c.PerAddress, 1000},
		{"per_domain", c.PerDomain, 1_000_000},
		{"per_fingerprint", c.PerFingerprint, 1_000_000},
		{"in_all", c.InAll, 1_000_000},
	} {
		switch {
		case l.n < 0:
			errs = append(errs, fmt.Errorf("limits.%s is below zero; leave it out for the default", l.key))
		case l.n > l.most:
			errs = append(errs, fmt.Errorf("limits.%s is above %d, which limits nothing; write less, or leave it out for the default", l.key, l.most))
		}
	}
	return errors.Join(errs...)
}

// check: whoever is named here can prove anything, so each must be the name of one
// host or domain. "localhost", which says nothing of whose it is, is for a mail server
// on this machine alone.
func (c SenderConfig) check(imapServer string) error {
	var errs []error
	for _, id := range c.AuthservIDs {
		if host, _, err := net.SplitHostPort(imapServer); err == nil && isLoopback(host) && strings.EqualFold(id, "localhost") {
			continue
		}
		if what := noDomain(id); what != "" {
			errs = append(errs, fmt.Errorf(`sender.authserv_ids holds %s; name your mail server as it writes itself into Authentication-Results, for example: authserv_ids = ["mx.example.kz"], or leave it out`, what))
		}
	}
	for _, sealer := range c.ARCSealers {
		if what := noDomain(sealer); what != "" {
			errs = append(errs, fmt.Errorf(`sender.arc_sealers holds %s; name the domain (d=) of a forwarder of your own, for example: arc_sealers = ["forward.example.kz"], or leave it out`, what))
		}
	}
	return errors.Join(errs...)
}

// noDomain says what is wrong with a name that should be a host's or a domain's, or "".
func noDomain(name string) string {
	name = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(name), "."))
	switch {
	case name == "":
		return "an empty name"
	case strings.Contains(name, "*"):
		return "a pattern, and patterns are not understood"
	case !strings.Contains(name, "."):
		return "a name without a dot, which anybody's server may bear"
	case net.ParseIP(name) != nil:
		return "an IP address"
	}
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil {
		return "what is no domain"
	}
	if suffix, _ := publicsuffix.PublicSuffix(ascii); suffix == ascii {
		return "a public suffix, under which anybody can register"
	}
	return ""
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
