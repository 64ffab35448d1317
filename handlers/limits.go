package handlers

import (
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Limits bound the letters that strangers can make us send (P5). Each counts
// letters caused within Window before now, a sliding window kept in the store, so
// that neither a restart nor midnight resets it.
type Limits struct {
	Window         time.Duration
	PerAddress     int // letters to one mailbox, however its address is spelt; see foldForLimit
	PerDomain      int // letters to one registered domain; large providers share one, so this is not small
	PerFingerprint int // letters caused by the same words, whoever sends them
	InAll          int
}

// DefaultLimits: nobody needs more than ten answers a day, and a flood must stay
// small beside the daily allowance of a mail provider.
var DefaultLimits = Limits{Window: 24 * time.Hour, PerAddress: 10, PerDomain: 300, PerFingerprint: 50, InAll: 2000}

const (
	scopeAddress     = "letters-address"
	scopeDomain      = "letters-domain"
	scopeFingerprint = "letters-fingerprint"
	scopeAll         = "letters-all"
)

// QuietOverLimit is why no letter leaves, and why a person decides, where one more
// would exceed a limit.
const QuietOverLimit = "over-limit"

// limit is how many letters may count by a key.
type limit struct {
	key  store.LimitKey
	most int
}

func (l Limits) of(tx *store.Tx, to privacy.Address, fingerprint string) []limit {
	mailbox, organisation := foldForLimit(to)
	all := []limit{
		{tx.LimitKey(scopeAddress, mailbox), l.PerAddress},
		{tx.LimitKey(scopeDomain, organisation), l.PerDomain},
		{tx.LimitKey(scopeAll, ""), l.InAll},
	}
	if fingerprint != "" {
		all = append(all, limit{tx.LimitKey(scopeFingerprint, fingerprint), l.PerFingerprint})
	}
	return all
}

// Allow reports whether one more letter may go to this address because of a
// message with this fingerprint of its words.
func (l Limits) Allow(tx *store.Tx, to privacy.Address, fingerprint string) (bool, error) {
	since := tx.Now().Add(-l.Window)
	for _, limit := range l.of(tx, to, fingerprint) {
		n, err := tx.CountLettersBy(limit.key, since)
		if err != nil {
			return false, err
		}
		if n >= limit.most {
			return false, nil
		}
	}
	return true, nil
}

// keys is what a letter counts against.
func (l Limits) keys(tx *store.Tx, to privacy.Address, fingerprint string) []store.LimitKey {
	var keys []store.LimitKey
	for _, limit := range l.of(tx, to, fingerprint) {
		keys = append(keys, limit.key)
	}
	return keys
}
