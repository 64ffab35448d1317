package mailbox

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// fetched is a message as the server gave it.
type fetched struct {
	uid   uint32
	date  time.Time
	size  int64  // RFC822.SIZE
	body  bool   // a body came, if only an empty one
	raw   []byte // at most Window octets; of a large message the header only
	large bool   // more than raw lies on the server

	handled bool // it bears HandledKeyword

	print [sha256.Size]byte // of a large message, whose first octets are not kept
}

// windowOf asks for what nearly every message fits in. Never without Peek: BODY[]
// sets \Seen (promise P6). Nothing is asked for that the library may choke on.
func windowOf() *imap.FetchOptions {
	return &imap.FetchOptions{
		UID: true, InternalDate: true, RFC822Size: true, Flags: true,
		BodySection: []*imap.FetchItemBodySection{{Peek: true, Partial: &imap.SectionPartial{Size: Window}}},
	}
}

// fetch asks for everything g wants in one command, and then for what did not come.
func (s *scan) fetch(ctx context.Context, g *gather) error {
	if err := s.stream(ctx, g); err != nil {
		// NO after some messages means that others are gone or broken (RFC 9051
		// §6.4.5): they are looked at singly. NO to everything means the server.
		if e := (*Error)(nil); !errors.As(err, &e) || e.Kind != Refused || g.next == 0 && len(g.held) == 0 {
			return err
		}
	}
	return s.complete(ctx, g)
}

func (s *scan) stream(ctx context.Context, g *gather) error {
	guard := s.l.guard(ctx)
	cmd := s.l.client.Fetch(uidSet(g.want), windowOf())
	var own error
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		guard.alive()
		f := s.read(msg)
		if !f.body || own != nil {
			continue
		}
		guard.pause() // while the intake is busy the server owes us nothing
		if own = g.add(f, s); own != nil {
			s.l.close()
		}
		guard.alive()
	}
	err := cmd.Close()
	if err == nil {
		err = s.l.settleIdle()
	}
	if err = guard.end("fetch", err); own != nil {
		return own
	}
	return err
}

// read takes one FETCH response apart. Where the connection ends within, body
// stays false: what came of it is not used.
func (s *scan) read(msg *imapclient.FetchMessageData) fetched {
	var f fetched
	for item := msg.Next(); item != nil; item = msg.Next() {
		switch item := item.(type) {
		case imapclient.FetchItemDataUID:
			f.uid = uint32(item.UID)
		case imapclient.FetchItemDataInternalDate:
			f.date = item.Time
		case imapclient.FetchItemDataRFC822Size:
			f.size = item.Size
		case imapclient.FetchItemDataFlags:
			f.handled = slices.ContainsFunc(item.Flags, isHandled)
		case imapclient.FetchItemDataBodySection:
			if item.Literal != nil { // NIL stands for a body the server cannot read
				f.raw, f.body = s.readBody(item.Literal)
			}
		}
	}
	s.judge(&f)
	return f
}

// isHandled: keywords are compared without regard to case (RFC 9051 §2.3.2).
func isHandled(f imap.Flag) bool { return strings.EqualFold(string(f), HandledKeyword) }

// readBody reads a literal straight into a buffer of its size.
func (s *scan) readBody(r imap.LiteralReader) ([]byte, bool) {
	if r.Size() < Window {
		b := make([]byte, r.Size())
		return b, s.l.literal(r, b)
	}
	// The message may be larger, and then only its header is kept.
	if s.room == nil {
		s.room = make([]byte, Window)
	}
	return s.room, s.l.literal(r, s.room)
}

// literal fills b from r and discards what is beyond: some servers ignore that a
// part was asked for. The library ends a literal without an error where the
// connection is cut, so octets are counted; and it reads on in another goroutine
// then, so that the connection must have ended for good before r is touched again.
func (l *link) literal(r imap.LiteralReader, b []byte) bool {
	rest := r.Size() - int64(len(b))
	_, err := io.ReadFull(r, b)
	if err == nil && rest > 0 {
		_, err = io.CopyN(io.Discard, r, rest)
	}
	if err != nil {
		l.conn.end(io.ErrUnexpectedEOF)
		<-l.client.Closed()
	}
	return err == nil
}

// judge decides whether f is all there is. RFC822.SIZE alone cannot: some servers
// estimate it.
func (s *scan) judge(f *fetched) {
	if !f.body || len(f.raw) < Window {
		if len(f.raw) == 0 && f.size > 0 {
			f.body = false // an empty answer for a message that is not
		}
		return
	}
	if f.size == Window {
		f.raw = bytes.Clone(f.raw)
		return
	}
	f.large = true
	f.size = max(f.size, Window+1)
	f.print = fingerprint(f.raw, f.size)
	keep := f.raw
	if !s.w.structure.hopeless(s.key(f.uid)) {
		if h := headerEnd(f.raw); h > 0 {
			keep = f.raw[:h]
		}
	}
	f.raw = bytes.Clone(keep)
}

// fingerprint is documented at Delivery.
func fingerprint(window []byte, size int64) [sha256.Size]byte {
	h := sha256.New()
	h.Write(window)
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(size))
	h.Write(b[:])
	return [sha256.Size]byte(h.Sum(nil))
}

// delivery is what the intake gets. The fingerprint of a small message is left to
// the processing goroutine: see seal.
func (s *scan) delivery(f fetched) Delivery {
	d := Delivery{Key: s.key(f.uid), InternalDate: f.date, Size: f.size, Raw: f.raw, Reduced: f.large, Handled: f.handled}
	if f.large {
		d.Fingerprint = f.print
	}
	return d
}

// seal computes the fingerprint where it is not there yet. The size is counted,
// not believed, wherever all octets are at hand.
func (d *Delivery) seal() {
	if d.Fingerprint == [sha256.Size]byte{} {
		d.Fingerprint = fingerprint(d.Raw, int64(len(d.Raw)))
	}
}

// unreadable stands for a message nothing is known of, so nothing but its key may
// be the same again.
func (s *scan) unreadable(uid uint32, why string) Delivery {
	key := s.key(uid)
	return Delivery{
		Key: key, InternalDate: s.w.c.Now(), Unreadable: why,
		Fingerprint: sha256.Sum256(fmt.Appendf(nil, "unreadable\x00%s\x00%d\x00%d", key.Mailbox, key.UIDValidity, uid)),
	}
}

// headerEnd is the length of the header with its blank line, or 0 where there is
// no end of it.
func headerEnd(b []byte) int {
	if i := bytes.Index(b, []byte("\r\n\r\n")); i >= 0 {
		return i + 4
	}
	if i := bytes.Index(b, []byte("\n\n")); i >= 0 {
		return i + 2
	}
	return 0
}
