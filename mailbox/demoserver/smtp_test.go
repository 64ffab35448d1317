package demoserver

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/smtp"
	"net/textproto"
	"strings"
	"testing"
	"time"
)

func start(t *testing.T, o Options) *Server {
	t.Helper()
	s, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// send speaks SMTP with the client of the standard library, which shares no code
// with the server.
func send(t *testing.T, s *Server, timeout time.Duration) error {
	t.Helper()
	conn, err := net.Dial("tcp", s.SMTPAddr())
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(timeout))
	c, err := smtp.NewClient(conn, "127.0.0.1")
	if err != nil {
		return err
	}
	if err := c.Mail("info@example.kz"); err != nil {
		return err
	}
	if err := c.Rcpt("a@example.kz"); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write([]byte("Subject: x\r\n\r\n.dot\r\ntext\r\n")); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return c.Quit()
}

func code(err error) int {
	var e *textproto.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

func TestMailIsTaken(t *testing.T) {
	s := start(t, Options{})
	if err := send(t, s, 5*time.Second); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	mails, err := s.WaitReceived(ctx, 1)
	if err != nil || len(mails) != 1 {
		t.Fatalf("%d mails, %v", len(mails), err)
	}
	m := <-s.Mails()
	if m.From != "info@example.kz" || len(m.To) != 1 || m.To[0] != "a@example.kz" || string(m.Data) != "Subject: x\r\n\r\n.dot\r\ntext\r\n" {
		t.Errorf("%+v", m)
	}
	done, stop := context.WithCancel(t.Context())
	stop()
	if _, err := s.WaitReceived(done, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting for a mail that never comes: %v", err)
	}
}

func TestSMTPFaults(t *testing.T) {
	temporary := [3]int{4, 3, 0}
	stages := []Stage{StageConnect, StageHello, StageMail, StageRcpt, StageData, StageDot, StageQuit}
	for _, stage := range stages {
		t.Run("answer at "+string(stage), func(t *testing.T) {
			s := start(t, Options{})
			s.SMTP().Answer(stage, 451, temporary, 1)
			err := send(t, s, 5*time.Second)
			// The client of the standard library tries HELO after a refused EHLO.
			if code(err) != 451 && stage != StageHello {
				t.Errorf("first try: %v", err)
			}
			taken := len(s.Received())
			if (taken > 0) != (stage == StageQuit || stage == StageHello) {
				t.Errorf("%d taken", taken)
			}
			if err := send(t, s, 5*time.Second); err != nil {
				t.Errorf("second try: %v", err)
			}
		})
		t.Run("close at "+string(stage), func(t *testing.T) {
			s := start(t, Options{})
			s.SMTP().CloseAt(stage, 1)
			if err := send(t, s, 5*time.Second); err == nil {
				t.Error("no error")
			}
			if n := len(s.Received()); (n > 0) != (stage == StageQuit) {
				t.Errorf("%d taken", n)
			}
			if err := send(t, s, 5*time.Second); err != nil {
				t.Errorf("second try: %v", err)
			}
		})
		t.Run("hang at "+string(stage), func(t *testing.T) {
			s := start(t, Options{})
			s.SMTP().HangAt(stage, 1)
			var e net.Error
			if err := send(t, s, 50*time.Millisecond); !errors.As(err, &e) || !e.Timeout() {
				t.Errorf("%v", err)
			}
			if err := send(t, s, 5*time.Second); err != nil {
				t.Errorf("second try: %v", err)
			}
		})
	}
	t.Run("answer lost", func(t *testing.T) {
		s := start(t, Options{})
		s.SMTP().LoseAnswer(1)
		if err := send(t, s, 5*time.Second); err == nil || code(err) != 0 {
			t.Errorf("%v", err)
		}
		if n := len(s.Received()); n != 1 {
			t.Errorf("%d taken", n)
		}
	})
	t.Run("down", func(t *testing.T) {
		s := start(t, Options{})
		s.SMTP().Down(true)
		if err := send(t, s, 5*time.Second); err == nil {
			t.Error("no error")
		}
		s.SMTP().Down(false)
		if err := send(t, s, 5*time.Second); err != nil {
			t.Error(err)
		}
	})
}

// A server that stops reading is what blocks a client that sets no deadline.
func TestBodyIsNotRead(t *testing.T) {
	s := start(t, Options{})
	s.SMTP().HangAt(StageBody, 1)
	conn, err := net.Dial("tcp", s.SMTPAddr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	c, err := smtp.NewClient(conn, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.Mail("a@b.kz"), c.Rcpt("c@d.kz")); err != nil {
		t.Fatal(err)
	}
	w, err := c.Data()
	if err != nil {
		t.Fatal(err)
	}
	conn.SetDeadline(time.Now().Add(200 * time.Millisecond))
	var sent int
	chunk := []byte(strings.Repeat("0123456789\r\n", 8<<10))
	for range 1000 {
		if _, err = w.Write(chunk); err != nil {
			break
		}
		sent += len(chunk)
	}
	if err == nil {
		t.Errorf("%d octets written to a server that does not read", sent)
	}
}

func TestSMTPAuth(t *testing.T) {
	o := Options{Username: "info", Password: "geheim", RequireAuth: true}
	for name, auth := range map[string]smtp.Auth{
		"none":  nil,
		"right": smtp.PlainAuth("", "info", "geheim", "127.0.0.1"),
		"wrong": smtp.PlainAuth("", "info", "falsch", "127.0.0.1"),
	} {
		s := start(t, o)
		c, err := smtp.Dial(s.SMTPAddr())
		if err != nil {
			t.Fatal(err)
		}
		if auth != nil {
			if err := c.Auth(auth); (err == nil) != (name == "right") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if name == "none" {
			if err := c.Mail("a@b.kz"); code(err) != 530 {
				t.Errorf("mail without AUTH: %v", err)
			}
		}
		c.Close()
	}
}

func TestSMTPOverTLS(t *testing.T) {
	config := selfSigned(t)
	s := start(t, Options{TLS: config})
	c, err := smtp.Dial(s.SMTPAddr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.StartTLS(&tls.Config{InsecureSkipVerify: true}); err != nil {
		t.Error(err)
	}
	if err := c.Mail("a@b.kz"); err != nil {
		t.Error(err)
	}
	s = start(t, Options{TLS: config, Implicit: true})
	conn, err := tls.Dial("tcp", s.SMTPAddr(), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := smtp.NewClient(conn, "127.0.0.1"); err != nil {
		t.Error(err)
	}
}
