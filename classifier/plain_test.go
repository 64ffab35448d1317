package classifier

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"medico-intech.kz/otinish/store/privacy"
)

// readPlain reads letters parted by %%%: want and field lines, a subject line, an
// empty line, the text. Without a want line nothing is asked.
func readPlain(t testing.TB, file string) (list []sample) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, block := range strings.Split(string(content), "%%%\n") {
		head, text, _ := strings.Cut(strings.TrimLeft(block, "\n"), "\n\n")
		s := sample{name: fmt.Sprintf("%s#%d", filepath.Base(file), i), expect: wantNone, fields: map[privacy.Field]string{}}
		title := ""
		for line := range strings.SplitSeq(head, "\n") {
			key, value, _ := strings.Cut(line, ":")
			switch value = strings.TrimSpace(value); key {
			case "want":
				s.want(strings.Fields(value))
			case "field":
				f, v, _ := strings.Cut(value, "=")
				s.fields[privacy.Field(strings.TrimSpace(f))] = strings.TrimSpace(v)
			case "Subject":
				title = value
			}
		}
		if text = strings.TrimSpace(text); text == "" && title == "" {
			continue
		}
		s.message = letter(title, text)
		list = append(list, s)
	}
	return list
}

// want reads "certain update kk", "review withdraw,erase ru", "none".
func (s *sample) want(words []string) {
	if len(words) == 0 {
		return
	}
	s.expect = expectation(words[0])
	if len(words) > 1 {
		for k := range strings.SplitSeq(words[1], ",") {
			if privacy.Kind(k).Valid() {
				s.kinds = append(s.kinds, privacy.Kind(k))
			}
		}
		s.language = privacy.Language(words[len(words)-1])
	}
}
