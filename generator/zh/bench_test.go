package zh

import (
	"strings"
	"testing"
)

// BenchmarkConvert converts the text of the real table, without what is ASCII.
func BenchmarkConvert(b *testing.B) {
	text := strings.Map(func(r rune) rune {
		if r < 0x80 && r != '\n' {
			return -1
		}
		return r
	}, realTable(b))
	w := cutting(b, text)
	for _, v := range Variants {
		c := New(v, Options{})
		if v != Hans {
			c = New(v, Options{Words: w})
		}
		b.Run(v.String(), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				c.Convert(text)
			}
		})
	}
}

// BenchmarkAligned converts the Markdown of the real table in pieces of lines.
func BenchmarkAligned(b *testing.B) {
	text := []byte(realTable(b))
	var cuts []int
	for i, c := range text {
		if c == '\n' {
			cuts = append(cuts, i)
		}
	}
	var dst []byte
	var at []int
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		dst, at = converters[Hant].AppendAligned(dst[:0], at[:0], text, cuts)
	}
}

// BenchmarkNew loads a converter.
func BenchmarkNew(b *testing.B) {
	for _, v := range Variants {
		b.Run(v.String(), func(b *testing.B) {
			for b.Loop() {
				New(v, Options{})
			}
		})
	}
}
