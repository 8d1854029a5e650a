package render

import (
	"fmt"
	"html"
	"html/template"
	"net/url"
	"strings"

	"rsc.io/qr"

	"gongshi/generator/markup"
	"gongshi/generator/site"
)

// weibo is the page of 微博 that takes a link to pass on.
const weibo = "https://service.weibo.com/share/share.php?"

// share is how a page is passed on. Pages at no address of their own have none.
func share(p *Page) *Share {
	return &Share{
		QR:    qrCode(p.Canonical, qrName),
		Weibo: weibo + "url=" + url.QueryEscape(p.Canonical) + "&title=" + url.QueryEscape(p.Title),
	}
}

// quietZone is the white edge of a QR code, in modules (ISO/IEC 18004).
const quietZone = 4

// Marks of a QR code in a page: its class, the attribute with the address it
// leads to, and what it is called.
const (
	qrClass   = "qr"
	qrAddress = "data-address"
	qrName    = "二维码："
)

// qrCode draws an address as a QR code. Its rows are strokes of one path, each
// module one unit wide. An address too long for a code has none.
func qrCode(address, name string) template.HTML {
	code, err := qr.Encode(address, qr.L)
	if err != nil {
		return ""
	}
	size := code.Size + 2*quietZone
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="%s" viewBox="-%d -%d.5 %d %d" width="%d" height="%d" role="img" %s="%s" aria-label="%s"><path d="`,
		qrClass, quietZone, quietZone, size, size, size*4, size*4, qrAddress, html.EscapeString(address), html.EscapeString(name+address))
	for y := range code.Size {
		line(&b, code, y)
	}
	b.WriteString(`"/></svg>`)
	return template.HTML(b.String())
}

// code draws the QR code that starts with a tag anew, if it leads to a page
// that the edition has. It says whether it did.
func (p *edit) code(t markup.Token) bool {
	if string(t.Name) != "svg" {
		return false
	}
	class, address := "", ""
	for a := range t.Attributes {
		switch string(a.Name) {
		case "class":
			class = string(a.Value)
		case qrAddress:
			address = unescape(a.Value)
		}
	}
	path, _, ok := p.base.Split(address)
	if class != qrClass || !ok || path != p.path && !p.has(path) {
		return false
	}
	p.flush()
	p.out = append(p.out, qrCode(p.base.Absolute(p.variant.Path(path)), p.text([]byte(qrName)))...)
	p.kept, p.depth, p.dropped = t.Name, 1, true
	return true
}

// line draws the black modules of one row.
func line(b *strings.Builder, code *qr.Code, y int) {
	begun, at := false, 0 // at is where the pen stands
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

// social are the accounts of the site elsewhere, with a code for a telephone.
func (r *Renderer) social(list []site.Entry) []Social {
	var out []Social
	for _, e := range list {
		s := Social{Link: r.entry(e)}
		if s.External {
			s.QR = qrCode(s.URL, qrName)
		}
		out = append(out, s)
	}
	return out
}
