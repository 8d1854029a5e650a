package site

import "strconv"

// Measure is a numeric goal and the value reached.
type Measure struct {
	Name string // what is measured; may be empty
	// Direction is how Actual must compare with Goal: "≥", "≤" or "=".
	Direction    string `text:"-"`
	Goal, Actual float64
	Unit         string `text:"unit"`
	// Provisional means that the actual value is not confirmed yet (待核定).
	Provisional bool
}

// Outcome is whether a goal was met.
type Outcome string

// The outcomes. A measure with a provisional value is pending.
const (
	Met     Outcome = "met"
	Missed  Outcome = "missed"
	Pending Outcome = "pending"
)

// Text returns the outcome in Chinese.
func (o Outcome) Text() string {
	switch o {
	case Met:
		return "达到目标"
	case Missed:
		return "未达到目标"
	}
	return "待核定"
}

// Outcome compares the actual value with the goal.
func (m Measure) Outcome() Outcome {
	met := m.Actual == m.Goal
	switch m.Direction {
	case "≥":
		met = m.Actual >= m.Goal
	case "≤":
		met = m.Actual <= m.Goal
	}
	switch {
	case m.Provisional:
		return Pending
	case met:
		return Met
	}
	return Missed
}

// Outcome is the worst outcome of a target's measures: missed, then pending, then met.
// It is "" without measures.
func (t *Target) Outcome() (worst Outcome) {
	for _, m := range t.Measures {
		if o := m.Outcome(); worst == "" || o == Missed || o == Pending && worst == Met {
			worst = o
		}
	}
	return worst
}

// GoalText formats the goal: "≥ 15%".
func (m Measure) GoalText() string { return m.Direction + " " + m.number(m.Goal) }

// ActualText formats the actual value: "52.9%".
func (m Measure) ActualText() string { return m.number(m.Actual) }

func (m Measure) number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) + m.Unit }

// Measures lists the measures of all targets of a report, in order.
func (r *Report) Measures() []Measure {
	var list []Measure
	for _, t := range r.Tasks {
		for i := range t.Targets {
			list = append(list, t.Targets[i].Measures...)
		}
	}
	return list
}
