package senderauth

import (
	"context"
	"time"

	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/privacy"
)

// DefaultTimeout is how long all DNS questions about one letter may take together.
const DefaultTimeout = 5 * time.Second

// Config says whose word counts.
type Config struct {
	// AuthservIDs are the names our mail servers put into Authentication-Results
	// (RFC 8601 §2.5). None: their results are not read.
	AuthservIDs []string
	// Hosts are further hosts, or domains of hosts, that our mail passes: what they
	// write as "by" in Received. Hosts in the domain of an authserv-id are known.
	Hosts []string
	// Own are our addresses; a letter from one of them contradicts itself.
	Own []privacy.Address
	// DKIM has signatures checked here, where our servers' results neither prove nor
	// deny. It needs a Resolver.
	DKIM bool
	// ARCSealers are the domains (d=) of forwarders whose word is taken for what they
	// saw before they altered a letter. They can prove anything: name only a forwarder
	// of your own. It needs a Resolver.
	ARCSealers []string
	// Resolver fetches keys and policies; see [NewDNS] and [NewCache].
	Resolver Resolver
	// Timeout bounds all questions about one letter; 0 means DefaultTimeout.
	Timeout time.Duration
	// Now is asked where the caller does not say when a letter was received; nil
	// means time.Now.
	Now func() time.Time
}

// Verifier finds out who wrote a letter. It may be used by several goroutines.
type Verifier struct {
	results *Results
	sealers map[string]bool
	dkim    bool
	dns     Resolver
	timeout time.Duration
	now     func() time.Time
}

// New returns a Verifier.
func New(c Config) *Verifier {
	v := &Verifier{
		results: NewResults(c.AuthservIDs, c.Own),
		sealers: make(map[string]bool),
		dkim:    c.DKIM && c.Resolver != nil,
		dns:     c.Resolver,
		timeout: c.Timeout,
		now:     c.Now,
	}
	v.results.hosts = bindHosts(c.AuthservIDs, c.Hosts)
	if c.Resolver != nil {
		for _, s := range c.ARCSealers {
			if s = foldDomain(s); validName(s) {
				v.sealers[s] = true
			}
		}
	}
	if v.timeout == 0 {
		v.timeout = DefaultTimeout
	}
	if v.now == nil {
		v.now = time.Now
	}
	return v
}

// Bytes is a letter as it was received.
type Bytes struct {
	// Raw is every byte of it, as the mailbox holds it.
	Raw []byte
	// Reduced: Raw is not all of it, or was put together again. No signature can be
	// checked then.
	Reduced bool
	// Received is when our server took it: a signature has to hold at that moment, so
	// that mail that waited for us is judged as it came. Zero means now.
	Received time.Time
}

// Verify finds out what is known of the author of m, which was parsed from in.Raw.
//
// Contradicted: From is missing, stands twice, is malformed or a group, names
// several people or us; our server says that DMARC failed under a policy of reject or
// quarantine; or the same is found here, see [Verifier.policyAgainst].
//
// Proven: our server's results say so, see [Results.Verify], about a letter that cannot
// be read in another way than it was checked, see onlyPartSigned; or a signature checked
// here holds, is aligned with From as the domain's DMARC record has it, and covers
// what decides how the letter reads, see [uncovered]; or a forwarder we trust sealed
// that it saw such a thing. Where our server found DMARC or a signature of the From
// domain failing, its word stands and nothing is asked here.
//
// Unproven: all else. What the letter says of itself (two Subject fields, another
// address in the display name, a Sender or Reply-To that differs, a look-alike
// domain) leaves it unproven whatever was signed.
//
// It asks DNS within Config.Timeout and ctx. An answer that could not be had makes a
// finding Temporary, never a contradiction.
func (v *Verifier) Verify(ctx context.Context, m *message.Message, in Bytes) Finding {
	from, reason := v.results.author(m)
	f := Finding{Proof: privacy.Contradicted, Domain: from, Reason: reason}
	if reason != "" {
		return f
	}
	f.Proof = privacy.Unproven
	if why := lookalike(from); why != "" {
		f.Reason = ReasonLookalike
		f.say(clueLookalike, privacy.Coded("lookalike", why))
		return f
	}
	ctx, cancel := context.WithTimeout(ctx, v.timeout)
	defer cancel()
	f = v.weigh(ctx, f, m, in)
	f.Denied = f.Denied && f.Proof != privacy.Proven // a signature checked here may prove what SPF denies of a forwarder
	if reason := doubt(m); reason != "" && f.Proof != privacy.Contradicted {
		f.Proof, f.Method, f.Reason, f.Temporary = privacy.Unproven, "", reason, false
	}
	return f
}

