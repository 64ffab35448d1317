package templates

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"

	"medico-intech.kz/otinish/store/privacy"
)

//go:embed pages/*.html pages/*.toml pages/*.css pages/*.js pages/*.svg proof/*.toml
var pageFiles embed.FS

// Pages is the console's pages in every language, parsed once. It is safe for
// concurrent use.
type Pages struct {
	sets  map[privacy.Language]*template.Template
	texts map[privacy.Language]pageTexts

	*Mistakes
}

// ParsePages reads the embedded pages and their texts. It fails where one does not
// parse or where a language lacks a text that another has.
func ParsePages() (*Pages, error) {
	texts, err := parsePageTexts()
	if err != nil {
		return nil, fmt.Errorf("parse pages: %w", err)
	}
	p := &Pages{sets: make(map[privacy.Language]*template.Template), texts: texts}
	if p.Mistakes, err = parseMistakes(texts); err != nil {
		return nil, err
	}
	for _, lang := range privacy.Languages {
		if p.sets[lang], err = template.New("").Funcs(pageFuncs(p.texts[lang])).Option("missingkey=error").ParseFS(pageFiles, "pages/*.html"); err != nil {
			return nil, fmt.Errorf("parse pages: %w", err)
		}
	}
	return p, p.sameKeys()
}

// parsePageTexts reads the texts of the pages in every language, with the words for how
// a sender was checked.
func parsePageTexts() (map[privacy.Language]pageTexts, error) {
	texts := make(map[privacy.Language]pageTexts)
	for _, lang := range privacy.Languages {
		source, err := pageFiles.ReadFile("pages/texts." + string(lang) + ".toml")
		if err != nil {
			return nil, err
		}
		proof, err := pageFiles.ReadFile("proof/proof." + string(lang) + ".toml")
		if err != nil {
			return nil, err
		}
		if texts[lang], err = parseTexts(lang, source, proof); err != nil {
			return nil, fmt.Errorf("texts in %q: %w", lang, err)
		}
	}
	return texts, nil
}

// Page writes a page, whole or not at all.
func (p *Pages) Page(w io.Writer, name string, lang privacy.Language, data any) error {
	set, ok := p.sets[lang]
	if !ok || set.Lookup(name) == nil {
		return fmt.Errorf("page %q in %q: %w", name, lang, privacy.ErrNotFound)
	}
	var b bytes.Buffer
	if err := set.ExecuteTemplate(&b, name, data); err != nil {
		return fmt.Errorf("page %q in %q: %w", name, lang, err)
	}
	_, err := b.WriteTo(w)
	return err
}

// Text returns a text of the pages, or its key where there is none.
func (p *Pages) Text(lang privacy.Language, key string, args ...any) string {
	s, err := p.texts[lang].text(key, args...)
	if err != nil {
		return key
	}
	return s
}

// Asset returns a style sheet, script or picture of the pages by its file name.
func Asset(name string) ([]byte, error) { return fs.ReadFile(pageFiles, "pages/"+name) }
