package message

import (
	"slices"
	"strings"
)

// markRanges says whose words each line is. What is known beforehand (known: by the
// markup of HTML, by the part it came from) is kept; in what that left to the writer
// the habits of mail programs are looked for. Nothing is cut: a wrong mark costs a
// look by a person, never a word.
//
// The result covers text without gap.
//
// of is the letter, for what its header says. listed: the program of a mailing list put
// its footer under it.
func markRanges(text string, known []Range, of *Message) (ranges []Range, listed bool) {
	if text == "" {
		return nil, false
	}
	k := marker{text: text, markup: known, of: of, origin: Own}
	k.forward = isForward(of.SubjectLine)
	k.answer = StripPrefixes(of.SubjectLine) != strings.TrimSpace(of.SubjectLine)
	for at := 0; at < len(text); {
		end := len(text)
		if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		if n := gluedLetter(text[at:end]); n > 0 {
			end = at + n
		}
		if k.signature && k.beginsPart(at, end) {
			k.signature = false // a part begins anew: what Apple Mail puts below a picture is the writer's
		}
		k.line(at, end)
		at = end
	}
	return k.finish(), k.listed
}

// beginsPart reports whether a part other than the first begins in text[start:end].
func (k *marker) beginsPart(start, end int) bool {
	return slices.ContainsFunc(k.of.Sections, func(s Section) bool { return s.Start > 0 && start <= s.Start && s.Start < end })
}

// marker goes over the lines of a text once.
type marker struct {
	text    string
	markup  []Range
	of      *Message
	forward bool // the subject line calls the letter a forward
	answer  bool // or an answer
	out     []Range

	rest      Origin // all that follows is this; "" while it is open
	until     int    // the header of a quote goes on to here
	below     int    // a quote goes on to here, and below it are the writer's words
	signature bool   // behind a signature line
	footed    bool   // in the footer of a mailing list
	listed    bool   // there was one
	bannered  bool   // in what a gateway put above the letter
	device    bool   // an app's line is in the signature
	named     bool   // and other lines are
	signed    bool   // a signature may hold the writer's words
	armor     armor  // within what PGP puts around a text
	origin    Origin // of the line before
	previous  int    // where the line before began
	own       bool   // there were words of the writer's
	noticed   int    // octets looked through for notices
}

// line marks the line text[start:end].
func (k *marker) line(start, end int) {
	line := strings.TrimSpace(k.text[start:end])
	if line == "" {
		if k.armor == armorHead {
			k.armor = noArmor
		}
		k.footed, k.bannered = false, false
		k.put(start, end, k.origin)
		return
	}
	said := k.markupAt(start)
	switch {
	case said == Forwarded:
		k.put(start, end, Forwarded)
	case k.rest != "":
		k.put(start, end, k.rest)
	case start < k.below:
		k.put(start, end, Quoted)
	case isForwardLine(line) || k.ruledForward(line, end):
		k.rest = Forwarded
		k.put(start, end, k.rest)
	case isOriginalLine(line) || k.headerBlock(start, said) || k.ruledBlock(line, end):
		k.earlier(start, end)
	case start < k.until || isQuoteMark(line):
		k.put(start, end, Quoted)
	case said == Quoted:
		k.put(start, end, Quoted)
	case k.attribution(line, start, end):
	case k.banner(line, start, end), k.footer(line, start, end), k.notice(line, start, end):
	case k.pgp(line), said == Signature, k.signature && !k.endsSignature(line, start):
		k.sign(line, start, end)
	case line == "--" || line == "- --":
		k.signature, k.signed, k.device, k.named = true, true, false, false
		k.put(start, end, Signature)
	case isDeviceLine(line):
		k.put(start, end, Signature)
	default:
		k.signature = false
		k.put(start, end, Own)
		k.own = k.own || !isAnyLabel(line)
	}
}

// earlier marks the line that begins an earlier letter, and says how far that goes.
func (k *marker) earlier(start, end int) {
	if k.forward {
		k.rest = Forwarded
		k.put(start, end, k.rest)
		return
	}
	if k.below = k.behind(start); k.below == 0 {
		k.rest = Quoted
	}
	k.signature = false // one above a quote ends there
	k.put(start, end, Quoted)
}

// headerBlock looks for the header over a letter answered or passed on. A writer may
// begin a formal letter with "From:", "To:" and a date too: at the top of a letter
// that answers nothing it needs an address.
func (k *marker) headerBlock(start int, said Origin) bool {
	yes, address := isHeaderBlock(k.text[start:])
	if !yes && drawnHeader(k.text[start:]) {
		yes, address = true, true
	}
	if !yes {
		length, named := notesHeader(k.text[start:])
		yes, address = length > 0, named
	}
	if !yes && said == Own { // what is marked as quoted ends where the marks do
		line, _ := cutLine(k.text, start)
		yes, address = foldedHeader(strings.TrimLeft(line, " \t"))
	}
	return yes && (k.own || k.answer || address || said == Quoted)
}

