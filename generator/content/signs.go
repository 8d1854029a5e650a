package content

import (
	"fmt"
	"html"
	"regexp"
	"unicode"
	"unicode/utf8"

	"gongshi/generator/diag"
)

// entity is a character reference of HTML at the start of a text.
var entity = regexp.MustCompile(`^&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,24});`)

// findSigns reports characters of a text that nobody sees, in each line the first, and no
// more than are shown. report returns a diagnostic of the bytes [start, end).
func (r *reporter) findSigns(text string, report func(start, end int) diag.Diagnostic) {
	count, told, last := 0, 0, rune(0) // told: 1 in this line a warning, 2 an error
	for i, sign := range text {
		end := i + utf8.RuneLen(sign)
		if sign == '&' {
			written := entity.FindString(text[i:min(len(text), i+30)])
			sign, _ = utf8.DecodeRuneInString(html.UnescapeString(written))
			end = i + len(written)
		}
		grave := 1
		if unicode.IsControl(sign) {
			grave = 2
		}
		switch {
		case sign == '\n':
			told = 0
		case told >= grave || !diag.Hidden(sign) || sign == '\t' || sign == '\r':
		case sign == '\u200d' && unicode.In(last, unicode.So, unicode.Sk, unicode.Mn): // joins two emoji
		default:
			told = grave
			if count++; count <= diag.Shown {
				r.add(signFault(report(i, end), sign))
			}
		}
		last = sign
	}
	if count > diag.Shown {
		r.add(diag.Rest(diag.Warning, "invisible-character", r.src.Path, count-diag.Shown))
	}
}

func signFault(d diag.Diagnostic, sign rune) diag.Diagnostic {
	d.Severity, d.Rule, d.Message = diag.Warning, "invisible-character", fmt.Sprintf("这里有看不见的字符（U+%04X）", sign)
	switch {
	case unicode.IsControl(sign):
		d.Severity, d.Rule, d.Message = diag.Error, "control-character", fmt.Sprintf("这里有不能显示的控制字符（U+%04X）", sign)
	case unicode.Is(unicode.Bidi_Control, sign):
		d.Message += "，它会把后面的文字倒过来显示"
	}
	return d.WithHint("删掉它；多半是从网页或 Word 里一起复制来的")
}
