package search

// early is what a search page tells its first script of an index in many files,
// so that what a query in the page's address needs is asked for beside the entry
// file, not after it: a part of the entry file, as JSON.
type early struct {
	Shared  string    `json:"shared"`
	Own     string    `json:"own,omitempty"`
	Blocks  placement `json:"blocks"`
	Singles placement `json:"singles"`
	Lists   []string  `json:"lists,omitempty"`
}

// early is that of an entry; nil where the entry file holds the index.
func (e *entry) early() []byte {
	if e.Shared == "" {
		return nil
	}
	return encode(early{Shared: e.Shared, Own: e.Own, Blocks: e.Blocks, Singles: e.Singles, Lists: e.Lists})
}
