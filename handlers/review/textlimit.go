package review

// MaxText is how many octets an operator's words may have, wherever they are typed: a
// letter of more is a document, not a letter.
const MaxText = 64 << 10
