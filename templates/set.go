package templates

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"text/template/parse"

	"medico-intech.kz/otinish/store/privacy"
)

//go:embed letters/*.txt letters/parts/*.txt
var embedded embed.FS

const subjectPrefix = "Subject: "

// Set is the letters, parsed. It is safe for concurrent use.
type Set struct {
	names   []string
	letters map[key]program
	rights  map[privacy.Language]program // the shared part "rights"
	works   sync.Pool                    // of *work
}

type key struct {
	name string
	lang privacy.Language
}

// work is what one rendering needs, kept for the next one.
type work struct {
	view view
	out  []byte // before wrapping
	text []byte
}

// Parse reads the embedded letters. It fails where a letter does not parse, lacks
// a language, or does not render its sample, so that a broken letter is found at
// start and not when somebody waits for it.
func Parse() (*Set, error) { return parseFiles(embedded) }

func parseFiles(files fs.FS) (*Set, error) {
	s := &Set{letters: make(map[key]program), rights: make(map[privacy.Language]program)}
	s.works.New = func() any { return new(work) }
	for _, lang := range privacy.Languages {
		if err := s.parseLanguage(files, lang); err != nil {
			return nil, fmt.Errorf("parse letters: %w", err)
		}
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("check letters: %w", err)
	}
	return s, nil
}

func (s *Set) parseLanguage(files fs.FS, lang privacy.Language) error {
	shared, err := fs.ReadFile(files, "letters/parts/"+string(lang)+".txt")
	if err != nil {
		return err
	}
	parts, err := parse.Parse("parts."+string(lang), string(shared), "", "")
	if err != nil {
		return err
	}
	if s.rights[lang], err = parseRights(parts); err != nil {
		return err
	}
	suffix := "." + string(lang) + ".txt"
	paths, err := fs.Glob(files, "letters/*"+suffix)
	if err != nil {
		return err
	}
	for _, path := range paths {
		letter, err := parseLetter(files, path, parts)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		name := strings.TrimSuffix(strings.TrimPrefix(path, "letters/"), suffix)
		s.letters[key{name, lang}] = letter
		if !slices.Contains(s.names, name) {
			s.names = append(s.names, name)
		}
	}
	slices.Sort(s.names)
	return nil
}

func parseLetter(files fs.FS, path string, parts map[string]*parse.Tree) (program, error) {
	source, err := fs.ReadFile(files, path)
	if err != nil {
		return nil, err
	}
	head, rest, _ := strings.Cut(string(source), "\n")
	if !strings.HasPrefix(head, subjectPrefix) || !strings.HasPrefix(rest, "\n") {
		return nil, fmt.Errorf("does not begin with %q and a blank line: %w", subjectPrefix, privacy.ErrBadInput)
	}
	trees, err := parse.Parse(path, string(source), "", "")
	if err != nil {
		return nil, err
	}
	c := &compiler{parts: parts}
	return c.list(trees[path].Root)
}

func (s *Set) check() error {
	var errs []error
	for _, name := range s.names {
		for _, lang := range privacy.Languages {
			if _, _, err := s.Letter(name, lang, Sample(name, lang)); err != nil {
				errs = append(errs, err)
			}
		}
	}
	return errors.Join(errs...)
}

// Names lists the letters in alphabetical order.
func (s *Set) Names() []string { return slices.Clone(s.names) }

// Letter renders a letter: its subject line without "Subject: ", and its body with
// \n at line ends. The error wraps privacy.ErrNotFound for a letter or language
// there is none of, privacy.ErrBadInput where d lacks what the letter needs; it
// repeats no value of d.
func (s *Set) Letter(name string, lang privacy.Language, d Data) (subjectLine, body string, err error) {
	letter, ok := s.letters[key{name, lang}]
	if !ok {
		return "", "", fmt.Errorf("letter %q in %q: %w", name, lang, privacy.ErrNotFound)
	}
	w := s.works.Get().(*work)
	defer s.release(w)
	w.view = view{d: d, lang: lang, words: &vocabularies[slices.Index(privacy.Languages, lang)]}
	if w.out, err = letter.render(w.out[:0], &w.view); err != nil {
		return "", "", fmt.Errorf("letter %q in %q: %w", name, lang, err)
	}
	head, rest, _ := bytes.Cut(w.out, []byte("\n"))
	subjectLine = string(bytes.TrimPrefix(head, []byte(subjectPrefix)))
	w.text = wrap(w.text[:0], rest)
	return subjectLine, string(w.text), nil
}

// release forgets what the letter said before the buffers are used again.
func (s *Set) release(w *work) {
	clear(w.out[:cap(w.out)])
	clear(w.text[:cap(w.text)])
	w.view = view{}
	s.works.Put(w)
}
