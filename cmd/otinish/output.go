package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"
	"unicode/utf16"
)

// print writes v as one line of JSON where --json is given, else calls people.
func (t *Terminal) print(v any, people func(w io.Writer)) error {
	if t.JSON {
		return encode(t.Out, v)
	}
	w := bufio.NewWriter(t.Out)
	people(w)
	return w.Flush()
}

// printEach is print for a list: one JSON object a line.
func printEach[T any](t *Terminal, list []T, people func(w io.Writer)) error {
	if !t.JSON {
		return t.print(nil, people)
	}
	for _, v := range list {
		if err := encode(t.Out, v); err != nil {
			return err
		}
	}
	return nil
}

// encode writes v as a line of JSON. What would do something to a terminal is
// escaped: encoding/json leaves the controls beyond ASCII and those of direction.
func encode(w io.Writer, v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.Grow(len(line) + 1)
	for _, r := range string(line) {
		switch {
		case r < 0x7f || printable(r) == r:
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, "\\u%04x\\u%04x", high, low)
		default:
			fmt.Fprintf(&b, "\\u%04x", r)
		}
	}
	b.WriteByte('\n')
	_, err = io.WriteString(w, b.String())
	return err
}

// table writes rows in columns.
func table(w io.Writer, head string, rows func(row func(cells ...any))) {
	tw := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tw, head)
	rows(func(cells ...any) {
		for i, c := range cells {
			if i > 0 {
				fmt.Fprint(tw, "\t")
			}
			fmt.Fprint(tw, c)
		}
		fmt.Fprintln(tw)
	})
	tw.Flush()
}

// local shows a time in the zone it carries: the daemon sends the controller's, the
// one of letters and periods, wherever the machine stands.
// zoned is for times of verbs that know no configuration: they name their zone.
const zoned = "2006-01-02 15:04 MST"

func local(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format("2006-01-02 15:04")
}

// localOr is local where there may be no time.
func localOr(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return local(*t)
}

// left says how long there is until t, in words of one size.
func left(t, now time.Time) string {
	d := t.Sub(now)
	sign := ""
	if d < 0 {
		d, sign = -d, "overdue by "
	}
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%s%d days", sign, int(d.Hours()/24))
	case d >= time.Hour:
		return fmt.Sprintf("%s%d h", sign, int(d.Hours()))
	}
	return fmt.Sprintf("%s%d min", sign, int(d.Minutes()))
}

// ago says how long t is past. A clock that was set back puts it ahead.
func ago(t, now time.Time) string {
	if t.Sub(now) > time.Minute {
		return "dated later than now, " + local(t)
	}
	return left(t.Add(max(0, now.Sub(t))), t) + " ago"
}

// dueIn says how long there is until a period ends, in the words of the console: in
// working days, as the law counts, and in hours on the last day.
func dueIn(due time.Time, workingDays int, now time.Time) string {
	count := func(n int, what string) string {
		if n != 1 {
			what += "s"
		}
		return fmt.Sprintf("%d %s", n, what)
	}
	d, overdue := due.Sub(now), ""
	if d < 0 {
		d, overdue = -d, "overdue by "
	}
	switch {
	case due.IsZero():
		return "-"
	case overdue != "" && d >= 48*time.Hour:
		return overdue + count(int(d.Hours()/24), "day")
	case overdue == "" && workingDays > 0:
		return count(workingDays, "working day")
	case d >= time.Hour:
		return overdue + count(int(d.Hours()), "hour")
	}
	return overdue + count(int(d.Minutes()), "minute")
}

// cut shortens s to n characters for a table.
func cut(s string, n int) string {
	r := []rune(plain(s))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n-1]) + "…"
}

// printable keeps what strangers write from doing anything to the terminal: control
// characters, and those that turn the direction of a line or hide in it (Unicode
// category Cf; UTS 39 §2.2).
func printable(r rune) rune {
	switch {
	case r == '\n', r == '\t', r == '\r', r == '\u2028', r == '\u2029', r == '\u0085':
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

// plain is s with nothing in it that does anything to a terminal.
func plain(s string) string { return strings.Map(printable, s) }

// printableLines is printable for a text of several lines.
func printableLines(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if r == '\r' {
			return -1
		}
		return printable(r)
	}, s)
}

// interactive reports whether f is a terminal a person types at.
func interactive(f any) bool {
	file, ok := f.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
