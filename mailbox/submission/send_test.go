package submission

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestTakenMailArrivesByteForByte(t *testing.T) {
	var got []string
	c, w := start(t, nil, func(p *peer) {
		p.greet("SIZE 1000000", "8BITMIME")
		got = append(got, p.hear())
		p.say("250 ok")
		got = append(got, p.hear())
		p.say("250 ok")
		p.answer("DATA", "354 go on")
		got = append(got, p.body())
		p.say("250 taken")
		got = append(got, p.take())
		p.answer("QUIT", "221 bye")
	})
	for range 2 {
		if err := c.Send(t.Context(), "", to, letter); err != nil {
			t.Fatal(err)
		}
	}
	c.Close()
	w.done.Wait()
	stuffed := "Subject: x\r\n\r\nfirst\r\n..dot\r\n"
	want := []string{"MAIL FROM:<> BODY=8BITMIME SIZE=27", "RCPT TO:<" + to + ">", stuffed, stuffed}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if w.dialled != 1 {
		t.Errorf("%d connections for two letters, want 1", w.dialled)
	}
}

// Every answer the server can give, at every stage (RFC 5321 §4.2.1).
func TestAnswers(t *testing.T) {
	text := " 5.7.9 secret <" + to + ">"
	for _, c := range []struct {
		name    string
		script  func(p *peer)
		outcome Outcome
		stage   Stage
		code    int
		server  bool // concerns every letter
	}{
		{"greeting 421", func(p *peer) { p.say("421" + text) }, Temporary, StageConnect, 421, true},
		{"greeting 554", func(p *peer) { p.say("554" + text) }, Temporary, StageConnect, 554, true},
		{"mail 451", func(p *peer) { p.greet(); p.answer("MAIL", "451"+text); p.answer("RSET", "250 ok"); p.hear() }, Temporary, StageMail, 451, false},
		{"mail 550", func(p *peer) { p.greet(); p.answer("MAIL", "550"+text); p.answer("RSET", "250 ok"); p.hear() }, Refused, StageMail, 550, false},
		{"rcpt 450", func(p *peer) {
			p.greet()
			p.answer("MAIL", "250 ok")
			p.answer("RCPT", "450"+text)
			p.answer("RSET", "250 ok")
			p.hear()
		}, Temporary, StageRcpt, 450, false},
		{"rcpt 550 in lines", func(p *peer) {
			p.greet()
			p.answer("MAIL", "250 ok")
			p.answer("RCPT", "550-"+text, "550"+text)
			p.answer("RSET", "250 ok")
			p.hear()
		}, Refused, StageRcpt, 550, false},
		{"data 554", func(p *peer) {
			p.greet()
			p.answer("MAIL", "250 ok")
			p.answer("RCPT", "250 ok")
			p.answer("DATA", "554"+text)
			p.answer("RSET", "250 ok")
			p.hear()
		}, Refused, StageData, 554, false},
		{"dot 452", dot("452" + text), Temporary, StageDot, 452, false},
		{"dot 554", dot("554" + text), Refused, StageDot, 554, false},
		{"dot 421", dot("421" + text), Temporary, StageDot, 421, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			client, _ := start(t, nil, c.script)
			e := want(t, client.Send(t.Context(), from, to, letter), c.outcome, c.stage, KindAnswer)
			if e.Code != c.code || e.OfServer() != c.server {
				t.Errorf("code %d, of the server: %v", e.Code, e.OfServer())
			}
		})
	}
}

func dot(lines ...string) func(*peer) {
	return func(p *peer) {
		p.greet()
		p.answer("MAIL", "250 ok")
		p.answer("RCPT", "250 ok")
		p.answer("DATA", "354 go on")
		p.body()
		p.say(lines...)
		p.answer("RSET", "250 ok")
		p.hear()
	}
}

func TestOther2xxAfterTheDotIsTaken(t *testing.T) {
	c, _ := start(t, nil, dot("251 will forward"))
	if err := c.Send(t.Context(), from, to, letter); err != nil {
		t.Error(err)
	}
}

// A connection lost behind the dot leaves the outcome open; lost before it, not.
func TestLostConnections(t *testing.T) {
	until := func(stage Stage) func(*peer) {
		return func(p *peer) {
			p.greet()
			for _, step := range []struct{ stage, verb, answer string }{
				{StageMail, "MAIL", "250 ok"}, {StageRcpt, "RCPT", "250 ok"},
			} {
				if stage == step.stage {
					p.hear()
					return
				}
				p.answer(step.verb, step.answer)
			}
			p.answer("DATA", "354 go on")
			if stage == StageData {
				p.hear()
				return
			}
			p.body()
		}
	}
	big := []byte(strings.Repeat("0123456789abcdef\r\n", 4096))
	for stage, outcome := range map[Stage]Outcome{
		StageMail: Temporary, StageRcpt: Temporary, StageData: Temporary, StageDot: Unknown,
	} {
		c, _ := start(t, nil, until(stage))
		want(t, c.Send(t.Context(), from, to, big), outcome, stage, KindNetwork)
	}
}

func TestRubbishAfterTheDotIsUnknown(t *testing.T) {
	c, _ := start(t, nil, func(p *peer) { dot("what?")(p) })
	want(t, c.Send(t.Context(), from, to, letter), Unknown, StageDot, KindProtocol)
}

