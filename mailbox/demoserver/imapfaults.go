package demoserver

import (
	"bytes"
	"crypto/tls"
	"net"
	"slices"
	"strings"
	"sync"
)

// Forever as a number of times means always.
const Forever = -1

// UIDFault is something done wrong for one message.
type UIDFault int

const (
	Omit            UIDFault = iota // SEARCH names it, FETCH leaves it out
	Garble                          // its FETCH response cannot be parsed
	GarbleStructure                 // its BODYSTRUCTURE cannot be parsed, the rest can
	NilBody                         // BODY[] is NIL
	FlagsFirst                      // an unasked FETCH with FLAGS comes before the data
	UIDLast                         // the UID comes after the body
	NoUID                           // the UID is left out
	CutHere                         // the connection is cut in its place
)

// AllUIDs applies a [UIDFault] to every message.
const AllUIDs uint32 = 0

// IMAPFaults is what the IMAP side does wrong. Each fault is armed for a number
// of times, or [Forever]; arming with 0 takes it back.
type IMAPFaults struct {
	mu       sync.Mutex
	commands map[string]*armed
	uids     map[uidFault]int
	budget   int64
	conns    int
	refuse   int
	lose     bool
	down     bool
}

type armed struct {
	action action
	times  int
}

type uidFault struct {
	fault UIDFault
	uid   uint32
}

func newIMAPFaults() *IMAPFaults {
	return &IMAPFaults{commands: make(map[string]*armed), uids: make(map[uidFault]int)}
}

// CutAfter cuts each of the next conns connections once the server has sent n
// octets on it.
func (f *IMAPFaults) CutAfter(n int64, conns int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.budget, f.conns = n, conns
}

// CutAt closes the connection when command ("UID FETCH", "IDLE", "DONE") arrives.
func (f *IMAPFaults) CutAt(command string, times int) { f.arm(command, action{do: cut}, times) }

// SilentAt answers nothing from command on; the connection stays open.
func (f *IMAPFaults) SilentAt(command string, times int) { f.arm(command, action{do: silent}, times) }

// AnswerAt answers command with a tagged status, such as "NO [OVERQUOTA] full".
func (f *IMAPFaults) AnswerAt(command, status string, times int) {
	f.arm(command, action{do: answer, reply: status}, times)
}

// OnUID does fault to uid, or to every message with [AllUIDs].
func (f *IMAPFaults) OnUID(fault UIDFault, uid uint32, times int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.uids[uidFault{fault, uid}] = times
}

// RefuseLogin refuses credentials with AUTHENTICATIONFAILED.
func (f *IMAPFaults) RefuseLogin(times int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refuse = times
}

// LoseAnnouncements makes IDLE announce nothing; NOOP still does.
func (f *IMAPFaults) LoseAnnouncements(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lose = on
}

// Down closes each new connection at once. Open ones stay: see
// [Server.CloseConnections].
func (f *IMAPFaults) Down(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.down = on
}

func (f *IMAPFaults) arm(command string, a action, times int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.commands[strings.ToUpper(command)] = &armed{a, times}
}

// spend reports whether a fault armed for *times happens now.
func spend(times *int) bool {
	if *times == 0 {
		return false
	}
	if *times > 0 {
		*times--
	}
	return true
}

func (f *IMAPFaults) onUID(fault UIDFault, uid uint32) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, u := range []uint32{uid, AllUIDs} {
		if times := f.uids[uidFault{fault, u}]; spend(&times) {
			f.uids[uidFault{fault, u}] = times
			return true
		}
	}
	return false
}

func (f *IMAPFaults) onCommand(tag, command string) action {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := f.commands[command]
	if a == nil || !spend(&a.times) {
		return action{}
	}
	out := a.action
	if out.do == answer {
		out.reply = tag + " " + out.reply + "\r\n"
	}
	return out
}

func (f *IMAPFaults) loginRefused() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return spend(&f.refuse)
}

func (f *IMAPFaults) announces() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.lose
}

// connect reports how many octets a new connection may send (-1 for any number)
// and whether it is served at all.
func (f *IMAPFaults) connect() (budget int64, up bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.down {
		return 0, false
	}
	if spend(&f.conns) {
		return f.budget, true
	}
	return -1, true
}

// wrapIMAP puts the faults around a connection.
func (s *Server) wrapIMAP(c net.Conn) net.Conn {
	c = s.options.IMAPConns.Wrap(c)
	budget, up := s.imapFaults.connect()
	if !up {
		c.Close()
		return c
	}
	if s.options.TLS != nil && s.options.Implicit {
		c = tls.Server(c, s.options.TLS)
	}
	lc := newLineConn(s, c, budget)
	lc.rewrap = s.rewriteCaps
	lc.onLine = func(line string) action {
		tag, command, shown := splitCommand(line)
		if command == "" {
			return action{}
		}
		s.record(shown)
		a := s.imapFaults.onCommand(tag, command)
		if command == "STARTTLS" && a.do == pass {
			lc.raw = true
		}
		return a
	}
	return lc
}

// splitCommand takes a line apart. shown is what may be recorded.
func splitCommand(line string) (tag, command, shown string) {
	if strings.EqualFold(line, "DONE") {
		return "", "DONE", "DONE"
	}
	tag, rest, ok := strings.Cut(line, " ")
	if !ok {
		return "", "", ""
	}
	words := strings.SplitN(rest, " ", 3)
	command = strings.ToUpper(words[0])
	if command == "UID" && len(words) > 1 {
		command += " " + strings.ToUpper(words[1])
	}
	switch command {
	case "LOGIN", "AUTHENTICATE":
		return tag, command, command
	}
	return tag, command, rest
}

// rewriteCaps hides and adds capabilities in what goes to the client. It touches
// only short writes that announce capabilities, never a message.
func (s *Server) rewriteCaps(b []byte) []byte {
	if len(s.options.HideCaps) == 0 && len(s.options.AddCaps) == 0 {
		return b
	}
	i := bytes.Index(b, []byte("CAPABILITY "))
	if i < 0 || i > 40 || len(b) > 1024 {
		return b
	}
	start := i + len("CAPABILITY ")
	end := start + bytes.IndexAny(b[start:], "]\r")
	var caps []string
	for _, c := range strings.Fields(string(b[start:end])) {
		if !slices.Contains(s.options.HideCaps, c) {
			caps = append(caps, c)
		}
	}
	caps = append(caps, s.options.AddCaps...)
	return slices.Concat(b[:start], []byte(strings.Join(caps, " ")), b[end:])
}
