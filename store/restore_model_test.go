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
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

// life plays a store against a plain model of it: people come, change and are
// destroyed, backups are taken, the process is killed within a commit, and a backup
// is put back while the ledger of the lost store is at hand.
type life struct {
	t       *testing.T
	random  *rand.Rand
	clock   *clock
	s       *store.Store
	dir     string
	place   store.BackupPlace
	names   map[privacy.SubjectID]string // who is on record, under which name
	gone    map[privacy.SubjectID]bool   // destroyed, for good
	entries uint64                       // of the chain
	backups map[string]snapshot
	kill    string // at which step the folder is copied, as a killed process leaves it
	left    string // the copy
	n       int
}

// snapshot is the model as it was when a backup was taken.
type snapshot struct {
	names   map[privacy.SubjectID]string
	entries uint64
}

func (l *life) open(dir string) {
	l.t.Helper()
	s, err := store.Open(dir, store.Options{Keyring: storetest.Keyring(l.t), Now: l.clock.now, LockWait: -1, Step: func(step string) {
		if l.kill == step && l.left == "" {
			l.left = copyDir(l.t, l.dir)
		}
	}})
	if err != nil {
		l.t.Fatal(err)
	}
	l.s, l.dir = s, dir
}

func (l *life) close() {
	l.t.Helper()
	l.kill = ""
	if err := l.s.Close(); err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) anybody() (privacy.SubjectID, bool) {
	if len(l.names) == 0 {
		return "", false
	}
	ids := slices.Sorted(maps.Keys(l.names))
	return ids[l.random.IntN(len(ids))], true
}

// write enters somebody or changes somebody's name, and returns what to do to the
// model where it took effect.
func (l *life) write() func() {
	l.t.Helper()
	l.n++
	name := fmt.Sprint("name ", l.n)
	var sub store.Subject
	known, some := l.anybody()
	update(l.t, l.s, func(tx *store.Tx) (err error) {
		sub = store.Subject{ID: tx.NewSubjectID(), Address: address(l.t, fmt.Sprintf("p%d@example.kz", l.n)), AddedAt: tx.Now()}
		if some && l.n%2 == 0 {
			if sub, err = tx.Subject(known); err != nil {
				return err
			}
		}
		sub.Name = privacy.NewPersonal(name)
		return first(tx.PutSubject(sub), tx.Append(audit.Act{Actor: privacy.ActorSystem, Act: "written"}))
	})
	return func() { l.names[sub.ID] = name; l.entries++ }
}

// destroy destroys somebody; from the line in the ledger on that is so.
func (l *life) destroy() func() {
	l.t.Helper()
	id, some := l.anybody()
	if !some {
		return func() {}
	}
	before := l.length()
	if _, err := l.s.Destroy(l.t.Context(), store.Destruction{Subject: id, Ground: "withdrawn", By: privacy.ActorSystem}, allow); err != nil {
		l.t.Fatal(err)
	}
	added := l.length() - before
	return func() { delete(l.names, id); l.gone[id] = true; l.entries += added }
}

func (l *life) length() (n uint64) {
	view(l.t, l.s, func(tx *store.Tx) error {
		e, _, err := tx.Head()
		n = e.Seq
		return err
	})
	return n
}

func (l *life) backup() {
	l.t.Helper()
	l.backups[take(l.t, l.place, l.s)] = snapshot{maps.Clone(l.names), l.entries}
	done, err := l.place.Prune(20, l.clock.now())
	if err != nil {
		l.t.Fatal(err)
	}
	for _, dir := range done.Backups {
		delete(l.backups, dir)
	}
}

