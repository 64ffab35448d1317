package submission

import (
	"bytes"
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// Each place where a server can fall silent, and how long we wait there.
func TestSilence(t *testing.T) {
	big := bytes.Repeat([]byte("0123456789abcdef\r\n"), 1<<16)
	silent := func(p *peer) { p.answer("nothing more") }
	for _, c := range []struct {
		name    string
		script  func(*peer)
		body    []byte
		outcome Outcome
		stage   Stage
		after   time.Duration
	}{
		{"no greeting", func(p *peer) { p.hear() }, big, Temporary, StageConnect, 20 * time.Second},
		{"no answer to MAIL", func(p *peer) { p.greet(); p.hear(); p.hear() }, big, Temporary, StageMail, time.Minute},
		{"stops reading the body", func(p *peer) {
			p.greet()
			p.answer("MAIL", "250 ok")
			p.answer("RCPT", "250 ok")
			p.answer("DATA", "354 go on")
			p.hear()
			time.Sleep(time.Hour) // synctest's clock
		}, big, Temporary, StageData, 2 * time.Minute},
		{"reads nothing of a letter that leaves in one piece with its dot", func(p *peer) {
			p.greet()
			p.answer("MAIL", "250 ok")
			p.answer("RCPT", "250 ok")
			p.answer("DATA", "354 go on")
			time.Sleep(time.Hour)
		}, letter, Temporary, StageData, 2 * time.Minute},
		{"no answer to the dot", func(p *peer) {
			p.greet()
			p.answer("MAIL", "250 ok")
			p.answer("RCPT", "250 ok")
			p.answer("DATA", "354 go on")
			p.body()
			silent(p)
		}, big, Unknown, StageDot, 2 * time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, _ := start(t, func(c *Config) {
					c.ConnectTimeout, c.CommandTimeout, c.DataTimeout = 20*time.Second, time.Minute, 2*time.Minute
				}, c.script)
				began := time.Now()
				want(t, client.Send(context.Background(), from, to, c.body), c.outcome, c.stage, KindTimeout)
				if took := time.Since(began); took != c.after {
					t.Errorf("waited %v, want %v", took, c.after)
				}
			})
		})
	}
}

// A body that trickles is cut off as a whole, the answer to its dot is waited for
// anew: the two periods of RFC 5321 §4.5.3.2.5 and .6 do not share one.
func TestSlowBodyDoesNotShortenTheWaitForTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, _ := start(t, func(c *Config) { c.DataTimeout = 2 * time.Minute }, func(p *peer) {
			p.greet()
			p.answer("MAIL", "250 ok")
			p.answer("RCPT", "250 ok")
			p.answer("DATA", "354 go on")
			time.Sleep(119 * time.Second)
			p.body()
			time.Sleep(119 * time.Second)
			p.say("250 taken")
			p.hear()
		})
		if err := client.Send(context.Background(), from, to, letter); err != nil {
			t.Error(err)
		}
	})
}

func TestIdleConnectionIsClosedPolitely(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		said := make(chan string, 1)
		client, w := start(t, func(c *Config) { c.IdleClose = 30 * time.Second },
			func(p *peer) { p.greet(); p.take(); p.take(); said <- p.hear() },
			func(p *peer) { p.greet(); p.take(); p.hear() })
		began := time.Now()
		for range 2 { // the second use begins the 30 s anew
			if err := client.Send(context.Background(), from, to, letter); err != nil {
				t.Fatal(err)
			}
			time.Sleep(20 * time.Second)
		}
		if got := <-said; got != "QUIT" || time.Since(began) != 50*time.Second {
			t.Errorf("heard %q after %v, want QUIT after 50s", got, time.Since(began))
		}
		synctest.Wait()
		if err := client.Send(context.Background(), from, to, letter); err != nil || w.dialled != 2 {
			t.Errorf("after the idle close: %v, %d connections", err, w.dialled)
		}
	})
}

func TestCloseDoesNotWaitForAServerThatIgnoresQuit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, _ := start(t, nil, func(p *peer) { p.greet(); p.take(); p.hear(); p.hear() })
		if err := client.Send(context.Background(), from, to, letter); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		client.Close()
		if took := time.Since(began); took > quitTimeout {
			t.Errorf("Close took %v", took)
		}
	})
}
