package console

import (
	"fmt"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"unicode"

	"medico-intech.kz/otinish/store/privacy"
)

// attachment hands a file of a letter out: as bytes to be saved, whatever type the
// writer gave it.
func (s *Server) attachment(w http.ResponseWriter, r *http.Request, _ *visit) error {
	c, err := s.caseOf(r)
	if err != nil {
		return err
	}
	return s.attached(w, r, c.Raw)
}

// attached hands out a file of a message.
func (s *Server) attached(w http.ResponseWriter, r *http.Request, raw []byte) error {
	i, err := strconv.Atoi(r.PathValue("i"))
	if err != nil || len(raw) == 0 {
		return privacy.Mistaken("no-attachment", fmt.Errorf("no such attachment: %w", privacy.ErrNotFound))
	}
	l := s.Read(raw)
	if i < 0 || i >= len(l.Attachments) || l.Attached == nil {
		return privacy.Mistaken("no-attachment", fmt.Errorf("no such attachment: %w", privacy.ErrNotFound))
	}
	content, ok := l.Attached(i)
	if !ok {
		return privacy.Mistaken("attachment-there", fmt.Errorf("the attachment lies in the mailbox only: %w", privacy.ErrNotFound))
	}
	download(w, fileName(l.Attachments[i].Name, i), content)
	return nil
}

// download: the browser saves and neither shows nor runs it (RFC 6266).
func download(w http.ResponseWriter, name string, content []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Content-Length", strconv.Itoa(len(content)))
	w.Write(content)
}

const maxFileName = 100 // characters

// fileName takes from a stranger's name what could be a path, a control or a
// direction mark that turns the ending round.
func fileName(name string, i int) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune(`<>:"/|?*%`, r) {
			return '_'
		}
		return r
	}, name)
	name = strings.TrimLeft(name, ". ")
	if runes := []rune(name); len(runes) > maxFileName {
		name = string(runes[len(runes)-maxFileName:])
	}
	if name == "" || name == "_" {
		return "attachment-" + strconv.Itoa(i+1)
	}
	return name
}
