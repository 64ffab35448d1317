package store

import (
	"crypto/ed25519"
	"errors"
	"fmt"

	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// useReceipt names the key that signs receipts.
const useReceipt = "receipt signature"

// receiptKeyOf is where the key made of the seed is kept.
type receiptKeyOf struct{}

func (s *Store) receiptKey() ed25519.PrivateKey {
	if key, ok := s.subKeys.Load(receiptKeyOf{}); ok {
		return key.(ed25519.PrivateKey)
	}
	seed := s.subKey(useReceipt)
	key := ed25519.NewKeyFromSeed(seed[:])
	s.subKeys.Store(receiptKeyOf{}, key)
	return key
}

// PublicKey is what receipts are checked with, by anybody (RFC 8032).
func (s *Store) PublicKey() ed25519.PublicKey {
	return s.receiptKey().Public().(ed25519.PublicKey)
}

// Receipt appends an act about a letter with this text to the chain and returns the
// receipt that stands below the text (P10).
func (tx *Tx) Receipt(act AuditAct, text string) (string, error) {
	if err := tx.Append(act); err != nil {
		return "", err
	}
	return audit.Sign(tx.s.receiptKey(), *tx.head, text).String(), nil
}

// ReceiptFinding is what a receipt in a subject's hands comes to.
type ReceiptFinding struct {
	Receipt  audit.Receipt
	Genuine  bool // signed by this store
	SameText bool // the words above it are those that were sent
	OnChain  bool // the chain holds its entry, unchanged
	Seq      uint64
	// Ended: not OnChain, since what was done then has been cut off (CutAudit).
	Ended   bool
	Lost    uint64 // not OnChain: the act that put an older backup back later; 0: none
	Entries uint64 // of the chain that held
	Broken  error  // why the chain does not hold; wraps audit.ErrBroken
}

// VerifyReceipt looks for the first receipt in a letter as a subject brings it and
// for its entry on the chain, which is checked whole. The error wraps
// privacy.ErrNotFound where there is no receipt in it.
func (s *Store) VerifyReceipt(letter string) (ReceiptFinding, error) {
	r, same, found := audit.FindReceipt(letter)
	if !found {
		return ReceiptFinding{}, fmt.Errorf("verify a receipt: no receipt stands in the letter: %w", privacy.ErrNotFound)
	}
	f := ReceiptFinding{Receipt: r, Genuine: r.Genuine(s.PublicKey()), SameText: same}
	v := audit.Verifier{Mark: s.chainMark()}
	var err error
	f.Entries, err = s.verifyWith(&v, func(e audit.Entry) {
		if r.Matches(e) {
			f.OnChain, f.Seq = true, e.Seq
		}
		if tookBack(e, r.At) {
			f.Lost = e.Seq
		}
	}, nil)
	f.Ended = f.Genuine && !f.OnChain && v.Cut.Head.Seq > 0 && !r.At.After(v.Cut.At)
	if errors.Is(err, audit.ErrBroken) {
		f.Broken, err = err, nil
	}
	return f, err
}
