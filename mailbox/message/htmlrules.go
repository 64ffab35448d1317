package message

import (
	"slices"
	"strings"
)

// sheetKey is a simple selector: ".x", "#x", "td", "*", or "[x" for an attribute.
type sheetKey struct {
	bit   uint64  // stands for it where a rule asks for more than one; 0 if none does
	rules []*rule // those whose last part it is
	tests []attributeTest
}

// rule is a style and what an element must be for it to hold.
type rule struct {
	style
	order  int    // the higher, the later it is applied (CSS 2.1 §6.4.3)
	self   uint64 // what else the element must be
	above  uint64 // what elements around it must be
	before uint64 // what elements before it must be
}

const (
	maxPerKey  = 16 // rules of one key, so that an element costs no more than that
	maxTests   = 32 // of values of attributes
	hidingOnly = hidden | invisible | tiny
)

// keep files a rule under the last part of its selector. Of what is understood in part
// only, or is too much, what hides is kept, and what it hides is doubted.
func (sheet *styleSheet) keep(parts []compound, d style) {
	last := parts[len(parts)-1]
	r := &rule{style: d, order: sheet.rules}
	whole := !last.partly
	for i, name := range last.names {
		r.order += weight(name)
		if i < len(last.names)-1 {
			whole = sheet.ask(&r.self, name) && whole
		}
	}
	for _, part := range parts[:len(parts)-1] {
		asked := &r.above
		if part.join == '+' || part.join == '~' {
			asked = &r.before
		}
		for _, name := range part.names {
			r.order += weight(name)
			whole = (isImplied(name) || sheet.ask(asked, name)) && whole
		}
		whole = whole && !part.partly
	}
	if !whole {
		r.style = d.hiding()
	}
	if r.style != (style{}) {
		sheet.key(last.names[len(last.names)-1]).put(r)
	}
}

// isImplied: elements that browsers add where a mail has them not.
func isImplied(name string) bool {
	return name == "*" || name == "html" || name == "body" || name == "tbody"
}

// ask adds the bit of a simple selector to those that a rule asks for; false if there is
// none left.
func (sheet *styleSheet) ask(bits *uint64, name string) bool {
	k := sheet.key(name)
	if k.bit == 0 {
		if sheet.bits == 64 {
			return false
		}
		k.bit = 1 << sheet.bits
		sheet.bits++
	}
	*bits |= k.bit
	return true
}

// key returns the entry of a simple selector.
func (sheet *styleSheet) key(name string) *sheetKey {
	k := sheet.keys[name]
	if k == nil {
		k = &sheetKey{}
		sheet.keys[name] = k
		if strings.HasPrefix(name, "[") {
			sheet.addTest(name, k)
		}
	}
	return k
}

// put adds a rule to a key. One that asks for the same as another is one with it.
func (k *sheetKey) put(r *rule) {
	for _, old := range k.rules {
		if old.self == r.self && old.above == r.above && old.before == r.before && old.set&unsure == r.set&unsure {
			old.style, old.order = old.with(r.style), r.order
			return
		}
	}
	if len(k.rules) < maxPerKey {
		k.rules = append(k.rules, r)
		return
	}
	all := k.rules[maxPerKey-1]
	all.style, all.self, all.above, all.before = all.hiding().with(r.hiding()), 0, 0, 0
}

// weight orders rules: an id weighs more than a class, that more than a tag.
func weight(name string) int {
	const tag = 2 * maxRules
	switch name[0] {
	case '#':
		return tag << 16
	case '.', '[':
		return tag << 8
	case '*':
		return 0
	}
	return tag
}

// hiding is what of a style hides, doubted.
func (d style) hiding() style {
	if d.set&hidingOnly == 0 {
		return style{}
	}
	return style{set: d.set&hidingOnly | unsure}
}

// with is d and a later style over it.
func (d style) with(later style) style {
	merged := d
	merged.set = d.set&^later.clear | later.set
	merged.clear = d.clear&^later.set | later.clear
	if later.inked {
		merged.ink, merged.inked = later.ink, true
	}
	if later.papered {
		merged.paper, merged.papered = later.paper, true
	}
	merged.frameless = d.frameless || later.frameless
	return merged
}

// matching collects what the sheet says of one element.
type matching struct {
	own   uint64 // the bits of its keys
	rules []*rule
}

// match notes that the element at hand is what a simple selector says.
func (c *converter) match(key []byte) {
	if k := c.sheet.keys[string(key)]; k != nil {
		c.matched.own |= k.bit
		c.matched.rules = append(c.matched.rules, k.rules...)
	}
}

// applySheet applies the rules that hold for the element at hand, the weightiest last.
func (c *converter) applySheet(s *state) {
	m := &c.matched
	if len(m.rules) > 1 {
		slices.SortFunc(m.rules, func(a, b *rule) int { return a.order - b.order })
	}
	for _, r := range m.rules {
		if r.self&^m.own == 0 && r.above&^c.around == 0 && r.before&^c.seen == 0 {
			r.apply(s)
		}
	}
	s.around |= m.own
	c.seen |= m.own
	m.own, m.rules = 0, m.rules[:0]
}
