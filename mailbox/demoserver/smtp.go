package demoserver

import (
	"context"
	"io"
	"log"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// mailsWaiting is how many mails [Server.Mails] holds for a slow reader.
const mailsWaiting = 1024

// Mail is one mail taken over SMTP.
type Mail struct {
	From string // envelope sender, "" for the null sender
	To   []string
	Data []byte
}

// Received returns the mails taken so far, oldest first.
func (s *Server) Received() []Mail {
	s.mailMu.Lock()
	defer s.mailMu.Unlock()
	return append([]Mail(nil), s.received...)
}

// WaitReceived waits until n mails have been taken in all and returns them, or
// what there is with the error of ctx.
func (s *Server) WaitReceived(ctx context.Context, n int) ([]Mail, error) {
	for {
		s.mailMu.Lock()
		have, news := len(s.received), s.news
		s.mailMu.Unlock()
		if have >= n {
			return s.Received(), nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return s.Received(), ctx.Err()
		}
	}
}

// Mails gives each mail as it is taken. Where nobody reads, those after the first
// 1024 go only to Received.
func (s *Server) Mails() <-chan Mail { return s.mails }

func (s *Server) take(m Mail) {
	s.mailMu.Lock()
	s.received = append(s.received, m)
	close(s.news)
	s.news = make(chan struct{})
	s.mailMu.Unlock()
	select {
	case s.mails <- m:
	default:
	}
}

func (s *Server) newSMTPServer() *smtp.Server {
	srv := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &smtpSession{s: s, conn: c}, nil
	}))
	srv.Domain = "mail.example.kz"
	srv.TLSConfig = s.startTLS()
	srv.AllowInsecureAuth = true
	srv.EnableSMTPUTF8 = true
	srv.MaxMessageBytes = 32 << 20
	srv.ReadTimeout = 5 * time.Minute
	srv.WriteTimeout = time.Minute
	srv.ErrorLog = log.New(io.Discard, "", 0)
	return srv
}

type smtpSession struct {
	s      *Server
	conn   *smtp.Conn
	authed bool
	mail   Mail
}

func (x *smtpSession) AuthMechanisms() []string { return []string{sasl.Plain, sasl.Login} }

func (x *smtpSession) Auth(mech string) (sasl.Server, error) {
	switch mech {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, user, password string) error { return x.login(user, password) }), nil
	case sasl.Login:
		return &loginServer{done: x.login}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

func (x *smtpSession) login(user, password string) error {
	if !x.s.accepts(user, password) {
		return smtp.ErrAuthFailed
	}
	x.authed = true
	return nil
}

// accepts checks the credentials of both protocols.
func (s *Server) accepts(user, password string) bool {
	return s.options.Username == "" || user == s.options.Username && password == s.options.Password
}

func (x *smtpSession) Mail(from string, _ *smtp.MailOptions) error {
	if x.s.options.RequireAuth && !x.authed {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	x.mail = Mail{From: from}
	return nil
}

func (x *smtpSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	x.mail.To = append(x.mail.To, to)
	return nil
}

// Data takes the mail, unless a fault is armed for the dot.
func (x *smtpSession) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	x.mail.Data = data
	f := x.s.smtpFaults.atDot()
	if f.taken {
		x.s.take(x.mail)
	}
	if f.cut {
		x.conn.Conn().Close()
	}
	if f.mute {
		x.hang()
	}
	if f.err != nil {
		return f.err
	}
	return nil
}

// hang answers nothing any more. Behind STARTTLS the connection is not ours to
// silence: there the answer waits until the client has gone.
func (x *smtpSession) hang() {
	if lc, ok := x.conn.Conn().(*lineConn); ok {
		lc.silence()
		return
	}
	io.Copy(io.Discard, x.conn.Conn())
}

func (x *smtpSession) Reset()        { x.mail = Mail{} }
func (x *smtpSession) Logout() error { return nil }

// loginServer speaks the LOGIN mechanism, which go-sasl has for clients only.
type loginServer struct {
	done func(user, password string) error
	step int
	user string
}

func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	l.step++
	switch {
	case l.step == 1 && len(response) == 0:
		return []byte("Username:"), false, nil
	case l.step <= 2 && l.user == "":
		l.user = string(response)
		l.step = 2
		return []byte("Password:"), false, nil
	}
	return nil, true, l.done(l.user, string(response))
}
