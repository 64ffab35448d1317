package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"time"

	"medico-intech.kz/otinish/handlers/adminapi"
	"medico-intech.kz/otinish/mailbox/message"
	"medico-intech.kz/otinish/store/audit"
	"medico-intech.kz/otinish/store/privacy"
)

// ReceiptCmd is about the receipts below our letters.
type ReceiptCmd struct {
	Verify ReceiptVerifyCmd `cmd:"" help:"Say whether a letter that somebody brings is ours, and its entry on the chain unchanged."`
}

// ReceiptVerifyCmd verifies the receipt in a letter.
type ReceiptVerifyCmd struct {
	File      string `arg:"" help:"The letter: a saved message, or its text; - reads standard input." type:"path"`
	Store     string `help:"The folder of a store that no daemon has open; needs --config." type:"path" placeholder:"DIR"`
	Config    string `help:"With --store: the configuration that names the master key." type:"path" placeholder:"FILE"`
	PublicKey string `help:"Check the signature alone, without the store, with this key (audit verify shows it)." placeholder:"KEY"`
}

// maxBrought is how much of a file is looked at, in octets.
const maxBrought = 32 << 20

// Run implements the verb.
func (q ReceiptVerifyCmd) Run(ctx context.Context, t *Terminal, c *adminapi.Client) error {
	letter, err := q.letter(t)
	if err != nil {
		return err
	}
	if q.PublicKey != "" {
		return q.alone(t, letter)
	}
	v, err := q.look(ctx, c, letter)
	if err != nil {
		return err
	}
	if err := t.print(v, func(w io.Writer) { writeReceipt(w, v) }); err != nil {
		return err
	}
	if !v.Genuine || !v.SameText || !v.OnChain && !v.Ended || v.Broken != "" {
		return errSaid
	}
	return nil
}

// look asks the daemon, or looks into a stopped store.
func (q ReceiptVerifyCmd) look(ctx context.Context, c *adminapi.Client, letter string) (adminapi.Receipt, error) {
	if q.Store == "" {
		return c.VerifyReceipt(ctx, letter)
	}
	if q.Config == "" {
		return adminapi.Receipt{}, fmt.Errorf("--store needs --config, which names the master key: %w", privacy.ErrBadInput)
	}
	s, err := inspect(q.Store, q.Config)
	if err != nil {
		return adminapi.Receipt{}, err
	}
	defer s.Close()
	f, err := s.VerifyReceipt(letter)
	return adminapi.ReceiptOf(f, time.Local), err
}

// letter is the text with the receipt: of a message its body, of anything else all.
func (q ReceiptVerifyCmd) letter(t *Terminal) (string, error) {
	in := t.In
	if q.File != "-" {
		f, err := os.Open(q.File)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxBrought))
	if err != nil {
		return "", fmt.Errorf("read the letter: %w", err)
	}
	for _, text := range append([]string{message.Parse(raw).Text, string(raw)}, attached(raw)...) {
		if part, ok := audit.AroundReceipt(text); ok {
			return part, nil
		}
	}
	return "", fmt.Errorf("no receipt stands in the letter: it begins with the request's number and has four lines; questions have none: %w", privacy.ErrNotFound)
}

// attached are the texts of messages attached to a message: many programs forward so.
func attached(raw []byte) (texts []string) {
	for range 10 {
		_, rest, found := bytes.Cut(raw, []byte("message/rfc822"))
		if !found {
			break
		}
		raw = rest
		for _, blank := range []string{"\r\n\r\n", "\n\n"} {
			if _, inner, ok := bytes.Cut(rest, []byte(blank)); ok {
				texts = append(texts, message.Parse(inner).Text)
			}
		}
	}
	return texts
}

// alone checks the signature with a public key.
func (q ReceiptVerifyCmd) alone(t *Terminal, letter string) error {
	key, err := base64.StdEncoding.DecodeString(q.PublicKey)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return fmt.Errorf("--public-key: not a key as audit verify shows it: %w", privacy.ErrBadInput)
	}
	r, same, _ := audit.FindReceipt(letter)
	v := adminapi.Receipt{Number: r.Number, Act: r.Act, At: r.At, Genuine: r.Genuine(key), SameText: same}
	if err := t.print(v, func(w io.Writer) {
		switch {
		case !v.Genuine:
			fmt.Fprintln(w, "NOT GENUINE: the receipt was altered, or was signed with another key.")
		case !v.SameText:
			fmt.Fprintf(w, "Genuine: %s, but THE WORDS ABOVE IT ARE NOT THOSE THAT WERE SENT.\n", what(v))
		default:
			fmt.Fprintf(w, "Genuine, with the words that were sent: %s. The chain was not looked at.\n", what(v))
		}
	}); err != nil {
		return err
	}
	if !v.Genuine || !v.SameText {
		return errSaid
	}
	return nil
}

func what(v adminapi.Receipt) string {
	return fmt.Sprintf("%s about request %s, %s", cut(v.Act, 40), v.Number, local(v.At))
}

func writeReceipt(w io.Writer, v adminapi.Receipt) {
	switch {
	case v.Genuine && v.OnChain:
		fmt.Fprintf(w, "Genuine: %s.\nThe chain holds it unchanged: entry %d of %d.\n", what(v), v.Entry, v.Entries)
	case v.Genuine && v.Ended:
		fmt.Fprintf(w, "Genuine: %s.\nIts entry has ended: entries of that time have been kept long enough and were cut off the chain.\n", what(v))
	case v.Genuine && v.Lost > 0:
		fmt.Fprintf(w, "Genuine: %s.\nThe chain does not hold it: a backup from before it was put back later, entry %d of %d.\n", what(v), v.Lost, v.Entries)
	case v.Genuine:
		fmt.Fprintf(w, "THE CHAIN DOES NOT HOLD IT, although this store signed it: %s.\n"+
			"The chain, %d entries, was cut off or written anew, or an older copy of the store lies here.\n"+
			"Keep the store as it is, and try the backups: otinish audit verify --store BACKUP.\n", what(v), v.Entries)
	case v.OnChain:
		fmt.Fprintf(w, "NOT GENUINE: the receipt was altered. The chain holds its entry: %d of %d.\n", v.Entry, v.Entries)
	default:
		fmt.Fprintln(w, "NOT GENUINE: not a receipt of this store, or an altered one. The chain holds no such entry.")
	}
	if v.Genuine && !v.SameText {
		fmt.Fprintln(w, "THE WORDS ABOVE IT ARE NOT THOSE THAT WERE SENT; compare with the letters of the request.")
	}
	if v.Broken != "" {
		fmt.Fprintf(w, "THE CHAIN IS BROKEN after %d entries: %s\n", v.Entries, v.Broken)
	}
}
