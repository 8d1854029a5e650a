// Package privacy finds what must not be published of a person in a text:
// numbers of identity cards, mobile telephones and bank cards, and where someone
// lives. It knows the numbers that look like them on government pages and are
// not, and the form in which they may be published.
package privacy

import (
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Kind is what a number is.
type Kind uint8

// The kinds of numbers.
const (
	Identity Kind = iota // 居民身份证号码
	Mobile               // 手机号码
	BankCard             // 银行卡号
	Home                 // 住址
)

// Name is the kind in Chinese.
func (k Kind) Name() string {
	return [...]string{"身份证号码", "手机号码", "银行卡号", "住址"}[k]
}

// Finding is a number or an address in a text, by byte offsets.
type Finding struct {
	Kind       Kind
	Start, End int
	// Digits is the number itself, in half-width characters and without spaces,
	// or the address. It is not to be shown.
	Digits string
}

// Masked is the form in which the number may be published (永安市《政府信息公开
// 个人信息处理规则》, 2023): an address to the 街道 or 乡镇 only.
func (f Finding) Masked() string {
	n := len(f.Digits)
	switch f.Kind {
	case Identity:
		return f.Digits[:2] + strings.Repeat("*", n-5) + f.Digits[n-3:]
	case Mobile:
		return f.Digits[:3] + "****" + f.Digits[n-4:]
	case Home:
		return toStreet(f.Digits) + "***"
	}
	return f.Digits[:4] + strings.Repeat("*", n-8) + f.Digits[n-4:]
}

// Hash names the number without telling it: the first 16 hexadecimal digits of
// the SHA-256 of the salt and the number. A mobile number can be guessed from
// it by who has the salt; it serves exceptions, which are not published.
func (f Finding) Hash(salt string) string {
	sum := sha256.Sum256([]byte(salt + "\x00" + f.Digits))
	return hex.EncodeToString(sum[:8])
}

// run is a row of digits as people write them: full-width ones, and single
// spaces or hyphens in between; the last may be the X of an identity card.
var run = regexp.MustCompile(`[0-9０-９](?:[ \x{a0}-]?[0-9０-９])*[XxＸｘ]?`)

// Find yields the numbers and addresses in a text in their order.
func Find(text string) iter.Seq[Finding] {
	return func(yield func(Finding) bool) {
		start := 0
		for line := range strings.Lines(text) { // most have too few digits, which is quickly seen
			var found []Finding
			if digits(line) >= mobileLength {
				found = numbers(text, line, start)
			}
			if strings.Contains(line, "住") || strings.Contains(line, "户籍") {
				found = append(found, homes(line, start)...)
				slices.SortFunc(found, func(a, b Finding) int { return a.Start - b.Start })
			}
			end := 0
			for _, f := range found {
				if f.Start < end { // a number inside an address
					continue
				}
				if end = f.End; !yield(f) {
					return
				}
			}
			start += len(line)
		}
	}
}

// numbers are the persons' numbers of a line that begins at start in the text.
func numbers(text, line string, start int) []Finding {
	var found []Finding
	for _, at := range run.FindAllStringIndex(line, -1) {
		f := Finding{Start: start + at[0], End: start + at[1], Digits: halfWidth(line[at[0]:at[1]])}
		if f.classify(text) {
			found = append(found, f)
			continue
		}
		// Another number may stand before or after it: 序号 12 13800138000.
		for _, part := range group.FindAllStringIndex(line[at[0]:at[1]], -1) {
			f := Finding{Start: start + at[0] + part[0], End: start + at[0] + part[1]}
			f.Digits = halfWidth(text[f.Start:f.End])
			hyphen := strings.HasSuffix(text[:f.Start], "-") || strings.HasPrefix(text[f.End:], "-") // 索引号
			if !hyphen && f.classify(text) {
				found = append(found, f)
			}
		}
	}
	return found
}

// group is a part of a row of digits that is not parted inside, or parted as
// mobile numbers are.
var group = regexp.MustCompile(`\b1[3-9][0-9][ -][0-9]{4}[ -][0-9]{4}\b|[0-9０-９]+[XxＸｘ]?`)

// mobileLength is the length of the shortest number that is looked for.
const mobileLength = 11

// digits counts the digits of both widths.
func digits(line string) int {
	n := 0
	for i := range len(line) {
		if c := line[i]; c >= '0' && c <= '9' || c >= 0x90 && c <= 0x99 && i > 1 && line[i-1] == 0xbc && line[i-2] == 0xef {
			n++
		}
	}
	return n
}

// classify decides what a row of digits is; false if it is none of a person's
// numbers. The row may hold a country code, which is left out.
func (f *Finding) classify(text string) bool {
	before, after := around(text, f.Start, f.End)
	if partOfWord(before, after) || strings.HasSuffix(before, "〕") { // 文号
		return false
	}
	switch {
	case len(f.Digits) == 18 && validIdentity(f.Digits) && !strings.Contains(before, "信用代码"):
		f.Kind = Identity
		return true
	case validMobile(f.Digits) && !amount(after):
		f.Kind = Mobile
		return true
	case len(f.Digits) == 13 && strings.HasPrefix(f.Digits, "86") && validMobile(f.Digits[2:]):
		f.Kind, f.Digits = Mobile, f.Digits[2:]
		return true
	case len(f.Digits) >= 16 && len(f.Digits) <= 19 && luhn(f.Digits) && bankWord.MatchString(before):
		f.Kind = BankCard
		return true
	}
	return false
}

// contextLength is how many bytes before a number are read for what it is.
const contextLength = 60

func around(text string, start, end int) (before, after string) {
	from := max(0, start-contextLength)
	for from < start && !utf8.RuneStart(text[from]) {
		from++
	}
	before = text[from:start]
	if i := strings.LastIndexByte(before, '\n'); i >= 0 {
		before = before[i+1:]
	}
	return before, text[end:min(len(text), end+12)]
}

// partOfWord says whether letters or signs join a row of digits to something
// longer: a credit code, an index number, a decimal, an address.
func partOfWord(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	joins := func(r rune) bool {
		return r != utf8.RuneError && (r < 0x250 && unicode.IsLetter(r) || r == '/' || r == '_' || r == '=' || r == '.' || r == '％' || r == '%' || unicode.IsDigit(r))
	}
	if first == '.' && !strings.ContainsFunc(after[1:min(len(after), 2)], unicode.IsDigit) { // the end of a sentence
		first = ' '
	}
	return joins(last) || joins(first)
}

// amount says whether what follows makes a number a quantity.
func amount(after string) bool {
	after = strings.TrimLeft(after, " \u00a0")
	for _, unit := range []string{"元", "万", "亿", "吨", "平方", "立方", "千瓦", "人次", "件", "个", "户", "米"} {
		if strings.HasPrefix(after, unit) {
			return true
		}
	}
	return false
}

var bankWord = regexp.MustCompile(`卡号|账号|帐号|账户|帐户|开户|银行`)

// mobile is 1[3-9] and nine digits (工信部《电信网编号计划》).
var mobile = regexp.MustCompile(`^1[3-9]\d{9}$`)

// validMobile says whether digits are a mobile number.
func validMobile(digits string) bool { return mobile.MatchString(digits) }

// provinces are the first two digits of identity numbers (GB/T 2260).
var provinces = func() map[string]bool {
	known := map[string]bool{}
	for code := range strings.FieldsSeq("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83") {
		known[code] = true
	}
	return known
}()

// validIdentity checks province, birthday and check digit (GB 11643-1999).
func validIdentity(number string) bool {
	if !provinces[number[:2]] {
		return false
	}
	birth, err := time.Parse("20060102", number[6:14])
	if err != nil || birth.Year() < 1850 || birth.Year() > 2100 {
		return false
	}
	return number[17] == IdentityCheck(number[:17])
}

// IdentityCheck is the check digit of the 17 digits of an identity number.
func IdentityCheck(digits string) byte {
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(digits[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// luhn is the check of card numbers (ISO/IEC 7812-1).
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

func halfWidth(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == 'x' || r == 'Ｘ' || r == 'ｘ':
			return 'X'
		case r == ' ' || r == '\u00a0' || r == '-':
			return -1
		}
		return r
	}, text)
}

// Mask writes every number of a text in the form in which it may be published,
// but those that keep says to leave.
func Mask(text string, keep func(Finding) bool) (masked string, count int) {
	var b strings.Builder
	at := 0
	for f := range Find(text) {
		if keep != nil && keep(f) {
			continue
		}
		b.WriteString(text[at:f.Start])
		if f.Kind == Mobile && len(f.Digits) < len(halfWidth(text[f.Start:f.End])) {
			b.WriteString("86 ")
		}
		b.WriteString(f.Masked())
		at = f.End
		count++
	}
	if masked = b.String() + text[at:]; count > 0 { // a masked number may have hidden the next
		again, more := Mask(masked, keep)
		return again, count + more
	}
	return text, 0
}
