package privacy

// Wide puts blanks behind a text, so that what is made of it by the standard library is
// never so short that the runtime lays it beside other strings in one block: there it
// would stay in memory as long as one of those is used.
// Of nothing it makes nothing.
func Wide(text string) string {
	if text == "" {
		return ""
	}
	return text + "                                "
}
