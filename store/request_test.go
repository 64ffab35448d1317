package store_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/store/storetest"
)

func fileHolds(t *testing.T, dir, text string) bool {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Contains(content, []byte(text))
}

// full fills every field, so that a forgotten or doubled field number shows.
func full(tx *store.Tx, t *testing.T) store.Request {
	r, err := request(tx, privacy.StateReceived)
	if err != nil {
		t.Fatal(err)
	}
	p := privacy.NewPersonal
	r.Certainty, r.Language, r.Proof, r.ProofBy, r.Route, r.Reason = privacy.Doubtful, privacy.Russian, privacy.Proven, "dkim", privacy.RouteReview, "doubtful"
	r.From, r.SubjectID = address(t, "a@b.kz"), tx.NewSubjectID()
	r.Changes = []store.Change{{Field: privacy.FieldPhone, Value: p("+77015551234"), Where: "text, line 3", Valid: true, Proof: privacy.Unproven}}
	r.Evidence = []store.Observation{{Rule: "mark", Text: p("отзыв согласия"), Where: "subject line"}}
	r.Doubts, r.ReceivedAt, r.DueAt, r.Clock, r.ClosedAt = []string{"negation"}, day, day.Add(1), "15wd", day.Add(2)
	r.Message = store.MessageKey{Mailbox: "INBOX", UIDValidity: 1, UID: 2}
	r.MessageID, r.SubjectLine, r.Automatic = p("x@y"), p("Өтініш"), "list"
	r.Notes = []store.Note{{At: day, By: privacy.Operator("aigul"), Text: p("called"), Touched: []string{"phone"}, Proof: privacy.Proven, ProofBy: "dkim", ProofWhy: "dkim-verified"}}
	r.Found, r.ProofWhy, r.ProofLines = []string{"signed"}, "dkim-verified", []string{"signature of b.kz: holds"}
	r.ProofClues = []privacy.Clue{{Code: "signature", Args: []privacy.Arg{privacy.Plain("b.kz"), privacy.Coded("proofwhy", "key-missing")}}}
	r.ProofNextAt, r.ProofTries = day.Add(4), 2
	r.FormerAddress, r.UndoUntil, r.References, r.Words, r.Quiet = address(t, "c@d.kz"), day.Add(3), []string{"r@s"}, "digest", "old"
	before := r
	r.Undo = &store.Undo{At: day, Until: day.Add(4), By: privacy.Operator("aigul"), Verb: "approve", Request: &before, Version: 2}
	r.MergedInto, r.StatedDue, r.Merged = "OT-7F3K-92QT", day.Add(5), []privacy.Number{"OT-7F3K-92QT"}
	r.NamedDue, r.DaySettled = day.Add(6), true
	r.AgainAt = day.Add(7)
	return r
}

func TestRequestComesBackAsItWasPut(t *testing.T) {
	s := storetest.Open(t)
	var put store.Request
	update(t, s, func(tx *store.Tx) error {
		put = full(tx, t)
		v := reflect.ValueOf(put)
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				t.Errorf("field %s is not covered", v.Type().Field(i).Name)
			}
		}
		return first(tx.PutSubject(store.Subject{ID: put.SubjectID}),
			tx.PutRequest(put), tx.PutMessageBytes(put.ID, []byte("raw\r\n")))
	})
	view(t, s, func(tx *store.Tx) error {
		byID, err := tx.Request(put.ID)
		byNumber, err2 := tx.RequestByNumber(put.Number)
		raw, err3 := tx.MessageBytes(put.ID)
		if !reflect.DeepEqual(byID, put) || !reflect.DeepEqual(byNumber, put) || string(raw) != "raw\r\n" {
			t.Error("got something else")
		}
		return first(err, err2, err3)
	})
}

func TestNumberBelongsToOneRequestForEver(t *testing.T) {
	s := storetest.Open(t)
	var put store.Request
	update(t, s, func(tx *store.Tx) (err error) {
		put, err = request(tx, privacy.StateReceived)
		return first(err, tx.PutRequest(put))
	})
	for name, change := range map[string]func(*store.Tx, *store.Request){
		"taken":   func(tx *store.Tx, r *store.Request) { r.ID = tx.NewRequestID() },
		"changed": func(tx *store.Tx, r *store.Request) { r.Number, _ = tx.NewNumber() },
		"none":    func(tx *store.Tx, r *store.Request) { r.ID, r.Number = tx.NewRequestID(), "" },
		"no id":   func(tx *store.Tx, r *store.Request) { r.ID = "not-an-id" },
	} {
		err := s.Update(context.Background(), func(tx *store.Tx) error {
			r := put
			change(tx, &r)
			return tx.PutRequest(r)
		})
		if err == nil {
			t.Error(name, "was accepted")
		}
	}
}

func TestRequestsNewestFirstThoughTheClockGoesBack(t *testing.T) {
	dir, c := t.TempDir(), newClock()
	var ids []privacy.RequestID
	for _, hours := range []time.Duration{0, 0, 5, -1, -9000, -9000} {
		s := storetest.OpenAt(t, dir, c.now) // a new process each time
		c.set(day.Add(hours * time.Hour))
		update(t, s, func(tx *store.Tx) error {
			r, err := request(tx, privacy.StateReceived)
			ids = append(ids, r.ID)
			return first(err, tx.PutRequest(r))
		})
		s.Close()
	}
	var got []privacy.RequestID
	view(t, storetest.OpenAt(t, dir, c.now), func(tx *store.Tx) error {
		return tx.EachRequest(func(r store.Request) bool { got = append(got, r.ID); return true })
	})
	for i, id := range got {
		if id != ids[len(ids)-1-i] {
			t.Fatalf("place %d: not in the order of recording", i)
		}
	}
	if len(got) != len(ids) {
		t.Errorf("%d of %d requests", len(got), len(ids))
	}
}

