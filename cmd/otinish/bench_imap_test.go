//go:build bench

package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
)

// forgetKeywords takes the keyword off all messages, so that each round files anew.
func (l *lab) forgetKeywords() {
	l.t.Helper()
	c, err := net.Dial("tcp", l.dovecot.Addr())
	must(l.t, err)
	defer c.Close()
	r := bufio.NewReader(c)
	for n, command := range []string{"LOGIN info demo", "SELECT INBOX", "UID STORE 1:* -FLAGS.SILENT ($OtinishHandled)", "LOGOUT"} {
		fmt.Fprintf(c, "b%d %s\r\n", n, command)
		for {
			line, err := r.ReadString('\n')
			must(l.t, err)
			if strings.HasPrefix(line, fmt.Sprintf("b%d ", n)) {
				break
			}
		}
	}
}

// tap is a connection that is listened to.
type tap struct {
	net.Conn
	read, wrote func(p []byte)
}

func (t tap) Read(p []byte) (int, error) {
	n, err := t.Conn.Read(p)
	if t.read != nil && n > 0 {
		t.read(p[:n])
	}
	return n, err
}

func (t tap) Write(p []byte) (int, error) {
	if t.wrote != nil {
		t.wrote(p)
	}
	return t.Conn.Write(p)
}

func tapped(read, wrote func(p []byte)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return tap{c, read, wrote}, nil
	}
}
