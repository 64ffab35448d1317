package console

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// sanitise leaves of a letter's HTML what structures and marks words: no address to
// load or to go to, no script, no form, no name, nothing that covers anything else.
// Words that the letter hides are shown. It takes time linear in the letter.
func sanitise(letter string) string { return letterPolicy().Sanitize(plainStyles(letter)) }

const (
	colour      = `(#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,25}|rgb\([0-9]{1,3}, ?[0-9]{1,3}, ?[0-9]{1,3}\))`
	declaration = `((color|background-color): ` + colour + `|text-align: (left|right|center|justify)|font-weight: (bold|bolder|[4-9]00)|` +
		`font-style: italic|text-decoration: (underline|line-through))`
)

var (
	plainDeclaration = regexp.MustCompile(`^` + declaration + `$`)
	plainStyle       = regexp.MustCompile(`^(` + declaration + `; )*` + declaration + `$`)
	plainColour      = regexp.MustCompile(`^` + colour + `$`)
	smallNumber      = regexp.MustCompile(`^[0-9]{1,2}$`)
	alignment        = regexp.MustCompile(`^(left|right|center|justify)$`)
	languageTag      = regexp.MustCompile(`^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$`)
	direction        = regexp.MustCompile(`^(ltr|rtl|auto)$`)
)

func letterPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(
		"p", "br", "div", "span", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "center",
		"b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "sub", "sup", "small", "big", "tt", "code", "font", "mark", "q", "cite",
		"ul", "ol", "li", "dl", "dt", "dd", "a", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col",
	)
	p.AllowNoAttrs().OnElements("a", "span", "font") // a link leads nowhere
	p.SkipElementsContent("title")
	p.AllowElementsContent("object", "frame", "frameset") // where one is never closed, the words behind it are the letter's
	p.AllowAttrs("align").Matching(alignment).Globally()
	p.AllowAttrs("dir").Matching(direction).Globally()
	p.AllowAttrs("lang").Matching(languageTag).Globally()
	p.AllowAttrs("colspan", "rowspan").Matching(smallNumber).OnElements("td", "th")
	p.AllowAttrs("border").Matching(smallNumber).OnElements("table")
	p.AllowAttrs("color").Matching(plainColour).OnElements("font")
	p.AllowAttrs("bgcolor").Matching(plainColour).OnElements("table", "tr", "td", "th")
	p.AllowAttrs("style").Matching(plainStyle).Globally()
	return p
}

// maxStyle is the longest style of one element that is looked at, in octets.
const maxStyle = 4096

// plainStyles leaves of each style what the policy lets through; the policy judges it
// again. The library would read styles itself, in time quadratic in their length.
func plainStyles(letter string) string {
	if !strings.Contains(strings.ToLower(letter), "style") {
		return letter
	}
	var b strings.Builder
	for z := html.NewTokenizer(strings.NewReader(letter)); ; {
		kind := z.Next()
		raw := string(z.Raw())
		if kind == html.ErrorToken {
			b.WriteString(raw)
			return b.String()
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken || !strings.Contains(strings.ToLower(raw), "style") {
			b.WriteString(raw)
			continue
		}
		token := z.Token()
		for i := range token.Attr {
			if a := &token.Attr[i]; a.Key == "style" {
				a.Val = plain(a.Val)
			}
		}
		b.WriteString(token.String())
	}
}

// plain takes the declarations of a style one by one. What it takes apart wrongly, a
// semicolon within quotes, fits no pattern.
func plain(style string) string {
	if len(style) > maxStyle {
		return ""
	}
	var kept []string
	for one := range strings.SplitSeq(style, ";") {
		name, value, _ := strings.Cut(one, ":")
		value = strings.TrimSpace(value)
		if d := strings.ToLower(strings.TrimSpace(name)) + ": " + value; plainDeclaration.MatchString(d) {
			kept = append(kept, d)
		}
	}
	return strings.Join(kept, "; ")
}
