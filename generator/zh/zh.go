// Package zh converts Chinese text between the scripts a site is published in:
// simplified (Hans) and traditional (Hant), the latter also in the character
// forms of Hong Kong and Taiwan.
//
// The likeliest cut of a text into words decides which phrases of the tables
// count; the rule stands above pieces. The tables are those of OpenCC 1.4.2, in
// data/, with a layer of our own over them for what they get wrong in official
// texts. Without words and with that layer off the longest phrase from the left
// decides, and the result is OpenCC's, character by character.
//
// It changes characters and never words (发布 becomes 發布, never 釋出), it does
// not know HTML or Markdown, and it never guesses which script a text is in.
package zh

//go:generate go run gen.go

// Variant is a script variant of a site.
type Variant uint8

const (
	// Hans is simplified Chinese. A Hans converter reads traditional text.
	Hans Variant = iota
	// Hant is traditional Chinese in the forms most readers know, which are
	// those of Taiwan (裡 為 群, where OpenCC's own standard has 裏 爲 羣).
	Hant
	// HantHK is traditional Chinese in the forms of Hong Kong.
	HantHK
	// HantTW is traditional Chinese in the forms of Taiwan.
	HantTW

	// standard is OpenCC's own norm, the middle step of the others.
	standard
)

// Variants lists the variants there are.
var Variants = []Variant{Hans, Hant, HantHK, HantTW}

var variantNames = [...]string{"Hans", "Hant", "Hant-HK", "Hant-TW", "standard"}

// String returns the name used in configuration: "Hans", "Hant", "Hant-HK" or
// "Hant-TW".
func (v Variant) String() string { return variantNames[v] }

// ParseVariant reads a name as String writes it.
func ParseVariant(name string) (Variant, bool) {
	for _, v := range Variants {
		if v.String() == name {
			return v, true
		}
	}
	return Hans, false
}

// Rule is what decided the form of a piece of text.
type Rule uint8

const (
	// RuleCharacter is the character's own form: no phrase covered it.
	RuleCharacter Rule = iota
	// RuleForm is a phrase of OpenCC that concerns a region's forms only.
	RuleForm
	// RulePhrase is a phrase of OpenCC.
	RulePhrase
	// RuleOwn is an entry of data/own.txt.
	RuleOwn
	// RuleSite is a phrase of the site (Options.Extra).
	RuleSite
	// RuleProtected is a word the site keeps as it is (Options.Protect).
	RuleProtected
)

var ruleNames = [...]string{"character", "form", "phrase", "own", "site", "protected"}

// String returns a stable English word, "phrase".
func (r Rule) String() string { return ruleNames[r] }
