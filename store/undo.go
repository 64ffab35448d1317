package store

import (
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

// Undo is how things stood before an operator's decision, and what the decision
// made. It lies in the request, so that it is sealed, and ends, with it.
type Undo struct {
	At    time.Time     `cbor:"1,keyasint"`
	Until time.Time     `cbor:"2,keyasint"`
	By    privacy.Actor `cbor:"3,keyasint"`
	Verb  string        `cbor:"4,keyasint"`

	Request  *Request   `cbor:"5,keyasint"` // before; its own Undo is of the decision before, if that can be taken back next
	Item     ReviewItem `cbor:"6,keyasint"`
	Subject  *Subject   `cbor:"7,keyasint,omitempty"` // nil: there was none
	Consents []Consent  `cbor:"8,keyasint,omitempty"`

	Version   int                 `cbor:"9,keyasint"`            // of the item after the decision
	ChangedAt time.Time           `cbor:"10,keyasint,omitempty"` // of the subject after it
	Letters   []privacy.LetterID  `cbor:"11,keyasint,omitempty"` // made by it
	Questions [][]byte            `cbor:"12,keyasint,omitempty"` // asked by it: digests of tokens
	Listed    bool                `cbor:"14,keyasint,omitempty"` // it listed the message to be filed
	Silenced  bool                `cbor:"15,keyasint,omitempty"` // it put the address on the suppression list
	Made      []privacy.RequestID `cbor:"16,keyasint,omitempty"` // by splitting
	Other     *Request            `cbor:"17,keyasint,omitempty"` // the one merged into, before
	OtherItem ReviewItem          `cbor:"18,keyasint,omitempty"` // after it
	// OtherStood is what the item of the other stood at before (ReviewItem.Stands).
	OtherStood int `cbor:"19,keyasint,omitempty"`
}

// indexUndo keeps the list of requests that hold an Undo.
func (tx *Tx) indexUndo(id []byte, before, after *Undo) error {
	switch {
	case after != nil:
		return tx.put(tableUndo, id, nil)
	case before != nil:
		return tx.delete(tableUndo, id)
	}
	return nil
}

// EachUndo calls fn for every request whose last decision is kept to be taken back,
// in no useful order, until it returns false. fn may put the request.
func (tx *Tx) EachUndo(fn func(Request) bool) error {
	var g goOn
	return g.end(tx.each(tableUndo, nil, func(id, _ []byte) (bool, error) {
		r, err := follow[Request](tx, tableRequest, id)
		if err != nil {
			return g.past(err)
		}
		return fn(r), nil
	}))
}
