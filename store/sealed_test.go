package store_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/seal"
	"medico-intech.kz/otinish/store/storetest"
)

// forms are the ways a text may lie in a file.
func forms(text string) map[string][]byte {
	var wide []byte
	for _, u := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	f := map[string][]byte{"plain": []byte(text), "UTF-16": wide}
	for shift := range 3 { // base64 depends on where a text begins in what is encoded
		b := base64.StdEncoding.EncodeToString(append(make([]byte, shift), text...))
		f[fmt.Sprint("base64+", shift)] = []byte(b[4 : len(b)-4])
	}
	return f
}

// findTexts searches every file of a folder for every text in every form.
func findTexts(t testing.TB, dir string, texts []string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, text := range texts {
			for form, b := range forms(text) {
				if bytes.Contains(content, b) {
					found = append(found, fmt.Sprintf("%s: %q as %s", filepath.Base(path), text, form))
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// person is everything the store may hold of somebody, each value easy to find.
type person struct {
	address, former, name, phone, subjectLine, note, body, answer, reference, evidence, consent string
}

func newPerson(n int) person {
	word := func(what string) string { return fmt.Sprintf("%s-of-person-%06d", what, n) }
	return person{
		address: word("address") + "@mail.kz", former: word("former") + "@mail.kz", name: "Айгүл " + word("name"),
		phone: fmt.Sprintf("+7701%07d", 4000000+n), subjectLine: word("subjectline"), note: word("note"),
		body: strings.Repeat(word("body")+" ", 60), answer: strings.Repeat(word("answer")+" ", 60),
		reference: word("reference") + "@mail.kz", evidence: word("evidence"), consent: word("consent-evidence"),
	}
}

func (p person) texts() []string {
	return []string{p.address, p.former, p.name, p.phone, p.subjectLine, p.note, p.body[:40], p.answer[:40], p.reference, p.evidence, p.consent}
}

// enter puts all of it on record and returns subject and request.
func (p person) enter(t testing.TB, s *store.Store, uid uint32) (sub store.Subject, r store.Request) {
	t.Helper()
	update(t, s, func(tx *store.Tx) (err error) {
		sub = subject(tx, address(t, p.address))
		sub.Name, sub.Phone, sub.DestructionDueAt = privacy.NewPersonal(p.name), privacy.NewPersonal(p.phone), tx.Now()
		if r, err = request(tx, privacy.StateApplied); err != nil {
			return err
		}
		key := store.MessageKey{Mailbox: "INBOX", UIDValidity: 7, UID: uid}
		r.From, r.SubjectID, r.Message, r.ReceivedAt, r.ClosedAt = sub.Address, sub.ID, key, tx.Now(), tx.Now()
		r.Changes = []store.Change{{Field: "name", Value: privacy.NewPersonal(p.name)}}
		r.Evidence = []store.Observation{{Rule: "mark", Text: privacy.NewPersonal(p.evidence)}}
		r.MessageID, r.References = privacy.NewPersonal(p.reference), []string{p.reference}
		r.SubjectLine, r.FormerAddress = privacy.NewPersonal(p.subjectLine), address(t, p.former)
		r.Notes = []store.Note{{At: tx.Now(), By: "operator:dana", Text: privacy.NewPersonal(p.note)}}
		l := letter(tx, r.ID, tx.Now())
		l.To, l.Bytes, l.State, l.QueuedAt = sub.Address, []byte(p.answer), store.LetterSent, tx.Now()
		l.Limits = []store.LimitKey{tx.LimitKey("address", p.address)}
		return first(tx.PutSubject(sub), tx.PutRequest(r), tx.PutLetter(l), tx.PutMessageBytes(r.ID, []byte(p.body)), tx.PutAnswerBytes(r.ID, 1, []byte(p.body)),
			tx.PutConsent(store.Consent{ID: tx.NewConsentID(), SubjectID: sub.ID, Purpose: "letters", GivenAt: tx.Now(), Source: p.consent, WithdrawnAt: tx.Now(), WithdrawnBy: r.ID}),
			tx.PutReviewItem(store.ReviewItem{RequestID: r.ID, Since: tx.Now(), Why: "doubtful", DecidedAt: tx.Now(), DecidedBy: "operator:dana"}),
			tx.PutConfirmation(fmt.Sprint("TOKEN", uid), store.Confirmation{RequestID: r.ID, Address: sub.Address, Act: store.ActConfirmRequest, AskedAt: tx.Now(), ExpiresAt: tx.Now()}),
			tx.Suppress(sub.Address, store.Suppression{Since: tx.Now(), RequestID: r.ID}),
			tx.PutDisposition(key, [32]byte{1, byte(uid), byte(uid >> 8)}, store.Disposition{What: store.DisposedRequest, Requests: []privacy.RequestID{r.ID}}),
			tx.PutToFile(key), tx.PutCursor(store.Cursor{Mailbox: "INBOX", UIDValidity: 7, UID: uid}),
			tx.Append(store.AuditAct{Actor: privacy.ActorSubject, Act: "applied", Number: r.Number, Reason: "withdrawn"}))
	})
	return sub, r
}

// While nothing is destroyed the files hold no address, name, phone or text either.
func TestNothingPersonalLiesInClear(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, dir, nil)
	var texts []string
	for n := range 20 {
		p := newPerson(n)
		p.enter(t, s, uint32(n+1))
		texts = append(texts, p.texts()...)
	}
	view(t, s, func(tx *store.Tx) error {
		sub, err := tx.SubjectByAddress(address(t, newPerson(7).address))
		if sub.Name.Reveal() != newPerson(7).name {
			t.Error("a record came back as another")
		}
		return err
	})
	if found := findTexts(t, dir, texts); len(found) > 0 {
		t.Errorf("%d in clear, such as %s", len(found), found[0])
	}
	r, err := s.CheckSealed(nil)
	if err != nil || r.Values != 20*8 || r.Keys != 2*20 {
		t.Errorf("%+v %v", r, err)
	}
}

// rawEntries gives the bucket of a closed store to a function that may change it.
func rawEntries(t *testing.T, dir, bucket string, fn func(b *bbolt.Bucket) error) {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(dir, store.FileName), 0o600, &bbolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Update(func(tx *bbolt.Tx) error { return fn(tx.Bucket([]byte(bucket))) }); err != nil {
		t.Fatal(err)
	}
}

// Somebody with the file in hand can neither change a sealed value nor put one
// person's in the place of another's, under whichever key.
func TestSealedValuesCannotBeChangedOrMoved(t *testing.T) {
	for name, tamper := range map[string]func(a, b []byte) []byte{
		"changed":     func(a, _ []byte) []byte { a[len(a)-20] ^= 1; return a },
		"moved":       func(_, b []byte) []byte { return b },
		"another key": func(a, b []byte) []byte { return append(bytes.Clone(b[:5]), a[5:]...) },
		"cut":         func(a, _ []byte) []byte { return a[:20] },
		"no key":      func(a, _ []byte) []byte { copy(a[1:], "\x00\xff\xff\xff"); return a },
		"in clear":    func(_, _ []byte) []byte { return []byte{0xa1, 1, 0x61, 'x'} },
	} {
		dir, _ := filled(t, 2)
		rawEntries(t, dir, "subject", func(b *bbolt.Bucket) error {
			var keys, values [][]byte
			c := b.Cursor()
			for k, v := c.First(); k != nil; k, v = c.Next() {
				if k[16] == 's' {
					keys, values = append(keys, bytes.Clone(k)), append(values, bytes.Clone(v))
				}
			}
			return b.Put(keys[0], tamper(values[0], values[1]))
		})
		s, err := open(t, dir)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		err = s.View(func(tx *store.Tx) error { return tx.EachSubject(func(store.Subject) bool { n++; return true }) })
		if !errors.Is(err, privacy.ErrDamaged) {
			t.Errorf("%s: %d subjects, %v", name, n, err)
		}
		if r, err := s.CheckSealed(nil); !errors.Is(err, privacy.ErrDamaged) || r.Values != 2 {
			t.Errorf("%s: %+v %v", name, r, err)
		}
		s.Close()
	}
}

func TestKeyStoreMustBeThereAndBelongToTheData(t *testing.T) {
	dir, _ := filled(t, 1)
	keys := filepath.Join(dir, store.KeysName)
	own, err := os.ReadFile(keys)
	if err != nil {
		t.Fatal(err)
	}
	otherDir, _ := filled(t, 1)
	other, _ := os.ReadFile(filepath.Join(otherDir, store.KeysName))

	os.Remove(keys)
	if _, err := open(t, dir); !errors.Is(err, store.ErrKeysMissing) || !errors.Is(err, privacy.ErrDamaged) {
		t.Error("lost key store:", err)
	}
	if _, err := os.Stat(keys); err == nil {
		t.Error("a new key store was made for data sealed with another")
	}
	os.WriteFile(keys, other, 0o600)
	if _, err := open(t, dir); !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), "another store") {
		t.Error("key store of another store:", err)
	}
	os.WriteFile(keys, []byte("no keys"), 0o600)
	if _, err := open(t, dir); !errors.Is(err, privacy.ErrDamaged) {
		t.Error("damaged key store:", err)
	}
	os.WriteFile(keys, own, 0o600)
	os.Rename(filepath.Join(dir, store.FileName), filepath.Join(dir, "moved"))
	if _, err := open(t, dir); !errors.Is(err, privacy.ErrDamaged) || !strings.Contains(err.Error(), store.FileName) {
		t.Error("lost data beside its key store:", err)
	}
	os.Rename(filepath.Join(dir, "moved"), filepath.Join(dir, store.FileName))
	storetest.OpenAt(t, dir, nil)
}

func TestCreationMayBeInterruptedAnywhere(t *testing.T) {
	dir := t.TempDir()
	if err := seal.CreateVault(filepath.Join(dir, store.KeysName), storetest.Keyring(t), [16]byte{9}, nil); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(dir, store.KeysName+".new"), []byte("half"), 0o600)
	storetest.OpenAt(t, dir, nil)
}

func TestInspectReadsAndChangesNothing(t *testing.T) {
	dir, content := filled(t, 3)
	s, err := store.Inspect(dir, store.Options{Keyring: storetest.Keyring(t)})
	if err != nil {
		t.Fatal(err)
	}
	storetest.Verify(t, s)
	if r, err := s.CheckSealed(nil); err != nil || r.Values != 3 {
		t.Errorf("%+v %v", r, err)
	}
	view(t, s, func(tx *store.Tx) error { _, err := tx.SubjectByAddress(address(t, "p1@example.kz")); return err })
	if err := s.Update(t.Context(), func(*store.Tx) error { return nil }); !errors.Is(err, privacy.ErrUnavailable) {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if now, _ := os.ReadFile(filepath.Join(dir, store.FileName)); !bytes.Equal(now, content) {
		t.Error("the file changed")
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if name := e.Name(); name != store.FileName && name != store.KeysName && name != "working" && name != "closed" {
			t.Error("left behind:", name)
		}
	}
}
