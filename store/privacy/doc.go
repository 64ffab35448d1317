// Package privacy is the vocabulary of otinish: the words of the law and of the
// mailbox that every other package speaks. It imports the standard library only
// and touches neither network, disk nor clock, so that anything may import it.
//
// Two types carry what belongs to a person, [Address] and [Personal]. Both print
// a placeholder wherever they are formatted, logged or marshalled to JSON;
// Reveal is the one way to the text. Storage goes through MarshalBinary.
package privacy
