//go:build integration

package main

import (
	"bufio"
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"

	"medico-intech.kz/otinish/mailbox"
)

// eye is a person's mail program: it looks into the mailbox beside otinish.
type eye struct {
	s    *site
	conn net.Conn
	r    *bufio.Reader
	n    int
}

func (s *site) eye() *eye {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.dovecot.Addr())
	if err != nil {
		s.t.Fatal(err)
	}
	e := &eye{s: s, conn: conn, r: bufio.NewReader(conn)}
	e.command("LOGIN %s %s", siteAddress, sitePassword)
	return e
}

// command runs one command and returns the untagged lines before its OK.
func (e *eye) command(format string, args ...any) (lines []string) {
	e.s.t.Helper()
	e.n++
	tag := fmt.Sprintf("a%d ", e.n)
	fmt.Fprintf(e.conn, tag+format+"\r\n", args...)
	for {
		line, err := e.r.ReadString('\n')
		if err != nil {
			e.s.t.Fatalf("IMAP: %v", err)
		}
		if rest, ok := strings.CutPrefix(line, tag); ok {
			if !strings.HasPrefix(rest, "OK") {
				e.s.t.Fatalf("IMAP: %s", rest)
			}
			return lines
		}
		lines = append(lines, strings.TrimSpace(line))
	}
}

// flags are those of every message in a mailbox, by UID, sorted; \Recent, which is
// the session's and nobody's, left out.
func (s *site) flags(name string) map[string]string {
	s.t.Helper()
	e := s.eye()
	defer e.conn.Close()
	e.command("EXAMINE %s", name)
	all := make(map[string]string)
	for _, line := range e.command("UID FETCH 1:* (UID FLAGS)") {
		_, rest, ok := strings.Cut(line, "FETCH (UID ")
		if !ok {
			continue
		}
		uid, list, _ := strings.Cut(rest, " FLAGS (")
		flags := strings.Fields(strings.TrimRight(list, ")"))
		flags = slices.DeleteFunc(flags, func(f string) bool { return f == `\Recent` })
		slices.Sort(flags)
		all[uid] = strings.Join(flags, " ")
	}
	return all
}

// untilFlags waits for the mailbox to look like that, message by message.
func (s *site) untilFlags(name string, want map[string]string) {
	s.t.Helper()
	var got map[string]string
	defer func() {
		if s.t.Failed() {
			s.t.Logf("%s: %v, want %v", name, got, want)
		}
	}()
	s.until("the flags are as they should be", func() bool { got = s.flags(name); return maps.Equal(got, want) })
}

const handledFlags = mailbox.HandledKeyword
