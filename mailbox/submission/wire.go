package submission

import (
	"errors"
	"net"
)

// maxReply bounds what a server may answer to one command, octets. RFC 5321 sets
// no bound on the lines of a reply; textproto would collect them without end.
const maxReply = 64 << 10

var errTooMuch = errors.New("reply too long")

// wire is the connection as go-smtp sees it, above TLS. It remembers what
// go-smtp does not tell apart: whether the final dot went out whole.
type wire struct {
	net.Conn
	raw     net.Conn // below TLS: closing it ends every read and write at once
	replay  []byte   // read before the connection
	got     int      // octets read since the last write
	dotting bool     // the body is written, the dot follows
	failed  bool     // a write failed
	waiting func()   // called once when the answer to the dot is waited for
}

func (w *wire) Read(b []byte) (int, error) {
	if len(w.replay) > 0 {
		n := copy(b, w.replay)
		w.replay = w.replay[n:]
		return n, nil
	}
	if w.got > maxReply {
		return 0, errTooMuch
	}
	if w.dotting && w.waiting != nil {
		w.waiting()
		w.waiting = nil
	}
	n, err := w.Conn.Read(b)
	w.got += n
	return n, err
}

func (w *wire) Write(b []byte) (int, error) {
	w.got = 0
	n, err := w.Conn.Write(b)
	w.failed = w.failed || err != nil
	return n, err
}
