package message

import "strings"

// What people write to a mailing list goes to many, and not to us: what it asks, it asks of them. The list says so in its header
// (RFC 2919, RFC 2369) or in a footer. An organisation's own mailbox may be kept as a list too, as groups of Google and Microsoft
// are: that one is called like a role.

// throughList reports whether a mail came by way of a list that is no role's.
func (m *Message) throughList() bool {
	id, post, bulk := "", "", false
	for _, f := range m.Header {
		value := strings.ToLower(f.Value)
		switch {
		case equalFold(f.Name, "List-Id"):
			_, id, _ = strings.Cut(value, "<")
		case equalFold(f.Name, "List-Post"):
			_, post, _ = strings.Cut(value, "mailto:")
		case equalFold(f.Name, "X-BeenThere"), equalFold(f.Name, "X-Mailing-List"):
			post = strings.Trim(value, " <>")
		case equalFold(f.Name, "Precedence"):
			bulk = strings.Contains(value, "bulk") || strings.Contains(value, "list")
		}
	}
	if post == "" && (id == "" || !bulk) {
		return false
	}
	isRole := func(local, sep string) bool {
		local, _, _ = strings.Cut(strings.TrimSpace(local), sep)
		return phrases().roles[local]
	}
	return !isRole(post, "@") && !isRole(id, ".")
}
