package message

// What a hostile mail may cost (P16). Whatever lies beyond a limit is left out
// and said in Damage; the raw mail stays behind it for a person.
const (
	// MaxHeader is how many octets of a header are read. Honest headers stay far
	// below 100 KiB, with every ARC and spam-filter field there is.
	MaxHeader = 256 << 10

	// MaxFields is how many header fields are kept: a header of two-letter fields
	// must not become a list many times its size.
	MaxFields = 2000

	// MaxDepth is how many multiparts may lie within each other. Mail programs
	// make five at most; deeper ones cost each level a pass over the bytes.
	MaxDepth = 20

	// MaxParts is how many parts are looked at.
	MaxParts = 200

	// MaxText is how many octets of text, decoded, are kept: some 150 pages of
	// Cyrillic. The cut never splits a letter.
	MaxText = 1 << 20

	// maxMessageID is how long a Message-ID may be to be of use in an answer: it
	// must stand on one line of 998 octets with room for its field name (RFC 5322
	// §2.1.1).
	maxMessageID = 250

	// maxReferences is how many References an answer carries: the first, which
	// names the thread, and the newest.
	maxReferences = 10
)
