package mailbox

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const (
	// maxText is what is fetched of the text parts of a large message together.
	// People write kilobytes; a text of a megabyte is a machine's or a quoted
	// thread, and what is asked stands at the top. With the window it keeps one
	// message below 2 MiB, however large it is.
	maxText = 1 << 20
	// maxPartHeader is what is fetched of the header of one part.
	maxPartHeader = 2 << 10
	// maxParts is how many parts are rebuilt; more is no letter of a person.
	maxParts = 100
	// maxDepth is how deep they may be nested: message.MaxDepth, which this package may not import.
	maxDepth = 50
)

// structureFailures counts, for one message, how often its structure ended the
// connection. The library cannot parse every BODYSTRUCTURE servers send.
type structureFailures struct {
	key   Key
	count int
}

// A garbled answer will not get better; a lost connection may.
const structureGivenUp = 3

func (f *structureFailures) add(k Key, n int) {
	if f.key != k {
		*f = structureFailures{key: k}
	}
	f.count += n
}

func (f *structureFailures) hopeless(k Key) bool { return f.key == k && f.count >= structureGivenUp }

// errNoStructure: the message is delivered as its first window.
var errNoStructure = errors.New("mailbox: structure not usable")

// large delivers header, structure and text parts of a message larger than Window
// (design: above a size threshold only the parts needed). Where that is not to be
// had, the message is asked for once more and its first window is delivered.
func (s *scan) large(ctx context.Context, g *gather, f fetched) error {
	key := s.key(f.uid)
	d := s.delivery(f)
	if s.w.structure.hopeless(key) || headerEnd(f.raw) == 0 {
		return g.done(d)
	}
	raw, err := s.rebuild(ctx, f)
	var e *Error
	switch {
	case err == nil:
		d.Raw = raw
		return g.done(d)
	case errors.Is(err, errNoStructure), errors.As(err, &e) && e.Kind == Refused:
		s.w.structure.add(key, structureGivenUp)
		g.release() // and so complete asks for it again, window and all
		return s.single(ctx, g, f.uid)
	case e != nil && e.Kind == Garbled:
		s.w.structure.add(key, structureGivenUp)
	case e != nil:
		s.w.structure.add(key, 1)
	}
	return err
}

// rebuild puts a message together again: the original header, the tree of parts
// with their original headers, the text, and nothing of the attachments.
func (s *scan) rebuild(ctx context.Context, f fetched) ([]byte, error) {
	structure, err := s.bodyStructure(ctx, f.uid)
	if err != nil {
		return nil, err
	}
	r := &rebuilt{s: s, ctx: ctx, uid: f.uid, left: maxText}
	r.raw = append(make([]byte, 0, len(f.raw)+8<<10), f.raw...)
	multi, ok := structure.(*imap.BodyStructureMultiPart)
	if !ok {
		if isText(structure) {
			err = r.text(&imap.FetchItemBodySection{Specifier: imap.PartSpecifierText})
		}
		return r.raw, err
	}
	boundary := boundaryOf(multi)
	if boundary == "" || !strings.Contains(string(f.raw), boundary) {
		return nil, errNoStructure
	}
	if err := r.headers(multi); err != nil {
		return nil, err
	}
	return r.raw, r.parts(multi, nil, boundary)
}

func (s *scan) bodyStructure(ctx context.Context, uid uint32) (b imap.BodyStructure, err error) {
	options := &imap.FetchOptions{UID: true, BodyStructure: &imap.FetchItemBodyStructure{Extended: true}}
	err = s.each(ctx, uid, options, func(item imapclient.FetchItemData) {
		if item, ok := item.(imapclient.FetchItemDataBodyStructure); ok {
			b = item.BodyStructure
		}
	})
	if err == nil && b == nil {
		err = errNoStructure
	}
	return b, err
}

// each fetches items of one message and shows them to fn.
func (s *scan) each(ctx context.Context, uid uint32, o *imap.FetchOptions, fn func(imapclient.FetchItemData)) error {
	return s.l.do(ctx, "fetch part", func() error {
		cmd := s.l.client.Fetch(uidSet([]uint32{uid}), o)
		for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
			for item := msg.Next(); item != nil; item = msg.Next() {
				fn(item)
			}
		}
		return cmd.Close()
	})
}

