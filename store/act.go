package store

import "medico-intech.kz/otinish/store/audit"

// AuditAct is what Append puts on the chain; it has no room for personal data.
type AuditAct = audit.Act

// AuditEntry is an act as it stands on the chain.
type AuditEntry = audit.Entry
