// Package privacy finds personal data in texts: numbers of identity cards,
// mobile phones and bank cards, home addresses, and, as doubts that an editor
// settles, what a word or a form tells to be a person's: rules.go lists it. It tells
// them from similar numbers on government pages, and masks them as they may be
// published.
package privacy

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Finding is a number or an address in a text.
type Finding struct {
	Kind       Kind
	Start, End int // byte offsets
	// Digits is the number in half-width characters without spaces, or the words
	// found. Never show it.
	Digits string
}

// Masked returns the form that may be published (永安市《政府信息公开个人信息
// 处理规则》, 2023); an address is cut after the 街道 or 乡镇, and of what is only
// doubtful two characters stay.
func (f Finding) Masked() string {
	n := len(f.Digits)
	switch f.Kind {
	case Identity:
		return f.Digits[:2] + strings.Repeat("*", n-5) + f.Digits[n-3:]
	case Mobile:
		return f.Digits[:3] + "****" + f.Digits[n-4:]
	case Home:
		return toStreet(f.Digits) + "***"
	case BankCard:
		return f.Digits[:4] + strings.Repeat("*", n-8) + f.Digits[n-4:]
	}
	return string([]rune(f.Digits)[:2]) + "***"
}

// Hash identifies the number in a list of exceptions: the first 16 hexadecimal
// digits of the SHA-256 of salt and number. With the salt a mobile number can be
// found by trying all; the exceptions are therefore not published.
func (f Finding) Hash(salt string) string {
	sum := sha256.Sum256([]byte(salt + "\x00" + f.Digits))
	return hex.EncodeToString(sum[:8])
}

// run matches digits as people write them, with single spaces or hyphens in
// between, and perhaps the final X of an identity number.
var run = regexp.MustCompile(`[0-9](?:[ -]?[0-9])*[Xx]?`)

// Find yields what is personal in a text, in order and without overlaps.
func Find(text string) iter.Seq[Finding] { return (&Finder{Work: math.MaxInt}).Find(text) }

// Finder finds within a limit of work, for texts that may be made to cost much.
type Finder struct {
	// Work is how many bytes patterns may still be matched with, at 0.1 to 0.2 µs each; if
	// it is negative, texts have not been searched to their end.
	Work int
}

// A long line is searched in pieces of some hundred bytes. What begins in one may end,
// and has the words that tell what it is, in the margin.
const piece, margin = 400, 240

// Find yields what is personal in a text, in order and without overlaps.
func (s *Finder) Find(text string) iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		start, end := 0, 0
		for line := range strings.Lines(text) {
			for from := 0; from < len(line) && s.Work >= 0; from += piece {
				low, high := runeStart(line, from-margin), runeStart(line, from+piece+margin)
				for _, f := range s.inLine(line[low:high]) {
					at := low + f.Start
					if at < from || at >= from+piece || start+at < end { // of another piece, or a number inside an address
						continue
					}
					f.Start, f.End = start+at, start+low+f.End
					if end = f.End; !yield(f) {
						return
					}
				}
			}
			start += len(line)
		}
	}
}

// runeStart returns the nearest place in a text that is not inside a character.
func runeStart(text string, at int) int {
	if at <= 0 || at >= len(text) {
		return max(0, min(at, len(text)))
	}
	for at > 0 && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}

// inLine returns what is personal in a line, by its place in it.
func (s *Finder) inLine(line string) []Finding {
	f := fold(line)
	s.Work -= len(line) / 4
	var found []Finding
	row, number := longest(f.string) // cheap checks first: most lines have nothing
	if number >= mobileLength {
		s.Work -= len(line)
		found = numbers(f.string)
	}
	if strings.Contains(line, "住") || strings.Contains(line, "户籍") {
		s.Work -= len(line)
		found = append(found, homes(f.string)...)
	}
	found = append(found, s.doubts(f.string, row)...)
	slices.SortStableFunc(found, func(a, b Finding) int { return a.Start - b.Start }) // of two at one place, the one without doubt
	for i := range found {
		found[i].Start, found[i].End = f.span(found[i].Start, found[i].End)
	}
	return found
}

// numbers returns the personal numbers of a line. Where a run of digits is none, a part
// of it may be: 序号 12 13800138000.
func numbers(line string) (found []Finding) {
	for _, at := range run.FindAllStringIndex(line, -1) {
		whole := []int{0, at[1] - at[0]}
		for i, part := range append([][]int{whole}, group.FindAllStringIndex(line[at[0]:at[1]], -1)...) {
			f := Finding{Start: at[0] + part[0], End: at[0] + part[1]}
			f.Digits = compact(line[f.Start:f.End])
			ofIndex := i > 0 && (strings.HasSuffix(line[:f.Start], "-") || strings.HasPrefix(line[f.End:], "-")) // 索引号
			if ofIndex || !f.classify(line) {
				continue
			}
			if found = append(found, f); i == 0 {
				break
			}
		}
	}
	return found
}

