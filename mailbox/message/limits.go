package message

import "time"

// What a hostile mail may cost (P16). Whatever lies beyond a limit is left out
// and said in Damage; the raw mail stays behind it for a person.
const (
	// MaxSize is how many octets of a mail are looked at: no provider takes in
	// larger ones.
	MaxSize = 64 << 20

	// MaxWork is how many octets are gone over to find the parts, over all levels:
	// what MaxSize and MaxDepth allow together would take a core for seconds. Work
	// is counted and not timed, so that a mail reads the same on a busy machine.
	MaxWork = 256 << 20

	// MaxTime is what the limits here keep any mail of MaxSize below on one slow
	// core; the tests hold them to it. Nothing is cut short by a clock.
	MaxTime = 4 * time.Second

	// MaxHeader is how many octets of a header are read. Honest headers stay far
	// below 100 KiB, with every ARC and spam-filter field there is.
	MaxHeader = 256 << 10

	// MaxFields is how many header fields are kept: a header of two-letter fields
	// must not become a list many times its size.
	MaxFields = 2000

	// MaxDepth is how many multiparts may lie within each other. Mail programs make
	// five at most, forwarding robots some more; each level costs a pass over the
	// bytes. What lies deeper is read in one pass, without regard to its levels.
	MaxDepth = 50

	// MaxParts is how many parts are looked at.
	MaxParts = 200

	// MaxFiles is how many attachments are listed.
	MaxFiles = 500

	// MaxText is how many octets of text, decoded, are kept: some 150 pages of
	// Cyrillic. The cut never splits a letter.
	MaxText = 1 << 20

	// maxBareCR is how much is copied of a mail whose lines end in a bare CR. No
	// program of this century writes such; text stands at the front.
	maxBareCR = 4 << 20

	// maxOpened is how much of a winmail.dat is opened: what is said in it stands
	// before the files.
	maxOpened = 4 << 20

	// maxMessageID is how long a Message-ID may be to be of use in an answer: it
	// must stand on one line of 998 octets with room for its field name (RFC 5322
	// §2.1.1).
	maxMessageID = 250

	// maxReferences is how many References an answer carries: the first, which
	// names the thread, and the newest.
	maxReferences = 10
)
