package store_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

const (
	worldSeed = "OTINISH_TEST_SEED" // repeats a run
	worldOps  = "OTINISH_TEST_OPS"  // how many operations, instead of worldFew
)

// world is a store under random operations, with faults, kills and restores, and
// beside it what it should hold.
type world struct {
	t    *testing.T
	r    *rand.Rand
	dir  string
	s    *store.Store
	now  facts
	gone gone
	next int    // of persons
	uid  uint32 // of messages

	fails  bool   // the next commit
	killAt string // step at which the files are left as they lie
	left   string // the folder that then holds them

	backup      string
	backupFacts facts
	did         map[string]int
}

func (w *world) open(dir string) {
	s, err := store.Open(dir, store.Options{
		Keyring: storetest.Keyring(w.t),
		Fault: func(op string) error {
			if op == "commit" && w.fails { // keys are made ahead in the background
				return errMine
			}
			return nil
		},
		Step: func(step string) {
			if w.killAt == step && w.left == "" {
				w.left = copyDir(w.t, w.dir)
			}
		},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.dir, w.s = dir, s
}

// do runs one operation: undisturbed, with a commit that fails, or killed at it. then
// is what it does to the facts; announced tells that it is certain before its commit.
func (w *world) do(name string, announced bool, op func() error, then func()) {
	w.t.Helper()
	w.did[name]++
	disturb := w.r.IntN(20)
	switch disturb {
	case 0:
		w.fails = true
	case 1:
		w.killAt = []string{"store:before-commit", "store:after-commit"}[w.r.IntN(2)]
	}
	err := op()
	happened := err == nil
	switch {
	case w.fails:
		if err == nil {
			w.t.Fatalf("%s: the commit failed without an error", name)
		}
		happened = announced
		w.did["failed"]++
	case err != nil:
		w.t.Fatalf("%s: %v", name, err)
	}
	failed := w.fails
	w.fails = false
	if w.left != "" {
		happened = announced || w.killAt == "store:after-commit"
		w.did["killed"]++
		w.s.Close()
		w.open(w.left)
	} else if failed && announced { // the next commit begins with it
		update(w.t, w.s, func(tx *store.Tx) error { return appendAct("next")(tx) })
	}
	changed := w.left != "" || failed
	w.killAt, w.left = "", ""
	if happened {
		then()
	}
	if changed {
		w.compare()
	}
}

func (w *world) update(fn func(*store.Tx) error) func() error {
	return func() error { return w.s.Update(w.t.Context(), fn) }
}

func (w *world) pick() (n int, s soul, ok bool) {
	if len(w.now.souls) == 0 {
		return 0, s, false
	}
	all := slices.Sorted(maps.Keys(w.now.souls))
	n = all[w.r.IntN(len(all))]
	return n, w.now.souls[n], true
}

func (w *world) pickAffair() (n int, s soul, a affair, ok bool) {
	n, s, ok = w.pick()
	if !ok || len(s.affairs) == 0 {
		return n, s, a, false
	}
	ids := slices.Sorted(maps.Keys(s.affairs))
	return n, s, s.affairs[ids[w.r.IntN(len(ids))]], true
}

func (w *world) enter() {
	if len(w.now.souls) > 40 {
		return
	}
	n := w.next
	w.next++
	var one soul
	w.do("enter", false, w.update(func(tx *store.Tx) error {
		one = soul{sub: subject(tx, address(w.t, soulAddress(n, 0))), affairs: map[privacy.RequestID]affair{}}
		one.consent = store.Consent{ID: tx.NewConsentID(), SubjectID: one.sub.ID, Purpose: "letters", GivenAt: tx.Now()}
		return first(tx.PutSubject(one.sub), tx.PutConsent(one.consent))
	}), func() { w.now.souls[n] = one })
}

// register enters some new people beside one who is on record and one who was destroyed.
func (w *world) register() {
	if len(w.now.souls) > 40 {
		return
	}
	var names []string
	for range 1 + w.r.IntN(4) {
		names = append(names, soulAddress(w.next, 0))
		w.next++
	}
	from := w.next - len(names)
	fresh := len(names)
	if _, known, ok := w.pick(); ok {
		names = append(names, known.sub.Address.Reveal())
	}
	for _, sub := range w.gone.souls {
		names = append(names, sub.Address.Reveal())
		break
	}
	var list []store.Entrance
	w.do("register", false, func() error {
		list = entrances(w.t, names...)
		return w.s.EnterSubjects(w.t.Context(), list, false, imported)
	}, func() {
		for i, e := range list {
			if (e.Err == nil) != (i < fresh) {
				w.t.Fatalf("entry %d of %d new ones: %v", i, fresh, e.Err)
			}
			if e.Err == nil {
				w.now.souls[from+i] = soul{e.Subject, e.Consents[0], map[privacy.RequestID]affair{}}
			}
		}
	})
}

// change gives a person another phone, address or block, or takes the consent back.
func (w *world) change() {
	n, one, ok := w.pick()
	if !ok {
		return
	}
	switch w.r.IntN(4) {
	case 0:
		one.sub.Phone = privacy.NewPersonal(fmt.Sprintf("+7701%07d", w.r.IntN(1e7)))
	case 1:
		one.sub.Address = address(w.t, soulAddress(n, w.r.IntN(1e9)))
	case 2:
		one.sub.Blocked = !one.sub.Blocked
	case 3:
		one.consent.WithdrawnAt = day
	}
	w.do("change", false, w.update(func(tx *store.Tx) error {
		return first(tx.PutSubject(one.sub), tx.PutConsent(one.consent))
	}), func() { w.now.souls[n] = one })
}

func (w *world) ask() {
	n, one, ok := w.pick()
	if !ok || len(one.affairs) > 5 {
		return
	}
	w.uid++
	uid := w.uid
	var a affair
	w.do("ask", false, w.update(func(tx *store.Tx) (err error) {
		if a.r, err = request(tx, privacy.StateInReview); err != nil {
			return err
		}
		key := store.MessageKey{Mailbox: "INBOX", UIDValidity: 7, UID: uid}
		a.r.From, a.r.SubjectID, a.r.Message, a.message = one.sub.Address, one.sub.ID, key, fmt.Sprint("message ", uid)
		a.letter = letter(tx, a.r.ID, tx.Now())
		return first(tx.PutRequest(a.r), tx.PutMessageBytes(a.r.ID, []byte(a.message)), tx.PutAnswerBytes(a.r.ID, 1, []byte(a.message)), tx.PutLetter(a.letter),
			tx.PutReviewItem(store.ReviewItem{RequestID: a.r.ID, Since: tx.Now()}),
			tx.PutDisposition(key, [32]byte{byte(uid), byte(uid >> 8), 1}, store.Disposition{What: store.DisposedRequest, Requests: []privacy.RequestID{a.r.ID}}))
	}), func() { w.now.souls[n].affairs[a.r.ID] = a })
}

func (w *world) settle() {
	n, _, a, ok := w.pickAffair()
	if !ok {
		return
	}
	a.r.State, a.r.ClosedAt, a.letter.State = privacy.StateClosed, day, store.LetterSent
	w.do("settle", false, w.update(func(tx *store.Tx) error {
		return first(tx.PutRequest(a.r), tx.PutLetter(a.letter), tx.PutReviewItem(store.ReviewItem{RequestID: a.r.ID, Since: tx.Now(), DecidedAt: tx.Now(), DecidedBy: "operator:dana"}))
	}), func() { w.now.souls[n].affairs[a.r.ID] = a })
}

func (w *world) removeTexts() {
	n, _, a, ok := w.pickAffair()
	if !ok {
		return
	}
	message, letters := w.r.IntN(2) == 0, w.r.IntN(2) == 0
	w.do("remove texts", false, w.update(func(tx *store.Tx) error {
		_, err := tx.RemoveTexts(a.r.ID, message, letters)
		return err
	}), func() {
		if message {
			a.message = ""
		}
		if letters && a.letter.State != store.LetterQueued {
			a.letter.Bytes = nil
		}
		w.now.souls[n].affairs[a.r.ID] = a
	})
}

func (w *world) destroy() {
	n, one, ok := w.pick()
	if !ok {
		return
	}
	d := store.Destruction{Subject: one.sub.ID, Ground: "withdrawn", By: privacy.ActorSystem}
	if one.sub.Blocked {
		if _, err := w.s.Destroy(w.t.Context(), d, allow); !errors.Is(err, privacy.ErrNotAllowed) {
			w.t.Fatalf("a blocked person was destroyed: %v", err)
		}
		return
	}
	w.do("destroy", true, func() error { return second(w.s.Destroy(w.t.Context(), d, allow)) }, func() {
		w.gone.souls[n] = one.sub
		for id, a := range one.affairs {
			w.gone.affairs[id] = a.r.Number
		}
		delete(w.now.souls, n)
	})
}

func (w *world) destroyAffair() {
	n, _, a, ok := w.pickAffair()
	if !ok {
		return
	}
	d := store.Destruction{Cases: []privacy.RequestID{a.r.ID}, Ground: "retention", By: privacy.ActorSystem}
	w.do("destroy a request", true, func() error { return second(w.s.Destroy(w.t.Context(), d, allow)) }, func() {
		w.gone.affairs[a.r.ID] = a.r.Number
		delete(w.now.souls[n].affairs, a.r.ID)
	})
}

func (w *world) restart() {
	w.did["restart"]++
	if err := w.s.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.open(w.dir)
	w.compare()
}

func (w *world) backUp() {
	w.did["back up"]++
	w.backup, w.backupFacts = copyDir(w.t, w.dir), w.now.clone()
}

// restore brings older data back, with their keys or beside those of today, and the
// ledger of today.
func (w *world) restore() {
	if w.backup == "" {
		return
	}
	w.did["restore"]++
	w.s.Close()
	files := []string{store.FileName, store.KeysName}[:1+w.r.IntN(2)]
	for _, name := range files {
		content, err := os.ReadFile(filepath.Join(w.backup, name))
		if err := first(err, os.WriteFile(filepath.Join(w.dir, name), content, 0o600)); err != nil {
			w.t.Fatal(err)
		}
	}
	w.now = w.backupFacts.clone().without(w.gone)
	w.open(w.dir)
	w.compare()
}

func (w *world) compare() {
	w.t.Helper()
	compareFacts(w.t, w.s, w.now, w.gone)
	if err := w.s.Check(); err != nil {
		w.t.Fatal(err)
	}
}

// envInt reads a number from the environment.
func envInt(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// Whatever is done in whatever order, with commits that fail, processes that are
// killed and older data that are brought back, the store holds what the facts say,
// and what was destroyed stays destroyed (P2, P9).
func TestTheStoreAgreesWithTheFacts(t *testing.T) {
	seed := envInt(worldSeed, int(rand.Uint32()))
	defer func() {
		if t.Failed() {
			t.Logf("again: %s=%d", worldSeed, seed)
		}
	}()
	w := &world{t: t, r: rand.New(rand.NewPCG(uint64(seed), 5)), did: map[string]int{},
		now:  facts{map[int]soul{}},
		gone: gone{map[int]store.Subject{}, map[privacy.RequestID]privacy.Number{}},
	}
	w.open(t.TempDir())
	defer func() { w.s.Close() }()
	often := []func(){w.enter, w.register, w.change, w.change, w.change, w.ask, w.ask, w.ask, w.settle, w.settle, w.removeTexts, w.destroy, w.destroyAffair}
	rare := []func(){w.restart, w.backUp, w.backUp, w.restore}
	for n := range envInt(worldOps, worldFew) {
		if w.r.IntN(40) == 0 {
			rare[w.r.IntN(len(rare))]()
		} else {
			often[w.r.IntN(len(often))]()
		}
		if n%100 == 0 {
			w.compare()
		}
	}
	w.compare()
	if _, err := w.s.VerifyAudit(nil); err != nil {
		t.Fatal(err)
	}
	t.Log(w.did)
}
