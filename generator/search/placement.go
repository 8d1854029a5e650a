package search

import (
	"cmp"
	"slices"
)

// placement tells in which block a term is. By hashing alone, large terms would
// share blocks by chance, and who asks for one would fetch the others, too. So a
// term is hashed to a bucket, each bucket has a seed, and key and seed together
// give the block ("hash and displace": Belazzougui, Botelho and Dietzfelbinger,
// 2009). The seeds are chosen so that large terms fall into blocks that hold
// little: a term of a large site comes with a third less that was not asked for.
type placement struct {
	// Number is the number of blocks.
	Number int `json:"number"`
	// Seeds has one seed for each bucket; JSON has them in base64.
	Seeds []byte `json:"seeds"`
}

// valid is false for what no index was built with.
func (p placement) valid() bool { return p.Number > 0 && len(p.Seeds) > 0 }

// maxSeeds keeps the seeds small, since each query needs them all. Of the tried
// numbers this one made what a query fetches least.
const maxSeeds = 512

// heavy is the size of a term, in bytes, from which on its place is chosen.
const heavy = 200

// hash spreads keys. The multipliers are those of common 32-bit hash functions.
func (k key) hash(seed byte) uint32 {
	h := uint32(k.first())*0x9e3779b1 ^ uint32(k.second())*0x85ebca6b ^ uint32(seed)*0xc2b2ae35
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 13
	h *= 0x297a2d39
	return h ^ h>>15
}

// bucket is the number of the key's bucket among so many.
func (k key) bucket(seeds int) int { return int(k.hash(0)>>16) % seeds }

// block is the number of the term's block.
func (p placement) block(k key) int {
	return int(k.hash(p.Seeds[k.bucket(len(p.Seeds))]) % uint32(p.Number))
}

// place chooses the places of terms in so many blocks.
func place(terms []*term, blocks int) placement {
	p := placement{blocks, make([]byte, max(1, min(blocks/4, maxSeeds)))}
	buckets := make([]bucket, len(p.Seeds))
	for _, t := range terms {
		if size := t.size(); size >= heavy {
			b := &buckets[t.key.bucket(len(buckets))]
			b.terms = append(b.terms, sized{t.key, size})
			b.weight += size * size
		}
	}
	order := make([]int, len(buckets))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, k int) int { return cmp.Compare(buckets[k].weight, buckets[i].weight) })
	loads := make([]int, blocks)
	for _, i := range order {
		p.Seeds[i] = buckets[i].choose(loads)
	}
	return p
}

// bucket are the large terms of one bucket.
type bucket struct {
	terms  []sized
	weight int
}

type sized struct {
	key  key
	size int
}

// choose finds the seed with which the terms add least to the squares of the
// loads of blocks, and adds them. A term is asked for as often as it is large, so
// the sum of squares is about what queries fetch.
func (b bucket) choose(loads []int) byte {
	best, least := byte(0), -1
	for seed := range 256 {
		if cost := b.add(loads, byte(seed)); least < 0 || cost < least {
			best, least = byte(seed), cost
		}
		for _, t := range b.terms {
			loads[t.key.hash(byte(seed))%uint32(len(loads))] -= t.size
		}
	}
	b.add(loads, best)
	return best
}

// add puts the terms into blocks and returns by how much the sum of squares grew.
func (b bucket) add(loads []int, seed byte) (cost int) {
	for _, t := range b.terms {
		load := &loads[t.key.hash(seed)%uint32(len(loads))]
		cost += t.size * (2**load + t.size)
		*load += t.size
	}
	return cost
}