// weigh takes our server's results first, then what can be checked here.
func (v *Verifier) weigh(ctx context.Context, f Finding, m *message.Message, in Bytes) Finding {
	f, e := v.results.judge(f, m)
	related := v.relaxedAlignment(ctx, f.Domain, e)
	f = e.withRelated(f, related)
	var letter letterBytes
	var clear bool
	letter.fields, letter.body, clear = splitRaw(in.Raw, m)
	switch {
	case f.Proof == privacy.Proven && !clear && len(in.Raw) > 0:
		f.Proof, f.Method, f.Reason = privacy.Unproven, "", ReasonHeader
		f.say(clueHeader)
		return f
	case f.Proof == privacy.Proven && !e.spfProves(related) && onlyPartSigned(m, f.Domain, &letter, e.dkimPasses):
		f.Proof, f.Method, f.Reason = privacy.Unproven, "", ReasonPart
		f.say(cluePart)
		return f
	case f.Proof != privacy.Unproven || e.denied:
		return f
	case !v.dkim && len(v.sealers) == 0:
		return f
	}
	c := &checking{v: v, m: m, from: f.Domain, at: in.Received, spf: e.spf, spfRelated: e.spfRelated}
	if c.at.IsZero() {
		c.at = v.now()
	}
	f = c.check(ctx, f, in)
	if f.Proof == privacy.Unproven && related.err != nil {
		f.Reason, f.Temporary = ReasonDNS, true
	}
	return f
}

// spfProves reports whether SPF alone would carry the proof.
func (e evidence) spfProves(r relaxedPasses) bool {
	return e.spf == passed && e.top.spf || e.spf != worse && r.spf
}

// onlyPartSigned reports whether the signatures of the From domain that our server may
// have found good let somebody else say what is asked: by a Subject that is not covered,
// by text below the part that is (l=), by another To or Date, which make a letter to
// somebody else, or an old one, a request to us; or, where it is open how the body is to
// be read, by making the writer's words of what they quoted. Our server looks at none of
// this.
//
// Where it passed fewer signatures than there are, nobody knows which: anybody can put a
// worthless one that claims to cover all beside the good one. Then each must cover it.
func onlyPartSigned(m *message.Message, from string, letter *letterBytes, passes int) bool {
	aligning, whole := 0, 0
	for _, value := range m.Fields("DKIM-Signature") {
		s, _ := parseSignature(rawField{"DKIM-Signature", "DKIM-Signature:" + value + "\r\n"})
		if !aligned(s.domain, from) {
			continue
		}
		aligning++
		if settles(s, m, letter) {
			whole++
		}
	}
	if passes >= aligning {
		return aligning > 0 && whole == 0
	}
	return whole < aligning
}

// settles reports whether a signature, if it is good, leaves nothing of that open.
func settles(s signature, m *message.Message, letter *letterBytes) bool {
	for _, name := range []string{"subject", "to", "date"} {
		if !covers(s.covers, name) {
			return false
		}
	}
	return !s.partBody && (covers(s.covers, "content-type") || bodySettlesType(letter) || !mayQuote(m, letter))
}
