package store

import "medico-intech.kz/otinish/store/seal"

// table is one kind of entry. Several tables share a bucket of the file: a commit
// writes at least one page for each bucket it changes, and what is written
// together should lie together.
type table uint8

const (
	tableMeta         table = iota // text -> schema, store id, key check
	tableCount                     // text -> uint64: counters kept beside the tables
	tableSubject                   // subject id -> Subject
	tableConsent                   // subject id, consent id -> Consent
	tableSubjectKey                // subject id -> slot of its data key
	tableTombstone                 // subject id -> Tombstone
	tableCaseKey                   // request id, or letter id of a letter without request -> slot
	tableCaseTomb                  // request id -> CaseTombstone
	tableTombstoneOf               // digest of address -> subject id
	tableDestroyDue                // due, subject id
	tableToErase                   // message key of mail that must go from the mailbox
	tableRequest                   // request id -> Request
	tableReview                    // request id -> ReviewItem
	tableLetter                    // letter id -> Letter without its bytes
	tableLetterOf                  // request id, letter id
	tableConfirmOf                 // request id, digest of token
	tableMessage                   // request id -> raw message
	tableLetterBytes               // letter id -> the bytes that leave
	tableOpen                      // request id of requests that wait for somebody
	tableWaiting                   // urgency, due, request id of undecided items
	tableLetterDue                 // next attempt, letter id of queued letters
	tableToFile                    // message key of handled mail not filed yet
	tableAttempt                   // message key -> how often its processing began
	tableCursor                    // mailbox name -> Cursor
	tableMailbox                   // mailbox name -> its number in message keys
	tableAddress                   // digest of address -> subject id
	tableNumber                    // place of a number -> request id
	tableConfirmation              // digest of token -> Confirmation
	tableSuppression               // digest of address -> Suppression
	tableFingerprint               // digest of fingerprint -> message key
	tableSaid                      // digest of author and words -> request id
	tableDisposition               // message key -> Disposition
	tableAudit                     // sequence number -> audit.Entry
	tableUndo                      // request id of those whose last decision can be taken back
	tablePerson                    // digest of address, request id of those without a record
	tableRequestOf                 // subject id, request id
	tableToUnfile                  // message key of mail whose keyword is to be taken back
	tableMark                      // name -> text: what the program remembers of itself
	tableEntryOf                   // request id, sequence number of an audit entry about it
	tableFarewell                  // letter id of farewells that are not over -> until when they are tried
	tableFormerNumber              // number -> request id: before schema 5
	tableSaidOf                    // subject id, digest of author and words -> request id
	tableAnswer                    // request id, number of an answer about it -> raw message
	tables
)

// bucket is a B+tree of the file.
type bucket uint8

const (
	bucketMeta        bucket = iota
	bucketSubject            // a subject and what belongs to it, clustered
	bucketCase               // requests, letters and what belongs to them, clustered
	bucketMessage            // long, and written once
	bucketState              // what is on the way: small
	bucketLookup             // by digest or number, random
	bucketDisposition        // one for each message
	bucketAudit
	buckets
)

// bucketLayout is part of the file format. fill is how full pages of rising keys
// are made: nothing will be put between, but records grow a little when they
// change. Zero is bbolt's half.
var bucketLayout = [buckets]struct {
	name string
	fill float64
}{
	bucketMeta:        {name: "meta"},
	bucketSubject:     {name: "subject", fill: 0.8},
	bucketCase:        {name: "case", fill: 0.8},
	bucketMessage:     {name: "message", fill: 0.95},
	bucketState:       {name: "state"},
	bucketLookup:      {name: "lookup"},
	bucketDisposition: {name: "disposition", fill: 0.95},
	bucketAudit:       {name: "audit", fill: 0.95},
}

// How the keys of a table become those of its bucket.
type keying uint8

const (
	alone     keying = iota // the table has the bucket for itself
	prefixed                // its kind before each key: tables lie one after another
	clustered               // its kind behind the id: entries lie by their first id
)

