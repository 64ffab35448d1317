package senderauth

import (
	"strings"

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
//  2. The first Authentication-Results by a server that is configured begins the
//     run. Further ones belong to it, until
//  3. the next Received field: what stands below was there before our server took
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
func (r *Results) trusted(m *message.Message) []string {
	var run []string
	for _, f := range m.Header {
		switch {
		case strings.EqualFold(f.Name, "Received"):
			if len(run) > 0 {
				return run
			}
		case strings.EqualFold(f.Name, "From"):
			return run
		case strings.EqualFold(f.Name, "Authentication-Results"):
			if results, _ := ParseResults(f.Value); r.isOurs(results.Server) {
				run = append(run, f.Value)
			}
		}
	}
	return run
}

func (r *Results) isOurs(server string) bool {
	server = foldDomain(server)
	return server != "" && r.servers[server]
}