func TestEndlessReplyIsCutOff(t *testing.T) {
	c, _ := start(t, nil, func(p *peer) {
		p.greet()
		p.hear()
		for range 10_000 {
			if _, err := p.Conn.Write([]byte("250-and more\r\n")); err != nil {
				return
			}
		}
	})
	want(t, c.Send(t.Context(), from, to, letter), Temporary, StageMail, KindProtocol)
}

// The server may close a connection that we kept: no trouble, a new one is opened.
func TestKeptConnectionClosedMeanwhile(t *testing.T) {
	for name, end := range map[string]func(*peer){
		"closed":     func(p *peer) {},
		"421 first":  func(p *peer) { p.hear(); p.say("421 4.4.2 idle too long") },
		"lost later": func(p *peer) { p.hear() },
	} {
		t.Run(name, func(t *testing.T) {
			c, w := start(t, nil,
				func(p *peer) { p.greet(); p.take(); end(p) },
				func(p *peer) { p.greet(); p.take(); p.hear() })
			for range 2 {
				if err := c.Send(t.Context(), from, to, letter); err != nil {
					t.Fatal(err)
				}
			}
			if w.dialled != 2 {
				t.Errorf("%d connections, want 2", w.dialled)
			}
		})
	}
}

func TestFreshConnectionIsNotTriedTwice(t *testing.T) {
	c, w := start(t, nil,
		func(p *peer) { p.greet(); p.answer("MAIL", "421 4.3.2 busy") },
		func(p *peer) { p.greet(); p.take() })
	want(t, c.Send(t.Context(), from, to, letter), Temporary, StageMail, KindAnswer)
	if w.dialled != 1 {
		t.Errorf("%d connections, want 1: the outbox waits, the client does not hammer", w.dialled)
	}
}

func TestRefusalKeepsTheConnection(t *testing.T) {
	c, w := start(t, nil, func(p *peer) {
		p.greet()
		p.answer("MAIL", "250 ok")
		p.answer("RCPT", "550 5.1.1 unknown")
		p.answer("RSET", "250 ok")
		p.hello()
		p.take()
		p.hear()
	})
	want(t, c.Send(t.Context(), from, to, letter), Refused, StageRcpt, KindAnswer)
	if err := c.Send(t.Context(), from, to, letter); err != nil {
		t.Fatal(err)
	}
	if w.dialled != 1 {
		t.Errorf("%d connections, want 1", w.dialled)
	}
}

func TestCancelledAttempts(t *testing.T) {
	for stage, outcome := range map[Stage]Outcome{StageConnect: Temporary, StageMail: Temporary, StageDot: Unknown} {
		ctx, cancel := context.WithCancel(t.Context())
		c, _ := start(t, nil, func(p *peer) {
			if stage != StageConnect {
				p.greet()
			}
			if stage == StageDot {
				p.answer("MAIL", "250 ok")
				p.answer("RCPT", "250 ok")
				p.answer("DATA", "354 go on")
				p.body()
			}
			if stage == StageMail {
				p.hear() // before MAIL is heard the client may still be at the greeting
			}
			cancel()
			p.hear()
			p.hear()
		})
		err := c.Send(ctx, from, to, letter)
		want(t, err, outcome, stage, KindCancelled)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: the cause is lost: %v", stage, err)
		}
	}
}

func TestStepsInOrder(t *testing.T) {
	var steps []string
	c, _ := start(t, func(c *Config) { c.Step = func(s string) { steps = append(steps, s) } },
		func(p *peer) { p.greet(); p.take(); p.hear() })
	if err := c.Send(t.Context(), from, to, letter); err != nil {
		t.Fatal(err)
	}
	if want := []string{StepConnected, StepBeforeDot, StepDotWritten, StepAnswered}; !slices.Equal(steps, want) {
		t.Errorf("got %q, want %q", steps, want)
	}
}

func TestAddressesThatNeedMore(t *testing.T) {
	for _, c := range []struct {
		name, to, offers, rcpt string
		outcome                Outcome
	}{
		{"domain in Unicode", "a@пошта.test", "8BITMIME", "RCPT TO:<a@xn--80a1acn3a.test>", ""},
		{"local part in Unicode", "әлия@mail.test", "SMTPUTF8", "RCPT TO:<әлия@mail.test>", ""},
		{"local part, not offered", "әлия@mail.test", "8BITMIME", "", Refused},
		{"smuggled command", "a@b.test>\r\nRCPT TO:<x@y.test", "8BITMIME", "", Refused},
		{"no domain", "root", "8BITMIME", "", Refused},
	} {
		t.Run(c.name, func(t *testing.T) {
			heard := make(chan string, 1)
			client, _ := start(t, nil, func(p *peer) {
				p.greet(c.offers)
				if strings.HasPrefix(p.hear(), "MAIL FROM:<"+from+">") {
					p.say("250 ok")
					heard <- p.hear()
					p.say("250 ok")
					p.answer("DATA", "354 go on")
					p.body()
				}
				p.say("250 ok")
				p.hear()
			})
			err := client.Send(t.Context(), from, c.to, letter)
			if c.outcome != "" {
				want(t, err, c.outcome, StageRcpt, KindAddress)
			} else if err != nil {
				t.Fatal(err)
			} else if got := <-heard; got != c.rcpt {
				t.Errorf("got %q, want %q", got, c.rcpt)
			}
		})
	}
}
