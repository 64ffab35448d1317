package templates

import (
	"embed"
	"fmt"
	"strings"
	"text/template"
	"time"

	"medico-intech.kz/otinish/store/privacy"
)

//go:embed digests/*.txt
var embeddedDigests embed.FS

// Names of the letters to operators.
const (
	Digest = "digest" // each working morning: what waits and what is due
	Urgent = "urgent" // at once: an authority asks, or something is due today
)

// Digests are the letters to operators, parsed.
type Digests struct{ set *template.Template }

// DigestData is what a letter to operators says: numbers, kinds and days, nothing
// that belongs to a person.
type DigestData struct {
	Day     time.Time // in the zone to be shown
	Waiting int
	Overdue int
	Today   int
	Soon    int // by the end of the next working day
	Held    int
	Failed  int // letters given up
	Items   []DigestItem
	More    int // items that are not listed
	URL     string
	From    string // name of the controller, in the letter's language
}

// DigestItem is one waiting request.
type DigestItem struct {
	Number   privacy.Number
	Kind     privacy.Kind
	DueAt    time.Time // in the zone to be shown
	Named    bool      // the letter names the day, and nobody has settled it
	Overdue  bool
	Today    bool
	Assigned string // login; empty: nobody
}

// ParseDigests reads the embedded letters to operators.
func ParseDigests() (*Digests, error) {
	words := func(lang string) (*vocabulary, error) {
		for i, l := range privacy.Languages {
			if string(l) == lang {
				return &vocabularies[i], nil
			}
		}
		return nil, fmt.Errorf("language %q: %w", lang, privacy.ErrNotFound)
	}
	set, err := template.New("").Funcs(template.FuncMap{
		"day": func(lang string, t time.Time) (string, error) {
			w, err := words(lang)
			if err != nil {
				return "", err
			}
			return w.day(t), nil
		},
		"matter": func(lang string, k privacy.Kind) (string, error) {
			w, err := words(lang)
			if err != nil {
				return "", err
			}
			kind, err := w.kind(k)
			return kind.matter, err
		},
	}).Option("missingkey=error").ParseFS(embeddedDigests, "digests/*.txt")
	if err != nil {
		return nil, fmt.Errorf("parse digests: %w", err)
	}
	d := &Digests{set}
	for _, name := range []string{Digest, Urgent} {
		for _, lang := range privacy.Languages {
			if _, _, err := d.Letter(name, lang, SampleDigest(name)); err != nil {
				return nil, fmt.Errorf("check digests: %w", err)
			}
		}
	}
	return d, nil
}

// Letter words a letter to an operator.
func (d *Digests) Letter(name string, lang privacy.Language, data DigestData) (subjectLine, body string, err error) {
	var b strings.Builder
	if err := d.set.ExecuteTemplate(&b, name+"."+string(lang)+".txt", data); err != nil {
		return "", "", fmt.Errorf("digest %q in %q: %w", name, lang, err)
	}
	head, rest, _ := strings.Cut(b.String(), "\n")
	return strings.TrimPrefix(head, subjectPrefix), string(wrap(nil, []byte(rest))), nil
}

// SampleDigest is invented data with which the letter renders.
func SampleDigest(name string) DigestData {
	day := func(n int) time.Time { return time.Date(2026, time.November, n, 23, 59, 59, 0, kazakhstan) }
	items := []DigestItem{
		{Number: "OT-7F3K-92QT", Kind: privacy.KindAuthority, DueAt: day(27), Named: true},
		{Number: "OT-0C5M-XR8Y", Kind: privacy.KindUpdate, DueAt: day(23), Overdue: true, Assigned: "aigul"},
		{Number: "OT-3WHB-E1ZP", Kind: privacy.KindWithdraw, DueAt: day(24), Today: true},
		{Number: "OT-9DKQ-V4NF", Kind: privacy.KindAccess, DueAt: day(25)},
	}
	d := DigestData{Day: day(24), Waiting: 24, Overdue: 1, Today: 1, Soon: 2, Held: 1, Failed: 1, Items: items, More: 20, URL: "https://otinish.ulgi.example", From: "«Үлгі»"}
	if name == Urgent {
		d.Items, d.More = []DigestItem{items[0], items[2]}, 0
	}
	return d
}
