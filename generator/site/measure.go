package site

import "strconv"

// Measure is a goal that a number decides.
type Measure struct {
	Name string // what is measured; it may be empty
	// Direction is "≥", "≤" or "=": how Actual has to stand to Goal.
	Direction    string
	Goal, Actual float64
	Unit         string
	// Provisional is true where the published text says that the actual value
	// is still to be confirmed (待核定).
	Provisional bool
}

// Outcome is what a measure says of its goal.
type Outcome string

// The outcomes. A provisional value decides nothing.
const (
	Met     Outcome = "met"
	Missed  Outcome = "missed"
	Pending Outcome = "pending"
)

// Text is the outcome as a reader sees it.
func (o Outcome) Text() string {
	switch o {
	case Met:
		return "达到目标"
	case Missed:
		return "未达到目标"
	}
	return "待核定"
}

// Outcome holds the actual value against the goal.
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

// GoalText is the goal as a reader sees it: "≥ 15%".
func (m Measure) GoalText() string { return m.Direction + " " + m.number(m.Goal) }

// ActualText is the actual value as a reader sees it: "52.9%".
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
