package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// warnLanguages tells before anything is decided that one text would go to writers of
// different languages.
func (t *Terminal) warnLanguages(ctx context.Context, c *adminapi.Client, list []Target) {
	if len(list) < 2 {
		return
	}
	var languages []privacy.Language
	var each []string
	for _, target := range list {
		if target.Failed != nil {
			continue
		}
		r, err := c.Request(ctx, target.Number)
		if err != nil {
			continue // told when it is decided
		}
		each = append(each, fmt.Sprintf("%s %s", target.Number, r.Language))
		if !slices.Contains(languages, r.Language) {
			languages = append(languages, r.Language)
		}
	}
	if len(languages) > 1 {
		fmt.Fprintf(t.Err, "! One text goes to writers of different languages: %s. Write to each language by itself, or take a prepared text.\n", strings.Join(each, ", "))
	}
}