// ruledForward: a ruler, and on the line behind it the words over a letter passed on.
func (k *marker) ruledForward(line string, next int) bool {
	if !isRuler(line) || next >= len(k.text) {
		return false
	}
	words, _ := cutLine(k.text, next)
	return isForwardWords(strings.TrimSpace(words))
}

// ruledBlock: a ruler, and behind it such a header. Yandex prints one without a
// sender, with the line that introduces the quote at its end.
func (k *marker) ruledBlock(line string, next int) bool {
	if !isRuler(line) {
		return false
	}
	if yes, address := isHeaderBlock(k.text[next:]); yes && (k.own || address) {
		return true
	}
	at := next
	for range 5 {
		if at >= len(k.text) {
			return false
		}
		text, after := cutLine(k.text, at)
		text = strings.TrimSpace(text)
		if at > next && isAttribution(text) {
			k.until = at
			return false
		}
		if !isLabel(text, phrases().labelMore) && !isLabel(text, phrases().labelFrom) {
			return false
		}
		at = after
	}
	return false
}

// armor says where within the lines of PGP one is.
type armor uint8

const (
	noArmor   armor = iota
	armorHead       // the lines over a signed text, up to a blank one
	armorBody       // a signature, or a sealed message
)

// pgp marks what PGP puts around a text (RFC 4880 §6.2, §7).
func (k *marker) pgp(line string) bool {
	const begin, end = "-----BEGIN PGP ", "-----END PGP "
	switch {
	case strings.HasPrefix(line, begin+"SIGNED"):
		k.armor = armorHead
	case strings.HasPrefix(line, begin):
		k.armor = armorBody
	case strings.HasPrefix(line, end):
		k.armor = noArmor
	default:
		return k.armor != noArmor
	}
	return true
}

// attribution marks the line that introduces a quote, and the half of it on the
// line before. If what follows carries no quote marks, all of it is the quote.
func (k *marker) attribution(line string, start, end int) bool {
	before := ""
	if start > 0 && k.origin == Own {
		before = strings.TrimSpace(k.text[k.previous:start])
	}
	whole, wrapped := isAttribution(line), false
	if !whole && before != "" && (endsAttribution(line) || strings.HasSuffix(line, "---")) {
		whole = isAttribution(before + " " + line)
		wrapped = whole
	} else if whole && before != "" && !hasTime(line) && hasTime(before) && strings.Contains(before, ",") {
		wrapped = true
	}
	if !whole && maybeAttribution(line) {
		marked, any := k.quoteFollows(end)
		whole = marked && any
	}
	if !whole {
		return false
	}
	if wrapped {
		k.remark(k.previous, Quoted)
	}
	k.put(start, end, Quoted)
	if marked, any := k.quoteFollows(end); any && !marked {
		k.rest = Quoted
	}
	return true
}

// quoteFollows reports whether the next line with words is marked as a quote, and
// whether there is any.
func (k *marker) quoteFollows(at int) (marked, any bool) {
	for at < len(k.text) {
		end := len(k.text)
		if n := strings.IndexByte(k.text[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		if line := strings.TrimSpace(k.text[at:end]); line != "" {
			first := at + strings.Index(k.text[at:end], line)
			for _, r := range k.markup {
				if r.Start <= first && first < r.End {
					return r.Origin == Quoted || isQuoteMark(line), true
				}
			}
			return isQuoteMark(line), true
		}
		at = end
	}
	return false, false
}

// markupAt returns what markup says of the first word from start on.
func (k *marker) markupAt(start int) Origin {
	for start < len(k.text) && (k.text[start] == ' ' || k.text[start] == '\t') {
		start++
	}
	for len(k.markup) > 0 && k.markup[0].End <= start {
		k.markup = k.markup[1:]
	}
	if len(k.markup) > 0 && k.markup[0].Start <= start {
		return k.markup[0].Origin
	}
	return Own
}

// put appends a line.
func (k *marker) put(start, end int, origin Origin) {
	if n := len(k.out); n > 0 && k.out[n-1].Origin == origin {
		k.out[n-1].End = end
	} else {
		k.out = append(k.out, Range{start, end, origin})
	}
	k.origin, k.previous = origin, start
}

// remark gives what was already put from start on another origin.
func (k *marker) remark(start int, origin Origin) {
	last := &k.out[len(k.out)-1]
	end := last.End
	if last.Start >= start {
		k.out = k.out[:len(k.out)-1]
	} else {
		last.End = start
	}
	k.put(start, end, origin)
}

// finish returns the ranges. A letter that would be nothing but a signature is the
// writer's words: some write under a line of dashes, and a greeting above it. What programs put there is not.
func (k *marker) finish() []Range {
	if !k.signed {
		return k.out
	}
	for _, r := range k.out {
		if r.Origin == Own && strings.TrimSpace(k.text[r.Start:r.End]) != "" && !k.onlyGreets() {
			return k.out
		}
	}
	for i, r := range k.out {
		switch r.Origin {
		case Own:
		case Signature:
			k.out[i].Origin = Own
		default:
			return k.out
		}
	}
	return k.out
}
