package adminapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"

	"medico-intech.kz/otinish/store/privacy"
)

// ErrNoDaemon says that nobody answers on the socket.
var ErrNoDaemon = errors.New("the daemon is not reachable")

// Client talks to the daemon.
type Client struct {
	// Language in which the daemon shall answer; empty: as the configuration says of
	// the operator.
	Language privacy.Language

	// LeftOut is called where a list came without the records that cannot be read; may
	// be nil.
	LeftOut func()

	socket string
	http   *http.Client
}

// NewClient returns a client for the socket at this path.
func NewClient(socket string) *Client {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", socket)
	}
	return &Client{socket: socket, http: &http.Client{Transport: &http.Transport{DialContext: dial}}}
}

func (c *Client) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(b)
	}
	resp, err := c.send(ctx, method, path, body)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		var p problem
		json.NewDecoder(resp.Body).Decode(&p) // an unreadable one becomes "status N"
		return p.toError(resp)
	}
	if resp.Header.Get(leftOut) != "" && c.LeftOut != nil {
		c.LeftOut()
	}
	return json.NewDecoder(resp.Body).Decode(out)
}

func (c *Client) send(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, "http://otinish"+path, body)
	if err != nil {
		return nil, err
	}
	if c.Language != "" {
		req.Header.Set("Accept-Language", string(c.Language))
	}
	resp, err := c.http.Do(req)
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		return nil, fmt.Errorf("%w at %s (%v); is it running? systemctl status otinish", ErrNoDaemon, c.socket, op.Err)
	}
	return resp, err
}

// Status asks how the daemon is.
func (c *Client) Status(ctx context.Context) (v Status, err error) {
	err = c.call(ctx, http.MethodGet, "/status", nil, &v)
	return v, err
}

// Account asks for the account of every mailbox.
func (c *Client) Account(ctx context.Context) (v []Account, err error) {
	err = c.call(ctx, http.MethodGet, "/account", nil, &v)
	return v, err
}

// Queue lists the review queue.
func (c *Client) Queue(ctx context.Context) (v []Request, err error) {
	err = c.call(ctx, http.MethodGet, "/queue", nil, &v)
	return v, err
}

// Request shows one request.
func (c *Client) Request(ctx context.Context, n privacy.Number) (v Request, err error) {
	err = c.call(ctx, http.MethodGet, "/requests/"+string(n), nil, &v)
	return v, err
}

// Decide carries out one of review.Verbs.
func (c *Client) Decide(ctx context.Context, n privacy.Number, verb string, d Decision) (v Decided, err error) {
	err = c.call(ctx, http.MethodPost, "/requests/"+string(n)+"/"+verb, d, &v)
	return v, err
}

// Preview tells which letters a decision would send.
func (c *Client) Preview(ctx context.Context, n privacy.Number, verb string, d Decision) (v []Draft, err error) {
	err = c.call(ctx, http.MethodPost, "/requests/"+string(n)+"/"+verb+"/preview", d, &v)
	return v, err
}

// Texts lists the prepared texts in a language.
func (c *Client) Texts(ctx context.Context, l privacy.Language) (v []Text, err error) {
	err = c.call(ctx, http.MethodGet, "/texts/"+string(l), nil, &v)
	return v, err
}

// ChangeSubject carries out "change", "block" or "unblock" on a record.
func (c *Client) ChangeSubject(ctx context.Context, id privacy.SubjectID, verb string, d SubjectChange) (v Changed, err error) {
	err = c.call(ctx, http.MethodPost, "/subjects/"+url.PathEscape(string(id))+"/"+verb, d, &v)
	return v, err
}

// PreviewUnblock tells which letter the end of a blocking would send.
func (c *Client) PreviewUnblock(ctx context.Context, id privacy.SubjectID, d SubjectChange) (v []Draft, err error) {
	err = c.call(ctx, http.MethodPost, "/subjects/"+url.PathEscape(string(id))+"/unblock/preview", d, &v)
	return v, err
}

// AddSubject enters a person.
func (c *Client) AddSubject(ctx context.Context, p Person) (v Subject, err error) {
	err = c.call(ctx, http.MethodPost, "/subjects", p, &v)
	return v, err
}

// FindSubject finds a person by address.
func (c *Client) FindSubject(ctx context.Context, email string) (v Subject, err error) {
	err = c.call(ctx, http.MethodPost, "/subjects/find", Person{Email: email}, &v)
	return v, err
}

// ShowSubject shows a person by id.
func (c *Client) ShowSubject(ctx context.Context, id privacy.SubjectID) (v Subject, err error) {
	err = c.call(ctx, http.MethodGet, "/subjects/"+string(id), nil, &v)
	return v, err
}

// Import sends a CSV file for one step, "check" or "enter".
func (c *Client) Import(ctx context.Context, step string, file io.Reader, progress func(done int)) (Import, error) {
	resp, err := c.send(ctx, http.MethodPost, "/import/"+step, io.NopCloser(file)) // the file is the caller's to close
	if err != nil {
		return Import{}, err
	}
	defer resp.Body.Close()
	lines := json.NewDecoder(resp.Body)
	for {
		var v Import
		if err := lines.Decode(&v); err != nil {
			return v, fmt.Errorf("import: the daemon stopped answering (%w); import the same file again, what is entered stays", err)
		}
		switch {
		case v.Done && v.Error != "":
			return v, problem{Error: v.Error, Code: v.Code}.toError(nil)
		case v.Done:
			return v, nil
		}
		progress(v.Rows)
	}
}
