package check

import (
	"html"

	"gongshi/generator/markup"
)

// References are the addresses a page uses and the anchors it offers.
type References struct {
	Links, Anchors []string
}

// Scan reads the references of one page: the values of href, src, action,
// poster and id.
func Scan(page []byte) References {
	var refs References
	r := markup.NewReader(page)
	for token, ok := r.Next(); ok; token, ok = r.Next() {
		if token.Kind != markup.StartTag {
			continue
		}
		for a := range token.Attributes {
			switch string(a.Name) {
			case "href", "src", "action", "poster":
				refs.Links = append(refs.Links, html.UnescapeString(string(a.Value)))
			case "id":
				refs.Anchors = append(refs.Anchors, html.UnescapeString(string(a.Value)))
			}
		}
	}
	return refs
}
