package console

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"medico-intech.kz/otinish/handlers/review"
)

// Letter is a message as it is shown: text only, whatever form it came in.
type Letter struct {
	SubjectLine string
	FromName    string // display name, as the writer chose it
	Lines       []Line // of the text, in order
	FromHTML    bool   // the text was made of HTML
	Attachments []Attachment
	Damage      []string // codes
	Notes       []string // codes
	HasHTML     bool
	// HTML gives its HTML form, as the writer made it: to be sanitised.
	HTML func() string
	// Attached gives the content of an attachment; false where it is not at hand,
	// because the message is large or the file lies within another.
	Attached func(i int) ([]byte, bool)
}

// Line is a line of text and whose words it is: "own", "quoted", "forwarded",
// "signature".
type Line struct{ Text, Origin string }

// Attachment is a file that came with a message.
type Attachment struct {
	Name      string
	MediaType string
	Inline    bool // shown within the text by mail programs
}

// block is lines of one origin, one behind the other.
type block struct {
	Origin string
	Count  int
	Lines  []markedLine
}

type markedLine struct {
	Number   int
	Value    bool // a proposed value stands here
	Segments []segment
}

// segment is words with a mark: "" none, "for" what speaks for the request,
// "against" what stopped it, "day" a day that may count.
type segment struct{ Text, Mark string }

// blocks lays a letter out with its evidence marked in place.
func blocks(lines []Line, evidence []evidence, values map[int]bool) (out []block) {
	for i, l := range lines {
		number := i + 1
		marked := markedLine{Number: number, Value: values[number], Segments: mark(l.Text, number, evidence)}
		if n := len(out); n == 0 || out[n-1].Origin != l.Origin {
			out = append(out, block{Origin: l.Origin})
		}
		b := &out[len(out)-1]
		b.Lines = append(b.Lines, marked)
		if strings.TrimSpace(l.Text) != "" {
			b.Count++
		}
	}
	return out
}

// mark cuts a line where evidence stands in it; number 0 is the subject line.
func mark(text string, number int, list []evidence) []segment {
	type place struct {
		from, to int
		mark     string
	}
	var places []place
	for _, e := range list {
		if e.Line != number {
			continue
		}
		from, to := find(text, e.Text)
		p := place{from, to, "for"}
		switch {
		case e.Against:
			p.mark = "against"
		case e.Key == "day":
			p.mark = "day"
		}
		if to > from && !slices.ContainsFunc(places, func(q place) bool { return p.from < q.to && q.from < p.to }) {
			places = append(places, p)
		}
	}
	slices.SortFunc(places, func(a, b place) int { return a.from - b.from })
	var out []segment
	at := 0
	for _, p := range places {
		if p.from > at {
			out = append(out, segment{text[at:p.from], ""})
		}
		out = append(out, segment{text[p.from:p.to], p.mark})
		at = p.to
	}
	if at < len(text) || len(out) == 0 {
		out = append(out, segment{text[at:], ""})
	}
	return out
}

// find looks for the words of an excerpt, whose blanks were folded, whose end may be
// cut off, go on in the next line, or have digits starred. What is not found so
// takes the whole line.
func find(text, excerpt string) (from, to int) {
	words := strings.Fields(strings.TrimSuffix(excerpt, "…"))
	for n := len(words); n > 0; n-- {
		quoted := make([]string, n)
		for i, w := range words[:n] {
			quoted[i] = strings.ReplaceAll(regexp.QuoteMeta(w), `\*`, `[\d*]`)
		}
		pattern, err := regexp.Compile(strings.Join(quoted, `\s+`))
		if err != nil {
			break
		}
		if at := pattern.FindStringIndex(text); at != nil {
			return at[0], at[1]
		}
	}
	start := len(text) - len(strings.TrimLeft(text, " \t"))
	return start, len(strings.TrimRight(text, " \t"))
}

// evidence is one observation, with its place as a number of a line: 0 the subject
// line, below zero nowhere.
type evidence struct {
	Found   string // what was found out about the mail, where that is what was seen
	Key     string // of its sentence
	Kind    string // it speaks for
	Topic   string // of a guard
	Text    string
	Line    int
	Against bool
	Rule    string
}

// maxExcerpt is how many letters of an observation are repeated below the letter, in
// which it is marked in full.
const maxExcerpt = 160

// Shown is the text, cut where it has no end.
func (e evidence) Shown() string {
	if letters := []rune(e.Text); len(letters) > maxExcerpt {
		return strings.TrimSpace(string(letters[:maxExcerpt])) + "…"
	}
	return e.Text
}

func observations(r review.Record) (list []evidence) {
	for _, o := range r.Evidence {
		e := evidence{Key: "evidence.seen", Text: o.Text.Reveal(), Line: lineOf(o.Where), Rule: o.Rule}
		parts := append(strings.Split(o.Rule, ":"), "", "", "", "")
		switch {
		case parts[0] == "mark" && parts[3] == "exact":
			e.Key, e.Kind = "evidence.exact", parts[1]
		case parts[0] == "mark":
			e.Key, e.Kind = "evidence.near", parts[1]
		case parts[0] == "wording":
			e.Key, e.Kind = "evidence.wording", parts[1]
		case parts[0] == "sense":
			e.Key, e.Kind = "evidence.wording", parts[1]
		case parts[0] == "guard":
			e.Key, e.Topic, e.Against = "evidence.guard", parts[1], true
		case parts[0] == "unread":
			e.Key, e.Found = "says.unread", parts[1]
		case tied[o.Rule] != "":
			e.Key = tied[o.Rule]
		}
		list = append(list, e)
	}
	return list
}

// tied are the sentences for what ties a letter to us and quotes none of its words.
var tied = map[string]string{"reply-to-our-letter": "says.reply", "number-of-a-request": "says.number", "number-lost-in-restore": "says.lost"}

func lineOf(where string) int {
	if where == "subject line" {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimPrefix(where, "text, line "))
	if err != nil {
		return -1
	}
	return n
}
