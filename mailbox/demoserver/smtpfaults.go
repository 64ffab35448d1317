package demoserver

import (
	"crypto/tls"
	"fmt"
	"net"
	"strings"
	"sync"

	"github.com/emersion/go-smtp"
)

// Stage is where in an SMTP session a fault happens. Nothing but StageConnect and
// StageDot is seen behind STARTTLS.
type Stage string

const (
	StageConnect Stage = "connect" // instead of the greeting
	StageHello   Stage = "ehlo"
	StageAuth    Stage = "auth"
	StageMail    Stage = "mail"
	StageRcpt    Stage = "rcpt"
	StageData    Stage = "data" // instead of the 354
	StageBody    Stage = "body" // while the text is sent; hangs or closes
	StageDot     Stage = "dot"  // instead of the answer to the final dot
	StageQuit    Stage = "quit"
)

// SMTPFaults is what the SMTP side does wrong. Each fault is armed for a number
// of times, or [Forever]; arming with 0 takes it back. One fault a stage.
type SMTPFaults struct {
	mu     sync.Mutex
	stages map[Stage]*smtpFault
	down   bool
}

type smtpFault struct {
	times    int
	do       int // cut, silent, stall, answer
	code     int
	enhanced [3]int
	taken    bool
}

func newSMTPFaults() *SMTPFaults { return &SMTPFaults{stages: make(map[Stage]*smtpFault)} }

// Answer gives a reply code at stage, such as 451 or 550, with an enhanced code
// (RFC 3463); the zero one is left out. Nothing is taken.
func (f *SMTPFaults) Answer(stage Stage, code int, enhanced [3]int, times int) {
	f.arm(stage, smtpFault{times: times, do: answer, code: code, enhanced: enhanced})
}

// CloseAt closes the connection at stage. At the dot the mail is not taken.
func (f *SMTPFaults) CloseAt(stage Stage, times int) { f.arm(stage, smtpFault{times: times, do: cut}) }

// LoseAnswer takes the mail and closes the connection instead of saying so.
func (f *SMTPFaults) LoseAnswer(times int) {
	f.arm(StageDot, smtpFault{times: times, do: cut, taken: true})
}

// HangAt answers nothing from stage on, and at StageBody stops reading. At the
// dot the mail is taken, or else it would be the harmless case.
func (f *SMTPFaults) HangAt(stage Stage, times int) {
	do := silent
	if stage == StageBody {
		do = stall
	}
	f.arm(stage, smtpFault{times: times, do: do, taken: stage == StageDot})
}

// Down closes each new connection at once.
func (f *SMTPFaults) Down(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.down = on
}

func (f *SMTPFaults) arm(stage Stage, fault smtpFault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stages[stage] = &fault
}

func (f *SMTPFaults) at(stage Stage) (smtpFault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fault := f.stages[stage]
	if fault == nil || !spend(&fault.times) {
		return smtpFault{}, false
	}
	return *fault, true
}

func (f *SMTPFaults) isDown() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.down
}

func (f smtpFault) reply() string {
	if f.enhanced == [3]int{} {
		return fmt.Sprintf("%d fault on demand\r\n", f.code)
	}
	return fmt.Sprintf("%d %d.%d.%d fault on demand\r\n", f.code, f.enhanced[0], f.enhanced[1], f.enhanced[2])
}

type dotFault struct {
	taken, cut, mute bool
	err              error
}

func (f *SMTPFaults) atDot() dotFault {
	fault, ok := f.at(StageDot)
	if !ok {
		return dotFault{taken: true}
	}
	d := dotFault{taken: fault.taken, cut: fault.do == cut, mute: fault.do == silent}
	if fault.do == answer {
		d.err = &smtp.SMTPError{Code: fault.code, EnhancedCode: smtp.EnhancedCode(fault.enhanced), Message: "fault on demand"}
	}
	return d
}

// wrapSMTP puts the faults around a connection.
func (s *Server) wrapSMTP(c net.Conn) net.Conn {
	c = s.options.SMTPConns.Wrap(c)
	if s.smtpFaults.isDown() {
		c.Close()
		return c
	}
	if s.options.TLS != nil && s.options.Implicit {
		c = tls.Server(c, s.options.TLS)
	}
	lc := newLineConn(s, c, -1)
	text := &smtpText{}
	lc.rewrap = text.written
	lc.onLine = func(line string) action { return s.onSMTPLine(lc, text, line) }
	if fault, ok := s.smtpFaults.at(StageConnect); ok {
		switch fault.do {
		case silent:
			lc.silence()
		case answer:
			lc.Write([]byte(fault.reply()))
			lc.Close()
		default:
			lc.Close()
		}
	}
	return lc
}

func (s *Server) onSMTPLine(lc *lineConn, text *smtpText, line string) action {
	if text.inside {
		if text.fault.do != pass {
			return text.fault
		}
		text.inside = line != "."
		return action{}
	}
	verb, _, _ := strings.Cut(strings.ToLower(line), " ")
	stage := Stage(verb)
	switch verb {
	case "helo":
		stage = StageHello
	case "starttls":
		lc.raw = true
		return action{}
	case "data":
		if fault, ok := s.smtpFaults.at(StageBody); ok {
			text.fault = action{do: fault.do}
		}
	}
	fault, ok := s.smtpFaults.at(stage)
	if !ok {
		return action{}
	}
	return action{do: fault.do, reply: fault.reply()}
}

// smtpText knows whether the client is sending commands or the text of a mail.
type smtpText struct {
	inside bool
	fault  action // met by the first line of the text
}

func (t *smtpText) written(b []byte) []byte {
	if len(b) >= 3 && string(b[:3]) == "354" {
		t.inside = true
	}
	return b
}
