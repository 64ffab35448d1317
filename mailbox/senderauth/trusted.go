package senderauth

import (
	"net"
	"strings"

	"golang.org/x/net/publicsuffix"

	"medico-intech.kz/otinish/mailbox/message"
)

// trusted returns the Authentication-Results that our own server wrote, the topmost
// first.
//
// Anyone may put such a field into his mail, with our server's name in it. What
// tells them apart is where they stand: every server puts its fields on top of what
// it got. The rule, walking from the top:
//
//  1. Fields of another name (Return-Path, Delivered-To, filters, ARC) are passed
//     over, and so are Received fields before the first result of ours: deliveries
//     within our house stand there (Gmail, Dovecot LMTP), and a milter may put its
//     result below the Received of the hop it works in (Postfix) as well as above.
//  2. A Received by a host that is told not to be ours ends the walk before anything
//     is found: what stands below came with the mail. It is told by its domain, see
//     [hostBinding]; foreign then names it, if a result with our name stands below.
//  3. The first Authentication-Results by a server that is configured, and that fits
//     the hosts passed, begins the run. Further ones belong to it, until
//  4. the next Received field: what stands below was there before our server took
//     the mail, or belongs to an earlier hop. All of it is left out, whatever name
//     it bears. A From field ends the walk too: no server writes below it.
//
// Results by other servers neither count nor end the run.
//
// Two things this cannot see: a server that adds no result to a mail at all and
// lets a forged one through, and one that adds its result right on top of a forged
// one. RFC 8601 §5 has servers remove fields with their own name; the documentation
// says to see to it. Against the second, only the topmost field of the run proves
// anything, the others can only speak against; see [Results.Verify].
func (r *Results) trusted(m *message.Message) (run []string, foreign string) {
	passed := r.hosts.walk()
	for _, f := range m.Header {
		switch {
		case strings.EqualFold(f.Name, "Received"):
			if len(run) > 0 {
				return run, ""
			}
			if host := receivedBy(f.Value); foreign == "" && !passed.ours(host) {
				foreign = host
			}
		case strings.EqualFold(f.Name, "From"):
			if len(run) == 0 {
				return nil, ""
			}
			return run, ""
		case strings.EqualFold(f.Name, "Authentication-Results"):
			results, _ := ParseResults(f.Value)
			switch {
			case !r.isOurs(results.Server):
			case foreign != "":
				return nil, foreign
			case len(run) > 0 || passed.fit(results.Server):
				run = append(run, f.Value)
			}
		}
	}
	if len(run) == 0 {
		return nil, ""
	}
	return run, ""
}

func (r *Results) isOurs(server string) bool {
	server = foldDomain(server)
	return server != "" && r.servers[server]
}

// hostBinding knows the organisations our servers belong to. It is nil where the
// Received fields are not looked at.
type hostBinding struct {
	servers map[string]bool // of the authserv-ids
	listed  map[string]bool // of further hosts of ours
}

// bindHosts: false if no name tells an organisation, so nothing can be told.
func bindHosts(authservIDs, hosts []string) *hostBinding {
	b := &hostBinding{make(map[string]bool), make(map[string]bool)}
	for _, id := range authservIDs {
		if org := toldOrganisation(id); org != "" {
			b.servers[org] = true
		}
	}
	for _, h := range hosts {
		if org := toldOrganisation(h); org != "" {
			b.listed[org] = true
		}
	}
	if len(b.servers) == 0 {
		return nil
	}
	return b
}

func (b *hostBinding) walk() *hostWalk { return &hostWalk{b, make(map[string]bool)} }

// hostWalk collects the organisations of the hosts passed on the way down.
type hostWalk struct {
	*hostBinding
	seen map[string]bool
}

// ours reports whether a host of a Received field may be ours.
func (w *hostWalk) ours(host string) bool {
	org := toldOrganisation(host)
	if w.hostBinding == nil || org == "" {
		return true
	}
	w.seen[org] = true
	return w.servers[org] || w.listed[org]
}

// fit reports whether a server's name belongs with the hosts passed: with several
// servers configured, one may not speak in the other's place.
func (w *hostWalk) fit(server string) bool {
	org := toldOrganisation(server)
	if w.hostBinding == nil || org == "" || len(w.seen) == 0 || w.seen[org] {
		return true
	}
	for seen := range w.seen {
		if w.listed[seen] {
			return true
		}
	}
	return false
}

// toldOrganisation returns the organisation of a host's name, or "" for what tells
// none: no name, an address, a name of a private network such as "mx.internal".
func toldOrganisation(host string) string {
	host = foldDomain(host)
	if !strings.Contains(host, ".") || !validName(host) || net.ParseIP(host) != nil {
		return ""
	}
	suffix, icann := publicsuffix.PublicSuffix(host)
	if !icann && !strings.Contains(suffix, ".") {
		return ""
	}
	return organisation(host)
}

// receivedBy returns the host that wrote a Received field (RFC 5321 §4.4), or "".
func receivedBy(value string) string {
	p := parser{s: value}
	word := func() string {
		if !p.skip() {
			return ""
		}
		w, _ := p.word(";")
		return w
	}
	first := word()
	if strings.EqualFold(first, "from") {
		word()
		first = word()
	}
	if !strings.EqualFold(first, "by") {
		return ""
	}
	return word()
}
