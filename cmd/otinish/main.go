// Command otinish works an organisation's info@ mailbox: people write to it to use
// their personal-data rights, and it answers them within the law.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // an old system has Almaty at +06: Kazakhstan is +05 since 1 March 2024

	"github.com/alecthomas/kong"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/store/privacy"
)

// version is set by the build: -ldflags "-X main.version=…".
var version = "devel"

// CLI is the command line; docs/admin.md and docs/operator.md describe it.
type CLI struct {
	Run      RunCmd      `cmd:"" help:"Work the mailbox until stopped."`
	Demo     DemoCmd     `cmd:"" help:"Show the main job on an embedded mail server, step by step."`
	Classify ClassifyCmd `cmd:"" help:"Say what message files ask for; touches nothing."`
	Status   StatusCmd   `cmd:"" help:"Last scan, queue, oldest due date, outbox, alarms."`
	Account  AccountCmd  `cmd:"" help:"Account for every message in the mailbox."`
	Queue    QueueCmd    `cmd:"" help:"The review queue: list, show, and each decision."`
	Desk     DeskCmd     `embed:"" group:"Decisions about a waiting request:"`
	Request  RequestCmd  `cmd:"" help:"Requests: list, show, message, stats."`
	Figures  FiguresCmd  `cmd:"" help:"What came by kind and week, how long answers took, what is due by day."`
	Explain  ExplainCmd  `cmd:"" help:"How a request was decided, step by step."`
	Deadline DeadlineCmd `cmd:"" help:"Due dates: why, changes."`
	Subject  SubjectCmd  `cmd:"" help:"The register of subjects: add, import, find, show, change, block, unblock, due, destroy."`
	Texts    TextsCmd    `cmd:"" help:"Prepared texts for answers and questions."`
	Letter   LetterCmd   `cmd:"" help:"Outgoing letters: list, show."`
	Consent  ConsentCmd  `cmd:"" help:"Consents: list, counted by purpose."`
	Audit    AuditCmd    `cmd:"" help:"The audit chain: show, verify."`
	Receipt  ReceiptCmd  `cmd:"" help:"Receipts of letters: verify."`
	Backup   BackupCmd   `cmd:"" help:"Back the store up while the daemon runs; check backups."`
	Restore  RestoreCmd  `cmd:"" help:"Make a store of a backup, in an empty folder."`
	Key      KeyCmd      `cmd:"" help:"The keys of the store: new, list, rotate."`
	Store    StoreCmd    `cmd:"" help:"The files of the store: check, mend."`
	Console  ConsoleCmd  `cmd:"" help:"The operators' page: login, logout, sessions."`
	Template TemplateCmd `cmd:"" help:"Letters: preview."`
	Version  VersionCmd  `cmd:"" help:"Print the version."`

	Retention RetentionCmd `cmd:"" help:"How long what is kept: preview."`

	Socket string `help:"Socket of the daemon." placeholder:"PATH" default:"${socket}" env:"OTINISH_SOCKET"`
	JSON   bool   `help:"One JSON object a line on standard output."`
}

// Terminal is where a verb speaks: people's text and JSON go to Out, notes and
// progress to Err.
type Terminal struct {
	In   io.Reader
	Out  io.Writer
	Err  io.Writer
	JSON bool

	Language privacy.Language        // of what the desk says; empty: as the configuration says of the operator
	reader   func() privacy.Language // asks the daemon for that; nil: nobody can be asked
}

// Exit codes; every error prints what failed and what to try.
const (
	exitDone       = 0
	exitFailed     = 1
	exitUsage      = 2
	exitNotFound   = 3
	exitNotAllowed = 4
	exitNoDaemon   = 5
	exitDamaged    = 6 // the daemon does not start with such files: a new start helps nothing (deploy/otinish.service)
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is main without the process: tests call it.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	var cli CLI
	exit := -1
	parser, err := kong.New(&cli,
		kong.Name("otinish"),
		kong.Description("Works an organisation's info@ mailbox: personal-data requests by mail, answered within the law."),
		kong.Writers(out, errOut),
		kong.Exit(func(code int) { exit = code }),
		kong.Vars{"socket": defaultSocket()},
		kong.UsageOnError(),
		noEmptyPaths(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
	if err != nil {
		fmt.Fprintln(errOut, "otinish:", err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	kctx, err := parser.Parse(args)
	if exit >= 0 {
		return exit // --help printed itself
	}
	if err != nil {
		fmt.Fprintf(errOut, "otinish: %s; try: otinish --help\n", plain(err.Error()))
		return exitUsage
	}
	term := &Terminal{In: in, Out: out, Err: errOut, JSON: cli.JSON, Language: languageOf(cli.JSON, os.Getenv)}
	kctx.BindTo(ctx, (*context.Context)(nil))
	client := adminapi.NewClient(cli.Socket)
	client.Language = term.Language
	term.reader = func() privacy.Language { return client.Reader(ctx) }
	client.LeftOut = func() {
		fmt.Fprintln(errOut, "otinish: records that cannot be read are left out; otinish status names them")
	}
	if err := kctx.Run(term, client); err != nil {
		if !errors.Is(err, errSaid) {
			fmt.Fprintf(errOut, "otinish: %s\n", term.told(err))
		}
		return exitCode(err)
	}
	return exitDone
}

// errUnusable marks the error of a daemon that its store keeps from starting.
var errUnusable = errors.New("")

// errSaid ends a verb that has already told what is wrong.
var errSaid = errors.New("said")

func exitCode(err error) int {
	for _, k := range []struct {
		err  error
		code int
	}{
		{errUnusable, exitDamaged},
		{adminapi.ErrNoDaemon, exitNoDaemon},
		{privacy.ErrNotFound, exitNotFound},
		{privacy.ErrNotAllowed, exitNotAllowed},
		{privacy.ErrDestroyed, exitNotAllowed},
		{privacy.ErrConflict, exitNotAllowed},
		{privacy.ErrTransition, exitNotAllowed},
		{privacy.ErrBadNumber, exitUsage},
		{privacy.ErrBadAddress, exitUsage},
		{privacy.ErrBadInput, exitUsage},
	} {
		if errors.Is(err, k.err) {
			return k.code
		}
	}
	return exitFailed
}

// VersionCmd prints the version.
type VersionCmd struct{}

// Run implements the verb.
func (VersionCmd) Run(t *Terminal) error {
	_, err := fmt.Fprintln(t.Out, "otinish", version)
	return err
}
