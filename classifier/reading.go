package classifier

import (
	"strconv"
	"strings"
	"time"

	"medico-intech.kz/otinish/mailbox/message"
)

// maxRead caps how much of the writer's own text is read, in octets. A request
// fits many times over; what is longer gets DoubtDamaged.
const maxRead = 64 << 10

// line is a line that the writer is answerable for.
type line struct {
	text   string
	number int // 0: the subject line, else counted in Message.Text from 1
	offset int // where it begins in Message.Text, or in Message.SubjectLine
	first  int // its words: reading.words[first:end]
	end    int
	after  bool  // the line before it in the mail is the line before it here
	breaks []int // where in text lines of the mail ended that are read as one (wrap.go)
}

// numberAt returns the number of the line of the mail in which an octet of the line stands.
func (l line) numberAt(at int) int {
	n := l.number
	for _, b := range l.breaks {
		if b <= at {
			n++
		}
	}
	return n
}

func (l line) where(at int) string {
	if l.number == 0 {
		return "subject line"
	}
	return "text, line " + strconv.Itoa(l.numberAt(at))
}

func (l line) part() Part {
	if l.number == 0 {
		return PartSubjectLine
	}
	return PartText
}

func (l line) blank() bool { return strings.TrimSpace(l.text) == "" }

// word is a word of a line, folded once.
type word struct {
	start, end   int32 // in line.text
	from, to     int32 // its skeleton: reading.skeletons[from:to]
	hits, hitEnd int32 // what the lexicon knows of it: reading.hits[hits:hitEnd]
	line         int32
	sentence     int32
	stem         uint32 // hash of the beginning of its skeleton; 0: it has none
	script       script
}

// reading is a letter as the classifier sees it: the subject line without its
// prefixes, then the writer's own lines, as words.
type reading struct {
	lines     []line
	words     []word
	skeletons []byte
	hits      []hit
	asks      []bool // by sentence: ends in a question mark

	origin  message.Origin
	senders []string  // the parts of the names in the head of the mail (sender.go)
	written time.Time // when, as the letter says; zero if it does not
	room    *room
	model   *model
	tap     func(Verdict, signs)
	heard   func([]float32)
	decided func(decided)

	beside    *reading   // the same words looked up in asides.txt, once they were
	judged    judgement  // what the model makes of the sentences, once it was asked
	wedding   bool       // the letter speaks of what mostly changes a name
	denied    []denial   // what the writer says he does not ask
	quiet     []int      // the sentences that deny, or tell of others in passing
	remarks   []Evidence // what speaks against the values, once they were read
	speaking  signs      // what speaks for or against acting on the kind in hand
	staying   []spot     // that are said to stay as they are
	swapping  []spot     // in place of which another is to be put
	barred    bool       // something forbids acting: the writer writes for somebody else, takes it back, names a day to come …
	unsaid    bool       // nothing is said of a value but a label with a word that no list knows
	form      form       // what a web form says, once the values were looked for (form.go)
	formed    bool
	blocks    []role   // what the head of its block says of each line, once it was asked (block.go)
	marked    bool     // a mark of the policy stands over the values, word for word
	askedAt   int      // the question in which a value that was taken stands; -1: none
	rivals    []Value  // that may be meant instead of the values that were read
	against   []string // what speaks against those values, by name
	mild      bool     // all of that is mild, and the values raise no other doubt
	asOld     bool     // a word calls a value taken the old one
	grave     bool     // nothing that is said tells which value is meant
	titles    bool     // the subject line says what is new, and nothing but its value stands below
	prefixes  prefixes
	own       bool // own text is there
	bare      bool // words of others, over which nobody wrote anything
	english   bool // so no Latin word is transliterated
	others    bool // a quoted or forwarded range is there
	thanks    bool // it only thanks for what was done
	cut       bool // the own text was longer than maxRead, or not read to its end
	work      int  // places looked at so far, see maxWork
	ownWords  int
	sentence  int32
	openBreak bool // the next word begins a sentence
}

