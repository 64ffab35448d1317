package main

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// A period shorter than the law's, or without end, is an error at start with the
// reason (policy 5.7).
func TestRetentionPeriodsThatMayNotBe(t *testing.T) {
	for text, want := range map[string]string{
		`requests = "29d"`:                "retention.requests is shorter than 30d: until then the request can be due and its answer can be asked back (15 working days: Law 94-V Art. 8(7))",
		`proofs = "35m"`:                  "retention.proofs is shorter than 3y: the controller must be able to prove consent and its end (Law 94-V Art. 25(2)(5))",
		`messages = "1d"`:                 "retention.messages is shorter than 30d",
		`letters = "never"`:               "retention.letters has no end: what is kept needs an end (policy 5.7; Law 94-V Art. 12(2))",
		`subjects = "never"`:              "retention.subjects has no end",
		`requests = "3 y"`:                `a period is written like "90d", "18m", "3y" or "never"`,
		`requests = "0d"`:                 `a period is written like "90d"`,
		`reqests = "4y"`:                  "did you mean retention.requests?",
		`audit = "35m"`:                   "retention.audit is shorter than 3y: what was done must be shown",
		`audit = "never"`:                 "retention.audit has no end",
		`auditt = "4y"`:                   "did you mean retention.audit?",
		"proofs = \"6y\"\naudit = \"5y\"": "retention.audit is shorter than retention.proofs",
		`purposes = { a = 3 }`:            "purposes",
	} {
		_, err := LoadConfig(writeConfig(t, goodConfig+"\n[retention]\n"+text+"\n"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v\nwant … %s", text, err, want)
		}
	}
	c, err := LoadConfig(writeConfig(t, goodConfig+"\n[retention]\nrequests = \"30d\"\nproofs = \"36m\"\nsubjects = \"1d\"\n[retention.purposes]\n\"information letters\" = \"5y\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := `subjects=1d subjects_without_consent=never requests=30d messages=1y letters=1y proofs=36m audit=5y notice=7d purposes."information letters"=5y`
	if got := c.Retention.withDefaults().String(); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if c, err = LoadConfig(writeConfig(t, goodConfig+"\n[retention]\nproofs = \"6y\"\n")); err != nil || c.Retention.withDefaults().Audit.String() != "6y" {
		t.Error("the chain outlasts proofs:", err)
	}
}

// The preview names what goes, when and why, changes nothing and tells no personal
// data.
func TestRetentionPreview(t *testing.T) {
	h := newHouse(t)
	const email = "aigul@posta.example"
	h.otinish(exitDone, "email: "+email+"\nname: Айгүл\nconsent date: 2026-01-02\n", "subject", "add")
	h.arrives(letter{from: email, name: "Айгүл", results: pass("posta.example"), subject: "Unsubscribe me from the newsletter", body: "Thank you."})
	h.letters(1)
	h.until("the record of the answer", func() bool {
		out, _ := h.otinish(exitDone, "", "status", "--json")
		return strings.Contains(out, `"queued":0`)
	})
	if out, _ := h.otinish(exitDone, "", "retention", "preview"); !strings.Contains(out, "Nothing ends within 30 days.") {
		t.Error(out)
	}
	out, _ := h.otinish(exitDone, "", "retention", "preview", "--days", "1200")
	if !strings.Contains(out, "destroyed, counted by month") || !strings.Contains(out, "requests = 3y: claims can be raised for three years: Civil Code Art. 178") || strings.Contains(out, email) {
		t.Error(out)
	}
	var e struct {
		What, Rule, Source, Event string
		Number                    privacy.Number
	}
	out, _ = h.otinish(exitDone, "", "retention", "preview", "--days", "1200", "--json")
	if err := json.Unmarshal([]byte(out), &e); err != nil || e.What != "request" || e.Number == "" || e.Rule != "requests = 3y" || e.Event != "closed" {
		t.Errorf("%v %s", err, out)
	}
	h.otinish(exitUsage, "", "retention", "preview", "--days", "-1")
	if next := h.daemon.retain(context.Background()); next != retainEvery {
		t.Error(next)
	}
	if out, _ := h.otinish(exitDone, "", "status"); !strings.Contains(out, "retention    0 end within 30 days; 0 held; last sweep ") {
		t.Error(out)
	}
	err := h.daemon.store.View(func(tx *store.Tx) error { _, err := tx.RequestByNumber(e.Number); return err })
	if err != nil {
		t.Error(err)
	}
}

// The end of the audit chain as an administrator meets it: listed before, noted in the
// journal, told by audit verify, on a copy too.
func TestTheAuditChainIsCut(t *testing.T) {
	h := newHouse(t)
	h.stop()
	ring, err := h.config.keyring()
	if err != nil {
		t.Fatal(err)
	}
	old := time.Date(time.Now().Year()-6, 3, 5, 12, 0, 0, 0, time.UTC)
	dir := h.config.Store.Dir
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	const words = "Hello,\n\nYour consent has been withdrawn.\n"
	letter := "Subject: Done\n\n" + words
	at := old
	s, err := store.Open(dir, store.Options{Keyring: ring, Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	act := func(name string) func(*store.Tx) error {
		return func(tx *store.Tx) error { return tx.Append(store.AuditAct{Actor: privacy.ActorSystem, Act: name}) }
	}
	note := func(fn func(*store.Tx) error) {
		t.Helper()
		if err := s.Update(t.Context(), fn); err != nil {
			t.Fatal(err)
		}
	}
	note(func(tx *store.Tx) error {
		r, err := tx.Receipt(store.AuditAct{Actor: privacy.ActorSystem, Act: "letter/withdrawn", Number: "OT-7F3K-92QT"}, words)
		letter += r
		return err
	})
	note(act("one"))
	at = time.Now().Add(-time.Hour)
	note(act("two"))
	note(func(tx *store.Tx) error { // listed for long
		return tx.PutRetentionState(store.RetentionState{Periods: h.config.Retention.withDefaults().String(), Since: at.AddDate(0, 0, -9), SweptAt: at})
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	h.start()
	out, _ := h.otinish(exitDone, "", "retention", "preview", "--days", "0")
	if !strings.Contains(out, "entries 1 to 2") || !strings.Contains(out, "cut off the chain") || !strings.Contains(out, "audit = 5y") {
		t.Error(out)
	}
	h.daemon.retain(t.Context())
	out, _ = h.otinish(exitDone, "", "audit", "verify")
	for _, want := range []string{"entries 3 to ", "Entries before 3 of " + old.Format("2006-01-02"), "were cut off on " + time.Now().In(time.FixedZone("", 5*60*60)).Format("2006-01-")} {
		if !strings.Contains(out, want) {
			t.Errorf("does not say %q:\n%s", want, out)
		}
	}
	if out, _ = h.otinish(exitDone, letter, "receipt", "verify", "-"); !strings.Contains(out, "Its entry has ended") {
		t.Error(out)
	}
	h.stop()
	journal := h.log.String()
	if !strings.Contains(journal, `msg="audit cut" seq=2 hash=`) {
		t.Errorf("not in the journal:\n%s", journal)
	}
	out, _ = h.otinish(exitDone, journal, "audit", "verify", "--store", dir, "--anchors", "-")
	if !strings.Contains(out, "notes made outside the store are of entries that were cut off") || !strings.Contains(out, "It holds all others") {
		t.Error(out)
	}
	if out, _ = h.otinish(exitDone, letter, "receipt", "verify", "-", "--store", dir, "--config", h.configFile()); !strings.Contains(out, "Its entry has ended") {
		t.Error(out)
	}
}
