package generator

import (
	"slices"

	"gongshi/generator/content"
	"gongshi/generator/diag"
)

// report may be called by several goroutines at once.
func (p *Plan) report(found ...diag.Diagnostic) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.found = append(p.found, found...)
}

// faulty says whether there is an error among the faults so far.
func (p *Plan) faulty() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	faults, _ := diag.Count(p.found)
	return faults > 0
}

// broke says whether one of some rules has been broken so far.
func (p *Plan) broke(rules ...string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.ContainsFunc(p.found, func(d diag.Diagnostic) bool { return slices.Contains(rules, d.Rule) })
}

// dropRepetitions drops what only follows from a fault that has been reported
// at its place: anchors that stand twice on a page because a number or id was
// used twice, and links of pages to one whose address it could not have.
func (p *Plan) dropRepetitions() {
	address, anchor := p.broke("duplicate-url", "address-length"), p.broke("duplicate-number", "target-id")
	p.mu.Lock()
	defer p.mu.Unlock()
	if address {
		p.found = slices.DeleteFunc(p.found, func(d diag.Diagnostic) bool { return d.Rule == "dead-link" && d.Pos.Line == 0 })
	}
	if anchor {
		p.found = slices.DeleteFunc(p.found, func(d diag.Diagnostic) bool { return d.Rule == "duplicate-id" })
	}
}

// Diagnostics are the faults and warnings known so far, sorted, each once (a
// fault of a layout shows on every page that uses it) and not too many of one rule.
func (p *Plan) Diagnostics() []diag.Diagnostic {
	p.mu.Lock()
	found := slices.Clone(p.found)
	p.mu.Unlock()
	diag.Sort(found)
	found = diag.Limit(slices.CompactFunc(found, func(x, y diag.Diagnostic) bool {
		return x.Pos == y.Pos && x.Rule == y.Rule && x.Message == y.Message
	}))
	content.Hide(found) // a line may hold a person's number beside the fault
	return found
}