// The visitor may change what it walks over, also many at once.
func TestVisitorMayWrite(t *testing.T) {
	s := storetest.Open(t)
	const n = 300
	update(t, s, func(tx *store.Tx) error {
		for range n {
			r, err := request(tx, privacy.StateAwaiting)
			token := string(r.ID)
			err = first(err, tx.PutRequest(r), tx.PutConfirmation(token, store.Confirmation{RequestID: r.ID, ExpiresAt: day}))
			if err != nil {
				return err
			}
		}
		return nil
	})
	update(t, s, func(tx *store.Tx) error {
		seen := 0
		var errs []error
		errs = append(errs, tx.EachOpen(func(r store.Request) bool {
			seen++
			r.State = privacy.StateClosed
			errs = append(errs, tx.PutRequest(r))
			return true
		}), tx.EachConfirmation(func(c store.Confirmation) bool {
			seen++
			errs = append(errs, tx.DeleteConfirmation(c.Digest))
			return true
		}), tx.EachRequest(func(r store.Request) bool {
			seen++
			errs = append(errs, tx.PutRequest(r))
			return true
		}))
		if seen != 3*n {
			t.Errorf("%d of %d seen", seen, 3*n)
		}
		return first(errs...)
	})
	view(t, s, func(tx *store.Tx) error {
		counts, err := tx.CountRequests()
		if !reflect.DeepEqual(counts, map[privacy.State]int{privacy.StateClosed: n}) {
			t.Error(counts)
		}
		return first(err,
			tx.EachOpen(func(store.Request) bool { t.Error("still open"); return false }),
			tx.EachConfirmation(func(store.Confirmation) bool { t.Error("still there"); return false }))
	})
}

func TestReviewQueueInTheOrderOfNeed(t *testing.T) {
	s := storetest.Open(t)
	items := map[string]store.ReviewItem{
		"1 authority, later": {Urgent: true, DueAt: day.AddDate(0, 0, 9)},
		"2 due first":        {DueAt: day},
		"3 due later":        {DueAt: day.AddDate(0, 0, 1)},
		"4 no due date":      {},
	}
	update(t, s, func(tx *store.Tx) error {
		for why, item := range items {
			r, err := request(tx, privacy.StateReceived)
			item.RequestID, item.Why = r.ID, why
			if err := first(err, tx.PutRequest(r), tx.PutReviewItem(item)); err != nil {
				return err
			}
			items[why] = item
		}
		return nil
	})
	order := func() (why []string) {
		view(t, s, func(tx *store.Tx) error {
			err := tx.EachWaiting(func(i store.ReviewItem) bool { why = append(why, i.Why[:1]); return true })
			if tx.CountWaiting() != len(why) {
				t.Errorf("count %d, waiting %d", tx.CountWaiting(), len(why))
			}
			return err
		})
		return why
	}
	if got := order(); !reflect.DeepEqual(got, []string{"1", "2", "3", "4"}) {
		t.Error(got)
	}
	update(t, s, func(tx *store.Tx) error {
		decided, moved := items["2 due first"], items["4 no due date"]
		decided.DecidedAt, decided.DecidedBy, decided.Version = tx.Now(), privacy.Operator("aigul"), 1
		moved.Urgent = true
		return first(tx.PutReviewItem(decided), tx.PutReviewItem(moved))
	})
	if got := order(); !reflect.DeepEqual(got, []string{"1", "4", "3"}) {
		t.Error("after a decision:", got)
	}
	view(t, s, func(tx *store.Tx) error {
		item, err := tx.ReviewItem(items["2 due first"].RequestID)
		if item.DecidedBy != privacy.Operator("aigul") {
			t.Error("the decided item is gone")
		}
		return err
	})
}

// A transaction sees what it wrote itself, through every index.
func TestTransactionSeesItsOwnWrites(t *testing.T) {
	s := storetest.Open(t)
	update(t, s, func(tx *store.Tx) error {
		r, err := request(tx, privacy.StateReceived)
		item := store.ReviewItem{RequestID: r.ID}
		err = first(err, tx.PutRequest(r), tx.PutReviewItem(item), tx.PutLetter(letter(tx, r.ID, day)), tx.PutToFile(inbox(3)),
			tx.PutConfirmation("token", store.Confirmation{RequestID: r.ID}))
		open, waiting := 0, 0
		err = first(err, tx.EachOpen(func(store.Request) bool { open++; return true }),
			tx.EachWaiting(func(store.ReviewItem) bool { waiting++; return true }))
		due, err1 := tx.DueLetters(day, 9)
		of, err2 := tx.LettersOf(r.ID)
		questions, err3 := tx.ConfirmationsOf(r.ID)
		uids, err4 := tx.ToFile("INBOX", 7, 9)
		counts, err5 := tx.CountRequests()
		for what, n := range map[string]int{
			"open": open, "waiting": waiting, "due": len(due), "of": len(of), "questions": len(questions), "to file": len(uids),
			"received": counts[privacy.StateReceived], "count waiting": tx.CountWaiting(), "count queued": tx.CountLetters(store.LetterQueued),
		} {
			if n != 1 {
				t.Errorf("%s: %d", what, n)
			}
		}
		return first(err, err1, err2, err3, err4, err5)
	})
}
