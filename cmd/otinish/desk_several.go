package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// Targets are the requests a decision is about, each decided for itself.
type Targets struct {
	Numbers []string `arg:"" name:"number" help:"Numbers, such as OT-7F3K-92QT. With :N behind a number it is decided only if it is as you saw it: the version that queue show prints. - reads numbers from standard input."`
	Version int      `help:"The version of the only number." placeholder:"N"`
}

// maxAtOnce bounds what one command decides: more is a slip of the hand.
const maxAtOnce = 1000

// list reads the targets before anything is decided, each once. files are what else
// the command reads: standard input can be one thing only.
func (q Targets) list(t *Terminal, files ...string) (list []Target, err error) {
	var words []string
	if slices.Contains(q.Numbers, "-") && slices.Contains(files, "-") {
		return nil, fmt.Errorf("standard input cannot be the numbers and a text; write the text into a file: %w", privacy.ErrBadInput)
	}
	for _, w := range q.Numbers {
		if w != "-" {
			words = append(words, w)
			continue
		}
		lines := bufio.NewScanner(io.LimitReader(t.In, maxText))
		for lines.Scan() {
			words = append(words, strings.Fields(lines.Text())...)
		}
		if err := lines.Err(); err != nil {
			return nil, fmt.Errorf("read numbers: %w", err)
		}
	}
	seen := make(map[privacy.Number]bool)
	for _, w := range words {
		target, err := targetOf(w)
		if err != nil && len(words) == 1 {
			return nil, err
		}
		if err != nil { // told beside it, when the others are decided
			target = Target{Number: privacy.Number(cut(w, 40)), Failed: err}
		}
		if !seen[target.Number] {
			seen[target.Number], list = true, append(list, target)
		}
	}
	switch {
	case len(list) == 0:
		return nil, fmt.Errorf("no number is given: %w", privacy.ErrBadInput)
	case len(list) > maxAtOnce:
		return nil, fmt.Errorf("%d numbers are more than %d: %w", len(list), maxAtOnce, privacy.ErrBadInput)
	case q.Version != 0 && len(list) > 1:
		return nil, fmt.Errorf("--version is of one request; write NUMBER:VERSION for several: %w", privacy.ErrBadInput)
	case q.Version != 0:
		list[0].Version = q.Version
	}
	return list, nil
}

// targetOf reads NUMBER or NUMBER:VERSION.
func targetOf(word string) (target Target, err error) {
	number, version, versioned := strings.Cut(word, ":")
	if target.Number, err = privacy.ParseNumber(number); err != nil {
		return target, err
	}
	if !versioned {
		return target, nil
	}
	if target.Version, err = strconv.Atoi(version); err != nil || target.Version < 1 {
		return target, fmt.Errorf("write NUMBER:VERSION, such as OT-7F3K-92QT:3: %w", privacy.ErrBadInput)
	}
	return target, nil
}

// single refuses what is of one request where there are several.
func single(list []Target, options ...string) error {
	for i := 0; i+1 < len(options) && len(list) > 1; i += 2 {
		if options[i+1] != "" {
			return fmt.Errorf("%s is for one request, not for several: %w", options[i], privacy.ErrBadInput)
		}
	}
	return nil
}

// decideEach decides each by itself and tells what came of it: one that somebody else
// has decided does not hold up the others. The error has the exit code of the
// failures where they have one in common.
func (t *Terminal) decideEach(ctx context.Context, c *adminapi.Client, list []Target, writing Writing, verb string, decision func(privacy.Number) (adminapi.Decision, error)) error {
	list, err := inOrder(ctx, c, verb, list)
	if err != nil {
		return err
	}
	var failed []error
	for _, target := range list {
		target.Several = len(list) > 1
		err := target.Failed
		if err == nil {
			var d adminapi.Decision
			if d, err = decision(target.Number); err == nil {
				err = t.decide(ctx, c, target, writing, verb, d)
			}
		}
		switch {
		case err == nil:
			continue
		case len(list) == 1, errors.Is(err, adminapi.ErrNoDaemon), ctx.Err() != nil:
			return err
		}
		failed = append(failed, err)
		if err := t.tellFailed(target.Number, err); err != nil {
			return err
		}
	}
	if len(list) > 1 && !writing.Preview {
		fmt.Fprintf(t.Err, "Decided: %d. Did not work: %d.\n", len(list)-len(failed), len(failed))
	}
	return together(failed)
}

// tellFailed is a line for a request about which nothing was decided.
func (t *Terminal) tellFailed(n privacy.Number, err error) error {
	if t.JSON {
		return json.NewEncoder(t.Out).Encode(struct {
			Number privacy.Number `json:"number"`
			Error  string         `json:"error"`
			Exit   int            `json:"exit"` // what the command alone would have ended with
		}{n, forPeople(err), exitCode(err)})
	}
	_, err = fmt.Fprintf(t.Err, "%s: %s\n", n, t.told(err))
	return err
}

// together is one error for several that were told already.
func together(failed []error) error {
	if len(failed) == 0 {
		return nil
	}
	for _, err := range failed {
		if exitCode(err) != exitCode(failed[0]) {
			return errSaid
		}
	}
	return fmt.Errorf("%w: %w", errSaid, failed[0])
}

// the is a decision that is the same for each request.
func the(d adminapi.Decision) func(privacy.Number) (adminapi.Decision, error) {
	return func(privacy.Number) (adminapi.Decision, error) { return d, nil }
}
