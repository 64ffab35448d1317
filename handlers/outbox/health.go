package outbox

import (
	"time"

	"medico-intech.kz/otinish/mailbox/submission"
	"medico-intech.kz/otinish/store"
)

// Trouble is what keeps letters from leaving and what to do about it; without
// personal data. The zero value means none.
type Trouble struct {
	Kind   string // a submission.Kind, "store", "sender" or "review"
	Detail string // closed list, or empty
	Code   int    // the server's reply code, or 0
	Remedy string
	Since  time.Time
}

// Health says how sending goes.
type Health struct {
	LastSuccess time.Time // in this process; zero: none yet
	Queued      int       // letters that wait
	Trouble     Trouble
}

// Health may be called at any time.
func (s *Sender) Health() Health {
	s.mu.Lock()
	h := Health{LastSuccess: s.success, Trouble: s.trouble}
	s.mu.Unlock()
	err := s.config.Store.View(func(tx *store.Tx) error {
		h.Queued = tx.CountLetters(store.LetterQueued)
		return nil
	})
	if err != nil && h.Trouble.Kind == "" {
		h.Trouble = storeTrouble
	}
	return h
}

// inTrouble notes trouble; its time is that of the first of the same kind.
func (s *Sender) inTrouble(t Trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t.Since = s.config.Now()
	if s.trouble.Kind == t.Kind {
		t.Since = s.trouble.Since
	} else {
		s.config.Log.Warn("letters cannot leave", "kind", t.Kind, "detail", t.Detail, "code", t.Code, "remedy", t.Remedy)
	}
	s.trouble = t
}

// over ends trouble of the same kind.
func (s *Sender) over(t Trouble) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.trouble.Kind == t.Kind {
		s.trouble = Trouble{}
	}
}

func (s *Sender) succeeded() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.success = s.config.Now()
	if s.trouble.Kind != "" {
		s.config.Log.Info("letters leave again", "kind", s.trouble.Kind)
	}
	s.trouble = Trouble{}
}

var (
	storeTrouble = Trouble{Kind: "store", Remedy: "The store cannot be read or written: see that the disk has space and is healthy. Letters wait."}
	setupTrouble = Trouble{Kind: "setup", Remedy: "The [smtp] section of the configuration cannot be used: run otinish check."}
	hookTrouble  = Trouble{Kind: "review", Remedy: "A letter was given up but its request could not be put into the review queue: see the log for the letter."}
	senderRefuse = Trouble{Kind: "sender", Remedy: "The mail server refuses our sender address: see that the account in [smtp] may send for it."}
)

var remedies = map[submission.Kind]string{
	submission.KindNetwork:  "The mail server cannot be reached or hangs up: see [smtp] server, the firewall and the server itself. Letters wait.",
	submission.KindTimeout:  "The mail server does not answer in time: see [smtp] server and tls (465 implicit, 587 starttls), the firewall and the server itself. Letters wait.",
	submission.KindTLS:      "The connection to the mail server is not safe: see its certificate, the server name and tls in [smtp]. Nothing is sent without. Letters wait.",
	submission.KindAuth:     "The mail server does not let us in: see username and password_file in [smtp]. Letters wait.",
	submission.KindAnswer:   "The mail server turns us away for now: see its log for the code. Letters wait.",
	submission.KindProtocol: "What answers is no mail server: see [smtp] server and tls (465 implicit, 587 starttls). Letters wait.",
}

func troubleOf(e *submission.Error) Trouble {
	if e.Kind == kindSetup {
		return setupTrouble
	}
	return Trouble{Kind: string(e.Kind), Detail: e.Detail, Code: e.Code, Remedy: remedies[e.Kind]}
}
