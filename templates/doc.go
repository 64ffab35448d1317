// Package templates words the letters of otinish in Kazakh, Russian and English.
//
// A letter is one file a language, letters/<name>.<language>.txt, in the syntax
// of text/template: {{.Value}}, {{if .Condition}}, {{template "part" .}}. Its
// first line is "Subject: …", then a blank line, then the body. One line of the
// file is one paragraph, however long: the rendered body is wrapped at 72 columns,
// and blank lines left by conditions are closed up. Parts that letters share lie
// in letters/parts/<language>.txt.
//
// A letter never repeats personal data. [Data] therefore has no field for a name,
// a telephone number or a whole address: only names of fields, a masked address
// and what an operator wrote. Periods and articles of law come with the data too,
// because they change more often than wording does.
//
// Data that a letter needs and does not get is an error, never a gap in a letter.
package templates
