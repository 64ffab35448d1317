package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"medico-intech.kz/otinish/store/privacy"
)

// Config is the configuration file. Everything has a default but what names the
// organisation, its servers and its secrets. Secrets are never in it: *_file names
// a file, looked up in $CREDENTIALS_DIRECTORY first.
type Config struct {
	Controller ControllerConfig `toml:"controller"`
	IMAP       IMAPConfig       `toml:"imap"`
	SMTP       SMTPConfig       `toml:"smtp"`
	Store      StoreConfig      `toml:"store"`
	Sender     SenderConfig     `toml:"sender"`
	Proof      ProofConfig      `toml:"proof"`
	Limits     LimitsConfig     `toml:"limits"`
	Retention  RetentionConfig  `toml:"retention"`
	Console    ConsoleConfig    `toml:"console"`
	Desk       DeskConfig       `toml:"desk"`
	Socket     string           `toml:"socket"` // default: otinish.sock in $RUNTIME_DIRECTORY

	dir string // of the file: relative secrets are looked up there
}

// ControllerConfig is the organisation, as its letters show it.
type ControllerConfig struct {
	Name        map[privacy.Language]string `toml:"name"`
	BIN         string                      `toml:"bin"`
	Address     string                      `toml:"address"` // also the From of letters
	Aliases     []string                    `toml:"aliases"` // further addresses that people write to
	PolicyURL   string                      `toml:"policy_url"`
	Responsible string                      `toml:"responsible"` // contact of the person responsible, Law 94-V Art. 25(2)(10)
	Authority   map[privacy.Language]string `toml:"authority"`   // the authorised body, if its name has changed
	Timezone    string                      `toml:"timezone"`
}

// IMAPConfig is where mail comes from.
type IMAPConfig struct {
	Server         string        `toml:"server"`
	TLS            string        `toml:"tls"` // implicit, starttls, none (loopback only)
	CAFile         string        `toml:"ca_file"`
	Username       string        `toml:"username"`
	PasswordFile   string        `toml:"password_file"`
	Mailboxes      []string      `toml:"mailboxes"`
	Poll           time.Duration `toml:"poll"`
	HandledMailbox string        `toml:"handled_mailbox"`
	// ExpungeDestroyed also takes letters of the destroyed out of the mailbox.
	ExpungeDestroyed bool `toml:"expunge_destroyed"`
}

// SMTPConfig is where letters go.
type SMTPConfig struct {
	Server       string `toml:"server"`
	TLS          string `toml:"tls"`
	CAFile       string `toml:"ca_file"`
	Username     string `toml:"username"`
	PasswordFile string `toml:"password_file"`
	HelloName    string `toml:"hello_name"`  // default: the domain of the controller's address
	ReturnPath   string `toml:"return_path"` // default: empty, the null return path (RFC 3834 §3.3)
	Connections  int    `toml:"connections"`
}

// StoreConfig is where records lie.
type StoreConfig struct {
	Dir     string `toml:"dir"`
	KeyFile string `toml:"key_file"`
}

// SenderConfig is what proves a sender.
type SenderConfig struct {
	AuthservIDs []string `toml:"authserv_ids"` // whose Authentication-Results count
	Hosts       []string `toml:"hosts"`        // further hosts of ours that mail passes
	DKIM        bool     `toml:"dkim"`         // check signatures here too
	ARCSealers  []string `toml:"arc_sealers"`  // forwarders whose word is taken
	DNS         string   `toml:"dns"`          // resolver, IP address or host:port; empty: the system's
}

// LimitsConfig bounds the letters others can make us send.
type LimitsConfig struct {
	Window         time.Duration `toml:"window"`
	PerAddress     int           `toml:"per_address"`
	PerDomain      int           `toml:"per_domain"`
	PerFingerprint int           `toml:"per_fingerprint"`
	InAll          int           `toml:"in_all"`
}

const maxConfig = 1 << 20 // octets; nobody writes more by hand

// LoadConfig reads, completes and checks a configuration file. The error names the
// line or the key, and what to do.
func LoadConfig(path string) (*Config, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("configuration %s does not exist; name another with --config, or start from deploy/otinish.toml", path)
	}
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	if info.Size() > maxConfig {
		return nil, fmt.Errorf("configuration %s: larger than 1 MiB; is it the right file?", path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	c := defaultConfig()
	c.dir = filepath.Dir(path)
	meta, err := toml.Decode(string(b), c)
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return nil, fmt.Errorf("configuration %s: %s", path, parse.ErrorWithPosition())
	}
	if err != nil {
		return nil, fmt.Errorf("configuration %s: %w", path, err)
	}
	if err := unknownKeys(meta, string(b)); err != nil {
		return nil, fmt.Errorf("configuration %s: %w", path, err)
	}
	if !filepath.IsAbs(c.Store.Dir) {
		c.Store.Dir = filepath.Join(c.dir, c.Store.Dir)
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("configuration %s: %w", path, err)
	}
	return c, nil
}

