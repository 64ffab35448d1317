package console

import (
	"net/http"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

type subjectData struct {
	ID        privacy.SubjectID
	Name      string
	Email     string
	Phone     string
	Language  privacy.Language
	Source    string
	AddedAt   time.Time
	ChangedAt time.Time
	DestroyBy time.Time
	Blocked   bool
	Letters   bool
	Consents  []consentRow
	Requests  []requestRow
	Draft     string // of an answer to "what do you hold"
	Spoken    privacy.Language
	Problem   *failure
	Leaves    []review.Draft // if the blocking ended
	OpenBlock bool           // whoever comes from a request that holds a destruction up blocks here
}

type consentRow struct {
	Purpose                     string
	Source                      string
	Given, Withdrawn, Suspended time.Time
	State                       string
	Subject                     privacy.SubjectID
}

func (s *Server) showSubject(w http.ResponseWriter, r *http.Request, v *visit, status int, found review.Dossier, problem *failure) error {
	q := found.Subject
	d := subjectData{
		ID: q.ID, Name: q.Name.Reveal(), Email: q.Address.Reveal(), Phone: q.Phone.Reveal(), Language: q.Language, Source: q.Source,
		AddedAt: s.local(q.AddedAt), ChangedAt: s.local(q.ChangedAt), DestroyBy: s.local(q.DestructionDueAt),
		Blocked: q.Blocked, Letters: !q.NoLetters, Spoken: q.Language, Problem: problem,
		OpenBlock: r.URL.Query().Has("block"),
	}
	if !d.Spoken.Valid() {
		d.Spoken = privacy.Languages[0]
	}
	for _, c := range found.Consents {
		row := consentRow{
			Purpose: c.Purpose, Source: c.Source, Given: s.local(c.GivenAt), Withdrawn: s.local(c.WithdrawnAt),
			Suspended: s.local(c.SuspendedAt), State: "given", Subject: c.SubjectID,
		}
		switch {
		case !c.WithdrawnAt.IsZero():
			row.State = "withdrawn"
		case !c.Processing():
			row.State = "suspended"
		}
		d.Consents = append(d.Consents, row)
	}
	for _, q := range found.Requests {
		d.Requests = append(d.Requests, s.requestRow(q))
	}
	d.Draft = s.Desk.AccessText(found, d.Spoken)
	if q.Blocked {
		// Where nothing can be written, or the viewer decides nothing, there is nothing to show.
		d.Leaves, _ = s.Desk.PreviewUnblock(r.Context(), v.actor(), q.ID, review.Unblocking{})
	}
	return s.showStatus(w, r, v, status, "subject", "subject", d)
}
