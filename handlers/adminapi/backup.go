package adminapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// copiedHeader tells what a copy of the data holds, before it comes.
const copiedHeader = "Otinish-Copied"

// endTrailer comes behind a part that is whole: HTTP/1.1 without a length ends a
// body that was cut off like one that was not.
const endTrailer = "Otinish-Whole"

// stalled is how long a reader may take no octet before it is let go: the data is
// copied in one reading transaction, which keeps freed pages from use.
const stalled = 30 * time.Second

// backup streams one part of a backup: "data", then "keys", then "ledger". The
// daemon's folders are its own; whoever takes the backup writes it where they like.
func (s *Server) backup(w http.ResponseWriter, r *http.Request) {
	if !administers(r.Context()) {
		s.reply(w, nil, fmt.Errorf("backups are for root and the user of the service: %w", privacy.ErrNotAllowed))
		return
	}
	out := &streamed{w: w, control: http.NewResponseController(w)}
	defer out.control.SetWriteDeadline(time.Time{}) // the connection serves further calls
	w.Header().Set("Trailer", endTrailer)
	if err := s.copyPart(r, out); err != nil {
		if out.begun {
			panic(http.ErrAbortHandler) // the reader must see that it is not whole
		}
		w.Header().Del("Trailer")
		s.reply(w, nil, err)
		return
	}
	w.Header().Set(endTrailer, strconv.FormatInt(out.n, 10))
}

func (s *Server) copyPart(r *http.Request, out *streamed) error {
	switch part := r.PathValue("part"); part {
	case "data":
		return s.Desk.CopyData(r.Context(), actor(r.Context()), func(c review.Copied) (io.Writer, error) {
			text, err := json.Marshal(c)
			out.w.Header().Set(copiedHeader, string(text))
			return out, err
		})
	case "keys":
		return s.Desk.CopyKeys(out, r.URL.Query().Has("left"))
	case "ledger":
		return s.Desk.CopyLedger(out)
	default:
		return fmt.Errorf("no part of a backup is called %q: %w", part, privacy.ErrNotFound)
	}
}

// streamed moves the deadline with every octet taken.
type streamed struct {
	w       http.ResponseWriter
	control *http.ResponseController
	n       int64
	begun   bool
}

func (s *streamed) Write(b []byte) (int, error) {
	s.begun = true
	if err := s.control.SetWriteDeadline(time.Now().Add(stalled)); err != nil {
		return 0, err
	}
	n, err := s.w.Write(b)
	s.n += int64(n)
	return n, err
}

// CopyData fetches the data; begin says where to. With CopyKeys and CopyLedger the
// client is a source of backups.
func (c *Client) CopyData(ctx context.Context, begin func(review.Copied) (io.Writer, error)) error {
	return c.fetchPart(ctx, "data", func(h http.Header) (io.Writer, error) {
		var copied review.Copied
		if err := json.Unmarshal([]byte(h.Get(copiedHeader)), &copied); err != nil {
			return nil, fmt.Errorf("the daemon does not say what it sends (%w): is it of another version?", err)
		}
		return begin(copied)
	})
}

// CopyKeys fetches the key store, after CopyData; with left, though keys are lost.
func (c *Client) CopyKeys(ctx context.Context, w io.Writer, left bool) error {
	part := "keys"
	if left {
		part = "keys?left"
	}
	return c.fetchPart(ctx, part, func(http.Header) (io.Writer, error) { return w, nil })
}

// CopyLedger fetches the erasure ledger, after CopyKeys.
func (c *Client) CopyLedger(ctx context.Context, w io.Writer) error {
	return c.fetchPart(ctx, "ledger", func(http.Header) (io.Writer, error) { return w, nil })
}

func (c *Client) fetchPart(ctx context.Context, part string, begin func(http.Header) (io.Writer, error)) error {
	resp, err := c.send(ctx, http.MethodGet, "/backup/"+part, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		var p problem
		json.NewDecoder(resp.Body).Decode(&p) // an unreadable one becomes "status N"
		return p.toError(resp)
	}
	w, err := begin(resp.Header)
	if err != nil {
		return err
	}
	n, err := io.Copy(w, resp.Body)
	if errors.Is(err, io.ErrUnexpectedEOF) || err == nil && resp.Trailer.Get(endTrailer) != strconv.FormatInt(n, 10) {
		return fmt.Errorf("the daemon stopped in the midst of the %s: %w", part, privacy.ErrUnavailable)
	}
	return err
}
