package store

import (
	"fmt"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

const countRequests = "request/" // and the state

// PutRequest stores a request, its number and its place among the open ones. The
// error wraps privacy.ErrExists if another request has the number, and
// privacy.ErrBadInput if the number of a stored request is another now: people
// hold it in hand.
func (tx *Tx) PutRequest(r Request) error {
	id, err := idKey(r.ID)
	if err != nil {
		return fmt.Errorf("put request: %w", err)
	}
	old, found := tx.indexed[string(id)] // a request changes several times while it is decided
	if !found {
		if old, found, err = load[Request](tx, tableRequest, id); err != nil {
			return fmt.Errorf("put request: %w", err)
		}
	}
	if found && old.Number != r.Number {
		return fmt.Errorf("put request: the number changed: %w", privacy.ErrBadInput)
	}
	if !found && tx.has(tableCaseTomb, id) {
		return fmt.Errorf("put request: %w", privacy.ErrDestroyed)
	}
	if !found {
		if err := tx.indexNumber(id, r.Number); err != nil {
			return fmt.Errorf("put request: %w", err)
		}
	}
	if err := tx.putSealed(tableRequest, id, ofCase(id), r); err != nil {
		return fmt.Errorf("put request: %w", err)
	}
	if err := tx.indexState(id, found, old.State, r.State); err != nil {
		return fmt.Errorf("put request: %w", err)
	}
	if err := tx.indexUndo(id, old.Undo, r.Undo); err != nil {
		return fmt.Errorf("put request: %w", err)
	}
	if err := tx.indexPerson(id, old, r); err != nil {
		return fmt.Errorf("put request: %w", err)
	}
	tx.noteIndexed(id, r)
	return nil
}

// maxIndexed bounds what a transaction over many requests keeps.
const maxIndexed = 64

// noteIndexed keeps what PutRequest asks of a request as it was before.
func (tx *Tx) noteIndexed(id []byte, r Request) {
	if tx.indexed == nil || len(tx.indexed) >= maxIndexed {
		tx.indexed = make(map[string]Request)
	}
	tx.indexed[string(id)] = Request{Number: r.Number, State: r.State, Undo: r.Undo, SubjectID: r.SubjectID, From: r.From}
}

func (tx *Tx) indexNumber(id []byte, n privacy.Number) error {
	if n == "" {
		return fmt.Errorf("a request without number: %w", privacy.ErrBadNumber)
	}
	if tx.has(tableNumber, numberKey(n)) {
		return fmt.Errorf("the number belongs to another request: %w", privacy.ErrExists)
	}
	return tx.put(tableNumber, numberKey(n), id)
}

// indexState counts states and keeps the list of requests that wait for somebody.
func (tx *Tx) indexState(id []byte, found bool, before, after privacy.State) error {
	if found && before == after {
		return nil
	}
	if found {
		tx.count(countRequests+string(before), -1)
	}
	tx.count(countRequests+string(after), 1)
	if after.Open() {
		return tx.put(tableOpen, id, nil)
	}
	return tx.delete(tableOpen, id)
}

// Request returns the request with this id; where it was destroyed, the error wraps
// privacy.ErrDestroyed as well.
func (tx *Tx) Request(id privacy.RequestID) (Request, error) {
	key, err := lookupKey("request", id)
	if err != nil {
		return Request{}, err
	}
	r, err := mustLoad[Request](tx, tableRequest, key)
	return r, tx.destroyed(tableCaseTomb, key, err)
}

// RequestByNumber returns the request with this number, as privacy.ParseNumber
// returns it.
func (tx *Tx) RequestByNumber(n privacy.Number) (Request, error) {
	id := tx.get(tableNumber, numberKey(n))
	if id == nil {
		return Request{}, fmt.Errorf("request by number: %w", privacy.ErrNotFound)
	}
	return follow[Request](tx, tableRequest, id)
}

// EachRequest calls fn for every request, the newest first, until it returns false. One
// that cannot be read is the error at the end, behind all others.
func (tx *Tx) EachRequest(fn func(Request) bool) error {
	var g goOn
	return g.end(tx.eachBackward(tableRequest, func(id, value []byte) (bool, error) {
		var r Request
		if err := tx.decode(tableRequest, id, value, &r); err != nil {
			return g.past(err)
		}
		return fn(r), nil
	}))
}

// EachOpen calls fn for every request that waits for somebody (State.Open), the
// oldest first, until it returns false. It costs nothing for the others. One that cannot
// be read is the error at the end, behind all others.
func (tx *Tx) EachOpen(fn func(Request) bool) error {
	var g goOn
	return g.end(tx.each(tableOpen, nil, func(id, _ []byte) (bool, error) {
		r, err := follow[Request](tx, tableRequest, id)
		if err != nil {
			return g.past(err)
		}
		return fn(r), nil
	}))
}

// CountRequests says how many requests are in each state, without a scan. States
// no request is in are left out.
func (tx *Tx) CountRequests() (map[privacy.State]int, error) {
	counts := make(map[privacy.State]int)
	err := tx.each(tableCount, []byte(countRequests), func(key, _ []byte) (bool, error) {
		counts[privacy.State(strings.TrimPrefix(string(key), countRequests))] = 0
		return true, nil
	})
	for name := range tx.counts {
		if state, ok := strings.CutPrefix(name, countRequests); ok {
			counts[privacy.State(state)] = 0
		}
	}
	for state := range counts {
		if counts[state] = tx.counted(countRequests + string(state)); counts[state] == 0 {
			delete(counts, state)
		}
	}
	return counts, err
}
