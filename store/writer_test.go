package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

var errMine = errors.New("mine")

func appendAct(act string) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		return tx.Append(audit.Act{Actor: privacy.ActorSystem, Act: act})
	}
}

func acts(t testing.TB, s *store.Store) (acts []string) {
	t.Helper()
	view(t, s, func(tx *store.Tx) error {
		return tx.EachEntry(func(e audit.Entry) bool { acts = append(acts, e.Act.Act); return true })
	})
	return acts
}

func wantActs(t *testing.T, s *store.Store, want string) {
	t.Helper()
	if got := strings.Join(acts(t, s), " "); got != want {
		t.Errorf("recorded %q, want %q", got, want)
	}
}

// gate holds the writer in its first commit until it is opened.
type gate struct {
	commits       atomic.Int32
	reached, open chan struct{}
}

func newGate() *gate { return &gate{reached: make(chan struct{}), open: make(chan struct{})} }

func (g *gate) step(name string) {
	if name == "store:before-commit" && g.commits.Add(1) == 1 {
		close(g.reached)
		<-g.open
	}
}

// behind makes n calls wait behind a commit that is under way.
func (g *gate) behind(t *testing.T, s *store.Store, n int, call func(i int)) {
	t.Helper()
	var wg sync.WaitGroup
	wg.Go(func() { update(t, s, appendAct("first")) })
	<-g.reached
	for i := range n {
		before := s.Waiting()
		wg.Go(func() { call(i) })
		for s.Waiting() == before {
			runtime.Gosched()
		}
	}
	close(g.open)
	wg.Wait()
}

func TestCallsThatWaitShareOneCommit(t *testing.T) {
	g := newGate()
	s := storetest.OpenWith(t, t.TempDir(), store.Options{Step: g.step})
	var want []string
	g.behind(t, s, 50, func(i int) { update(t, s, appendAct(fmt.Sprint("a", i))) })
	for i := range 50 {
		want = append(want, fmt.Sprint("a", i))
	}
	if n := g.commits.Load(); n != 2 {
		t.Errorf("%d commits for one and 50 waiting calls", n)
	}
	wantActs(t, s, "first "+strings.Join(want, " "))
}

func TestACommitIsNotLargerThanAThousand(t *testing.T) {
	g := newGate()
	s := storetest.OpenWith(t, t.TempDir(), store.Options{Step: g.step})
	fns := make([]func(*store.Tx) error, 400)
	for i := range fns {
		fns[i] = func(*store.Tx) error { return nil }
	}
	g.behind(t, s, 5, func(int) { s.UpdateEach(context.Background(), fns) })
	if n := g.commits.Load(); n != 1+3 {
		t.Errorf("%d commits for 1 + 5 × 400 functions", n)
	}
}

// What need not be durable at once shares the commit of what must, in the order of
// the calls, or goes alone when its patience ends or the store closes.
func TestSoonWaitsForCompany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		close(g.open)
		s := storetest.OpenWith(t, t.TempDir(), store.Options{Step: g.step})
		began := time.Now()
		soon := func(act string, patience time.Duration) {
			for _, err := range s.UpdateSoon(context.Background(), patience, []func(*store.Tx) error{appendAct(act)}) {
				if err != nil {
					t.Error(err)
				}
			}
		}
		var wg sync.WaitGroup
		wg.Go(func() { soon("a", time.Minute) })
		synctest.Wait()
		wg.Go(func() { soon("b", time.Second) })
		synctest.Wait()
		if n := g.commits.Load(); n != 0 {
			t.Errorf("%d commits while nothing was urgent", n)
		}
		update(t, s, appendAct("urgent"))
		wg.Wait()
		if n := g.commits.Load(); n != 1 || time.Since(began) != 0 {
			t.Errorf("%d commits after %v, want one at once", n, time.Since(began))
		}
		soon("alone", time.Second)
		if n := g.commits.Load(); n != 2 || time.Since(began) != time.Second {
			t.Errorf("%d commits after %v, want the second after a second", n, time.Since(began))
		}
		wg.Go(func() { soon("last", time.Hour) })
		synctest.Wait()
		if err := s.Close(); err != nil || time.Since(began) != time.Second {
			t.Errorf("closed after %v: %v", time.Since(began), err)
		}
		wg.Wait()
		s = storetest.OpenAt(t, s.Dir(), nil)
		wantActs(t, s, "a b urgent alone last")
	})
}

