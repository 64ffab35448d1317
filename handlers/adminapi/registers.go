package adminapi

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// SentLetter is an outgoing letter; its words are there where one request was asked for.
type SentLetter struct {
	Number privacy.Number `json:"number,omitempty"` // of its request; empty for a letter to operators
	Letter
	SubjectLine string `json:"subject_line,omitempty"`
	Body        string `json:"body,omitempty"`
}

// AuditEntry is an act as it stands on the chain.
type AuditEntry struct {
	HistoryEntry
	Number privacy.Number `json:"number,omitempty"`
	Hash   string         `json:"hash"`
}

// maxList bounds what one call returns.
const maxList = 10000

// span reads a whole number of a query; n where there is none.
func span(r *http.Request, key string, n int) (int, error) {
	s := r.FormValue(key)
	if s == "" {
		return n, nil
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < 0 || v > maxList {
		return 0, fmt.Errorf("%s is no number from 0 to %d: %w", key, maxList, privacy.ErrBadInput)
	}
	return v, nil
}

func (s *Server) letters(w http.ResponseWriter, r *http.Request) {
	limit, err := span(r, "limit", 100)
	offset := 0
	if err == nil {
		offset, err = span(r, "offset", 0)
	}
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	list, err := s.Desk.Letters(r.Context(), r.FormValue("state"), offset, limit)
	views := []SentLetter{}
	for _, sent := range list {
		views = append(views, SentLetter{Number: sent.Number, Letter: letterView(sent.Letter, s.zone())})
	}
	s.replyPart(w, views, err)
}

func (s *Server) lettersOf(w http.ResponseWriter, r *http.Request) {
	n, err := privacy.ParseNumber(r.PathValue("number"))
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	c, err := s.Desk.Case(r.Context(), n)
	views := []SentLetter{}
	for _, l := range c.Letters {
		subjectLine, body := review.ReadLetter(l)
		views = append(views, SentLetter{n, letterView(l, s.zone()), subjectLine, body})
	}
	s.reply(w, views, err)
}

// message gives the octets of a message: JSON would mend what is no UTF-8.
func (s *Server) message(w http.ResponseWriter, r *http.Request) {
	n, err := privacy.ParseNumber(r.PathValue("number"))
	var c review.Case
	if err == nil {
		c, err = s.Desk.Case(r.Context(), n)
	}
	if err == nil && len(c.Raw) == 0 {
		err = fmt.Errorf("the message is not kept here; it lies in the mailbox under UID %d: %w", c.Request.Message.UID, privacy.ErrNotFound)
	}
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Write(c.Raw) // the client may be gone: nobody to tell
}

// answer gives the octets of an answer to a question about a request.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	n, err := privacy.ParseNumber(r.PathValue("number"))
	var c review.Case
	if err == nil {
		c, err = s.Desk.Case(r.Context(), n)
	}
	which, whichErr := strconv.Atoi(r.PathValue("answer"))
	if err == nil && (whichErr != nil || which < 1 || which > len(c.Answers) || len(c.Answers[which-1].Raw) == 0) {
		err = privacy.Mistaken("no-answer", fmt.Errorf("no such answer is kept: %w", privacy.ErrNotFound))
	}
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Write(c.Answers[which-1].Raw) // the client may be gone: nobody to tell
}

func (s *Server) chain(w http.ResponseWriter, r *http.Request) {
	limit, err := span(r, "limit", 100)
	before := uint64(0)
	if v := r.FormValue("before"); v != "" && err == nil {
		if before, err = strconv.ParseUint(v, 10, 64); err != nil {
			err = fmt.Errorf("before is no number of an entry: %w", privacy.ErrBadInput)
		}
	}
	if err != nil {
		s.reply(w, nil, err)
		return
	}
	entries, err := s.Desk.Chain(r.Context(), before, limit)
	views := []AuditEntry{}
	for _, e := range entries {
		views = append(views, AuditEntry{HistoryEntry{e.Seq, e.At.In(s.zone()), e.Act.Actor, e.Act.Act, e.Act.Reason}, e.Act.Number, fmt.Sprintf("%x", e.Hash)})
	}
	s.reply(w, views, err)
}

// Letters lists outgoing letters, the newest first; an empty state means all.
func (c *Client) Letters(ctx context.Context, state string, offset, limit int) (v []SentLetter, err error) {
	q := url.Values{"state": {state}, "offset": {strconv.Itoa(offset)}, "limit": {strconv.Itoa(limit)}}
	err = c.call(ctx, http.MethodGet, "/letters?"+q.Encode(), nil, &v)
	return v, err
}

// Message returns the octets of the message behind a request, or their beginning.
func (c *Client) Message(ctx context.Context, n privacy.Number) ([]byte, error) {
	return c.octets(ctx, "/requests/"+string(n)+"/message")
}

// Answer returns the octets of an answer to a question about a request, or their
// beginning; number counts from 1.
func (c *Client) Answer(ctx context.Context, n privacy.Number, number int) ([]byte, error) {
	return c.octets(ctx, "/requests/"+string(n)+"/answers/"+strconv.Itoa(number))
}

func (c *Client) octets(ctx context.Context, path string) ([]byte, error) {
	resp, err := c.send(ctx, http.MethodGet, path, nil)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		var p problem
		json.NewDecoder(resp.Body).Decode(&p) // an unreadable one becomes "status N"
		return nil, p.toError(resp)
	}
	return io.ReadAll(resp.Body)
}

// LettersOf returns the letters about a request with their words, oldest first.
func (c *Client) LettersOf(ctx context.Context, n privacy.Number) (v []SentLetter, err error) {
	err = c.call(ctx, http.MethodGet, "/requests/"+string(n)+"/letters", nil, &v)
	return v, err
}

// Chain lists entries of the audit chain before the one with this number, the newest
// first; 0 means from the end.
func (c *Client) Chain(ctx context.Context, before uint64, limit int) (v []AuditEntry, err error) {
	q := url.Values{"limit": {strconv.Itoa(limit)}}
	if before > 0 {
		q.Set("before", strconv.FormatUint(before, 10))
	}
	err = c.call(ctx, http.MethodGet, "/audit?"+q.Encode(), nil, &v)
	return v, err
}
