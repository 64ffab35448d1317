//go:build integration

package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	seedEnv      = "OTINISH_CRASH_SEED" // the seed is printed; set it to meet the same random deaths
	leastKills   = 300                  // in one run
	deathsAScene = 3                    // a message that meets four is set aside, as it should be
)

// crashes is what all plays have in common.
type crashes struct {
	ground
	binary  string
	steps   map[string]int // that occur in undisturbed runs
	plain   ending
	filing  ending        // where handled requests are moved
	longest time.Duration // that a life may last: what a scene takes
	kills   atomic.Int64
	twice   atomic.Int64 // letters that left twice, as they must
}

// TestCrashes is the proof of P1 and P2 against SIGKILL: at each step of
// docs/flow.md, each time it occurs; the same with UIDVALIDITY changing while the
// daemon is dead; and at random moments.
func TestCrashes(t *testing.T) {
	began := time.Now()
	c := rehearse(t)
	t.Logf("steps in two undisturbed runs: %v", c.steps)
	for _, moved := range []bool{false, true} {
		before := c.kills.Load()
		t.Run(fmt.Sprintf("steps moved=%v", moved), func(t *testing.T) {
			for step := range c.steps {
				t.Run(step, func(t *testing.T) {
					t.Parallel()
					c.atEach(t, step, moved)
				})
			}
		})
		t.Logf("%d kills at steps, UIDVALIDITY changing meanwhile: %v", c.kills.Load()-before, moved)
	}
	before := c.kills.Load()
	t.Run("random", c.atRandom)
	t.Logf("%d kills at random moments", c.kills.Load()-before)
	t.Logf("%d kills in %v; %d letters left twice", c.kills.Load(), time.Since(began).Round(time.Second), c.twice.Load())
}

// rehearse plays without deaths: in this process, where it learns the steps and the
// ending, and in a process of its own.
func rehearse(t *testing.T) *crashes {
	c := &crashes{ground: newGround(t), binary: crashBinary(t), steps: make(map[string]int)}
	var mu sync.Mutex
	met := func(step string) {
		mu.Lock()
		defer mu.Unlock()
		c.steps[step]++
	}
	c.plain = undisturbed(t, c.ground, fullPlay(), "", met)
	c.filing = undisturbed(t, c.ground, fullPlay(), "Handled", met)
	began := time.Now()
	newDriver(t, c, "", func() end { return end{} }).perform(func(int) {})
	c.longest = time.Since(began) / time.Duration(len(fullPlay()))
	return c
}

// atEach kills at the k-th occurrence of a step, k = 1, 2, 3, … until a life ends
// without that many.
func (c *crashes) atEach(t *testing.T, step string, moved bool) {
	handled := ""
	if step == "mailbox:after-move" {
		handled = "Handled"
	}
	for k, more := 1, true; more && !t.Failed(); k++ {
		t.Run(fmt.Sprint(k), func(t *testing.T) {
			e := end{step: fmt.Sprintf("%d:%s", k, step)}
			d := newDriver(t, c, handled, func() (now end) {
				now, e = e, end{}
				return now
			})
			if moved {
				d.meanwhile = func() { d.server.ChangeUIDValidity("INBOX") }
			}
			d.perform(func(int) {})
			c.count(d)
			more = d.kills > 0
		})
	}
}

// atRandom plays, two plays at a time, until enough lives were cut short.
func (c *crashes) atRandom(t *testing.T) {
	seed, err := strconv.ParseUint(cmp.Or(os.Getenv(seedEnv), fmt.Sprint(time.Now().UnixNano())), 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", seedEnv, err)
	}
	t.Logf("%s=%d", seedEnv, seed)
	for i := uint64(0); i < 4 || c.kills.Load() < leastKills && !t.Failed(); i += 2 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			for n := i; n < i+2; n++ {
				t.Run(fmt.Sprint(n), func(t *testing.T) {
					t.Parallel()
					c.randomly(t, rand.New(rand.NewPCG(seed, n)), n%2 == 1)
				})
			}
		})
	}
}

// randomly plays once with deaths at random steps and times, three in each scene and
// one behind it. With moved the server numbers its messages anew while the daemon is
// dead, now and then.
func (c *crashes) randomly(t *testing.T, r *rand.Rand, moved bool) {
	left := deathsAScene
	d := newDriver(t, c, "", func() end {
		if left == 0 {
			return end{}
		}
		left--
		if r.IntN(2) == 0 {
			return end{step: fmt.Sprint(1 + r.IntN(30))}
		}
		return end{after: time.Duration(1 + r.Int64N(int64(c.longest)))}
	})
	if moved {
		d.meanwhile = func() {
			if r.IntN(3) == 0 {
				d.server.ChangeUIDValidity("INBOX")
			}
		}
	}
	d.perform(func(int) {
		left = deathsAScene
		d.life.kill()
		<-d.life.over
		d.rise()
	})
	c.count(d)
}

func (c *crashes) count(d *driver) {
	c.kills.Add(int64(d.kills))
	c.twice.Add(int64(len(d.owed)))
}