// rebuilt is a message in the making.
type rebuilt struct {
	s    *scan
	ctx  context.Context
	uid  uint32
	raw  []byte
	left int // octets of text that may still be fetched
	mime map[string][]byte
}

// walk visits the parts in order, until maxParts of them.
func walk(b imap.BodyStructure, fn func(path []int)) {
	n := 0
	b.Walk(func(path []int, part imap.BodyStructure) bool {
		if n++; n > maxParts || len(path) > maxDepth {
			return false
		}
		if len(path) > 0 {
			fn(path)
		}
		_, multi := part.(*imap.BodyStructureMultiPart)
		return multi
	})
}

// headers fetches the headers of all parts with one command.
func (r *rebuilt) headers(b imap.BodyStructure) error {
	o := &imap.FetchOptions{UID: true}
	walk(b, func(path []int) {
		o.BodySection = append(o.BodySection, &imap.FetchItemBodySection{
			Part: slices.Clone(path), Specifier: imap.PartSpecifierMIME, Peek: true,
			Partial: &imap.SectionPartial{Size: maxPartHeader},
		})
	})
	r.mime = make(map[string][]byte)
	return r.s.each(r.ctx, r.uid, o, func(item imapclient.FetchItemData) {
		section, ok := item.(imapclient.FetchItemDataBodySection)
		if !ok || section.Literal == nil {
			return
		}
		h := make([]byte, min(section.Literal.Size(), maxPartHeader))
		// Where this fails the connection has ended, and the command says so.
		if r.s.l.literal(section.Literal, h) {
			r.mime[pathKey(section.Section.Part)] = h
		}
	})
}

// parts writes the children of a multipart.
func (r *rebuilt) parts(multi *imap.BodyStructureMultiPart, path []int, boundary string) error {
	for i, child := range multi.Children {
		at := append(slices.Clip(path), i+1)
		header, ok := r.mime[pathKey(at)]
		if !ok {
			break
		}
		r.write("--", boundary, "\r\n", strings.TrimRight(string(header), "\r\n"), "\r\n\r\n")
		switch part := child.(type) {
		case *imap.BodyStructureMultiPart:
			inner := boundaryOf(part)
			if inner == "" || !strings.Contains(string(header), inner) {
				break
			}
			if err := r.parts(part, at, inner); err != nil {
				return err
			}
		default:
			if isText(part) {
				if err := r.text(&imap.FetchItemBodySection{Part: at}); err != nil {
					return err
				}
			}
		}
		r.write("\r\n")
	}
	r.write("--", boundary, "--\r\n")
	return nil
}

func (r *rebuilt) write(parts ...string) {
	for _, p := range parts {
		r.raw = append(r.raw, p...)
	}
}

// text fetches a part straight into its place.
func (r *rebuilt) text(section *imap.FetchItemBodySection) error {
	if r.left == 0 {
		return nil
	}
	section.Peek, section.Partial = true, &imap.SectionPartial{Size: int64(r.left)}
	return r.s.each(r.ctx, r.uid, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}},
		func(item imapclient.FetchItemData) {
			got, ok := item.(imapclient.FetchItemDataBodySection)
			if !ok || got.Literal == nil {
				return
			}
			n := int(min(got.Literal.Size(), int64(r.left)))
			start := len(r.raw)
			r.raw = slices.Grow(r.raw, n+1<<10)[:start+n]
			if !r.s.l.literal(got.Literal, r.raw[start:]) {
				r.raw = r.raw[:start]
				return
			}
			r.left -= n
		})
}

func isText(b imap.BodyStructure) bool {
	p, ok := b.(*imap.BodyStructureSinglePart)
	if !ok || !strings.EqualFold(p.Type, "text") {
		return false
	}
	if d := p.Disposition(); d != nil && strings.EqualFold(d.Value, "attachment") {
		return false
	}
	return strings.EqualFold(p.Subtype, "plain") || strings.EqualFold(p.Subtype, "html")
}

func boundaryOf(m *imap.BodyStructureMultiPart) string {
	if m.Extended == nil {
		return ""
	}
	return m.Extended.Params["boundary"]
}

func pathKey(path []int) string {
	b := make([]byte, 0, 16)
	for _, n := range path {
		b = append(b, byte(n>>8), byte(n))
	}
	return string(b)
}
