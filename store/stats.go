package store

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// countStat is followed by month, kind and outcome. The counters are all that
// destroyed requests leave for statistics: from a number there is no way back to a
// person (policy 2.5).
const countStat = "statistic/"

// Statistic counts requests of one kind, month and outcome.
type Statistic struct {
	Month     string // of receipt: "2026-03"; "" where it is not known
	Kind      privacy.Kind
	Outcome   privacy.State
	Requests  int // all of them
	Destroyed int // how many of them are destroyed
}

func statName(month string, kind privacy.Kind, outcome privacy.State) string {
	return fmt.Sprintf("%s%s/%s/%s", countStat, month, kind, outcome)
}

func (c CaseFact) month() string {
	if c.ReceivedAt.IsZero() {
		return ""
	}
	return c.ReceivedAt.UTC().Format("2006-01")
}

// countDestroyed keeps a destroyed request in the statistics.
func (tx *Tx) countDestroyed(c CaseFact) {
	if !c.Merged {
		tx.count(statName(c.month(), c.Kind, c.State), 1)
	}
}

// Statistics counts requests by month, kind and outcome, those on record and those
// destroyed, by month. Those that were merged count as one: the one that went on. It
// reads every request on record.
func (tx *Tx) Statistics() ([]Statistic, error) {
	rows := make(map[string]*Statistic)
	row := func(name string) *Statistic {
		if rows[name] == nil {
			parts := strings.SplitN(strings.TrimPrefix(name, countStat), "/", 3)
			rows[name] = &Statistic{Month: parts[0], Kind: privacy.Kind(parts[1]), Outcome: privacy.State(parts[2])}
		}
		return rows[name]
	}
	err := tx.each(tableCount, []byte(countStat), func(name, _ []byte) (bool, error) {
		n := tx.counted(string(name))
		r := row(string(name))
		r.Destroyed += n
		r.Requests += n
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	err = tx.EachRequest(func(r Request) bool {
		if r.MergedInto == "" {
			row(statName(CaseFact{ReceivedAt: r.ReceivedAt}.month(), r.Kind, r.State)).Requests++
		}
		return true
	})
	var list []Statistic
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		list = append(list, *rows[name])
	}
	return list, err
}
