package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// What does not open is told, and everything beside it is shown: no list breaks, and a
// person whose record is there is not said to have none.
func TestWhatDoesNotOpenBreaksNoList(t *testing.T) {
	lists := map[string]int{"letter": 2, "request": 2, "consent": 1}
	for name, c := range map[string]struct {
		bucket string
		kind   byte
		lists  map[string]int // rows that are left
		says   string         // by the first person's request; empty: it cannot be shown
	}{
		"a person":     {"subject", 's', nil, "on record, and the record cannot be read"},
		"a consent":    {"subject", 'c', nil, "on record"},
		"a request":    {"case", 'r', map[string]int{"request": 1}, ""},
		"a letter":     {"case", 'l', map[string]int{"letter": 1}, "a letter, the message or another request of this person cannot be read"},
		"letter bytes": {"case", 'b', nil, "a letter, the message or another request of this person cannot be read"},
		"a message":    {"message", 0, nil, "a letter, the message or another request of this person cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			var numbers []string
			for _, email := range []string{"a@posta.example", "b@posta.example"} {
				h.enter(email)
				l := letter{from: email, results: pass("posta.example"), subject: "Дербес деректерді жаңарту", body: "Телефон: 8 701 555 12 34"}
				if c.kind == 0 { // only what waits for a person is kept
					l = nearMiss(email)
				}
				h.arrives(l)
				numbers = append(numbers, h.numberOf(len(numbers)))
			}
			h.letters(2)
			h.until("the record of the answers", func() bool {
				out, _ := h.otinish(exitDone, "", "status", "--json")
				return strings.Contains(out, `"queued":0`)
			})
			h.stop()
			h.spoil(c.bucket, c.kind, 0)
			h.start()
			for list, want := range lists {
				if left, has := c.lists[list]; has {
					want = left
				}
				out, e := h.otinish(exitDone, "", list, "list", "--json")
				if n := strings.Count(out, "\n"); n != want {
					t.Errorf("%s list: %d rows, want %d\n%s", list, n, want, out)
				}
				if c.lists[list] != 0 && !strings.Contains(e, "left out") {
					t.Errorf("%s list does not say that something is left out: %s", list, e)
				}
			}
			h.otinish(exitDone, "", "retention", "preview", "--days", "1200")
			h.otinish(exitDone, "", "request", "show", numbers[1])
			if c.says != "" {
				for _, show := range [][]string{{"request", "show"}, {"queue", "show"}} {
					if out, _ := h.otinish(exitDone, "", append(show, numbers[0])...); !strings.Contains(out, c.says) || strings.Contains(out, "nobody on record under this address") {
						t.Errorf("%v does not say %q:\n%s", show, c.says, out)
					}
				}
				h.otinish(exitDone, "", "explain", numbers[0])
			}
			if name != "a person" { // of whom nothing else is known by this address
				_, e := h.otinish(exitDone, "a@posta.example\n", "subject", "find")
				if left := name == "a consent" || name == "a request"; left != strings.Contains(e, "left out") {
					t.Errorf("subject find: %q", e)
				}
			}
		})
	}
}

func TestTheQueueSaysThatARequestIsLeftOut(t *testing.T) {
	h := newHouse(t)
	h.arrives(nearMiss("a@posta.example"))
	h.until("the request", func() bool {
		out, _ := h.otinish(exitDone, "", "queue", "--json")
		return strings.Contains(out, "number")
	})
	h.stop()
	h.spoil("case", 'r', 0)
	h.start()
	for _, filter := range []string{"--sort=oldest", ""} {
		if _, e := h.otinish(exitDone, "", slices.DeleteFunc([]string{"queue", filter}, func(s string) bool { return s == "" })...); !strings.Contains(e, "left out") {
			t.Errorf("queue %s: %q", filter, e)
		}
	}
}

// On an operator's word a person goes of whom a letter does not open, too; and what can
// be read of a damaged store is found, with a line in the journal in place of the chain.
func TestAPersonWithALetterThatDoesNotOpenIsDestroyed(t *testing.T) {
	h := newHouse(t)
	h.enter("olga@pochta.example")
	h.arrives(withdrawOf)
	h.letters(1)
	h.until("the record of the answer", func() bool {
		out, _ := h.otinish(exitDone, "", "status", "--json")
		return strings.Contains(out, `"queued":0`)
	})
	h.stop()
	h.spoil("case", 'l', 0)
	h.start()
	out, _ := h.otinish(exitDone, "olga@pochta.example\n", "subject", "find", "--json")
	var person struct{ ID string }
	h.must(json.Unmarshal([]byte(out), &person))
	h.otinish(exitDone, "", "subject", "destroy", person.ID, "--ground", "court-order", "--yes")
	h.otinish(exitDone, "", "status")
}

func TestADamagedStoreCanBeLookedInto(t *testing.T) {
	h := newHouse(t)
	h.enter("olga@pochta.example")
	if err := h.daemon.store.Update(t.Context(), func(*store.Tx) error { return privacy.ErrDamaged }); err == nil {
		t.Fatal("no error")
	}
	if out, _ := h.otinish(exitDone, "olga@pochta.example\n", "subject", "find"); !strings.Contains(out, "olga@pochta.example") {
		t.Error(out)
	}
	if log := h.log.String(); !strings.Contains(log, "looked up while the store is damaged") || strings.Contains(log, "olga@") {
		t.Error(log)
	}
}

// A store that no daemon has open is looked over where it lies, and stays as it is.
func TestAStoppedStoreIsLookedOver(t *testing.T) {
	h := newHouse(t)
	h.enter("olga@pochta.example")
	h.arrives(withdrawOf)
	h.stop()
	check := func(code int) (out, e string) {
		t.Helper()
		before := filesOf(t, h.config.Store.Dir)
		out, e = h.otinish(code, "", "store", "check", "--store", h.config.Store.Dir, "--config", h.configFile())
		if filesOf(t, h.config.Store.Dir) != before {
			t.Error("the files were touched")
		}
		return out, e
	}
	if out, _ := check(exitDone); !strings.Contains(out, "agree") {
		t.Error(out)
	}
	h.otinish(exitUsage, "", "store", "check", "--store", h.config.Store.Dir)
	h.spoil("case", 'l', 0)
	if out, _ := check(exitFailed); !strings.Contains(out, "CANNOT BE READ: request") {
		t.Error(out)
	}
	h.behind("lookup", func(b *bbolt.Bucket) error {
		k, _ := b.Cursor().Seek([]byte("a"))
		return b.Delete(bytes.Clone(k))
	})
	if _, e := check(exitFailed); !strings.Contains(e, "otinish store mend") {
		t.Error(e)
	}
}

// numberOf is the number of the request that came as the n-th.
func (h *house) numberOf(n int) string {
	h.t.Helper()
	out, _ := h.otinish(exitDone, "", "request", "list", "--json")
	rows := strings.Split(strings.TrimSpace(out), "\n")
	var r struct{ Number string }
	h.must(json.Unmarshal([]byte(rows[len(rows)-1-n]), &r))
	return r.Number
}