func defaultConfig() *Config {
	return &Config{
		Controller: ControllerConfig{Timezone: "Asia/Almaty"},
		IMAP:       IMAPConfig{TLS: "implicit", Mailboxes: []string{"INBOX"}, Poll: time.Minute},
		SMTP:       SMTPConfig{TLS: "implicit", Connections: 4},
		Sender:     SenderConfig{DKIM: true},
		Desk:       defaultDesk,
		Store:      StoreConfig{Dir: firstOf(os.Getenv("STATE_DIRECTORY"), "/var/lib/otinish"), KeyFile: "store-key"},
		Socket:     defaultSocket(),
	}
}

// defaultSocket is where systemd puts it; the command line looks there too.
func defaultSocket() string {
	return filepath.Join(firstOf(os.Getenv("RUNTIME_DIRECTORY"), "/run/otinish"), "otinish.sock")
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// check finds what is missing or cannot be, all of it at once.
func (c *Config) check() error {
	var errs []error
	need := func(key, value, example string) {
		if strings.TrimSpace(value) == "" {
			errs = append(errs, fmt.Errorf("%s is missing; write for example: %s", key, example))
		}
	}
	for _, l := range privacy.Languages {
		need("controller.name."+string(l), c.Controller.Name[l], `name = { kk = "…", ru = "…", en = "…" }`)
	}
	need("controller.bin", c.Controller.BIN, `bin = "123456789012"`)
	if bin := c.Controller.BIN; bin != "" && (len(bin) != 12 || strings.Trim(bin, "0123456789") != "") {
		errs = append(errs, errors.New(`controller.bin has 12 digits; write for example: bin = "123456789012"`))
	}
	need("controller.policy_url", c.Controller.PolicyURL, `policy_url = "https://example.kz/policy"`)
	if _, err := privacy.ParseAddress(c.Controller.Address); err != nil {
		errs = append(errs, errors.New(`controller.address is missing or no address; write for example: address = "info@example.kz"`))
	}
	for _, alias := range c.Controller.Aliases {
		if _, err := privacy.ParseAddress(alias); err != nil {
			errs = append(errs, errors.New(`controller.aliases holds what is no address; write for example: aliases = ["privacy@example.kz"]`))
		}
	}
	if _, err := time.LoadLocation(c.Controller.Timezone); err != nil {
		errs = append(errs, errors.New(`controller.timezone is unknown; write for example: timezone = "Asia/Almaty"`))
	}
	errs = append(errs, checkServer("imap", c.IMAP.Server, c.IMAP.TLS), checkServer("smtp", c.SMTP.Server, c.SMTP.TLS))
	need("imap.username", c.IMAP.Username, `username = "info@example.kz"`)
	need("imap.password_file", c.IMAP.PasswordFile, `password_file = "imap-password"`)
	if c.SMTP.Username != "" {
		need("smtp.password_file", c.SMTP.PasswordFile, `password_file = "smtp-password"`)
	}
	if len(c.IMAP.Mailboxes) == 0 {
		errs = append(errs, errors.New(`imap.mailboxes is empty; write for example: mailboxes = ["INBOX"]`))
	}
	if c.IMAP.Poll < time.Second {
		errs = append(errs, errors.New(`imap.poll is shorter than a second; write for example: poll = "60s"`))
	}
	if s := c.Sender.DNS; s != "" && !isResolver(s) {
		errs = append(errs, errors.New(`sender.dns is no IP address; write for example: dns = "127.0.0.1:53", or leave it out for the system's`))
	}
	if c.SMTP.Connections < 1 || c.SMTP.Connections > 20 {
		errs = append(errs, errors.New("smtp.connections must be 1 to 20"))
	}
	errs = append(errs, c.checkDesk(), c.Retention.check(), c.Limits.check(), c.Sender.check(c.IMAP.Server))
	return errors.Join(append(errs, c.Proof.ladder().Check()...)...)
}

func checkServer(section, server, mode string) error {
	host, _, err := net.SplitHostPort(server)
	if err != nil {
		return fmt.Errorf(`%s.server needs host and port; write for example: server = "mail.example.kz:%s"`, section, map[string]string{"imap": "993", "smtp": "465"}[section])
	}
	switch mode {
	case "implicit", "starttls":
		return nil
	case "none":
		if isLoopback(host) {
			return nil
		}
		return fmt.Errorf(`%s.tls = "none" is for servers on this machine only; write "implicit" or "starttls"`, section)
	}
	return fmt.Errorf(`%s.tls must be "implicit", "starttls" or "none"`, section)
}

// isResolver: an IP address, with or without a port. A name would need a resolver.
func isResolver(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	_, err := netip.ParseAddrPort(s)
	return err == nil
}
