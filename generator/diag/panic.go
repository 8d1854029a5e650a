package diag

import "fmt"

// Panic is a fault of the program itself, raised in one goroutine and carried
// to another: what panic was called with, and the stack where that was.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprint(p.Value) }
