package message

import "testing"

// What came by way of a mailing list is known by its header; an organisation's own mailbox kept as a group is none.
func TestListsAreKnownByTheirHeader(t *testing.T) {
	for name, c := range map[string]struct {
		header string
		listed bool
	}{
		"Mailman":               {"List-Id: Friends <fork.xent.example>\r\nPrecedence: bulk\r\nList-Post: <mailto:fork@xent.example>\r\n", true},
		"old Mailman":           {"X-BeenThere: talk@lists.example\r\n", true},
		"only an id, in bulk":   {"List-Id: <talk.lists.example>\r\nPrecedence: list\r\n", true},
		"a group of our own":    {"List-ID: <info.mekeme.example>\r\nPrecedence: list\r\nList-Post: <https://groups.example/a>, <mailto:info@mekeme.example>\r\n", false},
		"a newsletter's header": {"List-Id: <news.shop.example>\r\nList-Unsubscribe: <https://shop.example/u>\r\n", false},
		"bulk alone":            {"Precedence: bulk\r\n", false},
		"no header of a list":   {"", false},
	} {
		m := Parse([]byte("From: a@client.example\r\nTo: info@mekeme.example\r\nSubject: s\r\n" + c.header + "\r\nuse this address instead, please\r\n"))
		if m.Listed != c.listed {
			t.Errorf("%s: by way of a list %v, want %v", name, m.Listed, c.listed)
		}
	}
}
