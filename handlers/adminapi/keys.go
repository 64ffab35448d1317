package adminapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"medico-intech.kz/otinish/store/privacy"
)

// Keys is the state of the key store. Names tell master keys apart and nothing else
// about them.
type Keys struct {
	InUse     string `json:"in_use"`         // the master key the daemon was given
	Next      string `json:"next,omitempty"` // takes its place once it is in key_file
	Held      uint64 `json:"held"`           // data keys of people and requests
	Spare     uint64 `json:"spare"`          // made ahead, or left over by an earlier start
	Destroyed uint64 `json:"destroyed"`
	Wrapped   uint64 `json:"wrapped"` // of them by the wrapping key in use
	Slots     uint64 `json:"slots"`
	Renewal   string `json:"renewal,omitempty"` // of the data keys, where one has not ended: "goes on" or "waits"
	Renewed   uint64 `json:"renewed,omitempty"` // people and requests that it has looked at
}

// Rotation is a line of progress, or the end.
type Rotation struct {
	Done    bool   `json:"done"`
	Wrapped uint64 `json:"wrapped"`
	Slots   uint64 `json:"slots"`
	Error   string `json:"error,omitempty"`
	Code    string `json:"code,omitempty"`
}

func (s *Server) keys(w http.ResponseWriter, r *http.Request) {
	v, err := s.Daemon.Keys(r.Context())
	s.reply(w, v, err)
}

// rotateKey takes the content of a key file in the body, and answers with lines of
// progress.
func (s *Server) rotateKey(w http.ResponseWriter, r *http.Request) {
	var order struct {
		Key []byte `json:"key"`
	}
	if err := decode(w, r, &order); err != nil {
		s.reply(w, nil, err)
		return
	}
	defer clear(order.Key)
	if !isAdministrator(actor(r.Context())) {
		s.reply(w, nil, fmt.Errorf("rotate the key: only root, or the user of the service, may: %w", privacy.ErrNotAllowed))
		return
	}
	rotation(w, func(progress func(done, total uint64)) error {
		return s.Daemon.RotateKey(r.Context(), actor(r.Context()), order.Key, progress)
	})
}

// reseal answers with lines of progress as well.
func (s *Server) reseal(w http.ResponseWriter, r *http.Request) {
	if !isAdministrator(actor(r.Context())) {
		s.reply(w, nil, fmt.Errorf("renew the data keys: only root, or the user of the service, may: %w", privacy.ErrNotAllowed))
		return
	}
	rotation(w, func(progress func(done, total uint64)) error {
		return s.Daemon.Reseal(r.Context(), actor(r.Context()), progress)
	})
}

func rotation(w http.ResponseWriter, work func(progress func(done, total uint64)) error) {
	w.Header().Set("Content-Type", "application/x-ndjson")
	out := json.NewEncoder(w)
	last := Rotation{Done: true}
	err := work(func(done, total uint64) {
		last.Wrapped, last.Slots = done, total
		out.Encode(Rotation{Wrapped: done, Slots: total})
		http.NewResponseController(w).Flush()
	})
	if err != nil {
		_, p := describe(err)
		last.Error, last.Code = p.Error, p.Code
	}
	out.Encode(last)
}

// Keys asks for the state of the key store.
func (c *Client) Keys(ctx context.Context) (v Keys, err error) {
	err = c.call(ctx, http.MethodGet, "/keys", nil, &v)
	return v, err
}

// RotateKey hands the content of a key file over.
func (c *Client) RotateKey(ctx context.Context, keyFile []byte, progress func(done, total uint64)) error {
	body, err := json.Marshal(struct {
		Key []byte `json:"key"`
	}{keyFile})
	if err != nil {
		return err
	}
	return c.rotation(ctx, "/keys/rotate", body, progress)
}

// Reseal gives everybody a new data key.
func (c *Client) Reseal(ctx context.Context, progress func(done, total uint64)) error {
	return c.rotation(ctx, "/keys/reseal", []byte("{}"), progress)
}

func (c *Client) rotation(ctx context.Context, path string, body []byte, progress func(done, total uint64)) error {
	resp, err := c.send(ctx, http.MethodPost, path, bytes.NewReader(body))
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("rotate: the daemon stopped answering; it goes on when it is started again, if it had begun: otinish key list tells: %w", privacy.ErrUnavailable)
	}
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		var p problem
		json.NewDecoder(resp.Body).Decode(&p) // an unreadable one becomes "status N"
		return p.toError(resp)
	}
	lines := json.NewDecoder(resp.Body)
	for {
		var v Rotation
		if err := lines.Decode(&v); err != nil {
			return fmt.Errorf("rotate: the daemon stopped answering (%w); it goes on when it is started again", err)
		}
		switch {
		case v.Done && v.Error != "":
			return problem{Error: v.Error, Code: v.Code}.toError(nil)
		case v.Done:
			return nil
		}
		progress(v.Wrapped, v.Slots)
	}
}
