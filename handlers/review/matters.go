package review

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"medico-intech.kz/otinish/handlers"
	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Matter is one of the things that a letter asks, or may ask.
type Matter struct {
	Kind   privacy.Kind
	Number privacy.Number // of its request; empty: there is none
	Likely bool           // nothing says it plainly
}

// matters lists what the letter of a request asks: what has a request first, then the
// kinds of which words stand in it, then those that it only hints at. A request that
// another was split off, or that is of another kind by now, is what it is now.
func matters(tx *store.Tx, r store.Request) (list []Matter, err error) {
	siblings, err := requestsOf(tx, r)
	if err != nil {
		return nil, err
	}
	seen := make(map[privacy.Kind]bool)
	for _, s := range siblings {
		list = append(list, Matter{Kind: s.Kind, Number: s.Number})
		seen[s.Kind], seen[readAs(s)] = true, true
	}
	for _, s := range siblings {
		for _, o := range s.Evidence {
			kind, plain := speaksFor(o.Rule)
			if kind == "" || seen[kind] {
				continue
			}
			at := slices.IndexFunc(list, func(m Matter) bool { return m.Kind == kind })
			if at < 0 {
				list = append(list, Matter{Kind: kind, Likely: !plain})
			} else if plain {
				list[at].Likely = false
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Matter) int {
		return cmp.Or(weight(a.Number == "")-weight(b.Number == ""), weight(a.Likely)-weight(b.Likely))
	})
	return list, nil
}

func weight(later bool) int {
	if later {
		return 1
	}
	return 0
}

// speaksFor is the kind that an observation of the classifier speaks for, and whether
// it does so in words that the lexicon calls plain.
func speaksFor(rule string) (kind privacy.Kind, plain bool) {
	parts := strings.Split(rule, ":")
	if len(parts) < 2 || !slices.Contains([]string{"mark", "wording", "sense"}, parts[0]) || !privacy.Kind(parts[1]).Valid() {
		return "", false
	}
	return privacy.Kind(parts[1]), parts[0] != "sense" && parts[len(parts)-1] != "maybe"
}

// readAs is the kind that a request had when its letter was read: the first thing that
// was seen speaks for it.
func readAs(r store.Request) privacy.Kind {
	if len(r.Evidence) == 0 {
		return r.Kind
	}
	kind, _ := speaksFor(r.Evidence[0].Rule)
	return kind
}

// requestsOf are the requests of the letter of a request, itself the first.
func requestsOf(tx *store.Tx, r store.Request) ([]store.Request, error) {
	list := []store.Request{r}
	d, _, err := tx.Disposition(r.Message)
	if err != nil {
		return nil, err
	}
	for _, id := range d.Requests {
		other, err := tx.Request(id)
		switch {
		case errors.Is(err, privacy.ErrNotFound), errors.Is(err, privacy.ErrUnreadable):
		case err != nil:
			return nil, err
		case other.ID != r.ID && other.Reason != handlers.ReasonUnsplit:
			list = append(list, other)
		}
	}
	return list, nil
}

// asksMore reports whether words for another kind stand in the letter of a request that
// is not done, of which no request was made.
func asksMore(r store.Request, list []Matter) bool {
	return r.State.Open() && slices.ContainsFunc(list, func(m Matter) bool { return m.Number == "" && !m.Likely })
}
