package demoserver

import (
	"io"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

func (x *session) Store(w *imapserver.FetchWriter, set imap.NumSet, f *imap.StoreFlags, _ *imap.StoreOptions) error {
	var flags []string
	for _, flag := range f.Flags {
		if s := systemFlag(string(flag)); strings.HasPrefix(s, `\`) || !x.s.options.NoKeywords {
			flags = append(flags, s)
		}
	}
	x.box.mu.Lock()
	for _, h := range x.findLocked(set) {
		x.box.setFlags(h.index, f.Op, flags, x.tracker)
	}
	x.box.mu.Unlock()
	if f.Silent {
		return nil
	}
	return x.Fetch(w, set, &imap.FetchOptions{Flags: true})
}

func (x *session) Expunge(_ *imapserver.ExpungeWriter, uids *imap.UIDSet) error {
	x.box.remove(func(msg *stored) bool {
		_, deleted := msg.flags[string(imap.FlagDeleted)]
		return deleted && (uids == nil || uids.Contains(imap.UID(msg.uid)))
	})
	return nil
}

func (x *session) Copy(set imap.NumSet, dest string) (*imap.CopyData, error) {
	to := x.s.lookup(dest)
	if to == nil || to == x.box {
		return nil, no(imap.ResponseCodeTryCreate, "no such mailbox")
	}
	data := &imap.CopyData{UIDValidity: to.validity}
	for _, h := range x.find(set) {
		uid := to.append(h.msg.raw, h.msg.at, h.msg.flagList())
		data.SourceUIDs.AddNum(imap.UID(h.msg.uid))
		data.DestUIDs.AddNum(imap.UID(uid))
	}
	return data, nil
}

// Move leaves the EXPUNGE responses to the poll after the command.
func (x *session) Move(w *imapserver.MoveWriter, set imap.NumSet, dest string) error {
	data, err := x.Copy(set, dest)
	if err != nil {
		return err
	}
	if len(data.SourceUIDs) > 0 {
		if err := w.WriteCopyData(data); err != nil {
			return err
		}
	}
	x.box.remove(func(msg *stored) bool { return data.SourceUIDs.Contains(imap.UID(msg.uid)) })
	return nil
}

// Append lets a client put mail in, as a person's mail program does.
func (x *session) Append(name string, r imap.LiteralReader, o *imap.AppendOptions) (*imap.AppendData, error) {
	m := x.s.lookup(name)
	if m == nil {
		return nil, no(imap.ResponseCodeTryCreate, "no such mailbox")
	}
	raw := make([]byte, r.Size())
	if _, err := io.ReadFull(r, raw); err != nil {
		return nil, err
	}
	var flags []string
	for _, f := range o.Flags {
		flags = append(flags, systemFlag(string(f)))
	}
	return &imap.AppendData{UIDValidity: m.validity, UID: imap.UID(m.append(raw, o.Time, flags))}, nil
}