// What fails is alone in failing: before it and behind it everything is recorded,
// in order, whoever called.
func TestFailingFunctionFailsAlone(t *testing.T) {
	s := storetest.Open(t)
	runs := map[int]int{}
	fns := make([]func(*store.Tx) error, 7)
	for i := range fns {
		fns[i] = func(tx *store.Tx) error {
			runs[i]++
			if err := appendAct(fmt.Sprint(i))(tx); err != nil {
				return err
			}
			switch i {
			case 2:
				return errMine
			case 4:
				panic("a name that must not be told")
			case 5:
				var none []int
				_ = none[runs[i]]
			}
			return nil
		}
	}
	errs := s.UpdateEach(context.Background(), fns)
	wantActs(t, s, "0 1 3 6")
	for _, i := range []int{0, 1, 3, 6} {
		if errs[i] != nil {
			t.Errorf("function %d: %v", i, errs[i])
		}
	}
	if !errors.Is(errs[2], errMine) || runs[2] < 2 {
		t.Errorf("function 2 ran %d times: %v", runs[2], errs[2])
	}
	if errs[4] == nil || !strings.Contains(errs[4].Error(), "panic at writer_test.go:") || strings.Contains(errs[4].Error(), "name") {
		t.Error("function 4:", errs[4])
	}
	if errs[5] == nil || !strings.Contains(errs[5].Error(), "index out of range") {
		t.Error("function 5:", errs[5])
	}
}

func TestFailingCallDoesNotDisturbOthers(t *testing.T) {
	g := newGate()
	s := storetest.OpenWith(t, t.TempDir(), store.Options{Step: g.step})
	g.behind(t, s, 5, func(i int) {
		err := s.Update(context.Background(), func(tx *store.Tx) error {
			if i%2 == 1 {
				return first(appendAct("bad")(tx), errMine)
			}
			return appendAct(fmt.Sprint(i))(tx)
		})
		if (i%2 == 1) != errors.Is(err, errMine) {
			t.Errorf("call %d: %v", i, err)
		}
	})
	wantActs(t, s, "first 0 2 4")
}

// testing's FailNow inside a transaction ends the goroutine, not the writer.
func TestFunctionThatEndsItsGoroutine(t *testing.T) {
	s := storetest.Open(t)
	errs := s.UpdateEach(context.Background(), []func(*store.Tx) error{
		appendAct("before"),
		func(tx *store.Tx) error { runtime.Goexit(); return nil },
		appendAct("behind"),
	})
	if errs[0] != nil || errs[1] == nil || errs[2] != nil {
		t.Error(errs)
	}
	wantActs(t, s, "before behind")
}

func TestPanicOfAReaderIsAnError(t *testing.T) {
	s := storetest.Open(t)
	if err := s.View(func(*store.Tx) error { panic(errMine) }); err == nil {
		t.Error("no error")
	}
	if err := s.View(func(tx *store.Tx) error { return tx.PutSubject(subject(tx, address(t, "a@b.kz"))) }); err == nil {
		t.Error("a reader wrote")
	}
	wantActs(t, s, "")
}

func TestContextEndsAWaitingCall(t *testing.T) {
	g := newGate()
	s := storetest.OpenWith(t, t.TempDir(), store.Options{Step: g.step})
	ended, end := context.WithCancel(context.Background())
	end()
	if err := s.Update(ended, appendAct("never")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() { update(t, s, appendAct("first")) })
	<-g.reached
	ctx, cancel := context.WithCancel(context.Background())
	withdrawn := make(chan error)
	go func() { withdrawn <- s.Update(ctx, appendAct("withdrawn")) }()
	for s.Waiting() == 0 {
		runtime.Gosched()
	}
	wg.Go(func() { update(t, s, appendAct("last")) })
	for s.Waiting() == 1 {
		runtime.Gosched()
	}
	cancel()
	if err := <-withdrawn; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	close(g.open)
	wg.Wait()
	wantActs(t, s, "first last")
}

// Once the writer has begun with a call, its outcome is waited for.
func TestContextDoesNotCutARunningCall(t *testing.T) {
	g := newGate()
	s := storetest.OpenWith(t, t.TempDir(), store.Options{Step: g.step})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- s.Update(ctx, appendAct("kept")) }()
	<-g.reached
	cancel()
	close(g.open)
	if err := <-done; err != nil {
		t.Error(err)
	}
	wantActs(t, s, "kept")
}

