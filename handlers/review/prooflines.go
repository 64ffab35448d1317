package review

import "medico-intech.kz/otinish/store/privacy"

// ProofLines says in English, for programs, what was looked at to find out who wrote a
// request's letter; requests of before the codes were kept have nothing else.
func (d *Desk) ProofLines(r Record) []string {
	if d.Words == nil || len(r.ProofClues) == 0 {
		return r.ProofLines
	}
	return d.Words.Clues(privacy.English, r.ProofClues)
}
