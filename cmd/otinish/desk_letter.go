package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// headLine is a line as --preview prints it above a letter, or as somebody who knows
// mail puts it there.
const headLine = `(?i)^(To|Subject|Recorded|From|Cc|Bcc|Reply-To|Date)\s*:\s*(.*)$`

// letterWords reads the words of a letter from a file that was saved from --preview: the
// lines above the letter, to whom it goes and under which subject line, are no part of
// it. They must be as they were, for nobody should believe that changing them does
// anything.
func (t *Terminal) letterWords(ctx context.Context, c *adminapi.Client, n privacy.Number, verb string, d adminapi.Decision, file string) (string, error) {
	text, err := t.readText(file)
	if err != nil {
		return "", err
	}
	head, words := splitHead(text)
	if len(head) == 0 {
		return text, nil
	}
	drafts, err := c.Preview(ctx, n, verb, d)
	if err != nil {
		return "", err
	}
	for _, line := range head {
		same := line[0] == "recorded"
		for _, draft := range drafts {
			same = same || line == [2]string{"to", cut(draft.To, 100)} || line == [2]string{"subject", strings.TrimSpace(cut(draft.SubjectLine, 200))}
		}
		if !same {
			return "", privacy.Mistaken("letter-head", fmt.Errorf("only the words of the letter can be changed, not to whom it goes, nor its subject line: %w", privacy.ErrBadInput))
		}
	}
	if strings.TrimSpace(words) == "" {
		return "", privacy.Mistaken("input-empty", fmt.Errorf("the letter has no words; nothing was decided: %w", privacy.ErrBadInput))
	}
	return words, nil
}

// splitHead parts the lines above a letter, name and value, from its words.
func splitHead(text string) (head [][2]string, words string) {
	line := regexp.MustCompile(headLine)
	words = strings.TrimPrefix(text, "\ufeff")
	for words != "" {
		first, rest, _ := strings.Cut(words, "\n")
		found := line.FindStringSubmatch(strings.TrimRight(first, "\r"))
		if found == nil {
			break
		}
		head, words = append(head, [2]string{strings.ToLower(found[1]), strings.TrimSpace(found[2])}), rest
	}
	return head, words
}
