package console

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/storetest"
)

// spoilRequest flips a bit in the first request on record and opens the store again.
func (d *desk) spoilRequest() {
	d.t.Helper()
	d.must(d.store.Close())
	db, err := bbolt.Open(filepath.Join(d.dir, store.FileName), 0o600, nil)
	d.must(err)
	d.must(db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte("case"))
		k, v := b.Cursor().First()
		for len(k) <= 16 || k[16] != 'r' {
			k, v = b.Cursor().Seek(append(bytes.Clone(k), 0))
		}
		bad := bytes.Clone(v)
		bad[len(bad)-1] ^= 1
		return b.Put(bytes.Clone(k), bad)
	}))
	d.must(db.Close())
	d.store = storetest.OpenAt(d.t, d.dir, d.clock)
	d.s.Desk.Store, d.in.Store = d.store, d.store
	d.t.Cleanup(func() { d.store.Close() }) // it could not be verified
}

// A list that leaves something out says so, how much and where to look.
func TestListsSayThatSomethingCannotBeRead(t *testing.T) {
	d := newDesk(t)
	first := d.near()
	other := d.gets(letterFrom("bekzat@posta.example", "Сұрақ", "Мен туралы қандай деректеріңіз бар?"))
	const says = "Records of 1 person or request cannot be read"
	b, lists := d.as("aliya"), []string{"/", "/?sort=newest", "/requests", "/subjects", "/consents", "/letters", "/audit"}
	for _, list := range lists {
		if strings.Contains(b.page(list), says) {
			t.Errorf("%s complains of nothing", list)
		}
	}
	d.spoilRequest()
	for _, list := range lists {
		page := b.page(list)
		holds(t, page, says, `<a href="/health">Health</a>`)
		if list == "/" && (strings.Contains(page, string(first)) == strings.Contains(page, string(other))) {
			t.Errorf("not one of two is left out")
		}
	}
}
