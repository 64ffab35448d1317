package console

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"medico-intech.kz/otinish/handlers/review"
	"medico-intech.kz/otinish/store/privacy"
)

// decideSeveral carries one decision out on all that are ticked, each by itself:
// one that somebody else has decided does not hold up the others.
func (s *Server) decideSeveral(w http.ResponseWriter, r *http.Request, v *visit) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read the form: %w", privacy.ErrBadInput)
	}
	act := review.Act{Verb: r.PostFormValue("verb")}
	switch act.Verb {
	case "approve", "not-a-request":
	case "assign":
		act.To = v.operator.Login
	default:
		return fmt.Errorf("no decision for several at once is called that: %w", privacy.ErrBadInput)
	}
	done, failed := 0, 0
	for _, ticked := range r.PostForm["item"] {
		number, version, _ := strings.Cut(ticked, ":")
		n, err := privacy.ParseNumber(number)
		if err == nil {
			act.Seen, err = strconv.Atoi(version)
		}
		if err == nil {
			_, err = s.Desk.Do(r.Context(), n, v.actor(), act)
		}
		if errors.Is(err, privacy.ErrUnavailable) {
			return err
		}
		if err != nil {
			failed++
		} else {
			done++
		}
	}
	s.tell(v, notice{Key: "done.several", Args: []any{done, failed}, Problem: failed > 0})
	http.Redirect(w, r, back(r.PostFormValue("back"), "/"), http.StatusSeeOther)
	return nil
}
