package review

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"medico-intech.kz/otinish/store"
	"medico-intech.kz/otinish/store/privacy"
)

// Columns of a CSV file of subjects; only email must be there. The header row may
// name them in any order.
var Columns = []string{"name", "phone", "email", "language", "consent date", "source", "purpose"}

// BadRow is a row that cannot be taken, without its values.
type BadRow struct {
	Line   int
	Column string
	Reason string
}

// Import is what came of a CSV file.
type Import struct {
	Rows      int // data rows read
	Added     int
	Known     int // address on record already, left as it is
	Destroyed int // address of a person who was destroyed, not entered
	Bad       []BadRow
}

const maxBadRows = 1000 // reported; a file with more is of another kind

// CheckImport reads a CSV file and reports bad rows; it enters nothing.
func (d *Desk) CheckImport(_ context.Context, file io.Reader) (Import, error) {
	var result Import
	err := d.eachRow(file, &result, func(store.Subject, []store.Consent) error { return nil })
	return result, err
}

// EnterImport enters the good rows of a CSV file, 16,000 a transaction; after each,
// progress is told how many are done. Whoever wants all or nothing calls
// CheckImport on the same file first. A row whose address is on record is left
// alone, so after an interruption entering the same file again goes on; so is one
// whose person was destroyed: an old list must not bring anybody back.
func (d *Desk) EnterImport(ctx context.Context, by privacy.Actor, file io.Reader, progress func(done int)) (Import, error) {
	return d.enterImport(ctx, by, file, false, progress)
}

// EnterImportAgain is EnterImport for a list on which the destroyed are who came
// back: they are entered as new.
func (d *Desk) EnterImportAgain(ctx context.Context, by privacy.Actor, file io.Reader, progress func(done int)) (Import, error) {
	return d.enterImport(ctx, by, file, true, progress)
}

// eachRow calls fn for each good row and notes the bad ones in result.
func (d *Desk) eachRow(file io.Reader, result *Import, fn func(store.Subject, []store.Consent) error) error {
	r := csv.NewReader(skipBOM(file))
	r.FieldsPerRecord, r.ReuseRecord, r.TrimLeadingSpace = -1, true, true
	columns, err := header(r)
	if err != nil {
		return err
	}
	seed := maphash.MakeSeed()
	seen := make(map[uint64]int32) // 64 bits of an address and its line: a million rows in 20 MB
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		line, _ := r.FieldPos(0)
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			result.Rows++
			result.bad(syntax.Line, "", "not CSV: a quotation mark is out of place")
			continue
		}
		if err != nil {
			return fmt.Errorf("read the file: %w", err)
		}
		result.Rows++
		if column := unreadableText(columns, record); column != "" {
			result.bad(line, column, "not readable text; save the file as UTF-8 (in a spreadsheet: CSV UTF-8)")
			continue
		}
		s, consents, err := d.row(columns, record)
		var field *FieldError
		if errors.As(err, &field) {
			result.bad(line, field.Field, field.Remedy)
			continue
		}
		if err != nil {
			return err
		}
		hash := maphash.String(seed, s.Address.Reveal())
		if first, twice := seen[hash]; twice {
			result.bad(line, "email", fmt.Sprintf("the same address as in line %d", first))
			continue
		}
		seen[hash] = int32(line)
		if err := fn(s, consents); err != nil {
			return err
		}
	}
}

func (i *Import) bad(line int, column, reason string) {
	if len(i.Bad) < maxBadRows {
		i.Bad = append(i.Bad, BadRow{line, column, reason})
	}
}

// unreadableText names the column whose text is in another charset or holds control
// characters, which no name has and a terminal obeys.
func unreadableText(columns map[string]int, record []string) string {
	for _, name := range Columns {
		if i, ok := columns[name]; ok && i < len(record) && !readable(record[i]) {
			return name
		}
	}
	return ""
}

func readable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// header maps columns to their places.
func header(r *csv.Reader) (map[string]int, error) {
	names, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("read the header row: %w: the first line must name the columns: %s", privacy.ErrBadInput, strings.Join(Columns, ", "))
	}
	if len(names) == 1 && strings.ContainsAny(names[0], ";\t") {
		return nil, fmt.Errorf("header row: columns are separated by commas, not by semicolons or tabs: %w", privacy.ErrBadInput)
	}
	columns := make(map[string]int)
	for i, name := range names {
		name = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), "_", " ")
		if !slices.Contains(Columns, name) {
			return nil, fmt.Errorf("header row: column %d is not one of %s: %w", i+1, strings.Join(Columns, ", "), privacy.ErrBadInput)
		}
		if _, twice := columns[name]; twice {
			return nil, fmt.Errorf("header row: the column %s stands there twice: %w", name, privacy.ErrBadInput)
		}
		columns[name] = i
	}
	if _, ok := columns["email"]; !ok {
		return nil, fmt.Errorf("header row: the column email is missing: %w", privacy.ErrBadInput)
	}
	return columns, nil
}

func (d *Desk) row(columns map[string]int, record []string) (store.Subject, []store.Consent, error) {
	get := func(name string) string {
		if i, ok := columns[name]; ok && i < len(record) {
			return strings.TrimSpace(record[i])
		}
		return ""
	}
	p := Person{
		Email: get("email"), Name: get("name"), Phone: get("phone"),
		Language: privacy.Language(strings.ToLower(get("language"))), Source: get("source"), Purpose: get("purpose"),
	}
	if date := get("consent date"); date != "" {
		var err error
		if p.ConsentDate, err = ParseConsentDate(date, d.Office.Zone); err != nil {
			return store.Subject{}, nil, err
		}
	}
	return d.prepare(p)
}

// skipBOM drops the byte order mark that spreadsheets put first.
func skipBOM(r io.Reader) io.Reader {
	var head [3]byte
	n, _ := io.ReadFull(r, head[:])
	if n == 3 && string(head[:]) == "\xef\xbb\xbf" {
		return r
	}
	return io.MultiReader(strings.NewReader(string(head[:n])), r)
}
