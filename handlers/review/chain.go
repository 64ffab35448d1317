package review

import (
	"context"
	"encoding/base64"

	"medico-intech.kz/otinish/store"
)

// Verified is what a check of the chain came to.
type Verified = store.Verified

// VerifyChain checks the chain from its first entry to its last, and what was noted
// outside the store, each as SEQ:HASH.
func (d *Desk) VerifyChain(_ context.Context, noted []string) (Verified, error) {
	anchors := make([]store.Anchor, 0, len(noted))
	for _, n := range noted {
		a, err := store.ParseAnchor(n)
		if err != nil {
			return Verified{}, err
		}
		anchors = append(anchors, a)
	}
	return d.Store.VerifyChain(anchors, nil)
}

// Head is the end of the chain, as the journal notes it: SEQ:HASH, empty where
// there is none yet; and the public key that receipts are checked with.
func (d *Desk) Head(context.Context) (head, publicKey string, err error) {
	err = d.Store.View(func(tx *store.Tx) error {
		e, ok, err := tx.Head()
		if ok {
			head = e.Anchor().String()
		}
		return err
	})
	return head, base64.StdEncoding.EncodeToString(d.Store.PublicKey()), err
}

// ReceiptFinding is what a receipt comes to.
type ReceiptFinding = store.ReceiptFinding

// VerifyReceipt looks up the receipt in a letter that somebody brings.
func (d *Desk) VerifyReceipt(_ context.Context, letter string) (store.ReceiptFinding, error) {
	return d.Store.VerifyReceipt(letter)
}
