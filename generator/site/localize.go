package site

import (
	"reflect"
	"strings"
)

// Localizer converts the texts of a site to another variant.
type Localizer interface {
	// Text converts a plain text.
	Text(text string) string
	// Prose converts prose and replaces its links by the results of link. Verbatim prose,
	// which an editor wrote for the variant, keeps its text.
	Prose(p Prose, verbatim bool, link func(href string) string) Prose
}

// Localize returns the site in another variant. Its texts are converted by l or written
// by an editor, its pages are in the folder of the variant. It has no files of the
// content folder and no aliases: only the first variant has these.
//
// Every string of the model is a text, unless the tag of its field says otherwise:
// `text:"-"` is not a text, `text:"path"` is the path of a page, `text:"link"` an address
// as an editor writes it, `text:"unit"` a unit of measure, which follows a number.
func (s *Site) Localize(v Variant, l Localizer) *Site {
	c := localizedCopy{Localizer: l, variant: v, base: s.Base, own: s.localized(), seen: map[uintptr]reflect.Value{}}
	out := c.copy(reflect.ValueOf(s), "").Interface().(*Site)
	out.Variant, out.Convert, out.Files, out.Links = v, l.Text, nil, nil
	for d := range out.Documents() {
		d.Aliases = nil
	}
	c.applyOverrides(out)
	return out
}

// localized returns the site paths that exist in every variant.
func (s *Site) localized() map[string]bool {
	own := map[string]bool{}
	for _, path := range append([]string{"/" + FeedName, DataPath, "/" + MarkdownName, GuidePath}, OwnPages...) {
		own[path] = true
	}
	own[RecordPath] = s.Record != nil
	for d := range s.Documents() {
		own[d.Path], own[d.Path+MarkdownName] = true, true
	}
	for _, r := range s.Reports {
		own[r.Path+FeedName], own[r.Path+ChangesName] = true, true
		for _, f := range Formats {
			own[TablePath(r, f)] = true
		}
	}
	return own
}

// localizedCopy copies a site and converts its texts.
type localizedCopy struct {
	Localizer
	variant Variant
	base    Base
	own     map[string]bool // the site paths that exist in every variant
	// seen maps pointers to their copies; the model has cycles: tasks point to reports.
	seen map[uintptr]reflect.Value
}

// copy returns a converted copy of a value; kind is the tag of its field.
func (c *localizedCopy) copy(v reflect.Value, kind string) reflect.Value {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer, reflect.Slice, reflect.Map:
		if v.IsNil() {
			return v
		}
	}
	if kind == "-" {
		return v
	}
	switch v.Kind() {
	case reflect.String:
		return reflect.ValueOf(c.text(v.String(), kind)).Convert(v.Type())
	case reflect.Interface:
		return c.copy(v.Elem(), kind)
	case reflect.Pointer:
		if known, ok := c.seen[v.Pointer()]; ok {
			return known
		}
		out := reflect.New(v.Type().Elem())
		c.seen[v.Pointer()] = out
		out.Elem().Set(c.copy(v.Elem(), kind))
		return out
	case reflect.Struct:
		if p, ok := v.Interface().(Prose); ok {
			return reflect.ValueOf(c.prose(p, false))
		}
		out := reflect.New(v.Type()).Elem()
		out.Set(v)
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				out.Field(i).Set(c.copy(v.Field(i), field.Tag.Get("text")))
			}
		}
		return out
	case reflect.Slice:
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(c.copy(v.Index(i), kind))
		}
		return out
	case reflect.Map:
		out := reflect.MakeMapWithSize(v.Type(), v.Len())
		for key, value := range v.Seq2() {
			out.SetMapIndex(key, c.copy(value, kind))
		}
		return out
	}
	return v
}

func (c *localizedCopy) prose(p Prose, verbatim bool) Prose {
	if p.Source == "" {
		return p
	}
	return c.Prose(p, verbatim, c.link)
}

func (c *localizedCopy) text(s, kind string) string {
	switch {
	case s == "":
		return s
	case kind == "path":
		return c.variant.Path(s)
	case kind == "link":
		return c.entry(s)
	case kind == "unit": // 只 has another form after a number than alone
		return strings.TrimPrefix(c.Text("1"+s), "1")
	}
	return c.Text(s)
}

// link returns the href of the variant's page, if the variant has the page.
func (c *localizedCopy) link(href string) string {
	path, _, ok := c.base.Split(href)
	if !ok || !strings.HasPrefix(href, "/") || !c.own[path] {
		return href
	}
	return c.base.URL("/"+c.variant.Folder) + strings.TrimPrefix(href, c.base.URL(""))
}

// LinkTo returns a function from hrefs of the site to those of a variant, where it has
// the page.
func (s *Site) LinkTo(v Variant) func(href string) string {
	return (&localizedCopy{variant: v, base: s.Base, own: s.localized()}).link
}

// entry is link for an address in site.toml or front matter, which is a site path, not
// escaped.
func (c *localizedCopy) entry(address string) string {
	path := address
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		path = address[:i]
	}
	if !c.own[path] {
		return address
	}
	return c.variant.Path(address)
}

// applyOverrides replaces converted texts by those that editors wrote for the variant.
func (c *localizedCopy) applyOverrides(s *Site) {
	apply := func(d *Document, intro *Prose) []Target {
		o := d.Overrides[c.variant.Code]
		if o == nil {
			return nil
		}
		if o.Title != "" {
			d.Title = o.Title
		}
		if o.Intro.HTML != "" {
			*intro = c.prose(o.Intro, true)
		}
		return o.Targets
	}
	for _, r := range s.Reports {
		apply(&r.Document, &r.Intro)
		for _, t := range r.Tasks {
			for i, target := range apply(&t.Document, &t.Intro) {
				t.Targets[i].Title, t.Targets[i].Result = c.prose(target.Title, true), c.prose(target.Result, true)
			}
		}
	}
	for _, p := range s.Pages {
		apply(&p.Document, &p.Body)
	}
}
