package console

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// hub tells open pages that something has changed; what, they ask themselves.
type hub struct {
	mu     sync.Mutex
	next   chan struct{} // closed at the next change
	count  uint64        // of changes
	closed bool
	age    uint64 // counts renewals: lines of before end
}

func newHub() *hub { return &hub{next: make(chan struct{})} }

func (h *hub) changed() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		close(h.next)
		h.next = make(chan struct{})
		h.count++
	}
}

// renew ends the lines that are open; browsers come back on new connections.
func (h *hub) renew() {
	h.mu.Lock()
	h.age++
	h.mu.Unlock()
	h.changed()
}

func (h *hub) ageNow() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.age
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		close(h.next)
	}
}

// wait returns a channel that is closed at the next change, how many there were, and
// whether there will be any.
func (h *hub) wait() (<-chan struct{}, uint64, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.next, h.count, !h.closed
}

const (
	liveBeat  = 25 * time.Second // below what proxies take for dead
	liveWrite = 10 * time.Second
	liveGap   = 300 * time.Millisecond // a flood of letters is one change
	maxLive   = 200                    // lines at once
)

// live is a line of server-sent events (HTML Living Standard §9.2): an empty event
// "changed" after each change, the first at once where the page was made before the
// last one. It ends with the session.
func (s *Server) live(w http.ResponseWriter, r *http.Request, v *visit) error {
	if s.lines.Add(1) > maxLive {
		s.lines.Add(-1)
		w.WriteHeader(http.StatusServiceUnavailable)
		return nil
	}
	defer s.lines.Add(-1)
	out := http.NewResponseController(w)
	if err := out.SetReadDeadline(time.Time{}); err != nil { // the server's would end the line
		return err
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would hold it back
	if r.ProtoMajor == 1 {
		w.Header().Set("Connection", "close") // its buffers end with the line
	}
	age := s.hub.ageNow()
	beat := time.NewTicker(liveBeat)
	defer beat.Stop()
	say := func(what string) error {
		if err := out.SetWriteDeadline(time.Now().Add(liveWrite)); err != nil {
			return err
		}
		if _, err := fmt.Fprint(w, what); err != nil {
			return err
		}
		return out.Flush()
	}
	const told = "event: changed\ndata:\n\n"
	changed, count, open := s.hub.wait()
	what := "retry: 3000\n\n"
	if r.URL.Query().Get("seen") != strconv.FormatUint(count, 10) {
		what += told
	}
	for open && say(what) == nil {
		select {
		case <-r.Context().Done():
			return nil
		case <-changed:
			select {
			case <-r.Context().Done():
				return nil
			case <-time.After(liveGap):
			}
			what = told
			changed, _, open = s.hub.wait()
		case <-beat.C:
			what = ": still here\n\n"
		}
		if _, ok := s.sessions.find(v.token, false); !ok || s.hub.ageNow() != age {
			return nil
		}
	}
	return nil
}
