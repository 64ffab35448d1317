package console

import (
	"crypto/sha256"
	"io"
	"sync"
	"time"

	"medico-intech.kz/otinish/handlers/review"
)

const (
	terminalLinkLife = 5 * time.Minute
	letterLinkLife   = 15 * time.Minute
	maxLinks         = 200
)

// links are the login links given out, each for one use.
type links struct {
	now    func() time.Time
	random io.Reader
	mu     sync.Mutex
	list   map[digest]link
}

type link struct {
	operator review.Operator
	until    time.Time
}

func newLinks(now func() time.Time, random io.Reader) *links {
	return &links{now: now, random: random, list: make(map[digest]link)}
}

func (l *links) make(o review.Operator, life time.Duration) (token string, until time.Time, err error) {
	token, key, err := newToken(l.random)
	if err != nil {
		return "", time.Time{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for k, v := range l.list {
		if l.now().After(v.until) || len(l.list) >= maxLinks {
			delete(l.list, k)
		}
	}
	until = l.now().Add(life)
	l.list[key] = link{o, until}
	return token, until, nil
}

// valid looks without using up: mail programs open links by themselves.
func (l *links) valid(token string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	v, ok := l.list[sha256.Sum256([]byte(token))]
	return ok && !l.now().After(v.until)
}

// use takes a link: the second time it is gone.
func (l *links) use(token string) (review.Operator, bool) {
	key := digest(sha256.Sum256([]byte(token)))
	l.mu.Lock()
	defer l.mu.Unlock()
	v, ok := l.list[key]
	delete(l.list, key)
	return v.operator, ok && !l.now().After(v.until)
}

func (l *links) void(login string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for key, v := range l.list {
		if login == "" || v.operator.Login == login {
			delete(l.list, key)
		}
	}
}

// tries counts what strangers may do only so often: a sliding window by key.
type tries struct {
	now  func() time.Time
	mu   sync.Mutex
	list map[string][]time.Time
}

func newTries(now func() time.Time) *tries {
	return &tries{now: now, list: make(map[string][]time.Time)}
}

const (
	tryWindow = 15 * time.Minute
	maxTried  = 10_000 // keys held; more is an attack, and then everybody waits
)

// allow notes a try and reports whether it is within the limit.
func (t *tries) allow(key string, limit int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.list) >= maxTried {
		t.sweep()
	}
	recent := t.recent(t.list[key])
	if len(recent) >= limit || len(t.list) >= maxTried {
		t.list[key] = recent
		return false
	}
	t.list[key] = append(recent, t.now())
	return true
}

func (t *tries) sweep() {
	for key, times := range t.list {
		if times = t.recent(times); len(times) == 0 {
			delete(t.list, key)
		} else {
			t.list[key] = times
		}
	}
}

func (t *tries) recent(times []time.Time) []time.Time {
	from := t.now().Add(-tryWindow)
	for len(times) > 0 && !times[0].After(from) {
		times = times[1:]
	}
	return times
}
