package render

import (
	"hash/maphash"
	"sync"
)

// seen keeps what became of short pieces of a page, of text or of a tag:
// navigation, labels and footer come with every page. Longer ones would fill
// the memory. Several goroutines may use it at once; it is in parts, because
// with one lock for all they queue at it (seen in a trace).
type seen[V any] struct {
	seed  maphash.Seed
	parts [64]seenPart[V]
}

type seenPart[V any] struct {
	sync.Mutex
	values map[string]V
}

const seenLength = 256 // bytes

func newSeen[V any]() *seen[V] { return &seen[V]{seed: maphash.MakeSeed()} }

func (s *seen[V]) part(piece []byte) *seenPart[V] {
	return &s.parts[maphash.Bytes(s.seed, piece)%uint64(len(s.parts))]
}

func (s *seen[V]) get(piece []byte) (V, bool) {
	p := s.part(piece)
	p.Lock()
	defer p.Unlock()
	v, ok := p.values[string(piece)]
	return v, ok
}

func (s *seen[V]) put(piece []byte, v V) {
	p := s.part(piece)
	p.Lock()
	defer p.Unlock()
	if p.values == nil {
		p.values = map[string]V{}
	}
	p.values[string(piece)] = v
}
