package privacy

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
)

const (
	addressPlaceholder  = "‹address›"
	personalPlaceholder = "‹personal›"

	maxAddress = 254 // octets, RFC 5321 §4.5.3.1.3 less the angle brackets
	maxLocal   = 64  // octets, RFC 5321 §4.5.3.1.1
)

// Address is an e-mail address, folded for comparison: lower case, no blanks, no
// final dot. The local part is folded too: mailbox providers treat it so, and two
// records for one person are worse than one record for two spellings.
// It prints a placeholder; the zero value means no address.
type Address struct{ s string }

// ParseAddress folds s, a bare address without display name or angle brackets.
// The error is ErrBadAddress and does not repeat s.
func ParseAddress(s string) (Address, error) {
	s = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(s), "."))
	at := strings.LastIndexByte(s, '@')
	if at <= 0 || at == len(s)-1 || len(s) > maxAddress || at > maxLocal {
		return Address{}, ErrBadAddress
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune("<>(),;:\\\"", r) }) {
		return Address{}, ErrBadAddress
	}
	domain := s[at+1:]
	if strings.ContainsRune(s[:at], '@') || strings.HasPrefix(domain, ".") || strings.Contains(domain, "..") || !strings.Contains(domain, ".") {
		return Address{}, ErrBadAddress
	}
	return Address{s}, nil
}

// Reveal returns the address itself. Only what writes letters, stores records or
// faces an operator may call it.
func (a Address) Reveal() string { return a.s }

// IsZero reports whether there is no address.
func (a Address) IsZero() bool { return a.s == "" }

// Domain returns what follows the @, folded, or "". A domain alone names no person
// at the large providers but can on a person's own: treat it as personal in logs.
func (a Address) Domain() string {
	_, domain, _ := strings.Cut(a.s, "@")
	return domain
}

// Masked returns the address for the notice to a former address: first letter of
// the local part and of the domain, the rest starred, the last label kept.
func (a Address) Masked() string {
	local, domain, ok := strings.Cut(a.s, "@")
	if !ok {
		return ""
	}
	dot := strings.LastIndexByte(domain, '.')
	return firstRune(local) + "***@" + firstRune(domain) + "***" + domain[dot:]
}

func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

func (a Address) String() string                 { return addressPlaceholder }
func (a Address) Format(f fmt.State, _ rune)     { io.WriteString(f, addressPlaceholder) }
func (a Address) LogValue() slog.Value           { return slog.StringValue(addressPlaceholder) }
func (a Address) MarshalJSON() ([]byte, error)   { return []byte(`"` + addressPlaceholder + `"`), nil }
func (a Address) MarshalBinary() ([]byte, error) { return []byte(a.s), nil }

// UnmarshalBinary takes what MarshalBinary gave: storage only.
func (a *Address) UnmarshalBinary(b []byte) error { a.s = string(b); return nil }

// Personal is text that belongs to a person: a name, a phone number, a subject
// line. It prints a placeholder; the zero value means none.
type Personal struct{ s string }

// NewPersonal wraps s unchanged.
func NewPersonal(s string) Personal { return Personal{s} }

// Reveal returns the text itself; see [Address.Reveal].
func (p Personal) Reveal() string { return p.s }

// IsZero reports whether there is no text.
func (p Personal) IsZero() bool { return p.s == "" }

func (p Personal) String() string                 { return personalPlaceholder }
func (p Personal) Format(f fmt.State, _ rune)     { io.WriteString(f, personalPlaceholder) }
func (p Personal) LogValue() slog.Value           { return slog.StringValue(personalPlaceholder) }
func (p Personal) MarshalJSON() ([]byte, error)   { return []byte(`"` + personalPlaceholder + `"`), nil }
func (p Personal) MarshalBinary() ([]byte, error) { return []byte(p.s), nil }

// UnmarshalBinary takes what MarshalBinary gave: storage only.
func (p *Personal) UnmarshalBinary(b []byte) error { p.s = string(b); return nil }
