package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

const goodConfig = `
[controller]
name       = { kk = "«Мысал» ЖШС", ru = "ТОО «Мысал»", en = "Mysal LLP" }
bin        = "123456789012"
address    = "info@mysal.example"
policy_url = "https://mysal.example/policy"
[imap]
server        = "imap.mysal.example:993"
username      = "info"
password_file = "imap-password"
[smtp]
server        = "smtp.mysal.example:465"
`

func writeConfig(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "otinish.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheShippedConfigurationLoads(t *testing.T) {
	if _, err := LoadConfig("../../deploy/otinish.toml"); err != nil {
		t.Error(err)
	}
	if _, err := LoadConfig(writeConfig(t, goodConfig)); err != nil {
		t.Error(err)
	}
}

// Every mistake is told with its place and what to do.
func TestConfigurationMistakes(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"unknown key":          {`username      = "info"`, `usrname = "info"`, "line 9: unknown key imap.usrname; did you mean imap.username?"},
		"unknown section":      {"[smtp]", "[stmp]", "unknown key stmp"},
		"key in wrong section": {`bin        = "123456789012"`, "bin = \"123456789012\"\npoll = \"5s\"", "line 5: unknown key controller.poll; did you mean imap.poll?"},
		"unknown language":     {`kk = "«Мысал» ЖШС"`, `kz = "«Мысал» ЖШС"`, "controller.name.kk is missing"},
		"not TOML":             {"[imap]", "[imap", "7 | [imap"},
		"no port":              {"imap.mysal.example:993", "imap.mysal.example", `imap.server needs host and port; write for example: server = "mail.example.kz:993"`},
		"no TLS afar":          {`username      = "info"`, "username = \"info\"\ntls = \"none\"", "servers on this machine only"},
		"bad TLS":              {`username      = "info"`, "username = \"info\"\ntls = \"ssl\"", `imap.tls must be "implicit", "starttls" or "none"`},
		"no address":           {`"info@mysal.example"`, `"info"`, "controller.address is missing or no address"},
		"alias is no address":  {"policy_url", "aliases = [\"privacy\"]\npolicy_url", `controller.aliases holds what is no address; write for example: aliases = ["privacy@example.kz"]`},
		"poll too short":       {`username      = "info"`, "username = \"info\"\npoll = \"1ms\"", "imap.poll is shorter than a second"},
		"bin too short":        {`"123456789012"`, `"12345"`, "controller.bin has 12 digits"},
		"password inside":      {`password_file = "imap-password"`, `password = "secret"`, "line 10: unknown key imap.password; did you mean imap.password_file?"},
		"proof by From":        {"[smtp]", "[proof]\nwithdraw = [\"dmarc-pass\", \"from\"]\n[smtp]", `proof.withdraw: "from" is not enough: nothing may change because a From line says so, which anybody can write (P3 in docs/security.md); leave it out`},
		"proof of a field":     {"[smtp]", "[proof.update]\nemail = [\"from\"]\n[smtp]", `proof.update.email: "from" is not enough: nothing may change because a From line says so`},
		"no such proof":        {"[smtp]", "[proof.update]\nphone = [\"dkim\"]\n[smtp]", `proof.update.phone: "dkim" proves nothing; write any of "dmarc-pass", "dkim-aligned", "spf-aligned", "dkim-verified", "arc-sealed", "confirmation"`},
		"proof of no field":    {"[smtp]", "[proof.update]\nfone = [\"dmarc-pass\"]\n[smtp]", "unknown key proof.update.fone; did you mean proof.update.phone?"},
		"proof of an access":   {"[smtp]", "[proof]\naccess = [\"from\"]\n[smtp]", "unknown key proof.access"},
		"proof is no word":     {"[smtp]", "[proof]\nwithdraw = \"dmarc-pass\"\n[smtp]", "(last key \"proof.withdraw\"): incompatible types"},
		"no such operator key": {"[smtp]", "[[console.operator]]\nmail = \"a@b.kz\"\n[smtp]", "unknown key console.operator.mail; did you mean console.operator.email?"},
		"operator nameless":    {"[smtp]", "[[console.operator]]\nemail = \"a@b.kz\"\n[smtp]", "console.operator number 1: name is missing"},
		"operator mailless":    {"[smtp]", "[[console.operator]]\nname = \"A\"\n[smtp]", "console.operator number 1: email is missing"},
		"operator role":        {"[smtp]", "[[console.operator]]\nname = \"A\"\nemail = \"a@b.kz\"\nrole = \"boss\"\n[smtp]", "role must be"},
		"operator twice":       {"[smtp]", "[[console.operator]]\nname = \"A\"\nemail = \"a@b.kz\"\n[[console.operator]]\nname = \"B\"\nemail = \"A@b.kz\"\n[smtp]", "number 2: login or email stands there twice"},
		"undo too long":        {"[smtp]", "[desk]\nundo = \"2h\"\n[smtp]", "desk.undo must be 0 to 1 hour"},
		"digest no time":       {"[smtp]", "[desk]\ndigest = \"nine\"\n[smtp]", "desk.digest is no time of day"},
		"no such texts":        {"[smtp]", "[desk]\ntexts = \"nowhere\"\n[smtp]", "desk.texts is no folder"},
		"console no port":      {"[smtp]", "[console]\nlisten = \"localhost\"\n[smtp]", "console.listen needs host and port"},
		"console no url":       {"[smtp]", "[console]\nurl = \"example.kz\"\n[smtp]", "console.url is no address"},
		"window too short":     {"[smtp]", "[limits]\nwindow = \"59m\"\n[smtp]", "limits.window must be 1 hour to 31 days"},
		"window negative":      {"[smtp]", "[limits]\nwindow = \"-24h\"\n[smtp]", "limits.window must be 1 hour to 31 days"},
		"window too long":      {"[smtp]", "[limits]\nwindow = \"8760h\"\n[smtp]", "limits.window must be 1 hour to 31 days"},
		"limit below zero":     {"[smtp]", "[limits]\nin_all = -1\n[smtp]", "limits.in_all is below zero; leave it out"},
		"limit that is none":   {"[smtp]", "[limits]\nper_address = 1001\n[smtp]", "limits.per_address is above 1000, which limits nothing; write less"},
		"server nameless":      {"[smtp]", "[sender]\nauthserv_ids = [\"mx.mysal.example\", \" \"]\n[smtp]", "sender.authserv_ids holds an empty name; name your mail server"},
		"server any":           {"[smtp]", "[sender]\nauthserv_ids = [\"*.mysal.example\"]\n[smtp]", "sender.authserv_ids holds a pattern"},
		"server suffix":        {"[smtp]", "[sender]\nauthserv_ids = [\"com.kz\"]\n[smtp]", "sender.authserv_ids holds a public suffix"},
		"server dotless":       {"[smtp]", "[sender]\nauthserv_ids = [\"mail\"]\n[smtp]", "sender.authserv_ids holds a name without a dot"},
		"server localhost":     {"[smtp]", "[sender]\nauthserv_ids = [\"localhost\"]\n[smtp]", "sender.authserv_ids holds a name without a dot"},
		"server address":       {"[smtp]", "[sender]\nauthserv_ids = [\"192.0.2.1\"]\n[smtp]", "sender.authserv_ids holds an IP address"},
		"server no domain":     {"[smtp]", "[sender]\nauthserv_ids = [\"mx mysal.example\"]\n[smtp]", "sender.authserv_ids holds what is no domain"},
		"sealer any":           {"[smtp]", "[sender]\narc_sealers = [\"*\"]\n[smtp]", "sender.arc_sealers holds a pattern"},
		"sealer suffix":        {"[smtp]", "[sender]\narc_sealers = [\"kz.\", \"қаз\"]\n[smtp]", "sender.arc_sealers holds a name without a dot"},
		"bad zone":             {`bin        = "123456789012"`, "bin = \"123456789012\"\ntimezone = \"Asia/Atlantis\"", "controller.timezone is unknown"},
	} {
		text := strings.Replace(goodConfig, c.from, c.to, 1)
		if text == goodConfig {
			t.Fatalf("%s: nothing replaced", name)
		}
		_, err := LoadConfig(writeConfig(t, text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v\nwant … %s", name, err, c.want)
		}
	}
	if _, err := LoadConfig(filepath.Join(t.TempDir(), "none.toml")); err == nil || !strings.Contains(err.Error(), "--config") {
		t.Errorf("missing file: %v", err)
	}
}

