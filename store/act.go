package store

import "medico-intech.kz/otinish/store/audit"

// AuditAct is what Append puts on the chain; it has no room for personal data.
type AuditAct = audit.Act

// AuditEntry is an act as it stands on the chain.
type AuditEntry = audit.Entry

// Anchor is a head of the chain noted outside the store.
type Anchor = audit.Anchor

// ParseAnchor reads SEQ:HASH. The error wraps privacy.ErrBadInput.
func ParseAnchor(s string) (Anchor, error) { return audit.ParseAnchor(s) }

// EntriesKept is how many years an entry of the chain is kept at least.
const EntriesKept = audit.MinKept

// Cut is what a checkpoint of the chain records: what was cut off before it.
type Cut = audit.Cut

// CutOf reads a checkpoint; false where the entry is another.
func CutOf(e AuditEntry) (Cut, bool, error) { return audit.CutOf(e) }
