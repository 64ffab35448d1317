package main

import (
	"slices"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/review"
)

// proof is what is known of the sender, and what proved or contradicted it.
func (t teller) proof(r adminapi.Request) string {
	known := t.code("proof", string(r.Proof))
	if r.ProofBy == "" {
		return known
	}
	return known + " (" + t.code("method", r.ProofBy) + ")"
}

// looked is what was looked at to find out. Requests of before it was kept as codes have
// it in English.
func (t teller) looked(r adminapi.Request) []string {
	if len(r.ProofClues) == 0 {
		return r.ProofLines
	}
	return t.pages.Clues(t.lang, r.ProofClues)
}

func (t teller) onRecord(r adminapi.Request) string {
	switch {
	case slices.ContainsFunc(r.Warnings, func(w adminapi.Warning) bool { return w.Code == review.WarnRecord }):
		return t.text("says.record-unread")
	case r.Subject == nil:
		return t.code("why", "no-record")
	case r.Subject.Blocked:
		return t.text("item.on-record") + ", " + t.text("item.blocked")
	}
	return t.text("item.on-record")
}
