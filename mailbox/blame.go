package mailbox

// blame finds the message whose answer ends the connection. Servers answer in UID
// order, so the first one not received is asked for alone after two failures; if
// it is not the one, the rest is halved. One message found so goes to a person,
// and everything behind it is read.
type blame struct {
	validity uint32

	first     uint32 // the first UID not received at the last death
	deaths    int    // in a row with this first
	alone     int    // of those, with nothing else asked for; a garbled answer weighs more
	upTo      uint32 // the last suspect
	suspects  int
	ask       int // how many may be asked for at once; 0 for any number
	bisecting bool
}

const (
	// A connection may be cut by the network for no fault of the message, so it
	// takes this many times alone.
	aloneLost = 5
	// An answer that cannot be parsed is the message's fault.
	aloneGarbled = aloneLost
)

// reset forgets everything where UIDs mean something else now.
func (b *blame) reset(validity uint32) {
	if b.validity != validity {
		*b = blame{validity: validity}
	}
}

// died notes that a FETCH of asked messages ended the connection before those of
// left were received.
func (b *blame) died(kind Kind, asked int, left []uint32) {
	if len(left) == 0 {
		return
	}
	if left[0] != b.first {
		b.first, b.deaths, b.alone = left[0], 0, 0
	}
	b.deaths++
	b.upTo, b.suspects = left[len(left)-1], len(left)
	if asked == 1 {
		b.alone++
		if kind == Garbled {
			b.alone += aloneGarbled - 1
		}
	}
	switch {
	case b.bisecting:
		b.ask = max(1, asked/2)
	case b.deaths >= 2:
		b.ask = 1
	}
}

// served notes that all of asked were dealt with.
func (b *blame) served(asked []uint32) {
	switch {
	case b.first == 0:
	case asked[len(asked)-1] >= b.upTo:
		*b = blame{validity: b.validity}
	case b.condemned(asked[0]):
		b.ask, b.bisecting = 0, false
	case b.ask == 1 && !b.bisecting:
		b.bisecting = true
		b.ask = max(1, b.suspects/2)
	}
}

// condemned reports whether uid is found guilty.
func (b *blame) condemned(uid uint32) bool {
	return uid == b.first && b.deaths >= 2 && b.alone >= aloneLost
}
