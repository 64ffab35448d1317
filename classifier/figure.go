package classifier

import (
	"slices"
	"strconv"

	"medico-intech.kz/otinish/store/privacy"
)

// Figure is something that was weighed, and how much it weighed: above zero for yes,
// below for no. A unit is a factor of 2.7 in the odds.
type Figure struct {
	Name   string  `json:"name"`
	Weight float32 `json:"weight"`
}

// heaviest returns the figures that weighed most, the heaviest first.
func heaviest(weights, figures []float32, name func(int) string) (list []Figure) {
	for i, v := range figures {
		if w := v * weights[i]; w >= .05 || w <= -.05 {
			said := name(i)
			if v < 0 { // odds below even
				said = hardly + said
			}
			list = append(list, Figure{said, w})
		}
	}
	slices.SortStableFunc(list, func(a, b Figure) int {
		switch {
		case abs(a.Weight) > abs(b.Weight):
			return -1
		case abs(a.Weight) < abs(b.Weight):
			return 1
		}
		return 0
	})
	const shown = 5
	return list[:min(len(list), shown)]
}

// hardly stands before the name of a figure whose chance is below a half: what weighs
// is that there is little of it.
const hardly = "hardly: "

func abs(f float32) float32 { return max(f, -f) }

// actNames and heedNames name what act.go and heed.go weigh, in their order.
var actNames = []string{
	"how often acting is right", "a sentence asks for it", "a sentence forbids acting", "a sentence is of other business",
	"the sentence that goes least with it", "the sentence least harmless beside it", "something else is asked",
	"a sentence touches upon it", "the asking sentence asks rather than touches upon it",
	"the word lists have a clear wording", "the word lists have a wording", "a mark", "nearly a mark", "only the subject line says it",
	"two sentences at most", "more than five sentences", "it is put as a question",
	"the letter as a whole is like such as are clear",
}

func actName(i int) string {
	switch n := len(actNames); {
	case i < n:
		return actNames[i]
	case i < n+len(weighedDoubts):
		return "doubt: " + weighedDoubts[i-n].Because()
	case i < actSize:
		return "it is about " + kindNames[privacy.Kinds[i-n-len(weighedDoubts)]]
	}
	return "figure " + strconv.Itoa(i)
}

var heedNames = []string{
	"unknown words in the loudest sentence", "unknown words in all", "words with a sense in the loudest sentence", "the subject line is loudest",
	"the loudest sentence, as far as its words are unknown", "the loudest sentence, where it is the subject line",
	"how often anything is asked", "the loudest sentence asks something", "the next one asks something", "a sentence asks or touches upon a kind",
	"a sentence forbids acting", "a sentence is of other business", "the sentences together ask something",
	"a clear wording", "a mark, or nearly one", "hints of the word lists", "signs of news, offers or business", "more than eight sentences", "how long it is",
	"a clear wording beside signs of news, offers or business", "hints beside such signs", "the loudest sentence of a long letter",
	"the letter as a whole is like such as ask something", "the loudest sentence and the letter as a whole",
	"a number or address beside what is to change", "what is to change, beside such a value", "the same in a long letter",
}

func heedName(i int) string {
	if i < len(heedNames) {
		return heedNames[i]
	}
	return "figure " + strconv.Itoa(i)
}
