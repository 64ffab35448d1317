package message

import "strings"

// markRanges says whose words each line is. What markup said (markup, of HTML) is
// kept; in what it left to the writer the habits of mail programs are looked for.
// Nothing is cut: a wrong mark costs a look by a person, never a word. forward says
// that the subject line calls the letter a forward.
//
// The result covers text without gap.
func markRanges(text string, markup []Range, forward bool) []Range {
	if text == "" {
		return nil
	}
	k := marker{text: text, markup: markup, forward: forward, origin: Own}
	for at := 0; at < len(text); {
		end := len(text)
		if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		k.line(at, end)
		at = end
	}
	return k.finish()
}

// marker goes over the lines of a text once.
type marker struct {
	text    string
	markup  []Range
	forward bool
	out     []Range

	rest      Origin // all that follows is this; "" while it is open
	signature bool   // behind a signature line
	origin    Origin // of the line before
	previous  int    // where the line before began
}

// line marks the line text[start:end].
func (k *marker) line(start, end int) {
	line := strings.TrimSpace(k.text[start:end])
	if line == "" {
		k.put(start, end, k.origin)
		return
	}
	said := k.markupAt(start)
	switch {
	case k.rest != "":
		k.put(start, end, k.rest)
	case isForwardLine(line):
		k.rest = Forwarded
		k.put(start, end, k.rest)
	case isOriginalLine(line) || isHeaderBlock(k.text[start:]):
		k.rest = Quoted
		if k.forward {
			k.rest = Forwarded
		}
		k.put(start, end, k.rest)
	case line[0] == '>':
		k.put(start, end, Quoted)
	case said == Quoted:
		k.put(start, end, Quoted)
	case k.attribution(line, start, end):
	case k.signature || said == Signature:
		k.put(start, end, Signature)
	case line == "--":
		k.signature = true
		k.put(start, end, Signature)
	case isDeviceLine(line):
		k.put(start, end, Signature)
	default:
		k.put(start, end, Own)
	}
}

// attribution marks the line that introduces a quote, and the half of it on the
// line before. If what follows carries no quote marks, all of it is the quote.
func (k *marker) attribution(line string, start, end int) bool {
	before := ""
	if start > 0 && k.origin == Own {
		before = strings.TrimSpace(k.text[k.previous:start])
	}
	whole, wrapped := isAttribution(line), false
	if !whole && before != "" && endsAttribution(line) {
		whole = isAttribution(before + " " + line)
		wrapped = whole
	} else if whole && before != "" && !hasTime(line) && hasTime(before) && strings.Contains(before, ",") {
		wrapped = true
	}
	if !whole {
		return false
	}
	if wrapped {
		k.remark(k.previous, Quoted)
	}
	k.put(start, end, Quoted)
	if !k.quoteFollows(end) {
		k.rest = Quoted
	}
	return true
}

// quoteFollows reports whether the next line with words is marked as a quote.
func (k *marker) quoteFollows(at int) bool {
	for at < len(k.text) {
		end := len(k.text)
		if n := strings.IndexByte(k.text[at:], '\n'); n >= 0 {
			end = at + n + 1
		}
		if line := strings.TrimSpace(k.text[at:end]); line != "" {
			for _, r := range k.markup {
				if first := at + strings.Index(k.text[at:end], line); r.Start <= first && first < r.End {
					return r.Origin == Quoted || line[0] == '>'
				}
			}
			return line[0] == '>'
		}
		at = end
	}
	return true
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
// writer's words: some write under a line of dashes.
func (k *marker) finish() []Range {
	for _, r := range k.out {
		if r.Origin == Own && strings.TrimSpace(k.text[r.Start:r.End]) != "" {
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
