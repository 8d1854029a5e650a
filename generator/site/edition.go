package site

import "strings"

// Edition is the site in one script, for what is made of the model itself and
// not of finished pages.
type Edition struct {
	*Site
	Variant Variant
	// Convert writes text in the script; nil for the first.
	Convert func(text string) string
}

// Text is a text of the model in the edition's script.
func (e Edition) Text(s string) string {
	if e.Convert == nil {
		return s
	}
	return e.Convert(s)
}

// Unit is a unit of measure in the script: 只 is another character after a number
// than by itself.
func (e Edition) Unit(s string) string {
	if s == "" {
		return ""
	}
	return strings.TrimPrefix(e.Text("1"+s), "1")
}

// Prose is the plain text of prose in the script, but for what stays as it is.
func (e Edition) Prose(p Prose) string {
	if e.Convert == nil {
		return p.Text
	}
	return e.Convert(p.Convertible())
}

// Path is a site path in the edition, by that in the first script.
func (e Edition) Path(path string) string { return e.Variant.Path(path) }

// Absolute is the address of a page of the edition, by its path in the first script.
func (e Edition) Absolute(path string) string { return e.Base.Absolute(e.Path(path)) }
