package classifier

import "strings"

// A record holds a number as E.164 has it, without the extension that people of an office
// give with theirs. The number alone is proposed, and a person looks.

// withoutExtension returns the number of a spot that an extension follows, and how many
// octets that takes; 0 where none does.
func (r *reading) withoutExtension(x *index, s spot) (bare Value, more int) {
	l := r.lines[s.line]
	if more = x.extension(l.text[s.end:]); more == 0 {
		return Value{}, 0
	}
	return l.place(phoneValue(l.text[s.start:s.end]), s.start, s.end), more
}

// cutExtensions puts the bare numbers in the place of those with an extension.
func (r *reading) cutExtensions(values []Value, offers []offer) (doubts []Doubt) {
	for i, v := range values {
		for _, o := range offers {
			if o.more == 0 || !o.bare.Valid || v.Field != o.bare.Field || v.Place != o.bare.Place {
				continue
			}
			values[i] = o.bare
			l := r.lines[o.spot.line]
			behind := l.text[o.spot.end : o.spot.end+o.more]
			text := strings.TrimLeft(behind, " \t\u00a0,(")
			end := l.offset + o.spot.end + o.more
			doubts, r.remarks = []Doubt{DoubtExtension}, append(r.remarks, Evidence{
				Rule: "guard:extension", Text: text, Where: l.where(o.spot.start), Place: Place{l.part(), l.numberAt(o.spot.start), end - len(text), end},
			})
		}
	}
	return doubts
}