func TestNamesAndLimitsThatMayBe(t *testing.T) {
	for _, text := range []string{
		goodConfig + "[limits]\nwindow = \"1h\"\nper_address = 1000\n",
		goodConfig + "[sender]\nauthserv_ids = [\"MX.mysal.example.\", \"почта.мысал.қаз\"]\narc_sealers = [\"lists.mysal.example\"]\n",
		strings.Replace(goodConfig, "imap.mysal.example", "127.0.0.1", 1) + "[sender]\nauthserv_ids = [\"localhost\"]\n",
	} {
		if _, err := LoadConfig(writeConfig(t, text)); err != nil {
			t.Error(err)
		}
	}
}

func TestSecretsThatOthersMayReadAreRefused(t *testing.T) {
	path := writeConfig(t, goodConfig)
	c, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(filepath.Dir(path), "imap-password")
	if err := os.WriteFile(secret, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := c.readPassword("imap-password"); err != nil || got != "s3cret" {
		t.Errorf("password %q, %v", got, err)
	}
	if err := os.Chmod(secret, 0o604); err != nil {
		t.Fatal(err)
	}
	if _, err := c.readPassword("imap-password"); err == nil || !strings.Contains(err.Error(), "chmod 0600") {
		t.Errorf("readable by others: %v", err)
	}
	credentials := t.TempDir()
	if err := os.WriteFile(filepath.Join(credentials, "imap-password"), []byte("from systemd"), 0o400); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CREDENTIALS_DIRECTORY", credentials)
	if got, err := c.readPassword("imap-password"); err != nil || got != "from systemd" {
		t.Errorf("credential: %q, %v", got, err)
	}
}

// What stands in the configuration is what decides; nothing there is what is shipped.
func TestStricterProofIsAllowed(t *testing.T) {
	c, err := LoadConfig(writeConfig(t, goodConfig+"[proof]\nwithdraw = [\"confirmation\"]\n[proof.update]\nemail = []\nphone = [\"dmarc-pass\", \"confirmation\"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	l := c.Proof.ladder()
	if len(l.Withdraw) != 1 || l.Unsubscribe != nil || l.Update[privacy.FieldName] != nil ||
		l.Update[privacy.FieldEmail] == nil || len(l.Update[privacy.FieldEmail]) != 0 || len(l.Update[privacy.FieldPhone]) != 2 {
		t.Errorf("%+v", l)
	}
}
