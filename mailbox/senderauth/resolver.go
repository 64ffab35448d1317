package senderauth

import "context"

// Resolver fetches TXT records. It is the seam to DNS: the daemon has a [DNS], a
// test has a struct of maps.
type Resolver interface {
	// TXT fetches the records of a name: lower case, A-labels, without the final
	// dot. A name that does not exist, or has no TXT records, is an answer. An error
	// says that no answer could be had now (silence, SERVFAIL, a deadline): it is
	// always temporary. TXT may be called by several goroutines.
	TXT(ctx context.Context, name string) (Answer, error)
}

// Answer is what DNS says of a name.
type Answer struct {
	Records   []string // each with its strings joined (RFC 7208 §3.3), in no order
	Missing   bool     // the name does not exist (NXDOMAIN)
	Authentic bool     // the name server vouches for it (DNSSEC, AD bit)
}

// validName reports whether DNS can be asked for a name.
func validName(name string) bool {
	if name == "" || len(name) > 253 {
		return false
	}
	label := 0
	for i := range len(name) {
		switch c := name[i]; {
		case c == '.':
			if label == 0 {
				return false
			}
			label = 0
			continue
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '-', c == '_':
		default:
			return false
		}
		if label++; label > 63 {
			return false
		}
	}
	return label > 0
}
