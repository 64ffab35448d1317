package main

import (
	"bufio"
	"fmt"
	"strings"
	"unicode/utf8"
)

// columns is how wide a terminal is taken to be.
const columns = 100

// page writes rows that are no wider than a terminal.
type page struct{ *bufio.Writer }

// row writes a text behind a head; what does not fit goes on below, behind blanks.
func (p page) row(head, text string) {
	indent := utf8.RuneCountInString(head)
	room := max(columns-indent, 20)
	blanks := strings.Repeat(" ", indent)
	line := head
	for i, part := range fold(text, room) {
		if i > 0 {
			line = blanks
		}
		fmt.Fprintln(p, strings.TrimRight(line+part, " "))
	}
}

// fold cuts a text into lines of at most n characters, at blanks where there are any.
func fold(text string, n int) (lines []string) {
	rest := []rune(text)
	for len(rest) > n {
		at := n
		for at > n/2 && rest[at] != ' ' {
			at--
		}
		if rest[at] != ' ' {
			at = n
		}
		lines = append(lines, string(rest[:at]))
		rest = rest[at:]
		if rest[0] == ' ' {
			rest = rest[1:]
		}
	}
	return append(lines, string(rest))
}
