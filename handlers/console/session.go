package console

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

const (
	sessionIdle = 30 * time.Minute // without a click
	sessionLife = 10 * time.Hour   // a working day
	maxSessions = 500
	tokenSize   = 32 // octets of a session or a link
)

// digest is what is kept of a secret: memory that leaks opens nothing.
type digest [sha256.Size]byte

func newToken(random io.Reader) (string, digest, error) {
	b := make([]byte, tokenSize)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", digest{}, err
	}
	token := base64.RawURLEncoding.EncodeToString(b)
	return token, sha256.Sum256([]byte(token)), nil
}

// session is a browser that has logged in. It lives in memory: a restart logs
// everybody out.
type session struct {
	key      digest
	operator review.Operator
	language privacy.Language
	began    time.Time
	seen     time.Time
	keysOff  bool // no keys of one letter
	finds    finds
	notice   notice // to be shown once, on the next page
}

// notice is what came of the last decision.
type notice struct {
	Key      string // of a text
	Args     []any
	Number   privacy.Number // of the request it is about
	Undo     bool           // the decision can still be taken back
	Version  int            // of the request after it
	List     string         // query of the list it was chosen from, which its links keep
	Decided  []decidedOne
	Failed   []failedOne
	UndoAll  []string // of Decided, what can still be taken back: numbers with versions
	Problem  bool
	Lessons  []review.Lesson // lines for the lexicon
	Split    privacy.Number
	Warnings []review.Warning
	GoesOn   review.GoesOn
}

// decidedOne is one of several requests that were decided.
type decidedOne struct {
	Number   privacy.Number
	Warnings []review.Warning
	GoesOn   review.GoesOn
}

func (n *notice) decided(number privacy.Number, done review.Done) {
	n.Decided = append(n.Decided, decidedOne{number, done.Warnings, done.GoesOn})
	n.learn(done.Lesson)
}

func (n *notice) learn(l review.Lesson) {
	if l.Line != "" && !slices.Contains(n.Lessons, l) {
		n.Lessons = append(n.Lessons, l)
	}
}

// failedOne is one of several requests about which nothing was decided.
type failedOne struct {
	Number privacy.Number
	failure
}

type sessions struct {
	now    func() time.Time
	random io.Reader
	mu     sync.Mutex
	list   map[digest]*session
}

func newSessions(now func() time.Time, random io.Reader) *sessions {
	return &sessions{now: now, random: random, list: make(map[digest]*session)}
}

func (s *sessions) begin(o review.Operator, l privacy.Language) (token string, err error) {
	token, key, err := newToken(s.random)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	s.list[key] = &session{key: key, operator: o, language: l, began: s.now(), seen: s.now()}
	return token, nil
}

// sweep drops what has ended, and where there are still too many, the oldest.
func (s *sessions) sweep() {
	var oldest *session
	for key, v := range s.list {
		if s.over(v) {
			delete(s.list, key)
		} else if oldest == nil || v.seen.Before(oldest.seen) {
			oldest = v
		}
	}
	if len(s.list) >= maxSessions {
		delete(s.list, oldest.key)
	}
}

func (s *sessions) over(v *session) bool {
	now := s.now()
	return now.Sub(v.seen) > sessionIdle || now.Sub(v.began) > sessionLife
}

// find returns a copy of the session of a token. touch: a person clicked; pages
// that refresh themselves do not keep a session alive.
func (s *sessions) find(token string, touch bool) (session, bool) {
	key := digest(sha256.Sum256([]byte(token)))
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.list[key]
	if !ok {
		return session{}, false
	}
	if s.over(v) {
		delete(s.list, key)
		return session{}, false
	}
	if touch {
		v.seen = s.now()
	}
	return *v, true
}

// change alters a session that is still there.
func (s *sessions) change(key digest, do func(*session)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, ok := s.list[key]; ok {
		do(v)
	}
}

func (s *sessions) end(key digest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.list, key)
}

func (s *sessions) revoke(login string) (ended int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, v := range s.list {
		if login == "" || v.operator.Login == login {
			delete(s.list, key)
			ended++
		}
	}
	return ended
}

// cookieName: a browser takes a __Host- cookie only over TLS, for this host alone,
// so that no neighbouring name can plant one (RFC 6265bis §4.1.3.2).
func (s *Server) cookieName() string {
	if s.secure {
		return "__Host-otinish"
	}
	return "otinish"
}

// setCookie: Lax, so that a link in a letter to operators opens the page it names;
// posts from elsewhere are refused by the origin.
func (s *Server) setCookie(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: s.cookieName(), Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode,
	})
}
