package deadline

import (
	"iter"
	"strings"
	"time"
)

// Named is a moment by which a letter wants something, with where it stands.
type Named struct {
	At   time.Time // the last second of a day, unless the letter names a time or hours
	Line int       // counted from 1
	Text string    // as it is written
}

// Past reports whether it lay before the day on which the letter came.
func (n Named) Past(receivedAt time.Time) bool { return n.At.Before(midnight(receivedAt)) }

// LastDay is the day by whose end at is kept, its midnight: that of at, or the day before
// where at lies within a day.
func LastDay(at time.Time) time.Time {
	if day := midnight(at); at.Before(EndOfDay(at)) {
		return day.AddDate(0, 0, -1)
	}
	return midnight(at)
}

// maxDated bounds how much of a letter is looked through for days and terms, in octets, maxWork
// how much work that may be: octets by the patterns that are tried on them, and maxJudged for
// each place that one finds; it takes one or two tenths of a second (P16). maxBeside is how much beside a day is looked at for a
// word that makes it a term, maxNear for one that asks, maxPiece how much of a line is looked at
// in one go; in octets.
// maxPast is how many days before the letter came one is still taken for its term.
const (
	maxDated  = 64 << 10
	maxWork   = 3 << 19
	maxJudged = 512
	maxPiece  = 512
	maxBeside = 64
	maxNear   = 240
	maxPast   = 31
)

// FirstNamed is the first moment before the period ends that lines of a letter name, as a
// day or as a term that counts to it; zero where they name none. The day on which the letter
// came counts only where the words beside it speak of a term: letters bear their own date.
// Where nothing else is named, a day of the last month does that something was asked by.
// What is named may go on in the next line: its text is what stands in the first.
// Times carry the controller's zone.
func (r *Rules) FirstNamed(lines []string, receivedAt, dueAt time.Time) Named {
	var first, past Named
	left, work, prior := maxDated, maxWork, ""
	for p := range pieces(lines) {
		if left -= len(p.text) + 1; left < 0 {
			break
		}
		s := span{text: lowered(p.text + " " + p.next), line: len(p.text), prior: prior}
		some, patterns := r.ways().near(s.text)
		if work -= len(s.text) * patterns; work < 0 {
			break
		}
		list, judged := r.found(s, some, receivedAt)
		work -= judged * maxJudged
		for _, f := range list {
			named := Named{f.at, p.line, p.text[f.from:min(f.to, len(p.text))]}
			switch {
			case f.past:
				past = past.or(named)
			case named.At.Before(dueAt.Truncate(time.Second)):
				first = first.or(named)
			}
		}
		if text := strings.TrimRight(s.text[:s.line], " \t"); text != "" {
			prior = text[max(0, len(text)-maxNear):] + " "
		}
	}
	if first.At.IsZero() {
		return past
	}
	return first
}

// or is the earlier one.
func (n Named) or(other Named) Named {
	if n.At.IsZero() || !other.At.IsZero() && other.At.Before(n.At) {
		return other
	}
	return n
}

// piece is a line, or so much of a long one as is looked at in one go: what may be named in it
// costs its length.
type piece struct {
	line int // counted from 1
	text string
	next string // the beginning of what goes on behind it
}

func pieces(lines []string) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		for i, line := range lines {
			for rest := line; ; {
				text := rest
				if at := strings.LastIndexAny(rest[:min(len(rest), maxPiece)], " \t"); len(rest) > maxPiece && at > 0 {
					text = rest[:at]
				}
				rest = rest[len(text):]
				behind := rest
				if behind == "" && i+1 < len(lines) {
					behind = lines[i+1]
				}
				behind = strings.TrimLeft(behind, " \t")
				if !yield(piece{i + 1, text, behind[:min(len(behind), maxBeside)]}) {
					return
				}
				if rest == "" {
					break
				}
			}
		}
	}
}

// EndOfDay is the last second of a day.
func EndOfDay(day time.Time) time.Time { return midnight(day).AddDate(0, 0, 1).Add(-time.Second) }

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}
