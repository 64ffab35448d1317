package senderauth

import (
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// standing is what one method says, over all its results that matter: nothing, a
// pass, or worse. The higher the worse.
type standing int

const (
	silent standing = iota
	passed
	worse
)

func (s *standing) add(result string) {
	if result == "pass" {
		*s = max(*s, passed)
	} else {
		*s = worse
	}
}

// evidence is what our server's results say of one From domain.
type evidence struct {
	dmarc, dkim, spf standing // of the whole run, for the From domain
	top              struct{ dmarc, dkim, spf bool }
	related          []relatedPass // of other hosts of the From domain's organisation, in the topmost field
	spfRelated       bool          // SPF passed for one of them, in any field
	readable         bool          // the topmost field can be read
	dkimPasses       int           // signatures of the From domain that the topmost field calls good
	strict           bool          // DMARC failed under a policy of reject or quarantine
	elsewhere        bool          // something passed, for another domain
	denied           bool          // DMARC or a signature of the From domain failed, other than for a while
	spfFailed        bool          // the From domain says that the sending host is none of its
	refused          bool          // DMARC said something other than a pass, and than that it could not be checked
	clues            []privacy.Clue
}

// relatedPass is a pass of DKIM or SPF for another host of the From domain's
// organisation. It speaks for the From domain only where its DMARC record lets it.
type relatedPass struct{ method, domain string }

// gather reads the run.
func gather(run []string, from string) (e evidence) {
	e.readable = true
	for i, value := range run {
		results, err := ParseResults(value)
		if err != nil && i == 0 {
			e.readable = false
		}
		for _, r := range results.Results { // of an unreadable field, what came before the fault
			e.note(results.Server, r)
			e.add(r, from, i == 0 && err == nil)
		}
	}
	return e
}

func (e *evidence) add(r Result, from string, top bool) {
	switch r.Method {
	case "dmarc":
		if r.Value == "none" {
			return // no policy is published: DMARC says nothing
		}
		domain := domainOf(r.Property("header", "from"))
		if r.Value == "pass" && domain != from { // it was found for the domain it names, under that one's policy
			e.dmarc, e.elsewhere, e.denied, e.refused = worse, true, true, true
			return
		}
		e.dmarc.add(r.Value)
		e.refused = e.refused || r.Value != "pass" && r.Value != "temperror" && r.Value != "permerror"
		e.denied = e.denied || denies(r.Value)
		e.top.dmarc = e.top.dmarc || top
		e.strict = e.strict || r.Value == "fail" && strictPolicy(r, from)
	case "dkim":
		domain := domainOf(r.Property("header", "d"))
		if domain == "" {
			domain = domainOf(r.Property("header", "i"))
		}
		if !aligned(domain, from) { // another's signature says nothing of the author
			e.elsewhere = e.elsewhere || r.Value == "pass"
			return
		}
		if top && r.Value == "pass" {
			e.dkimPasses++
		}
		if r.Value == "pass" && domain != from {
			e.relate(relatedPass{"dkim", domain}, top)
			return
		}
		e.dkim.add(r.Value)
		e.denied = e.denied || denies(r.Value)
		e.top.dkim = e.top.dkim || top
	case "spf":
		domain := domainOf(r.Property("smtp", "mailfrom"))
		if domain == "" && r.Property("smtp", "helo") != "" {
			return // DMARC looks at the return path alone
		}
		if r.Value == "pass" && !aligned(domain, from) {
			e.elsewhere = true
			return
		}
		e.spfFailed = e.spfFailed || r.Value == "fail" && aligned(domain, from)
		if r.Value == "pass" && domain != from {
			e.spfRelated = true
			e.relate(relatedPass{"spf", domain}, top)
			return
		}
		e.spf.add(r.Value)
		e.top.spf = e.top.spf || top
	}
}

func (e *evidence) relate(p relatedPass, top bool) {
	e.elsewhere = true
	if top {
		e.related = append(e.related, p)
	}
}

// denies reports whether a result speaks against the letter. The others say that
// nothing was there to check, or that it could not be checked then.
func denies(result string) bool {
	switch result {
	case "pass", "none", "neutral", "temperror":
		return false
	}
	return true
}

// note keeps a clue of a result that matters. The server quotes what
// the sender chose, so words are shown only where they are of the closed lists.
func (e *evidence) note(server string, r Result) {
	domain := ""
	switch r.Method {
	case "dmarc":
		domain = r.Property("header", "from")
	case "dkim":
		if domain = r.Property("header", "d"); domain == "" {
			domain = r.Property("header", "i")
		}
	case "spf":
		domain = r.Property("smtp", "mailfrom")
	default:
		return
	}
	value := r.Value
	if !slices.Contains(resultWords, value) {
		value = "other"
	}
	e.clues = clue(e.clues, clueFound, shown(server), privacy.Coded("method", r.Method), privacy.Coded("result", value), shown(domain))
}

// resultWords are the results of RFC 8601 §2.7 for the three methods.
var resultWords = []string{"pass", "fail", "softfail", "none", "neutral", "policy", "temperror", "permerror"}

// finding decides; f is what stands without evidence.
func (e evidence) finding(f Finding) Finding {
	proven := func(method, reason string) Finding {
		f.Proof, f.Method, f.Reason = privacy.Proven, method, reason
		return f
	}
	switch {
	case e.strict:
		f.Proof, f.Method, f.Reason = privacy.Contradicted, "dmarc", ReasonDMARCPolicy
		return f
	case !e.readable:
		f.Reason = ReasonUnreadable
		return f
	case e.dmarc == passed && e.top.dmarc:
		return proven("dmarc", ReasonDMARC)
	case e.dmarc == worse:
		f.Reason = ReasonDMARCOther
		if !e.refused {
			f.Reason = ReasonDMARCUnchecked
		}
		if e.elsewhere {
			f.Reason = ReasonNotAligned
		}
		return f
	case e.dmarc == silent && e.dkim == passed && e.top.dkim:
		return proven("dkim", ReasonDKIM)
	case e.dmarc == silent && e.spf == passed && e.top.spf:
		return proven("spf", ReasonSPF)
	}
	f.Reason = ReasonNothing
	if e.elsewhere {
		f.Reason = ReasonNotAligned
	}
	return f
}

// strictPolicy reports whether a failed DMARC result names a policy of reject or
// quarantine: in a policy.* property, in Microsoft's action, or in the comment, as
// OpenDMARC "(p=reject dis=none)", Gmail "(p=REJECT sp=REJECT dis=NONE)" and rspamd
// "(policy=reject)" write it. The policy for subdomains, sp, counts where the From
// domain is one; the server says not which record it found, so the stricter counts.
func strictPolicy(r Result, from string) bool {
	for _, p := range r.Properties {
		if (p.Type == "policy" || p.Type == "" && p.Name == "action") && policyCounts(p.Name, from) && isStrict(p.Value) {
			return true
		}
	}
	for _, comment := range r.Comments {
		for word := range strings.FieldsFuncSeq(comment, func(c rune) bool { return strings.ContainsRune(" \t\r\n,;()", c) }) {
			name, value, ok := strings.Cut(strings.ToLower(word), "=")
			if ok && policyCounts(name, from) && isStrict(value) {
				return true
			}
		}
	}
	return false
}

func policyCounts(name, from string) bool {
	return name != "sp" && name != "np" || from != organisation(from)
}

func isStrict(value string) bool {
	switch strings.ToLower(value) {
	case "reject", "quarantine", "oreject", "p.reject", "p.quarantine":
		return true
	}
	return false
}
