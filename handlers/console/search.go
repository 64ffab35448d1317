package console

import (
	"net/http"
	"strconv"
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// finds are what somebody searched for, by number. People search for names and
// addresses: those stand in no URL, which browsers, proxies and their logs keep (P7).
type finds struct {
	first int
	texts []string
}

const maxFinds = 50 // searches of a session that can be gone back to

func (f *finds) add(text string) (number string) {
	if len(f.texts) == maxFinds {
		f.first++
		f.texts = append([]string(nil), f.texts[1:]...)
	}
	f.texts = append(f.texts, text)
	return strconv.Itoa(f.first + len(f.texts) - 1)
}

// text is what was searched for, "" for nothing.
func (f finds) text(number string) string {
	n, err := strconv.Atoi(number)
	if n -= f.first; err != nil || n < 0 || n >= len(f.texts) {
		return ""
	}
	return f.texts[n]
}

// search turns a filled-in filter into an address without personal data. A number of
// a request leads straight to it.
func (s *Server) search(w http.ResponseWriter, r *http.Request, v *visit) error {
	p := r.PostFormValue
	text := strings.TrimSpace(p("text"))
	if n, err := privacy.ParseNumber(text); err == nil {
		http.Redirect(w, r, "/requests/"+string(n), http.StatusSeeOther)
		return nil
	}
	find := ""
	if text != "" {
		s.sessions.change(v.key, func(stored *session) { find = stored.finds.add(text) })
	}
	path := "/"
	if p("page") == "requests" {
		path = "/requests"
	}
	http.Redirect(w, r, path+query(map[string]string{
		"kind": p("kind"), "why": p("why"), "language": p("language"), "proof": p("proof"), "assigned": p("assigned"),
		"state": p("state"), "sort": p("sort"), "find": find,
	}), http.StatusSeeOther)
	return nil
}
