package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
	"medico-intech.kz/otinish/templates"
)

// TemplateCmd is the letters.
type TemplateCmd struct {
	Preview TemplatePreviewCmd `cmd:"" help:"Show letters as they would leave, with invented data."`
}

// TemplatePreviewCmd shows letters.
type TemplatePreviewCmd struct {
	Name     string           `arg:"" optional:"" help:"Name of a letter; all without it."`
	Language privacy.Language `help:"kk, ru or en; all without it." placeholder:"LANG"`
}

type letterPreview struct {
	Name        string           `json:"name"`
	Language    privacy.Language `json:"language"`
	SubjectLine string           `json:"subject_line"`
	Body        string           `json:"body"`
}

// Run implements the verb.
func (q TemplatePreviewCmd) Run(_ context.Context, t *Terminal) error {
	set, err := templates.Parse()
	if err != nil {
		return err
	}
	if q.Name != "" && !slices.Contains(set.Names(), q.Name) {
		return fmt.Errorf("no letter is called %q; there are %s: %w", q.Name, strings.Join(set.Names(), ", "), privacy.ErrNotFound)
	}
	if q.Language != "" && !q.Language.Valid() {
		return fmt.Errorf("language must be kk, ru or en: %w", privacy.ErrBadInput)
	}
	var list []letterPreview
	for _, name := range set.Names() {
		for _, l := range privacy.Languages {
			if q.Name != "" && q.Name != name || q.Language != "" && q.Language != l {
				continue
			}
			subjectLine, body, err := set.Letter(name, l, templates.Sample(name, l))
			if err != nil {
				return err
			}
			list = append(list, letterPreview{name, l, subjectLine, body})
		}
	}
	return printEach(t, list, func(w io.Writer) {
		for _, p := range list {
			fmt.Fprintf(w, "── %s, %s ──\nSubject: %s\n\n%s\n\n", p.Name, p.Language, p.SubjectLine, p.Body)
		}
	})
}