// group matches a part of a run without separators, or a mobile number with them.
var group = regexp.MustCompile(`\b1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}\b|[0-9]+[Xx]?`)

// mobileLength is the length of a mobile number, the shortest number searched for.
const mobileLength = 11

// longest returns the most letters and digits in a row in a line, and the most digits with
// spaces or hyphens between them.
func longest(line string) (row, number int) {
	r, n := 0, 0
	for i := range len(line) {
		switch c := line[i]; {
		case c >= '0' && c <= '9':
			r, n = r+1, n+1
		case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
			r, n = r+1, 0
		case c == ' ' || c == '-':
			r = 0
		default:
			r, n = 0, 0
		}
		row, number = max(row, r), max(number, n)
	}
	return row, number
}

// classify sets the kind of a number, and removes a country code from Digits.
// It returns false if the number is not personal.
func (f *Finding) classify(line string) bool {
	before, after := around(line, f.Start, f.End)
	if partOfWord(before, after) || strings.HasSuffix(before, "〕") { // 文号
		return false
	}
	switch {
	case len(f.Digits) == 18 && validIdentity(f.Digits) && !strings.Contains(before, "信用代码"):
		f.Kind = Identity
	case mobile.MatchString(f.Digits) && !amount.MatchString(after):
		f.Kind = Mobile
	case len(f.Digits) == 13 && strings.HasPrefix(f.Digits, "86") && mobile.MatchString(f.Digits[2:]):
		f.Kind, f.Digits = Mobile, f.Digits[2:]
	case len(f.Digits) >= 16 && len(f.Digits) <= 19 && luhn(f.Digits) && bankWord.MatchString(before):
		f.Kind = BankCard
	default:
		return false
	}
	return true
}

// contextLength is how many bytes before and after a number are read to classify it.
const contextLength = 60

// around returns the text before a number and the text after it.
func around(line string, start, end int) (before, after string) {
	return line[runeStart(line, start-contextLength):start], line[end:runeStart(line, end+contextLength)]
}

// partOfWord reports whether a number is part of something longer: a credit
// code, an index number, a decimal number, a web address.
func partOfWord(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	joins := func(r rune) bool {
		return r != utf8.RuneError && (r < 0x250 && unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("/_=.％%", r))
	}
	if first == '.' && !strings.ContainsFunc(after[1:min(len(after), 2)], unicode.IsDigit) { // a full stop
		first = ' '
	}
	return joins(last) || joins(first)
}

// amount matches a unit after a quantity.
var amount = regexp.MustCompile(`^[ ]*(?:元|万|亿|吨|平方|立方|千瓦|人次|件|个|户|米)`)

var bankWord = regexp.MustCompile(`卡号|账号|帐号|账户|帐户|开户|银行`)

// mobile is 1[3-9] and nine digits (工信部《电信网编号计划》).
var mobile = regexp.MustCompile(`^1[3-9]\d{9}$`)

// province matches the first two digits of identity numbers (GB/T 2260).
var province = regexp.MustCompile(`^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])`)

// validIdentity checks province, birthday and check digit (GB 11643-1999).
func validIdentity(number string) bool {
	birth, err := time.Parse("20060102", number[6:14])
	return err == nil && birth.Year() >= 1850 && birth.Year() <= 2100 && province.MatchString(number) && number[17] == IdentityCheck(number[:17])
}

// IdentityCheck returns the check digit for the first 17 digits of an identity number.
func IdentityCheck(digits string) byte {
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(digits[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// luhn verifies the check digit of a card number (ISO/IEC 7812-1).
func luhn(digits string) bool {
	sum := 0
	for i := range digits {
		if digits[i] > '9' {
			return false
		}
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

var separators = strings.NewReplacer(" ", "", "-", "", "x", "X")

// compact returns a number without separators.
func compact(number string) string { return separators.Replace(number) }

// Mask replaces what is personal in a text by its masked form, except the
// findings for which keep, if not nil, returns true. It returns what was replaced.
func Mask(text string, keep func(Finding) bool) (masked string, found []Finding) {
	var b strings.Builder
	at := 0
	for f := range Find(text) {
		if keep != nil && keep(f) {
			continue
		}
		b.WriteString(text[at:f.Start])
		if f.Kind == Mobile && len(f.Digits) < len(compact(fold(text[f.Start:f.End]).string)) {
			b.WriteString("86 ")
		}
		b.WriteString(f.Masked())
		at = f.End
		found = append(found, f)
	}
	if len(found) == 0 {
		return text, nil
	}
	masked, more := Mask(b.String()+text[at:], keep) // masking can uncover another number
	return masked, append(found, more...)
}

// MaskCertain masks what is certainly personal in a text, such as the cell of a table,
// and leaves what an editor has to judge. It returns what was replaced.
func MaskCertain(text string) (masked string, found []Finding) {
	return Mask(text, func(f Finding) bool { return f.Kind.Doubtful() })
}
