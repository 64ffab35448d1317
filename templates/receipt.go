package templates

import "medico-intech.kz/otinish/store/privacy"

// ReceiptWords is what stands between a letter and its receipt, wrapped, with a
// line end behind it. A language there is none of gets the first one's.
func ReceiptWords(lang privacy.Language) string {
	words := vocabularies[0].receipt
	for i, l := range privacy.Languages {
		if l == lang {
			words = vocabularies[i].receipt
		}
	}
	return string(wrap(nil, []byte(words)))
}
