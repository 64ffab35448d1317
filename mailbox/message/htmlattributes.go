package message

import (
	"bytes"
	"strings"
)

// attributeTest is a selector such as `[class*="hid"]`.
type attributeTest struct {
	sign  byte // '=' for the value, '^' '$' '*' '~' '|' for a part of it, 0 for any
	value string
	key   *sheetKey
}

// addTest files a selector of attributes under the name of the attribute.
func (sheet *styleSheet) addTest(selector string, key *sheetKey) {
	inner := strings.Trim(selector, "[] ")
	test := attributeTest{key: key}
	name, value, found := strings.Cut(inner, "=")
	if found {
		test.sign = '='
		if n := len(name) - 1; n > 0 && strings.IndexByte("^$*~|", name[n]) >= 0 {
			test.sign, name = name[n], name[:n]
		}
		test.value = strings.Trim(value, " \"'")
	}
	name = strings.ToLower(strings.TrimSpace(name))
	if sheet.tests++; sheet.tests > maxTests {
		return
	}
	k := sheet.keys["["+name+"]="]
	if k == nil {
		k = &sheetKey{}
		sheet.keys["["+name+"]="] = k
	}
	k.tests = append(k.tests, test)
}

// matchAttribute notes which selectors of attributes an attribute fits.
func (c *converter) matchAttribute(name, value []byte) {
	const longestName, longestValue = 40, 256
	if c.sheet.tests == 0 || len(name) > longestName {
		return
	}
	var buffer [longestName + 3]byte
	key := append(append(append(buffer[:0], '['), name...), "]="...)
	k := c.sheet.keys[string(key)]
	if k == nil {
		return
	}
	value = value[:min(len(value), longestValue)]
	for _, t := range k.tests {
		if t.fits(value) {
			c.matched.own |= t.key.bit
			c.matched.rules = append(c.matched.rules, t.key.rules...)
		}
	}
}

func (t attributeTest) fits(value []byte) bool {
	want := []byte(t.value)
	switch t.sign {
	case 0:
		return true
	case '=':
		return bytes.Equal(value, want)
	case '^':
		return len(want) > 0 && bytes.HasPrefix(value, want)
	case '$':
		return len(want) > 0 && bytes.HasSuffix(value, want)
	case '*':
		return len(want) > 0 && bytes.Contains(value, want)
	case '|':
		return bytes.Equal(value, want) || bytes.HasPrefix(value, append(want, '-'))
	}
	for word := range bytes.FieldsSeq(value) {
		if bytes.Equal(word, want) {
			return true
		}
	}
	return false
}
