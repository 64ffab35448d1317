package handlers

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"medico-intech.kz/otinish/store"
)

// Retention is how long what is kept, and from when on it has ended (policy 5.7,
// 8.8, 8.9; Law 94-V Art. 12(2), Art. 18).
type Retention struct {
	// Purposes is the term of a consent by its purpose, from when it was given;
	// a purpose not named has none but the consent's withdrawal.
	Purposes map[string]Period
	// Subjects: a person, from when the last consent ended.
	Subjects Period
	// WithoutConsent: a person who never gave one here, from the last change.
	WithoutConsent Period
	// Requests: a request with all that belongs to it, from when it was closed.
	Requests Period
	// Messages and Letters: the texts alone, from when the request was closed.
	Messages, Letters Period
	// Proofs: what stays of the destroyed, from the destruction.
	Proofs Period
	// Audit: an entry of the audit chain, from the end of its month (UTC).
	Audit Period
	// Notice: how long what has ended is listed before it goes, where the periods
	// were changed, or no sweep came round for long.
	Notice Period
}

// DefaultRetention are periods nobody has to change to stay within law and policy.
func DefaultRetention() Retention {
	return Retention{
		Subjects: Period{15, 'd'}, Requests: Period{3, 'y'}, Messages: Period{1, 'y'}, Letters: Period{1, 'y'},
		Proofs: Period{3, 'y'}, Audit: Period{5, 'y'}, Notice: Period{7, 'd'},
	}
}

// retentionRule is what bounds a period, and why it is as it is.
type retentionRule struct {
	Key     string
	Of      func(Retention) Period
	Least   Period // zero: none
	Why     string // of Least
	Endless bool   // may have no end
	Source  string // of the default
}

const needsEnd = "what is kept needs an end (policy 5.7; Law 94-V Art. 12(2))"

var noLeast Period

func retentionRules() []retentionRule {
	answer := "until then the request can be due and its answer can be asked back (15 working days: Law 94-V Art. 8(7))"
	return []retentionRule{
		{Key: "subjects", Of: func(r Retention) Period { return r.Subjects }, Least: noLeast,
			Source: "the purpose is reached: Law 94-V Art. 8(7), Art. 18; Digital Code Art. 41 (15 days)"},
		{Key: "subjects_without_consent", Of: func(r Retention) Period { return r.WithoutConsent }, Endless: true,
			Source: "what they are kept for is not on record: policy 5.7, Law 94-V Art. 9"},
		{Key: "requests", Of: func(r Retention) Period { return r.Requests }, Least: Period{30, 'd'}, Why: answer,
			Source: "claims can be raised for three years: Civil Code Art. 178"},
		{Key: "messages", Of: func(r Retention) Period { return r.Messages }, Least: Period{30, 'd'}, Why: answer,
			Source: "no more than the purpose needs: policy 5.7, Law 94-V Art. 7(9)"},
		{Key: "letters", Of: func(r Retention) Period { return r.Letters }, Least: Period{30, 'd'}, Why: answer,
			Source: "no more than the purpose needs: policy 5.7, Law 94-V Art. 7(9)"},
		{Key: "proofs", Of: func(r Retention) Period { return r.Proofs }, Least: Period{3, 'y'},
			Why:    "the controller must be able to prove consent and its end (Law 94-V Art. 25(2)(5)) as long as claims can be raised (three years: Civil Code Art. 178)",
			Source: "claims can be raised for three years: Civil Code Art. 178; Law 94-V Art. 25(2)(5)"},
		{Key: "audit", Of: func(r Retention) Period { return r.Audit }, Least: Period{store.EntriesKept, 'y'},
			Why:    "what was done must be shown (Law 94-V Art. 25(2)(5)) as long as claims can be raised (three years: Civil Code Art. 178)",
			Source: "a request is kept for three years after it was closed, and its proof behind it: Civil Code Art. 178; Law 94-V Art. 25(2)(5)"},
		{Key: "notice", Of: func(r Retention) Period { return r.Notice }, Least: Period{1, 'd'}, Why: "nothing goes that was not listed for a day", Source: "our own"},
	}
}

// SourceOf says where the period under a key of the configuration comes from.
func SourceOf(key string) string {
	for _, r := range retentionRules() {
		if r.Key == key {
			return r.Source
		}
	}
	return "the term of the consent: policy 8.9, Law 94-V Art. 8(4)(3)"
}

// Check finds periods that the law or the program does not allow, all at once.
func (r Retention) Check() error {
	var errs []error
	for _, rule := range retentionRules() {
		p := rule.Of(r)
		switch {
		case p.Endless() && !rule.Endless:
			errs = append(errs, fmt.Errorf("retention.%s has no end: %s", rule.Key, needsEnd))
		case p.shorter(rule.Least):
			errs = append(errs, fmt.Errorf("retention.%s is shorter than %s: %s", rule.Key, rule.Least, rule.Why))
		}
	}
	if r.Audit.shorter(r.Proofs) {
		errs = append(errs, errors.New("retention.audit is shorter than retention.proofs: what a proof tells of must be on the chain"))
	}
	return errors.Join(errs...)
}

// AuditEnd is when an entry of the audit chain ends. Whole months end together, so that
// a quiet chain does not get a checkpoint a day.
func (r Retention) AuditEnd(at time.Time) time.Time {
	return r.Audit.End(nextMonth(at))
}

func nextMonth(at time.Time) time.Time {
	y, m, _ := at.UTC().Date()
	return time.Date(y, m+1, 1, 0, 0, 0, 0, time.UTC)
}

// AuditSince is what the period of an entry counts from.
func (r Retention) AuditSince(at time.Time) time.Time { return nextMonth(at) }

// String words all periods, the same for the same ones.
func (r Retention) String() string {
	var words []string
	for _, rule := range retentionRules() {
		words = append(words, rule.Key+"="+rule.Of(r).String())
	}
	for _, purpose := range slices.Sorted(maps.Keys(r.Purposes)) {
		words = append(words, fmt.Sprintf("purposes.%q=%s", purpose, r.Purposes[purpose]))
	}
	return strings.Join(words, " ")
}

// ConsentEnd is when the term of a consent ends; false: it has none.
func (r Retention) ConsentEnd(purpose string, given time.Time) (time.Time, bool) {
	p := r.Purposes[purpose]
	if p.Endless() || given.IsZero() {
		return time.Time{}, false
	}
	return p.End(given), true
}
