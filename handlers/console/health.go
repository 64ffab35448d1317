package console

import (
	"context"
	"errors"
	"net/http"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// Health is how the program around the desk is.
type Health struct {
	Healthy   bool
	Version   string
	StartedAt time.Time
	Mailboxes []Mailbox
	LastSent  time.Time
	Alarms    []Alarm
}

// Mailbox is how the watch over one mailbox goes.
type Mailbox struct {
	Name      string
	Connected bool
	LastScan  time.Time
}

// Alarm is something a person should mend.
type Alarm struct {
	Where        string
	Code         string // of its words; without any the page says What
	Count        int
	What, Remedy string // in English

	Why  string        // of what exactly it is, in words with the remedy; without any the page says What
	Args []privacy.Arg // what stands in them
}

// alarm is one in the language of the page.
type alarm struct {
	Where, What, Remedy string
	Mailbox             string // that cannot be worked
	Detail              string // in English: of one that a newer program tells
	Against             []against
}

// against is what stands against a destruction.
type against struct {
	Link, Text, Lang string
}

// maxAgainst bounds how many are listed; the terminal lists all.
const maxAgainst = 20

// against lists what stands against late destructions, where it is read or decided.
func (s *Server) against(ctx context.Context, l privacy.Language) (list []against, all bool, err error) {
	late, err := s.Desk.LateDestructions(ctx, maxAgainst+1)
	for i, d := range late {
		if i == maxAgainst {
			return list, false, err
		}
		link := "/subjects/" + string(d.Subject)
		switch {
		case d.Number != "":
			link = "/requests/" + string(d.Number)
			fallthrough
		case d.Against != nil:
			_, told := s.failed(l, d.Against)
			list = append(list, against{link, told.Detail, told.Lang})
		case d.Held != "":
			list = append(list, against{link, s.Pages.Text(l, "warning.record-unreadable"), string(l)})
		}
	}
	return list, len(list) == len(late), err
}

func (s *Server) alarm(v *visit, a Alarm) alarm {
	told := alarm{Where: a.Where, What: s.Pages.Text(v.language, "alarm."+a.Code)}
	if a.Count > 0 {
		told.What = s.Pages.Counted(v.language, "alarms."+a.Code, a.Count)
	}
	remedy := "remedy." + a.Code
	if told.Remedy = s.Pages.Text(v.language, remedy); told.Remedy == remedy {
		told.Remedy = s.Pages.Trouble(v.language, a.Why, a.Args)
	}
	if a.Code == "mailbox" {
		told.Mailbox = a.Where
	}
	if told.Remedy == "" {
		told.Detail = a.What + ". " + a.Remedy
	}
	if told.What == "alarm."+a.Code {
		told.What = ""
	}
	return told
}

// Account is how the messages of one mailbox are accounted for (P1).
type Account struct {
	Mailbox      string
	UIDValidity  uint32
	Messages     int
	Dispositions []Disposed
	Gone         int
	Waiting      int
	Exceptions   []uint32
}

// Disposed is how many messages ended in one way.
type Disposed struct {
	What  string
	Count int
}

type healthData struct {
	Health  Health
	Alarms  []alarm
	Summary review.Summary
	Now     time.Time
}

func (s *Server) health(w http.ResponseWriter, r *http.Request, v *visit) error {
	h, err := s.Health(r.Context())
	if err != nil {
		return err
	}
	sum, err := s.Desk.Summary(r.Context())
	if err != nil && !errors.Is(err, privacy.ErrDamaged) { // an alarm says so
		return err
	}
	h.StartedAt, h.LastSent = s.local(h.StartedAt), s.local(h.LastSent)
	for i := range h.Mailboxes {
		h.Mailboxes[i].LastScan = s.local(h.Mailboxes[i].LastScan)
	}
	d := healthData{Health: h, Summary: sum, Now: s.local(s.Now())}
	for _, a := range h.Alarms {
		told := s.alarm(v, a)
		if a.Code == "destruction" {
			found, all, err := s.against(r.Context(), v.language)
			if err != nil && !errors.Is(err, privacy.ErrDamaged) {
				return err
			}
			if told.Against = found; all {
				told.Remedy = ""
			}
		}
		d.Alarms = append(d.Alarms, told)
	}
	return s.show(w, r, v, "health", "health", d)
}

type accountData struct {
	Counted  bool
	Accounts []Account
	Problem  *failure
}

// account asks the mail server, so only when told to.
func (s *Server) account(w http.ResponseWriter, r *http.Request, v *visit) error {
	d := accountData{Counted: r.URL.Query().Get("count") != ""}
	if d.Counted {
		list, err := s.Account(r.Context())
		if err != nil {
			_, told := s.failed(v.language, err)
			d.Problem = &told
		}
		d.Accounts = list
	}
	return s.show(w, r, v, "account", "account", d)
}

func (s *Server) help(w http.ResponseWriter, r *http.Request, v *visit) error {
	return s.show(w, r, v, "help", "help", nil)
}

// switchKeys turns keys of one letter on or off: they get in the way of who speaks
// to the computer (WCAG 2.2, 2.1.4).
func (s *Server) switchKeys(w http.ResponseWriter, r *http.Request, v *visit) error {
	off := r.PostFormValue("keys") == "off"
	s.sessions.change(v.key, func(stored *session) { stored.keysOff = off })
	http.Redirect(w, r, back(r.PostFormValue("back"), "/help"), http.StatusSeeOther)
	return nil
}
