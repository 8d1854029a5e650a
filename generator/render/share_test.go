package render

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"rsc.io/qr"

	"gongshi/generator/site"
)

// stroke is one move or line of a code's path.
var stroke = regexp.MustCompile(`([Mmh])(\d+)(?: (\d+))?`)

// TestCode draws the strokes of a code and gets the modules of its address.
func TestCode(t *testing.T) {
	for _, address := range []string{"https://www.example.gov.cn/", "https://www.example.gov.cn/hant/2021/16/", "https://a.cn/" + strings.Repeat("x", 300)} {
		code, err := qr.Encode(address, qr.L)
		if err != nil {
			t.Fatal(err)
		}
		black := map[[2]int]bool{}
		x, y := 0, 0
		_, path, _ := strings.Cut(string((&Renderer{site: &site.Site{}}).qrCode(address)), `d="`)
		for _, m := range stroke.FindAllStringSubmatch(path, -1) {
			var a, b int
			fmt.Sscan(m[2], &a)
			fmt.Sscan(m[3], &b)
			switch m[1] {
			case "M":
				x, y = a, b
			case "m":
				x += a
			case "h":
				for range a {
					black[[2]int{x, y}] = true
					x++
				}
			}
		}
		for y := range code.Size {
			for x := range code.Size {
				if black[[2]int{x, y}] != code.Black(x, y) {
					t.Fatalf("%s: module %d,%d", address, x, y)
				}
			}
		}
	}
	if (&Renderer{site: &site.Site{}}).qrCode(strings.Repeat("x", 5000)) != "" {
		t.Error("a code for more than a code holds")
	}
}
