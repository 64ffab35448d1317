package deadline

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/store/privacy"
)

// ways are the ways in which letters name a day or count to one: data/days.toml and
// data/terms.toml.
type ways struct {
	words  map[string]map[string]int // tables of words by their names, each with its numbers
	beside map[string]*regexp.Regexp // what stands beside a day
	list   []way
}

type way struct {
	is          wayIs
	term, asked bool     // what it takes besides
	near        []string // of which one stands in all that is written so, in small letters
	size        int      // how many patterns
	// The first group of a pattern is all of it. They are compiled at first use: all of them
	// take some megabytes, a letter a few.
	patterns func() ([]*regexp.Regexp, error)
}

// waysFile is the form of both files.
type waysFile struct {
	Parts  map[string]string              `toml:"parts"`
	Beside map[string]string              `toml:"beside"`
	Words  map[string]map[string][]string `toml:"words"`
	Ways   []struct {
		Is       wayIs    `toml:"is"`
		Term     bool     `toml:"term"`
		Asked    bool     `toml:"asked"`
		Near     []string `toml:"near"`
		Patterns []string `toml:"patterns"`
	} `toml:"way"`
}

// read adds one file, which may use the parts and words of those before it.
func (w *ways) read(source []byte, parts map[string]string) error {
	var file waysFile
	if err := decode(source, &file); err != nil {
		return err
	}
	for name, from := range file.Words {
		to, err := numbered(from)
		if err != nil {
			return fmt.Errorf("words %q: %w", name, err)
		}
		w.words[name], parts[name] = make(map[string]int), oneOf(to)
		for word, n := range to {
			w.words[name][plain(word)] = n
		}
	}
	maps.Copy(parts, file.Parts)
	for name, pattern := range file.Beside {
		compiled, err := spaced(filled(pattern, parts))
		if err != nil {
			return fmt.Errorf("%s beside a day: %w", name, err)
		}
		w.beside[name] = compiled
	}
	for _, one := range file.Ways {
		if !slices.Contains(allWays, one.Is) {
			return fmt.Errorf("way %q is unknown: %w", one.Is, privacy.ErrBadInput)
		}
		way := way{is: one.Is, term: one.Term, asked: one.Asked}
		for _, word := range one.Near {
			if table, ok := w.words[strings.Trim(word, "{}")]; ok {
				way.near = slices.AppendSeq(way.near, maps.Keys(table))
			} else {
				way.near = append(way.near, plain(word))
			}
		}
		for i, p := range one.Patterns {
			one.Patterns[i] = `(?:^|[^\p{L}\d])(` + filled(p, parts) + `)(?:$|[^\p{L}\d]|г|ж)`
		}
		way.size, way.patterns = len(one.Patterns), sync.OnceValues(func() ([]*regexp.Regexp, error) { return compiled(one.Patterns) })
		w.list = append(w.list, way)
	}
	return nil
}

func compiled(sources []string) (list []*regexp.Regexp, err error) {
	for _, source := range sources {
		one, err := spaced(source)
		if err != nil {
			return nil, fmt.Errorf("compile pattern: %w", err)
		}
		list = append(list, one)
	}
	return list, nil
}

// readWays reads the files of one set, in their order.
func readWays(sources ...[]byte) (ways, error) {
	w, parts := ways{make(map[string]map[string]int), make(map[string]*regexp.Regexp), nil}, make(map[string]string)
	for _, source := range sources {
		if err := w.read(source, parts); err != nil {
			return ways{}, err
		}
	}
	return w, nil
}

// filled puts the parts in a pattern, also those that stand in parts: three deep.
func filled(pattern string, parts map[string]string) string {
	var pairs []string
	for name, part := range parts {
		pairs = append(pairs, "{"+name+"}", part)
	}
	put := strings.NewReplacer(pairs...)
	return put.Replace(put.Replace(put.Replace(pattern)))
}

// spaced compiles a pattern in which a blank is any blanks, and an і may be a Latin i, as
// keyboards without Kazakh letters have it.
func spaced(pattern string) (*regexp.Regexp, error) {
	return regexp.Compile(strings.NewReplacer(" ?", `\s*`, " ", `\s+`, "і", "[іi]").Replace(pattern))
}

func numbered(from map[string][]string) (map[string]int, error) {
	to := make(map[string]int)
	for number, said := range from {
		n, err := strconv.Atoi(number)
		if err != nil {
			return nil, fmt.Errorf("%q is no number: %w", number, privacy.ErrBadInput)
		}
		for _, word := range said {
			to[word] = n
		}
	}
	return to, nil
}

// oneOf is the longer one first, where two begin alike.
func oneOf(words map[string]int) string {
	list := slices.SortedFunc(maps.Keys(words), func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	for i, word := range list {
		list[i] = regexp.QuoteMeta(word)
	}
	return `(?:` + strings.Join(list, "|") + `)`
}

// plain is a text in which each і is a Latin i, to look words up by.
func plain(text string) string { return strings.ReplaceAll(text, "і", "i") }

// lowered is a text in small letters, octet for octet: patterns that mind no case take twice
// the time.
func lowered(text string) string {
	small := []byte(text)
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if lower := unicode.ToLower(r); r != utf8.RuneError && utf8.RuneLen(lower) == size {
			utf8.EncodeRune(small[at:], lower)
		}
		at += size
	}
	return string(small)
}

// number is what digits or words of the tables stand for, of several the last, with the tens
// before it; 0 where it is none.
func (w ways) number(said string, tables ...string) int {
	if n, err := strconv.Atoi(said); err == nil {
		return n
	}
	n := 0
	for _, word := range strings.FieldsFunc(plain(said), func(r rune) bool { return unicode.IsSpace(r) || r == '-' }) {
		one := 0
		for _, table := range tables {
			one = max(one, w.words[table][word])
		}
		if n%10 == 0 && 0 < one && one < 10 {
			n += one
		} else {
			n = one
		}
	}
	return n
}
