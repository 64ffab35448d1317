package audit_test

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

var at = time.Date(2026, 3, 1, 9, 30, 0, 123456789, time.FixedZone("Almaty", 5*3600))

func chain(n int) []audit.Entry {
	var entries []audit.Entry
	var last audit.Entry
	for i := range n {
		last = audit.Next(last, at.Add(time.Duration(i)*time.Second), audit.Act{
			Actor: privacy.ActorSystem, Act: "request.received", Number: "OT-7F3K-92QD", Reason: "proven"})
		entries = append(entries, last)
	}
	return entries
}

func verify(entries []audit.Entry) error {
	var v audit.Verifier
	for _, e := range entries {
		if err := v.Check(e); err != nil {
			return err
		}
	}
	return v.End()
}

// Receipts outside the store carry these hashes: the value must never change.
func TestHashStaysWhatItWas(t *testing.T) {
	e := chain(2)[1]
	if want := "90c26312e2120b589b4c89529bf5e0183eaaeed621573d53edd8122f72588835"; hex.EncodeToString(e.Hash[:]) != want {
		t.Errorf("hash %x, want %s", e.Hash, want)
	}
}

func TestWholeChainHolds(t *testing.T) {
	if err := verify(chain(20)); err != nil {
		t.Error(err)
	}
	if err := verify(nil); err != nil {
		t.Error("an empty chain:", err)
	}
}

// P10: whatever is done to an entry, the verifier names the place.
func TestEveryChangeIsFound(t *testing.T) {
	for name, change := range map[string]func(*audit.Entry){
		"time":   func(e *audit.Entry) { e.At = e.At.Add(1) },
		"actor":  func(e *audit.Entry) { e.Act.Actor = privacy.Operator("other") },
		"act":    func(e *audit.Entry) { e.Act.Act = "request.refused" },
		"number": func(e *audit.Entry) { e.Act.Number = "OT-7F3K-92QE" },
		"reason": func(e *audit.Entry) { e.Act.Reason = "" },
		"shift":  func(e *audit.Entry) { e.Act.Act, e.Act.Number = e.Act.Act+"O", e.Act.Number[1:] },
		"prev":   func(e *audit.Entry) { e.Prev[0]++ },
		"hash":   func(e *audit.Entry) { e.Hash[31]++ },
		"seq":    func(e *audit.Entry) { e.Seq = 9 },
	} {
		entries := chain(5)
		change(&entries[2])
		err := verify(entries)
		if !errors.Is(err, audit.ErrBroken) || !strings.Contains(err.Error(), "entry 3:") {
			t.Errorf("%s changed in entry 3: %v", name, err)
		}
	}
}

func TestRehashedEntryBreaksTheNext(t *testing.T) {
	entries := chain(5)
	act := entries[2].Act
	act.Reason = "forged"
	entries[2] = audit.Next(entries[1], entries[2].At, act)
	if err := verify(entries); !errors.Is(err, audit.ErrBroken) || !strings.Contains(err.Error(), "entry 4:") {
		t.Error(err)
	}
}

func TestMissingAndSwappedEntriesAreFound(t *testing.T) {
	missing := append(chain(5)[:1:1], chain(5)[2:]...)
	if err := verify(missing); !errors.Is(err, audit.ErrBroken) || !strings.Contains(err.Error(), "entry 2:") {
		t.Error("missing:", err)
	}
	swapped := chain(5)
	swapped[1], swapped[2] = swapped[2], swapped[1]
	if err := verify(swapped); !errors.Is(err, audit.ErrBroken) {
		t.Error("swapped:", err)
	}
	if err := verify(chain(5)[1:]); !errors.Is(err, audit.ErrBroken) {
		t.Error("first one missing:", err)
	}
}

// P7: what cannot be a code does not get in.
func TestActTakesCodesOnly(t *testing.T) {
	good := audit.Act{Actor: privacy.Operator("aigul"), Act: "request.refused", Number: "OT-7F3K-92QD", Reason: "ground:law-94-v:art-8"}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*audit.Act){
		"address":  func(a *audit.Act) { a.Reason = "wrote from a@b.kz" },
		"name":     func(a *audit.Act) { a.Reason = "Айгүл" },
		"line end": func(a *audit.Act) { a.Act = "a\nb" },
		"long":     func(a *audit.Act) { a.Reason = strings.Repeat("x", 161) },
		"no act":   func(a *audit.Act) { a.Act = "" },
		"no actor": func(a *audit.Act) { a.Actor = "" },
	} {
		act := good
		change(&act)
		err := act.Validate()
		if !errors.Is(err, privacy.ErrBadInput) {
			t.Errorf("%s: %v", name, err)
		} else if act.Reason != "" && strings.Contains(err.Error(), act.Reason) {
			t.Errorf("%s: the error repeats the text", name)
		}
	}
}