// read takes a message apart and looks every word up in the index. Lines are those
// of the ranges of an origin: the writer's own, or in a second reading another's.
func read(m *message.Message, x *index, origin message.Origin) *reading {
	return new(room).read(m, x, origin)
}

func (room *room) read(m *message.Message, x *index, origin message.Origin) *reading {
	room.prepare(x.trie)
	size := min(len(m.SubjectLine)+len(m.Text), maxRead)
	r := &reading{
		room:      room,
		origin:    origin,
		written:   m.Date,
		lines:     sized(room.lines, 8+size/32),
		words:     sized(room.words, 8+size/9),
		skeletons: sized(room.skeletons, 16+size),
		hits:      sized(room.hits, 32+size/8),
	}
	r.nameSenders(x, m)
	var title string
	title, r.prefixes = stripPrefixes(m.SubjectLine)
	if r.prefixes.reply && ours(title) {
		title = ""
	}
	r.english = isEnglish(x, m.SubjectLine, m.Text)
	r.addLine(title, 0, false, x.trie)
	r.lines[0].offset = len(m.SubjectLine) - len(title)
	subjectWords := len(r.words)
	r.addText(m, x, origin)
	r.ownWords = len(r.words) - subjectWords
	r.compound(x)
	return r
}

// leave lets the next reading have the memory of this one.
func (r *reading) leave() {
	r.room.lines, r.room.words, r.room.skeletons, r.room.hits = r.lines, r.words, r.skeletons, r.hits
}

// addText adds the lines of the ranges of an origin.
func (r *reading) addText(m *message.Message, x *index, origin message.Origin) {
	number, counted, budget := 1, 0, maxRead
	for _, rg := range m.Ranges {
		start, end := max(rg.Start, counted), min(rg.End, len(m.Text))
		if start >= end {
			continue
		}
		if rg.Origin != origin {
			r.others = r.others || rg.Origin == message.Quoted || rg.Origin == message.Forwarded
			continue
		}
		if end-start > budget {
			end, r.cut = start+budget, true
		}
		budget -= end - start
		number += strings.Count(m.Text[counted:start], "\n")
		counted = start
		r.openBreak = true
		after, at := false, start
		ticked := hasTick(m.Text[start:end])
		x.unwrapped(x.withTabs(m.Text[start:end]), func(text string, breaks []int) {
			line := strings.TrimRight(text, "\r\n")
			if ticked && isUnticked(line) {
				line = ""
			}
			r.addLine(line, number, after, x.trie)
			l := &r.lines[len(r.lines)-1]
			l.offset, l.breaks = at, breaks
			at += len(text)
			after = true
			number += len(breaks) + strings.Count(text, "\n")
		})
		counted = end
	}
}

// skeleton returns the skeleton of word i.
func (r *reading) skeleton(i int) []byte { return r.skeletons[r.words[i].from:r.words[i].to] }

// knows reports whether the lexicon found id at word i.
func (r *reading) knows(i int, id uint16) bool {
	w := &r.words[i]
	for _, h := range r.hits[w.hits:w.hitEnd] {
		if h.id == id {
			return true
		}
	}
	return false
}

// maxEvidence caps the words that an observation shows, in runes.
const maxEvidence = 160

// excerpt returns the writer's words from word i to word j, both included.
func (r *reading) excerpt(i, j int) string {
	a, b := r.words[i], r.words[j]
	if a.line == b.line {
		return trimEvidence(r.lines[a.line].text[a.start:b.end])
	}
	text := r.lines[a.line].text[a.start:]
	for k := a.line + 1; k < b.line; k++ {
		text += " " + r.lines[k].text
	}
	return trimEvidence(text + " " + r.lines[b.line].text[:b.end])
}

// trimEvidence shortens text and hides what may be an identity number in it.
func trimEvidence(text string) string {
	text = mask(strings.Join(strings.Fields(text), " "))
	n := 0
	for i := range text {
		if n == maxEvidence {
			return mask(text[:i]) + "…" // the cut may have left as many digits as a document has
		}
		n++
	}
	return text
}
