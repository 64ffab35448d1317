package classifier

import (
	"slices"
	"strings"
)

// In blank forms on paper what belongs on a line is said below its rule: «8 705 …» over «____» over «(новый телефон)».

// shortestRule is how many signs are a rule in a blank form.
const shortestRule = 5

// captionBelow returns what stands in brackets under the rule below a line; "" where there is none.
func (r *reading) captionBelow(line int) string {
	if line <= 0 || line+2 >= len(r.lines) {
		return ""
	}
	rule, caption := strings.TrimSpace(r.lines[line+1].text), strings.TrimSpace(r.lines[line+2].text)
	inside, opened := strings.CutPrefix(caption, "(")
	inside, closed := strings.CutSuffix(inside, ")")
	if len(rule) < shortestRule || strings.Trim(rule, "_-—=.") != "" || !opened || !closed {
		return ""
	}
	return inside
}

// isCaption reports whether a line says what stands two lines above it.
func (r *reading) isCaption(line int) bool { return r.captionBelow(line-2) != "" }

// signsBelow reports whether the caption of a line says that somebody signs there: «(подпись, расшифровка подписи)».
func (r *reading) signsBelow(x *index, line int) bool {
	return slices.ContainsFunc(wordsOf(r.captionBelow(line)), func(w string) bool { return x.stray.has(w, "signs") })
}
