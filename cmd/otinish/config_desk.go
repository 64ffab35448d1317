package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"medico-intech.kz/otinish/handlers/deadline"
	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// ConsoleConfig is the operators and the page they work at.
type ConsoleConfig struct {
	Listen    string           `toml:"listen"` // host:port; empty: no page
	URL       string           `toml:"url"`    // as operators reach it
	CertFile  string           `toml:"cert_file"`
	KeyFile   string           `toml:"key_file"`
	Operators []OperatorConfig `toml:"operator"`
}

// OperatorConfig is a person who works the review queue, or watches it.
type OperatorConfig struct {
	Login    string           `toml:"login"` // as on the audit chain; default: made of the name
	Name     string           `toml:"name"`
	Email    string           `toml:"email"` // login links and digests go here
	Role     string           `toml:"role"`  // operator (default) or auditor: sees, decides nothing
	Language privacy.Language `toml:"language"`
}

// DeskConfig is how operators' decisions are handled.
type DeskConfig struct {
	Undo   time.Duration `toml:"undo"`   // how long letters of a decision wait, so that it can be undone
	Texts  string        `toml:"texts"`  // folder of prepared texts, NAME.LANG.txt; empty: only those that come along
	Digest string        `toml:"digest"` // hour:minute of the letter to operators on working days; empty: none
	// Calendar is a file like handlers/deadline/data/calendar.toml that adds days and
	// years to the calendar that comes along, or changes them.
	Calendar string `toml:"calendar"`
}

var defaultDesk = DeskConfig{Undo: 10 * time.Minute, Digest: "09:00"}

// maxUndo: an answer that waits longer than this is late for no good reason.
const maxUndo = time.Hour

func (c *Config) checkDesk() error {
	var errs []error
	if c.Console.Listen != "" {
		if _, _, err := net.SplitHostPort(c.Console.Listen); err != nil {
			errs = append(errs, errors.New(`console.listen needs host and port; write for example: listen = "127.0.0.1:8470"`))
		}
	}
	if u, err := url.Parse(c.Console.URL); c.Console.URL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		errs = append(errs, errors.New(`console.url is no address of a page; write for example: url = "https://otinish.example.kz"`))
	}
	errs = append(errs, c.Console.checkTLS())
	if c.Desk.Undo < 0 || c.Desk.Undo > maxUndo {
		errs = append(errs, errors.New(`desk.undo must be 0 to 1 hour; write for example: undo = "10m"`))
	}
	if _, err := c.Desk.digestAt(); err != nil {
		errs = append(errs, err)
	}
	if c.Desk.Texts != "" {
		if !filepath.IsAbs(c.Desk.Texts) {
			c.Desk.Texts = filepath.Join(c.dir, c.Desk.Texts)
		}
		if info, err := os.Stat(c.Desk.Texts); err != nil || !info.IsDir() {
			errs = append(errs, errors.New("desk.texts is no folder that can be read; make it, or leave the key out"))
		}
	}
	if c.Desk.Calendar != "" {
		if !filepath.IsAbs(c.Desk.Calendar) {
			c.Desk.Calendar = filepath.Join(c.dir, c.Desk.Calendar)
		}
		if _, err := c.Desk.rules(); err != nil {
			errs = append(errs, err)
		}
	}
	for i, o := range c.Console.Operators {
		if o.Email != "" && strings.EqualFold(o.Email, c.Controller.Address) {
			errs = append(errs, fmt.Errorf("console.operator number %d: email is the controller's own address; letters to it would come back as mail", i+1))
		}
	}
	_, err := c.Console.people()
	return errors.Join(append(errs, err)...)
}

// rules are the periods and the calendar, with what the administrator adds.
func (c DeskConfig) rules() (*deadline.Rules, error) {
	if c.Calendar == "" {
		return deadline.New()
	}
	file, err := os.ReadFile(c.Calendar)
	if err != nil {
		return nil, fmt.Errorf("desk.calendar: %w", err)
	}
	rules, err := deadline.New(file)
	if err != nil {
		return nil, fmt.Errorf("desk.calendar: %w", err)
	}
	return rules, nil
}

// checkTLS: what is not loopback is seen by others on the way.
func (c ConsoleConfig) checkTLS() error {
	if (c.CertFile == "") != (c.KeyFile == "") {
		return errors.New("console.cert_file and console.key_file go together; leave both out behind a proxy")
	}
	host, _, err := net.SplitHostPort(c.Listen)
	if c.Listen == "" || err != nil || c.CertFile != "" {
		return nil
	}
	if isLoopback(host) {
		return nil
	}
	return errors.New(`console.listen is not on this machine only, so it needs cert_file and key_file; or listen on "127.0.0.1:8470" behind a proxy`)
}

// besideConfig is the path of a file that the configuration names.
func (c *Config) besideConfig(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.dir, name)
}

// digestAt is the time of day of the digest; below zero: none is sent.
func (c DeskConfig) digestAt() (time.Duration, error) {
	if c.Digest == "" {
		return -1, nil
	}
	at, err := time.Parse("15:04", c.Digest)
	if err != nil {
		return 0, errors.New(`desk.digest is no time of day; write for example: digest = "09:00"`)
	}
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute, nil
}

// people are the operators with their defaults filled in. Which one is wrong is
// told by its place: a name or an address does not belong in an error.
func (c ConsoleConfig) people() ([]review.Operator, error) {
	var list []review.Operator
	var errs []error
	for i, o := range c.Operators {
		where := fmt.Sprintf("console.operator number %d", i+1)
		p := review.Operator{
			Login: firstOf(o.Login, loginOf(o.Name)), Name: o.Name, Role: firstOf(o.Role, review.RoleOperator),
			Language: privacy.Language(firstOf(string(o.Language), string(privacy.Russian))),
		}
		var err error
		if p.Email, err = privacy.ParseAddress(o.Email); err != nil {
			errs = append(errs, fmt.Errorf(`%s: email is missing or no address; write for example: email = "name@example.kz"`, where))
		}
		if strings.TrimSpace(o.Name) == "" {
			errs = append(errs, fmt.Errorf(`%s: name is missing; write for example: name = "Айгүл Серікқызы"`, where))
		}
		if p.Role != review.RoleOperator && p.Role != review.RoleAuditor {
			errs = append(errs, fmt.Errorf(`%s: role must be "operator" or "auditor"`, where))
		}
		if !p.Language.Valid() {
			errs = append(errs, fmt.Errorf(`%s: language must be "kk", "ru" or "en"`, where))
		}
		if strings.ContainsFunc(p.Login, func(r rune) bool { return !unicode.IsPrint(r) || unicode.IsSpace(r) || r == '@' }) {
			errs = append(errs, fmt.Errorf(`%s: login has blanks or an @; write for example: login = "aigul"`, where))
		}
		if slices.ContainsFunc(list, func(other review.Operator) bool { return other.Login == p.Login || other.Email == p.Email }) {
			errs = append(errs, fmt.Errorf("%s: login or email stands there twice", where))
		}
		list = append(list, p)
	}
	return list, errors.Join(errs...)
}

// loginOf makes a login of a name: lower case, dashes for blanks.
func loginOf(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(name), "-"))
}
