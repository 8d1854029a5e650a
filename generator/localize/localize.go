// Package localize makes a site's further variants: the same site with its texts in
// another script. It finds the texts that are not converted yet, in which words
// have to be known first (Find), then converts them and makes the site
// (Missing.Site). A Cache keeps the texts from one site to the next.
//
// What of the model is a text, package site says; how it is converted, package
// zh. No file is read or made here, and no goroutine started.
package localize

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"gongshi/generator/content"
	"gongshi/generator/markdown"
	"gongshi/generator/site"
	"gongshi/generator/zh"
)

// Cache keeps the converted texts of the last site. The zero value is ready. It
// is for one site at a time.
type Cache struct{ variants sync.Map } // by code of the variant, *texts

// texts are converted texts in one script.
type texts struct {
	// rules are those of the site: other rules make other texts.
	rules string
	plain map[string]string
	prose map[proseKey]prose
}

// proseKey is what converted prose depends on, beside its links.
type proseKey struct {
	source, anchors  string
	inline, verbatim bool
}

func keyOf(p site.Prose, verbatim bool) proseKey {
	key := proseKey{source: p.Source, inline: p.Inline, verbatim: verbatim}
	for _, part := range p.Parts {
		key.anchors += part.ID + "\n"
	}
	return key
}

// prose is prose in the script, with the links that it was made with.
type prose struct {
	site.Prose
	links map[string]string
}

// Missing is a site before it is converted. It is a site.Localizer that changes
// nothing and takes what is known from old into known.
type Missing struct {
	// Runs are all texts in which words have to be known.
	Runs []string

	site       *site.Site
	variant    site.Variant
	cache      *Cache
	parallel   func(n int, do func(i int))
	old, known *texts
	plain      []string
	prose      []missingProse
}

type missingProse struct {
	prose
	key  proseKey
	from site.Prose
	link func(string) string
}

// Find lists what has to be converted to make a variant of a site, further texts of
// the program among it. parallel runs do(0) … do(n-1).
func Find(s *site.Site, v site.Variant, further []string, cache *Cache, parallel func(n int, do func(i int))) *Missing {
	rules := fmt.Sprintf("%q", []any{s.Words, s.OwnWords(), s.SafeHTML, s.Base})
	m := &Missing{site: s, variant: v, cache: cache, parallel: parallel, old: &texts{}, known: &texts{rules, map[string]string{}, map[proseKey]prose{}}}
	last, _ := cache.variants.Load(v.Code)
	if old, ok := last.(*texts); ok && old.rules == rules {
		m.old = old
	}
	s.Localize(v, m)
	for _, text := range append([]string{markdown.Struck}, further...) {
		m.Text(text)
	}
	runs := make([][]string, len(m.prose))
	parser := markdown.New(s.SafeHTML)
	parallel(len(m.prose), func(i int) {
		if one := m.prose[i]; !one.key.verbatim {
			parser.Convert(one.from.Source, func(run []byte, cuts []int) ([]byte, []int) {
				runs[i] = append(runs[i], string(run))
				return run, cuts
			})
		}
	})
	m.Runs = append(m.Runs, slices.Concat(runs...)...)
	return m
}

// Text notes a plain text.
func (m *Missing) Text(text string) string {
	if _, noted := m.known.plain[text]; noted || !hasHan(text) {
		return text
	}
	converted, known := m.old.plain[text]
	m.known.plain[text] = converted
	if !known {
		m.plain = append(m.plain, text)
		m.Runs = append(m.Runs, text)
	}
	return text
}

// Prose notes a text with marks.
func (m *Missing) Prose(p site.Prose, verbatim bool, link func(string) string) site.Prose {
	key := keyOf(p, verbatim)
	if _, noted := m.known.prose[key]; noted {
		return p
	}
	done, known := m.old.prose[key]
	for href, led := range done.links {
		known = known && link(href) == led
	}
	m.known.prose[key] = done
	if !known {
		m.prose = append(m.prose, missingProse{key: key, from: p, link: link})
	}
	return p
}

// Site converts what is missing and makes the site. The words of the converter are
// those of all Runs.
func (m *Missing) Site(c *zh.Converter) *site.Site {
	plain := make([]string, len(m.plain))
	m.parallel(len(plain), func(i int) { plain[i] = c.Convert(m.plain[i]) })
	for i, text := range plain {
		m.known.plain[m.plain[i]] = text
	}
	parser := markdown.New(m.site.SafeHTML)
	struck := c.Convert(markdown.Struck)
	convert := func(run []byte, cuts []int) ([]byte, []int) { return c.AppendAligned(nil, nil, run, cuts) }
	m.parallel(len(m.prose), func(i int) {
		one, by := &m.prose[i], convert
		if one.key.verbatim {
			by = nil
		}
		one.links = map[string]string{}
		one.Prose = content.Localize(parser, one.from, by, struck, func(href string) string {
			one.links[href] = one.link(href)
			return one.links[href]
		}, m.site.Base)
	})
	for _, one := range m.prose {
		m.known.prose[one.key] = one.prose
	}
	m.cache.variants.Store(m.variant.Code, m.known)
	return m.site.Localize(m.variant, localizer{m.known, c})
}

// localizer takes texts from those that are known; any other is converted.
type localizer struct {
	*texts
	converter *zh.Converter
}

// Text is a plain text in the script.
func (l localizer) Text(text string) string {
	if converted, known := l.plain[text]; known {
		return converted
	} else if !hasHan(text) {
		return text
	}
	return l.converter.Convert(text)
}

// Prose is prose in the script.
func (l localizer) Prose(p site.Prose, verbatim bool, _ func(string) string) site.Prose {
	return l.prose[keyOf(p, verbatim)].Prose
}

// hasHan says whether a text can differ between scripts: ASCII cannot.
func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= 0x80 })
}
