package console

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// filter is what the address of the page says.
type filter struct {
	Kind, Why, Language, Proof, Assigned, State, Sort string
	Find                                              string // the number of a search of this session
	Text                                              string // what was searched for
	Offset                                            int
}

func filterOf(q url.Values, v *visit) filter {
	f := filter{
		Kind: q.Get("kind"), Why: q.Get("why"), Language: q.Get("language"), Proof: q.Get("proof"),
		Assigned: q.Get("assigned"), State: q.Get("state"), Sort: q.Get("sort"), Find: q.Get("find"),
	}
	f.Offset, _ = strconv.Atoi(q.Get("from"))
	f.Offset = max(0, f.Offset)
	if f.Text = v.finds.text(f.Find); f.Text == "" {
		f.Find = ""
	}
	return f
}

// Any reports whether something is left out.
func (f filter) Any() bool {
	f.Sort, f.Offset = "", 0
	return f != filter{}
}

// More reports whether something is left out by one of the choices behind the fold.
func (f filter) More() bool { return f.Language != "" || f.Proof != "" || f.Assigned != "" }

// With is the query of the same page with one thing changed.
func (f filter) With(name, value string) string {
	return query(map[string]string{
		"kind": f.Kind, "why": f.Why, "language": f.Language, "proof": f.Proof, "assigned": f.Assigned,
		"state": f.State, "find": f.Find, "sort": f.Sort, name: value,
	})
}

// Here is the query of the page itself, empty where nothing is chosen: what opens a
// request from a list takes it along, so that its neighbours are those of the list.
func (f filter) Here() string {
	from := ""
	if f.Offset > 0 {
		from = strconv.Itoa(f.Offset)
	}
	return strings.TrimSuffix(f.With("from", from), "?")
}

// listOf is the list from which a request was opened: the address of its page says it,
// or a field of its form.
func listOf(r *http.Request, v *visit) filter {
	q := r.URL.Query()
	if r.Method == http.MethodPost {
		q, _ = url.ParseQuery(strings.TrimPrefix(r.PostFormValue("list"), "?"))
	}
	return filterOf(q, v)
}

func query(fields map[string]string) string {
	q := url.Values{}
	for name, value := range fields {
		if value != "" {
			q.Set(name, value)
		}
	}
	return "?" + q.Encode()
}

func (f filter) desk(v *visit) review.Filter {
	yes := true
	d := review.Filter{
		Kind: privacy.Kind(f.Kind), Why: f.Why, Language: privacy.Language(f.Language), Proof: privacy.Proof(f.Proof),
		Assigned: f.Assigned, Text: f.Text, Sort: f.Sort, Offset: f.Offset, Limit: queuePage,
	}
	if f.Assigned == "me" {
		d.Assigned = v.operator.Login
	}
	switch f.State {
	case "overdue":
		d.Overdue = &yes
	case "soon":
		d.Soon = &yes
	case "held":
		d.Held = &yes
	}
	return d
}
