package message

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf16"
)

// tnef is what is wanted of a winmail.dat, Outlook's own wrapping of a mail
// ([MS-OXTNEF]): its text in up to three forms, and the names of its files.
type tnef struct {
	plain string // Unicode, or in codepage
	html  []byte
	rtf   []byte // compressed
	page  string // charset of octets
	files []string
	cut   bool // its end is missing
}

// Attributes and properties ([MS-OXTNEF] §2.1.3, [MS-OXPROPS]).
const (
	tnefSignature = 0x223E9F78
	tnefFileBegin = 0x00069002 // attAttachRenddata: a file follows
	tnefFileTitle = 0x00018010
	tnefFileProps = 0x00069005
	tnefProps     = 0x00069003
	tnefBody      = 0x0002800C
	tnefCodepage  = 0x00069007

	propBody     = 0x1000
	propRTF      = 0x1009
	propHTML     = 0x1013
	propFileName = 0x3707 // PidTagAttachLongFilename
)

// openTNEF reads as far as it can; it reports false if b is no TNEF at all.
func openTNEF(b []byte) (t tnef, ok bool) {
	if len(b) < 6 || binary.LittleEndian.Uint32(b) != tnefSignature {
		return t, false
	}
	b = b[6:] // and a key
	for len(b) >= 9 {
		id := binary.LittleEndian.Uint32(b[1:])
		size := uint64(binary.LittleEndian.Uint32(b[5:]))
		b = b[9:]
		value := b[:min(size, uint64(len(b)))]
		t.attribute(id, value)
		if size+2 > uint64(len(b)) {
			t.cut = true
			return t, true
		}
		b = b[size+2:] // and a checksum
	}
	t.cut = len(bytes.Trim(b, "\x00\r\n")) > 0
	return t, true
}

func (t *tnef) attribute(id uint32, value []byte) {
	switch id {
	case tnefCodepage:
		if len(value) >= 4 {
			t.page = "windows-" + strconv.Itoa(int(binary.LittleEndian.Uint32(value)))
		}
	case tnefBody:
		if t.plain == "" {
			t.plain, _ = decodeText(t.page, bytes.TrimRight(value, "\x00"))
		}
	case tnefFileBegin:
		if len(t.files) < MaxFiles {
			t.files = append(t.files, "")
		}
	case tnefFileTitle:
		if n := len(t.files); n > 0 && t.files[n-1] == "" {
			t.files[n-1], _ = decodeText(t.page, bytes.TrimRight(value, "\x00"))
		}
	case tnefProps, tnefFileProps:
		p := propReader{b: value}
		p.each(func(id uint16, kind uint16, value []byte) { t.property(id, kind, value) })
	}
}

func (t *tnef) property(id, kind uint16, value []byte) {
	switch id {
	case propBody:
		if s := t.propText(kind, value); strings.TrimSpace(s) != "" {
			t.plain = s
		}
	case propHTML:
		t.html = value
	case propRTF:
		t.rtf = value
	case propFileName:
		if n := len(t.files); n > 0 {
			t.files[n-1] = t.propText(kind, value)
		}
	}
}

func (t *tnef) propText(kind uint16, value []byte) string {
	if kind == 0x1F { // PtypString
		units := make([]uint16, len(value)/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(value[2*i:])
		}
		return strings.TrimRight(string(utf16.Decode(units)), "\x00")
	}
	s, _ := decodeText(t.page, bytes.TrimRight(value, "\x00"))
	return s
}

// text returns the text: the plain one, else HTML, else RTF.
func (t *tnef) text() (piece, finding) {
	if strings.TrimSpace(t.plain) != "" {
		return piece{text: cleanText(t.plain), kind: "text/plain"}, asDeclared
	}
	if len(t.html) > 0 {
		label := metaCharset(t.html)
		if label == "" {
			label = t.page
		}
		s, found := decodeText(label, t.html[:min(len(t.html), MaxText)])
		got, _ := htmlText(s)
		return got, found
	}
	rtf, ok := inflateRTF(t.rtf, MaxText)
	if !ok {
		return piece{}, asDeclared
	}
	s, found := rtfText(rtf)
	return piece{text: cleanText(s), kind: "text/plain"}, found
}

// propReader reads a list of MAPI properties ([MS-OXTNEF] §2.1.3.4).
type propReader struct {
	b   []byte
	bad bool
}

func (p *propReader) u32() uint32 {
	if len(p.b) < 4 {
		p.bad = true
		return 0
	}
	v := binary.LittleEndian.Uint32(p.b)
	p.b = p.b[4:]
	return v
}

// take returns n octets and passes over what fills them up to a multiple of four.
func (p *propReader) take(n uint32) []byte {
	if uint64(n) > uint64(len(p.b)) {
		p.bad = true
		return nil
	}
	v := p.b[:n]
	p.b = p.b[min(uint64(n)+uint64(-n&3), uint64(len(p.b))):]
	return v
}

func (p *propReader) each(do func(id, kind uint16, value []byte)) {
	for range p.u32() {
		tag := p.u32()
		kind, id := uint16(tag), uint16(tag>>16)
		if id >= 0x8000 { // named: a GUID, then a number or a name
			p.take(16)
			if p.u32() == 0 {
				p.u32()
			} else {
				p.take(p.u32())
			}
		}
		value := p.value(kind)
		if p.bad {
			return
		}
		do(id, kind, value)
	}
}

func (p *propReader) value(kind uint16) (value []byte) {
	const several = 0x1000
	variable := false
	size := uint32(4)
	switch kind &^ several {
	case 0x05, 0x06, 0x07, 0x14, 0x40: // eight octets: numbers, times
		size = 8
	case 0x48: // a GUID
		size = 16
	case 0x1E, 0x1F, 0x0D, 0x102: // strings, objects, octets
		variable = true
	}
	count := uint32(1)
	if variable || kind&several != 0 {
		count = p.u32()
	}
	for range count {
		if variable {
			size = p.u32()
		}
		value = p.take(size)
		if p.bad {
			return nil
		}
	}
	return value
}
