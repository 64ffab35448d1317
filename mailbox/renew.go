package mailbox

import "errors"

// errRenewed ends a connection that nothing is wrong with.
var errRenewed = errors.New("mailbox: the connection is renewed")

// Renew makes the watcher let its connection go at the next rest and connect anew:
// the buffers of a connection hold what came over it last, and must not hold the
// words of somebody who was destroyed. It never blocks.
func (w *Watcher) Renew() {
	w.renew.Store(true)
	w.Wake()
}
