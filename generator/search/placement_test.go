package search

import "testing"

// TestPlacement puts terms of which few are large into blocks: the bytes that
// come with a term are a fifth less than where the hash alone decides.
func TestPlacement(t *testing.T) {
	var terms []*term
	for i := range rune(6000) {
		size := 10
		if i%15 == 0 {
			size = 500 + int(i)
		}
		terms = append(terms, &term{key: keyOf('一'+i%97, '一'+i), data: make([]byte, size)})
	}
	fetched := func(p placement) (sum int) {
		loads := make([]int, p.Number)
		for _, t := range terms {
			loads[p.block(t.key)] += t.size()
		}
		for _, load := range loads {
			sum += load * load
		}
		return sum
	}
	chosen := place(terms, 300)
	hashed := placement{300, make([]byte, len(chosen.Seeds))}
	if got, by := fetched(chosen), fetched(hashed); got*5 > by*4 {
		t.Errorf("the squares of blocks sum up to %d, by hashing alone to %d", got, by)
	}
}
