package adminapi

import (
	"context"
	"errors"
	"net/http"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// Noted is what was noted of the chain outside the store, each as SEQ:HASH.
type Noted struct {
	Anchors []string `json:"anchors,omitempty"`
}

// Verification is the result of checking the audit chain.
type Verification struct {
	Entries  uint64 `json:"entries"`
	Intact   bool   `json:"intact"`
	Broken   string `json:"broken,omitempty"`   // names the first entry that does not hold
	Restored uint64 `json:"restored,omitempty"` // the entry of the last restore
	Lost     int    `json:"lost,omitempty"`     // notes that may be of what restores took back
	// Of a chain that was cut: the first entry there is, when the entry before it was
	// made and cut off, and the checkpoint that records it.
	First      uint64     `json:"first,omitempty"`
	CutOf      *time.Time `json:"cut_of,omitempty"`
	CutOn      *time.Time `json:"cut_on,omitempty"`
	Checkpoint uint64     `json:"checkpoint,omitempty"`
	Ended      int        `json:"ended,omitempty"` // notes of entries that were cut off

	Head      string `json:"head,omitempty"` // SEQ:HASH, to be noted outside the store
	PublicKey string `json:"public_key,omitempty"`
}

// VerificationOf shows what was found, times in the given zone.
func VerificationOf(f review.Verified, intact bool, zone *time.Location) Verification {
	v := Verification{Entries: f.Entries, Intact: intact, Restored: f.Restored, Lost: f.Lost, Ended: f.Ended}
	if f.Cut.Head.Seq > 0 {
		of, on := f.Cut.At.In(zone), f.CutBy.At.In(zone)
		v.First, v.CutOf, v.CutOn, v.Checkpoint = f.First, &of, &on, f.CutBy.Seq
	}
	return v
}

func (s *Server) verifyAudit(w http.ResponseWriter, r *http.Request) {
	var noted Noted
	if err := decode(w, r, &noted); err != nil {
		s.reply(w, nil, err)
		return
	}
	found, err := s.Desk.VerifyChain(r.Context(), noted.Anchors)
	v := VerificationOf(found, err == nil, s.zone())
	if errors.Is(err, privacy.ErrDamaged) {
		v.Broken, err = err.Error(), nil
	}
	if err == nil && v.Intact {
		v.Head, v.PublicKey, err = s.Desk.Head(r.Context())
	}
	s.reply(w, v, err)
}

// VerifyAudit checks the chain, and what was noted of it outside the store.
func (c *Client) VerifyAudit(ctx context.Context, noted []string) (v Verification, err error) {
	err = c.call(ctx, http.MethodPost, "/audit/verify", Noted{noted}, &v)
	return v, err
}

// Brought is the text of a letter that somebody brings.
type Brought struct {
	Letter string `json:"letter"`
}

// Receipt is what a receipt comes to.
type Receipt struct {
	Number   privacy.Number `json:"number"`
	Act      string         `json:"act"`
	At       time.Time      `json:"at"`
	Genuine  bool           `json:"genuine"`   // this store signed it
	SameText bool           `json:"same_text"` // the words above it are those that were sent
	OnChain  bool           `json:"on_chain"`  // the chain holds its entry, unchanged
	Entry    uint64         `json:"entry,omitempty"`
	Entries  uint64         `json:"entries"`
	Ended    bool           `json:"ended,omitempty"`  // of a time that was cut off the chain
	Lost     uint64         `json:"lost,omitempty"`   // the entry of a restore that took it back
	Broken   string         `json:"broken,omitempty"` // why the chain does not hold
}

func (s *Server) verifyReceipt(w http.ResponseWriter, r *http.Request) {
	var b Brought
	err := decode(w, r, &b)
	var v Receipt
	if err == nil {
		f, failed := s.Desk.VerifyReceipt(r.Context(), b.Letter)
		err = failed
		v = ReceiptOf(f, s.zone())
	}
	s.reply(w, v, err)
}

// ReceiptOf shows a finding, its time in the given zone.
func ReceiptOf(f review.ReceiptFinding, zone *time.Location) Receipt {
	v := Receipt{Number: f.Receipt.Number, Act: f.Receipt.Act, At: f.Receipt.At.In(zone),
		Genuine: f.Genuine, SameText: f.SameText, OnChain: f.OnChain, Entry: f.Seq, Entries: f.Entries, Ended: f.Ended, Lost: f.Lost}
	if f.Broken != nil {
		v.Broken = f.Broken.Error()
	}
	return v
}

// VerifyReceipt looks up the receipt in a letter that somebody brings.
func (c *Client) VerifyReceipt(ctx context.Context, letter string) (v Receipt, err error) {
	err = c.call(ctx, http.MethodPost, "/receipt/verify", Brought{letter}, &v)
	return v, err
}
