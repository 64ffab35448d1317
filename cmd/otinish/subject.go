package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// SubjectCmd is the register of subjects. No verb takes personal data as an
// argument: the command line is visible to every user of the machine (P7).
type SubjectCmd struct {
	Add    SubjectAddCmd    `cmd:"" help:"Enter one person, asked for or read as lines like 'email: …' from standard input."`
	Import SubjectImportCmd `cmd:"" help:"Enter people from a CSV file; all or nothing unless --skip-bad."`
	Find   SubjectFindCmd   `cmd:"" help:"Find a person by address, asked for or read from standard input."`
	Show   SubjectShowCmd   `cmd:"" help:"Show a person by id."`

	Due     SubjectDueCmd     `cmd:"" help:"Who must be destroyed, by when, and what stands against it."`
	Destroy SubjectDestroyCmd `cmd:"" help:"Destroy a person at once and for good."`
	Change  SubjectChangeCmd  `cmd:"" help:"Change a record without a request: lines like 'phone: …' and 'reason: …' from standard input."`
	Block   SubjectBlockCmd   `cmd:"" help:"Freeze a record; the reason is read from standard input."`
	Unblock SubjectUnblockCmd `cmd:"" help:"End a blocking; the reason is read from standard input. Who was told of it by a letter is told of the end."`
}

// SubjectAddCmd enters a person.
type SubjectAddCmd struct {
	Again bool `help:"Also a person who was destroyed and came back."`
}

var personLabels = []string{"email", "name", "phone", "language", "consent date", "source", "purpose"}

// Run implements the verb.
func (q SubjectAddCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	values, err := t.readLabels(personLabels)
	if err != nil {
		return err
	}
	s, err := c.AddSubject(ctx, adminapi.Person{
		Email: values["email"], Name: values["name"], Phone: values["phone"], Language: privacy.Language(values["language"]),
		ConsentDate: values["consent date"], Source: values["source"], Purpose: values["purpose"], Again: q.Again,
	})
	if err != nil {
		return err
	}
	return t.print(s, func(w io.Writer) { fmt.Fprintf(w, "Entered as %s.\n", s.ID) })
}

// readLabels asks for each label at a terminal, else reads "label: value" lines.
func (t *Terminal) readLabels(labels []string) (map[string]string, error) {
	values := make(map[string]string)
	lines := bufio.NewScanner(t.In)
	if interactive(t.In) {
		for _, label := range labels {
			fmt.Fprintf(t.Err, "%s: ", label)
			if !lines.Scan() {
				break
			}
			values[label] = strings.TrimSpace(lines.Text())
		}
		return values, lines.Err()
	}
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		label, value, ok := strings.Cut(line, ":")
		label = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(label)), "_", " ")
		if !ok || !contains(labels, label) {
			return nil, fmt.Errorf("line %d: write 'label: value' with one of the labels %s: %w", n, strings.Join(labels, ", "), privacy.ErrBadInput)
		}
		values[label] = strings.TrimSpace(value)
	}
	return values, lines.Err()
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

// SubjectFindCmd finds a person.
type SubjectFindCmd struct{}

// Run implements the verb.
func (SubjectFindCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	if interactive(t.In) {
		fmt.Fprint(t.Err, "email: ")
	}
	line, err := bufio.NewReader(t.In).ReadString('\n')
	if err != nil && err != io.EOF {
		return err
	}
	s, err := c.FindSubject(ctx, strings.TrimSpace(line))
	if err != nil {
		return err
	}
	return t.print(s, func(w io.Writer) { writeSubject(w, s) })
}

// SubjectShowCmd shows a person.
type SubjectShowCmd struct {
	ID privacy.SubjectID `arg:"" help:"Id, as subject find prints it."`
}

// Run implements the verb.
func (q SubjectShowCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	s, err := c.ShowSubject(ctx, q.ID)
	if err != nil {
		return err
	}
	return t.print(s, func(w io.Writer) { writeSubject(w, s) })
}

func writeSubject(w io.Writer, s adminapi.Subject) {
	line := func(name, value string) { fmt.Fprintf(w, "%-10s %s\n", name, firstOf(cut(value, 200), "-")) }
	line("Id", string(s.ID))
	line("Email", s.Email)
	line("Name", s.Name)
	line("Phone", s.Phone)
	line("Language", string(s.Language))
	line("Added", local(s.AddedAt)+" from "+firstOf(s.Source, "?"))
	if s.Blocked {
		line("Blocked", "yes: no use, no change, no destruction")
	}
	if s.NoLetters {
		line("Letters", "none wanted")
	}
	if s.DestroyBy != nil {
		line("Destroy", "by "+local(*s.DestroyBy))
	}
	for _, c := range s.Consents {
		state := "in force"
		if c.SuspendedAt != nil {
			state = "suspended " + local(*c.SuspendedAt)
		}
		if c.WithdrawnAt != nil {
			state = "withdrawn " + local(*c.WithdrawnAt)
		}
		line("Consent", fmt.Sprintf("%s, given %s: %s", c.Purpose, local(c.GivenAt), state))
	}
	for _, n := range s.Notes {
		line("Note", fmt.Sprintf("%s %s: %s", local(n.At), n.By, n.Text))
	}
	for _, r := range s.Requests {
		line("Request", fmt.Sprintf("%s %s: %s, received %s", r.Number, r.Kind, r.State, local(r.ReceivedAt)))
	}
}

// SubjectImportCmd imports a CSV file.
type SubjectImportCmd struct {
	File    string `arg:"" type:"given" help:"CSV file with a header row: name, phone, email, language, consent date, source, purpose."`
	SkipBad bool   `help:"Enter the good rows although others are bad."`
	Again   bool   `help:"Also people who were destroyed and came back."`
}

// Run implements the verb.
func (q SubjectImportCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	f, err := os.Open(q.File)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	defer f.Close()
	// NopCloser: the HTTP client closes what it sends, and the file is sent twice.
	checked, err := c.Import(ctx, "check", io.NopCloser(f), func(int) {})
	if err != nil {
		return err
	}
	writeBadRows(t, checked.Bad)
	if len(checked.Bad) > 0 && !q.SkipBad {
		return fmt.Errorf("nothing was entered: %d of %d rows are bad; mend them, or add --skip-bad: %w", len(checked.Bad), checked.Rows, privacy.ErrBadInput)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("import: read the file again: %w", err)
	}
	step := "enter"
	if q.Again {
		step = "enter-again"
	}
	result, err := c.Import(ctx, step, f, func(done int) {
		if interactive(t.Err) {
			fmt.Fprintf(t.Err, "\r%d of %d ", done, checked.Rows)
		}
	})
	if interactive(t.Err) {
		fmt.Fprintln(t.Err)
	}
	if err != nil {
		return err
	}
	return t.print(result, func(w io.Writer) {
		fmt.Fprintf(w, "%d rows: %d entered, %d on record already, %d bad.\n", result.Rows, result.Added, result.Known, len(result.Bad))
		if result.Destroyed > 0 {
			fmt.Fprintf(w, "%d people were destroyed before and were not entered. If they came back, give a list of them with --again.\n", result.Destroyed)
		}
	})
}

func writeBadRows(t *Terminal, bad []adminapi.BadRow) {
	for _, b := range bad {
		fmt.Fprintf(t.Err, "line %d: %s%s\n", b.Line, prefix(b.Column), b.Reason)
	}
}

func prefix(column string) string {
	if column == "" {
		return ""
	}
	return column + ": "
}