// tableLayout is part of the file format.
var tableLayout = [tables]struct {
	name   string // in errors
	bucket bucket
	keying keying
	kind   byte
}{
	tableMeta:         {"meta", bucketMeta, alone, 0},
	tableCount:        {"counter", bucketState, prefixed, 'n'},
	tableSubject:      {"subject", bucketSubject, clustered, 's'},
	tableConsent:      {"consent", bucketSubject, clustered, 'c'},
	tableSubjectKey:   {"keys of subjects", bucketSubject, clustered, 'k'},
	tableTombstone:    {"tombstone", bucketSubject, clustered, 't'},
	tableCaseKey:      {"keys of cases", bucketCase, clustered, 'k'},
	tableCaseTomb:     {"tombstone of a request", bucketCase, clustered, 't'},
	tableTombstoneOf:  {"addresses of tombstones", bucketLookup, prefixed, 't'},
	tableDestroyDue:   {"due destructions", bucketState, prefixed, 'e'},
	tableToErase:      {"messages to erase", bucketState, prefixed, 'x'},
	tableRequest:      {"request", bucketCase, clustered, 'r'},
	tableReview:       {"review item", bucketCase, clustered, 'v'},
	tableLetter:       {"letter", bucketCase, clustered, 'l'},
	tableLetterOf:     {"letters of requests", bucketCase, clustered, 'o'},
	tableConfirmOf:    {"confirmations of requests", bucketCase, clustered, 'c'},
	tableMessage:      {"message", bucketMessage, alone, 0},
	tableLetterBytes:  {"letter bytes", bucketCase, clustered, 'b'},
	tableOpen:         {"open requests", bucketState, prefixed, 'o'},
	tableWaiting:      {"waiting items", bucketState, prefixed, 'w'},
	tableLetterDue:    {"due letters", bucketState, prefixed, 'd'},
	tableToFile:       {"messages to file", bucketState, prefixed, 'f'},
	tableAttempt:      {"attempts", bucketState, prefixed, 'a'},
	tableCursor:       {"cursor", bucketState, prefixed, 'c'},
	tableMailbox:      {"mailbox", bucketState, prefixed, 'm'},
	tableAddress:      {"subject addresses", bucketLookup, prefixed, 'a'},
	tableNumber:       {"request numbers", bucketLookup, prefixed, 'f'},
	tableConfirmation: {"confirmation", bucketLookup, prefixed, 'c'},
	tableSuppression:  {"suppression", bucketLookup, prefixed, 's'},
	tableFingerprint:  {"fingerprints", bucketLookup, prefixed, 'f'},
	tableSaid:         {"said before", bucketLookup, prefixed, 'w'},
	tableDisposition:  {"disposition", bucketDisposition, alone, 0},
	tableAudit:        {"audit entry", bucketAudit, alone, 0},
	tableUndo:         {"decisions to undo", bucketState, prefixed, 'u'},
	tablePerson:       {"requests from addresses", bucketLookup, prefixed, 'p'},
	tableRequestOf:    {"requests of subjects", bucketSubject, clustered, 'r'},
	tableToUnfile:     {"messages to unfile", bucketState, prefixed, 'g'},
	tableMark:         {"mark", bucketState, prefixed, 'k'},
	tableEntryOf:      {"entries about requests", bucketCase, clustered, 'h'},
	tableFarewell:     {"farewells", bucketState, prefixed, 'b'},
	tableSaidOf:       {"said by subjects", bucketSubject, clustered, 'w'},
	tableFormerNumber: {"former request numbers", bucketLookup, prefixed, 'n'},
	tableAnswer:       {"answers", bucketCase, clustered, 'a'},
}

// appendKey appends the bucket's key for a key of the table; nil if there can be
// none. The prefix of a walk is turned the same way.
func (t table) appendKey(b, key []byte) []byte {
	l := &tableLayout[t]
	switch {
	case len(key) == 0, l.keying == clustered && len(key) < idSize:
		return nil
	case l.keying == prefixed:
		return append(append(b, l.kind), key...)
	case l.keying == clustered:
		return append(append(append(b, key[:idSize]...), l.kind), key[idSize:]...)
	}
	return append(b, key...)
}

// walkPrefix is where a walk over the keys with a prefix begins; no prefix of a
// clustered table means the whole bucket.
func (t table) walkPrefix(prefix []byte) []byte {
	if key := t.appendKey(nil, prefix); key != nil {
		return key
	}
	if tableLayout[t].keying == prefixed {
		return []byte{tableLayout[t].kind}
	}
	return nil
}

// own reports whether a key of the bucket is one of the table, and turns it back.
func (t table) own(key []byte) ([]byte, bool) {
	l := &tableLayout[t]
	switch l.keying {
	case prefixed:
		return key[1:], key[0] == l.kind && t.ownLength(len(key)-1)
	case clustered:
		if len(key) <= idSize || key[idSize] != l.kind {
			return nil, false
		}
		if len(key) == idSize+1 {
			return key[:idSize], true
		}
		return joinKeys(key[:idSize], key[idSize+1:]), true
	}
	return key, true
}

// ownLength tells two tables apart that share a kind: the number of a request is made
// of the digest of its message and lies beside it, on the same page.
func (t table) ownLength(n int) bool {
	switch t {
	case tableFingerprint:
		return n == seal.DigestSize
	case tableNumber:
		return n != seal.DigestSize
	}
	return true
}
