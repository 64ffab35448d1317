package classifier

import (
	"medico-intech.kz/otinish/mailbox/message"
)

// Reader reads one letter after another in the same memory. It is for one goroutine,
// and not to be kept: it holds words of the letters it has read. The zero value is ready.
type Reader struct{ room room }

// Classify is [Classify].
func (r *Reader) Classify(m *message.Message) []Verdict {
	if m == nil {
		return nil
	}
	return classify(m, lexiconIndex(), senseModel(), &r.room)
}

// room is memory for one reading at a time. What is in it ends with the next reading.
type room struct {
	lines     []line
	words     []word
	skeletons []byte
	hits      []hit
	familiar  *familiar // from the second letter on
	used      bool

	present  bitset
	seen     []int32
	found    []wordingHit
	cautions []caution
	search   search

	set      *featureSet // empty
	bag      []feature
	features []feature
	numbers  []float32
	judged   judgement
}

// prepare is called before each reading.
func (room *room) prepare(t *trie) {
	switch {
	case room.used && (room.familiar == nil || room.familiar.trie != t):
		room.familiar = &familiar{trie: t}
	case !room.used:
		room.used = true
	}
}

// sized returns list without its elements, with room for n.
func sized[T any](list []T, n int) []T {
	if cap(list) < n {
		return make([]T, 0, n)
	}
	return list[:0]
}

// zeros returns n zero values, in the place of list where that is large enough.
func zeros[T any](list []T, n int) []T {
	list = sized(list, n)[:n]
	clear(list)
	return list
}
