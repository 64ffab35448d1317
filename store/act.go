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
