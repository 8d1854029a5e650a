package render

import (
	"fmt"
	"html"
	"html/template"
	"strconv"
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
	var path []byte
	for y := range code.Size {
		path = appendRow(path, code, y)
	}
	b.Write(path)
	b.WriteString(`"/></svg>`)
	return template.HTML(b.String())
}

// appendRow appends the strokes of one row to the data of a path.
func appendRow(path []byte, code *qr.Code, y int) []byte {
	command := func(name byte, n int) { path = strconv.AppendInt(append(path, name), int64(n), 10) }
	last := -1 // the end of the last stroke
	for x := 0; x < code.Size; x++ {
		if !code.Black(x, y) {
			continue
		}
		if last < 0 {
			command('M', x)
			command(' ', y)
		} else {
			command('m', x-last)
			command(' ', 0)
		}
		begin := x
		for x < code.Size && code.Black(x, y) {
			x++
		}
		command('h', x-begin)
		last = x
	}
	return path
}

// social returns the site's accounts on other platforms, with QR codes.
func (r *Renderer) social(list []site.Entry) []Social {
	var out []Social
	for _, e := range list {
		s := Social{Link: r.entry(e)}
		if strings.HasPrefix(s.URL, "http") {
			s.QR = r.qrCode(s.URL)
		}
		out = append(out, s)
	}
	return out
}