// dies kills the process within the commit of what is done, before or after it, and
// goes on with what it left.
func (l *life) dies(do func() func(), always bool) {
	l.t.Helper()
	l.left, l.kill = "", []string{"store:before-commit", "store:after-commit"}[l.random.IntN(2)]
	happened := always || l.kill == "store:after-commit"
	apply := do()
	left := l.left
	l.close()
	if left == "" {
		l.t.Fatal("there was no commit to die in")
	}
	os.RemoveAll(l.dir)
	l.open(left)
	if happened {
		apply()
	}
	if always { // whether the act was on the chain already or came with the start is not the model's to know
		l.entries = l.length()
	}
}

// restore puts any backup back; whoever was destroyed since stays so.
func (l *life) restore() {
	l.t.Helper()
	dirs := slices.Sorted(maps.Keys(l.backups))
	if len(dirs) == 0 {
		return
	}
	from := dirs[l.random.IntN(len(dirs))]
	l.close()
	to := filepath.Join(l.t.TempDir(), "again")
	var ledgers []string // nobody destroyed, no ledger
	if lost := filepath.Join(l.dir, store.LedgerName); len(l.gone) > 0 {
		ledgers = append(ledgers, lost)
	}
	_, err := store.Restore(store.RestoreOptions{From: from, To: to, Ledgers: ledgers,
		Place: l.place, Ring: storetest.Keyring(l.t), Now: l.clock.now})
	if err != nil {
		l.t.Fatal(err)
	}
	l.names = maps.Clone(l.backups[from].names)
	for id := range l.gone {
		delete(l.names, id)
	}
	os.RemoveAll(l.dir)
	l.open(to)
	if l.length() <= l.backups[from].entries {
		l.t.Error("the restore is not on the chain")
	}
	l.entries = l.length()
}

// compare reads everybody, and looks for everybody who was destroyed.
func (l *life) compare() {
	l.t.Helper()
	have := map[privacy.SubjectID]string{}
	view(l.t, l.s, func(tx *store.Tx) error {
		for id := range l.gone {
			if _, err := tx.Subject(id); !errors.Is(err, privacy.ErrNotFound) {
				l.t.Errorf("somebody destroyed is found: %v", err)
			}
		}
		return tx.EachSubject(func(s store.Subject) bool { have[s.ID] = s.Name.Reveal(); return true })
	})
	if !maps.Equal(have, l.names) {
		l.t.Fatalf("after %d steps the store has %d people, the model %d, or other names", l.n, len(have), len(l.names))
	}
	if n, err := l.s.VerifyAudit(nil); err != nil || n != l.entries {
		l.t.Fatalf("%d entries, the model has %d: %v", n, l.entries, err)
	}
}

// OTINISH_STEPS=10000 go test ./store -run RandomLife is the long form.
func TestARandomLifeAgreesWithTheModel(t *testing.T) {
	steps := 250
	if n, err := strconv.Atoi(os.Getenv("OTINISH_STEPS")); err == nil {
		steps = n
	}
	seed := uint64(time.Now().UnixNano())
	if n, err := strconv.ParseUint(os.Getenv("OTINISH_SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("OTINISH_SEED=%d", seed)
	l := &life{t: t, random: rand.New(rand.NewPCG(seed, 1)), clock: newClock(), names: map[privacy.SubjectID]string{},
		gone: map[privacy.SubjectID]bool{}, backups: map[string]snapshot{}, place: store.BackupPlace{Dir: filepath.Join(t.TempDir(), "backups")}}
	l.open(t.TempDir())
	for range steps {
		l.clock.set(l.clock.now().Add(time.Second))
		switch p := l.random.IntN(100); {
		case p < 60:
			l.write()()
		case p < 75 || p >= 85 && p < 88 && len(l.names) == 0:
			l.destroy()()
		case p < 85:
			l.dies(l.write, false)
		case p < 88:
			l.dies(l.destroy, true)
		case p < 95:
			l.backup()
		default:
			l.restore()
		}
		l.compare()
	}
	if err := l.s.Check(); err != nil {
		t.Error(err)
	}
	l.close()
	t.Logf("%d on record, %d destroyed, %d backups, %d entries", len(l.names), len(l.gone), len(l.backups), l.entries)
}