func TestCloseServesWhoWaits(t *testing.T) {
	g := newGate()
	s := storetest.OpenWith(t, t.TempDir(), store.Options{Step: g.step})
	var wg sync.WaitGroup
	wg.Go(func() { update(t, s, appendAct("first")) })
	<-g.reached
	for i := range 3 {
		wg.Go(func() { update(t, s, appendAct("waiting")) })
		for s.Waiting() == i {
			runtime.Gosched()
		}
	}
	wg.Go(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	close(g.open)
	wg.Wait()
}

// P15: the disk is full. The call is told, nothing is lost, and it works again as
// soon as there is space.
func TestFullDiskIsToldAndPasses(t *testing.T) {
	var full atomic.Bool
	s := storetest.OpenWith(t, t.TempDir(), store.Options{Fault: func(op string) error {
		if op == "commit" && full.Load() {
			return syscall.ENOSPC
		}
		return nil
	}})
	update(t, s, appendAct("before"))
	full.Store(true)
	errs := s.UpdateEach(context.Background(), []func(*store.Tx) error{appendAct("lost"), appendAct("lost")})
	for _, err := range errs {
		if !errors.Is(err, privacy.ErrUnavailable) || !errors.Is(err, syscall.ENOSPC) {
			t.Error(err)
		}
	}
	wantActs(t, s, "before")
	full.Store(false)
	update(t, s, appendAct("behind"))
	wantActs(t, s, "before behind")
}

func TestFileAtItsLimit(t *testing.T) {
	s := storetest.OpenWith(t, t.TempDir(), store.Options{}.WithMaxSize(18<<20))
	var kept []privacy.RequestID
	var err error
	for err == nil {
		var id privacy.RequestID
		err = s.Update(context.Background(), func(tx *store.Tx) error {
			r, err := request(tx, privacy.StateReceived)
			id = r.ID
			return first(err, tx.PutRequest(r), tx.PutMessageBytes(id, make([]byte, 256<<10)))
		})
		if err == nil {
			kept = append(kept, id)
		}
	}
	if !errors.Is(err, privacy.ErrUnavailable) || len(kept) < 2 {
		t.Fatalf("%d kept, then %v", len(kept), err)
	}
	view(t, s, func(tx *store.Tx) error {
		for _, id := range kept {
			if b, err := tx.MessageBytes(id); err != nil || len(b) != 256<<10 {
				return fmt.Errorf("%d octets: %w", len(b), err)
			}
		}
		return nil
	})
	update(t, s, appendAct("small things still fit"))
}

// A failed sync says nothing about what is on disk: the store begins anew with the
// file, and what it answers afterwards is what the file holds.
func TestFailedSyncBeginsAnew(t *testing.T) {
	var faults sync.Map
	s := storetest.OpenWith(t, t.TempDir(), store.Options{Fault: func(op string) error {
		if err, ok := faults.Load(op); ok {
			return err.(error)
		}
		return nil
	}})
	update(t, s, appendAct("before"))

	faults.Store("sync", syscall.EIO)
	if err := s.Update(context.Background(), appendAct("unknown")); !errors.Is(err, privacy.ErrUnavailable) {
		t.Error(err)
	}
	faults.Store("open", syscall.EIO)
	if err := s.Update(context.Background(), appendAct("not")); !errors.Is(err, privacy.ErrUnavailable) {
		t.Error(err)
	}
	if err := s.View(func(*store.Tx) error { return nil }); !errors.Is(err, privacy.ErrUnavailable) || !errors.Is(err, syscall.EIO) {
		t.Error("while it cannot be opened:", err)
	}
	if err := s.Update(context.Background(), appendAct("not")); !errors.Is(err, privacy.ErrUnavailable) {
		t.Error(err)
	}
	faults.Clear()
	update(t, s, appendAct("behind"))
	got := acts(t, s)
	if got[0] != "before" || got[len(got)-1] != "behind" {
		t.Error(got)
	}
}

// The k-th commit fails, for every k: what was confirmed is there, what was not is
// not.
func TestEveryCommitMayFail(t *testing.T) {
	const calls = 6
	for k := 1; k <= calls; k++ {
		n := 0
		s := storetest.OpenWith(t, t.TempDir(), store.Options{Fault: func(op string) error {
			if op == "commit" {
				if n++; n == k {
					return syscall.EIO
				}
			}
			return nil
		}})
		var want []string
		for i := range calls {
			if s.Update(context.Background(), appendAct(fmt.Sprint(i))) == nil {
				want = append(want, fmt.Sprint(i))
			}
		}
		if len(want) != calls-1 {
			t.Errorf("commit %d fails: %d confirmed", k, len(want))
		}
		wantActs(t, s, strings.Join(want, " "))
	}
}

func TestTimeStandsInATransaction(t *testing.T) {
	c := newClock()
	s := storetest.OpenAt(t, t.TempDir(), c.now)
	update(t, s, func(tx *store.Tx) error {
		before := tx.Now()
		c.set(day.AddDate(0, 0, 1))
		if !tx.Now().Equal(before) || tx.Now().Location().String() != "UTC" {
			t.Error("the time of the transaction moved")
		}
		return nil
	})
}
