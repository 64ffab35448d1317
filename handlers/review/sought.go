package review

import (
	"strings"

	"medico-intech.kz/otinish/store/privacy"
)

// sought is what is searched for, in lower case, made once for a whole search. The
// runtime lays strings of less than 16 octets beside others in one block, which is
// written over only when none of them is in use any more: behind blanks it has a block of
// its own, that ends with the search (P9).
func sought(text string) string {
	return strings.TrimSpace(strings.ToLower(privacy.Wide(text)))
}
