package senderauth

import (
	"context"

	"medico-intech.kz/otinish/store/privacy"
)

// relaxedPasses are those passes of our server for other hosts of the From domain's
// organisation that speak for it.
type relaxedPasses struct {
	dkim, spf bool
	err       error // DNS gave no answer now
}

// relaxedAlignment asks the From domain's DMARC record which of these passes count: a
// server that gives no DMARC result has not looked at adkim and aspf (RFC 9989 §4.7), and
// whoever has a sub-domain of somebody could else write in their name. Where DNS may not
// be asked none does. Where there is no record the domains above count, see
// [discovered.aligns].
func (v *Verifier) relaxedAlignment(ctx context.Context, from string, e evidence) (r relaxedPasses) {
	if len(e.related) == 0 || !v.dkim && len(v.sealers) == 0 {
		return r
	}
	policy, err := discover(ctx, v.dns, from)
	if err != nil {
		return relaxedPasses{err: err}
	}
	ofSPF := policy
	ofSPF.strict = policy.strictSPF
	for _, p := range e.related[:min(len(e.related), maxChecked)] { // each may cost a walk
		alignment, counts := policy, &r.dkim
		if p.method == "spf" {
			alignment, counts = ofSPF, &r.spf
		}
		ok, err := alignment.aligns(ctx, v.dns, p.domain)
		if err != nil {
			r.err = err
		}
		*counts = *counts || ok
	}
	return r
}

// withRelated adds them to a finding from the same evidence that proved nothing. As
// with the From domain's own, each counts only where no result of its method, nor of
// DMARC, says otherwise.
func (e evidence) withRelated(f Finding, r relaxedPasses) Finding {
	if f.Proof != privacy.Unproven || !e.readable || e.denied || e.dmarc != silent {
		return f
	}
	switch {
	case r.dkim && e.dkim != worse:
		f.Proof, f.Method, f.Reason = privacy.Proven, "dkim", ReasonDKIM
	case r.spf && e.spf != worse:
		f.Proof, f.Method, f.Reason = privacy.Proven, "spf", ReasonSPF
	}
	return f
}
