package render

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"rsc.io/qr"

	"gongshi/generator/site"
)

// weibo is the page of 微博 for sharing a link.
const weibo = "https://service.weibo.com/share/share.php?"

// quietZone is the white margin of a QR code, in modules (ISO/IEC 18004).
const quietZone = 4

// qrCode draws an address as a QR code in SVG: one path with a stroke for each run of
// black modules. It returns "" if the address is too long for a QR code.
func (r *Renderer) qrCode(address string) template.HTML {
	code, err := qr.Encode(address, qr.L)
	if err != nil {
		return ""
	}
	size := code.Size + 2*quietZone
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="qr" viewBox="-%d -%d.5 %d %d" width="%d" height="%d" role="img" data-address="%s" aria-label="%s"><path d="`,
		quietZone, quietZone, size, size, size*4, size*4, html.EscapeString(address), html.EscapeString(r.site.Text("二维码：")+address))
	for y := range code.Size {
		drawRow(&b, code, y)
	}
	b.WriteString(`"/></svg>`)
	return template.HTML(b.String())
}

// drawRow appends the strokes of one row to a path.
func drawRow(b *strings.Builder, code *qr.Code, y int) {
	begun, at := false, 0 // at is the end of the last stroke
	for x := 0; x < code.Size; {
		if !code.Black(x, y) {
			x++
			continue
		}
		end := x
		for end < code.Size && code.Black(end, y) {
			end++
		}
		if begun {
			fmt.Fprintf(b, "m%d 0", x-at)
		} else {
			fmt.Fprintf(b, "M%d %d", x, y)
		}
		fmt.Fprintf(b, "h%d", end-x)
		begun, at, x = true, end, end
	}
}

// social returns the site's accounts on other platforms, with QR codes.
func (r *Renderer) social(list []site.Entry) []Social {
	var out []Social
	for _, e := range list {
		s := Social{Link: r.entry(e)}
		if s.External {
			s.QR = r.qrCode(s.URL)
		}
		out = append(out, s)
	}
	return out
}
