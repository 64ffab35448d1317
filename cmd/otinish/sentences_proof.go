package main

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// proof is what is known of the sender, and what proved or contradicted it.
func (t teller) proof(r adminapi.Request) string { return t.provenBy(r.Proof, r.ProofBy) }

func (t teller) provenBy(p privacy.Proof, method string) string {
	known := t.code("proof", string(p))
	if method == "" {
		return known
	}
	return known + " (" + t.code("method", method) + ")"
}

// answerProof is the same of an answer, with why.
func (t teller) answerProof(a adminapi.Heard) string {
	line := t.text("item.proof") + ": " + t.provenBy(a.Proof, a.ProofBy)
	if a.ProofWhy != "" {
		line += ": " + t.code("proofwhy", a.ProofWhy) + " [" + plain(a.ProofWhy) + "]"
	}
	return line
}

// looked is what was looked at to find out. Requests of before it was kept as codes have
// it in English.
func (t teller) looked(r adminapi.Request) []string {
	if len(r.ProofClues) == 0 {
		return r.ProofLines
	}
	return t.pages.Clues(t.lang, r.ProofClues)
}

// act is an act of the chain in words; in English its code.
func (t teller) act(code string) string {
	if name, letter := strings.CutPrefix(code, "letter/"); letter && t.lang != privacy.English {
		return t.text("act.letter", t.code("letter", name))
	}
	if t.lang == privacy.English {
		return plain(code)
	}
	return t.code("act", code)
}

// reason is the reason of an act; in English its code.
func (t teller) reason(code string) string {
	if t.lang == privacy.English || code == "" {
		return code
	}
	return t.pages.Reason(t.lang, code)
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
