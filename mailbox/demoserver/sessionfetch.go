package demoserver

import (
	"bytes"
	"fmt"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// hit is a message as one session numbers it. flags are as of the lookup.
type hit struct {
	seq   uint32
	index int
	msg   *stored
	flags []imap.Flag
}

// find returns the messages of set that this session knows of.
func (x *session) find(set imap.NumSet) []hit {
	x.box.mu.Lock()
	defer x.box.mu.Unlock()
	return x.findLocked(set)
}

func (x *session) findLocked(set imap.NumSet) []hit {
	var hits []hit
	for i, msg := range x.box.messages {
		seq := x.tracker.EncodeSeqNum(uint32(i + 1))
		if seq != 0 && x.contains(set, seq, msg.uid) {
			hits = append(hits, hit{seq, i, msg, imapFlags(msg.flagList())})
		}
	}
	return hits
}

// contains resolves "*" as the highest number there is (RFC 9051 §9, seq-number).
func (x *session) contains(set imap.NumSet, seq, uid uint32) bool {
	in := func(n, start, stop, last uint32) bool {
		if start == 0 {
			start = last
		}
		if stop == 0 {
			stop = last
		}
		return min(start, stop) <= n && n <= max(start, stop)
	}
	switch set := set.(type) {
	case imap.SeqSet:
		for _, r := range set {
			if in(seq, r.Start, r.Stop, uint32(len(x.box.messages))) {
				return true
			}
		}
	case imap.UIDSet:
		var last uint32
		if n := len(x.box.messages); n > 0 {
			last = x.box.messages[n-1].uid
		}
		for _, r := range set {
			if in(uid, uint32(r.Start), uint32(r.Stop), last) {
				return true
			}
		}
	}
	return false
}

func (x *session) Fetch(w *imapserver.FetchWriter, set imap.NumSet, o *imap.FetchOptions) error {
	for _, h := range x.find(set) {
		if err := x.fetch(w, h, o); err != nil {
			return err
		}
	}
	return nil
}

func (x *session) fetch(w *imapserver.FetchWriter, h hit, o *imap.FetchOptions) error {
	fault := func(f UIDFault) bool { return x.s.imapFaults.onUID(f, h.msg.uid) }
	data := len(o.BodySection) > 0
	switch {
	case data && fault(Omit):
		return nil
	case data && fault(CutHere):
		return x.conn.NetConn().Close()
	case data && fault(Garble), o.BodyStructure != nil && fault(GarbleStructure):
		_, err := fmt.Fprintf(x.conn.NetConn(), "* %d FETCH (UID %d X-GARBLED  ]\r\n", h.seq, h.msg.uid)
		return err
	case data && fault(NilBody):
		_, err := fmt.Fprintf(x.conn.NetConn(), "* %d FETCH (UID %d RFC822.SIZE %d BODY[]<0> NIL)\r\n", h.seq, h.msg.uid, len(h.msg.raw))
		return err
	case data && fault(FlagsFirst):
		x.writeFlags(w, h)
	}
	last := data && fault(UIDLast)
	hide := data && fault(NoUID)
	m := w.CreateMessage(h.seq)
	if !last && !hide {
		m.WriteUID(imap.UID(h.msg.uid))
	}
	if o.Flags {
		m.WriteFlags(h.flags)
	}
	if o.InternalDate {
		m.WriteInternalDate(h.msg.at)
	}
	if o.RFC822Size {
		m.WriteRFC822Size(int64(len(h.msg.raw)))
	}
	if o.BodyStructure != nil {
		m.WriteBodyStructure(imapserver.ExtractBodyStructure(bytes.NewReader(h.msg.raw)))
	}
	for _, section := range o.BodySection {
		x.seen(h, section)
		if err := writeSection(m, section, extract(h.msg.raw, section)); err != nil {
			return err
		}
	}
	if last {
		m.WriteUID(imap.UID(h.msg.uid))
	}
	return m.Close()
}

func (x *session) writeFlags(w *imapserver.FetchWriter, h hit) {
	m := w.CreateMessage(h.seq)
	m.WriteUID(imap.UID(h.msg.uid))
	m.WriteFlags(h.flags)
	m.Close()
}

func writeSection(m *imapserver.FetchResponseWriter, section *imap.FetchItemBodySection, b []byte) error {
	w := m.WriteBodySection(section, int64(len(b)))
	if _, err := w.Write(b); err != nil {
		return err
	}
	return w.Close()
}

// extract gives BODY[] as it was delivered. The library would parse it and write
// it anew, and gives nothing at all where the header does not parse.
func extract(raw []byte, section *imap.FetchItemBodySection) []byte {
	if len(section.Part) > 0 || section.Specifier != imap.PartSpecifierNone {
		return imapserver.ExtractBodySection(bytes.NewReader(raw), section)
	}
	if p := section.Partial; p != nil {
		from := min(p.Offset, int64(len(raw)))
		raw = raw[from:min(from+p.Size, int64(len(raw)))]
	}
	return raw
}

// seen sets \Seen as a server must where the client does not peek.
func (x *session) seen(h hit, section *imap.FetchItemBodySection) {
	if section.Peek {
		return
	}
	x.box.mu.Lock()
	defer x.box.mu.Unlock()
	h.msg.flags[string(imap.FlagSeen)] = struct{}{}
}

// Search knows UID and sequence sets, header fields and flags, and nothing else.
func (x *session) Search(kind imapserver.NumKind, c *imap.SearchCriteria, _ *imap.SearchOptions) (*imap.SearchData, error) {
	x.box.mu.Lock()
	defer x.box.mu.Unlock()
	var uids imap.UIDSet
	var seqs imap.SeqSet
	for i, msg := range x.box.messages {
		if !x.matches(c, uint32(i+1), msg.uid) || !holds(c, msg) {
			continue
		}
		uids.AddNum(imap.UID(msg.uid))
		if seq := x.tracker.EncodeSeqNum(uint32(i + 1)); seq != 0 {
			seqs.AddNum(seq)
		}
	}
	if kind == imapserver.NumKindUID {
		return &imap.SearchData{All: uids}, nil
	}
	return &imap.SearchData{All: seqs}, nil
}

func (x *session) matches(c *imap.SearchCriteria, seq, uid uint32) bool {
	for _, set := range c.UID {
		if !x.contains(set, seq, uid) {
			return false
		}
	}
	for _, set := range c.SeqNum {
		if !x.contains(set, seq, uid) {
			return false
		}
	}
	return true
}
