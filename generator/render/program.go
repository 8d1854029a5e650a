package render

import (
	"bytes"
	"errors"
	"html/template"
	"reflect"
	"strconv"
	"text/template/parse"
)

// A program is an escaped layout made into functions. It prints what
// html/template would print, in a fifth of the time: what text/template looks
// up for every value of every page (fields, functions, escapers) is looked up
// once. It knows the forms that nearly all layouts consist of. Whatever else it
// meets, and every fault, it leaves to html/template: it gives up.
type program struct {
	body  step
	slots int // variables of the template, "$" included
}

// run is the state of printing one page.
type run struct {
	out  *bytes.Buffer
	vars []reflect.Value
	base int // of the current template's variables
	// depth counts templates within templates: one may include itself.
	depth int
}

const maxDepth = 100

type (
	step func(r *run, dot reflect.Value)
	expr func(r *run, dot reflect.Value) reflect.Value
)

// errGiveUp is panicked with where html/template has to take over.
var errGiveUp = errors.New("not for a program")

// print writes a page into an empty buffer; ok is false if it gave up.
func (p *program) print(b *bytes.Buffer, page *Page) (ok bool) {
	if p == nil {
		return false
	}
	defer func() {
		if recover() != nil { // html/template says what was wrong, if anything was
			b.Reset()
			ok = false
		}
	}()
	p.call(&run{out: b}, reflect.ValueOf(page))
	return true
}

// call executes a template.
func (p *program) call(r *run, dot reflect.Value) {
	if r.depth++; r.depth > maxDepth {
		panic(errGiveUp)
	}
	base := r.base
	r.base = len(r.vars)
	for range p.slots {
		r.vars = append(r.vars, dot)
	}
	p.body(r, dot)
	r.vars, r.base = r.vars[:r.base], base
	r.depth--
}

// stopped is a writer that lets no template begin.
type stopped struct{}

func (stopped) Write([]byte) (int, error) { return 0, errGiveUp }

// compile makes the program of a template and of all it includes; nil if it
// knows some form in them not.
func compile(set *template.Template, entry string, functions map[string]function) (p *program) {
	// html/template escapes a set when it is first executed.
	if err := set.ExecuteTemplate(stopped{}, entry, nil); !errors.Is(err, errGiveUp) {
		return nil
	}
	defer func() {
		if r := recover(); r != nil {
			if r != errGiveUp {
				panic(r)
			}
			p = nil
		}
	}()
	c := compiler{set: set, functions: functions, programs: map[string]*program{}}
	return c.template(entry)
}

// compiler is the state of compiling one set.
type compiler struct {
	set       *template.Template
	functions map[string]function
	programs  map[string]*program
	// names are the variables of the current template by slot; empty for one
	// that can no longer be seen.
	names []string
}

func (c *compiler) template(name string) *program {
	if p, known := c.programs[name]; known {
		return p
	}
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil {
		panic(errGiveUp)
	}
	p := &program{}
	c.programs[name] = p // before its body: it may include itself
	inner := compiler{c.set, c.functions, c.programs, []string{"$"}}
	p.body = inner.list(t.Tree.Root)
	p.slots = len(inner.names)
	return p
}

func (c *compiler) list(list *parse.ListNode) step {
	var steps []step
	if list != nil {
		for _, n := range list.Nodes {
			if s := c.node(n); s != nil {
				steps = append(steps, s)
			}
		}
	}
	return func(r *run, dot reflect.Value) {
		for _, s := range steps {
			s(r, dot)
		}
	}
}

// scope compiles what sees its own variables.
func (c *compiler) scope(do func()) {
	names := len(c.names)
	do()
	for i := names; i < len(c.names); i++ {
		c.names[i] = ""
	}
}

func (c *compiler) node(n parse.Node) (s step) {
	switch n := n.(type) {
	case *parse.TextNode:
		return func(r *run, _ reflect.Value) { r.out.Write(n.Text) }
	case *parse.CommentNode:
		return nil
	case *parse.ActionNode:
		return c.action(n.Pipe)
	case *parse.TemplateNode:
		value, p := c.pipe(n.Pipe), c.template(n.Name)
		return func(r *run, dot reflect.Value) { p.call(r, value(r, dot)) }
	case *parse.IfNode:
		c.scope(func() { s = c.branch(&n.BranchNode, false) })
	case *parse.WithNode:
		c.scope(func() { s = c.branch(&n.BranchNode, true) })
	case *parse.RangeNode:
		c.scope(func() { s = c.loop(n) })
	default:
		panic(errGiveUp)
	}
	return s
}

// branch is an if, or a with, which sets dot.
func (c *compiler) branch(n *parse.BranchNode, with bool) step {
	value, then, otherwise := c.pipe(n.Pipe), c.list(n.List), c.list(n.ElseList)
	return func(r *run, dot reflect.Value) {
		switch v := value(r, dot); {
		case !truth(v):
			otherwise(r, dot)
		case with:
			then(r, v)
		default:
			then(r, dot)
		}
	}
}

// loop is a range over a slice.
func (c *compiler) loop(n *parse.RangeNode) step {
	if n.Pipe.IsAssign {
		panic(errGiveUp)
	}
	declared := n.Pipe.Decl
	list := c.commands(n.Pipe.Cmds)
	var slots []int
	for _, v := range declared {
		slots = append(slots, c.declare(v.Ident[0]))
	}
	body, otherwise := c.list(n.List), c.list(n.ElseList)
	return func(r *run, dot reflect.Value) {
		v := indirect(list(r, dot))
		if v.Kind() != reflect.Slice {
			panic(errGiveUp)
		}
		for i := range v.Len() {
			item := v.Index(i)
			switch len(slots) {
			case 1:
				r.vars[r.base+slots[0]] = item
			case 2:
				r.vars[r.base+slots[0]], r.vars[r.base+slots[1]] = reflect.ValueOf(i), item
			}
			body(r, item)
		}
		if v.Len() == 0 {
			otherwise(r, dot)
		}
	}
}

// action prints a value, or declares a variable.
func (c *compiler) action(pipe *parse.PipeNode) step {
	if len(pipe.Decl) > 0 {
		set := c.pipe(pipe)
		return func(r *run, dot reflect.Value) { set(r, dot) }
	}
	commands, print := printerOf(pipe.Cmds)
	value := c.commands(commands)
	return func(r *run, dot reflect.Value) { print(r.out, value(r, dot)) }
}

func (c *compiler) declare(name string) (slot int) {
	c.names = append(c.names, name)
	return len(c.names) - 1
}

// pipe is the value of a pipeline; it sets the variable it names.
func (c *compiler) pipe(pipe *parse.PipeNode) expr {
	if pipe == nil {
		return func(*run, reflect.Value) reflect.Value { return reflect.Value{} }
	}
	value := c.commands(pipe.Cmds)
	if len(pipe.Decl) == 0 {
		return value
	}
	if len(pipe.Decl) > 1 {
		panic(errGiveUp)
	}
	name := pipe.Decl[0].Ident[0]
	slot := 0
	if pipe.IsAssign {
		slot = c.slot(name)
	} else {
		slot = c.declare(name)
	}
	return func(r *run, dot reflect.Value) reflect.Value {
		v := value(r, dot)
		r.vars[r.base+slot] = v
		return v
	}
}

// slot is the place of the innermost variable of a name.
func (c *compiler) slot(name string) int {
	for i := len(c.names) - 1; i >= 0; i-- {
		if c.names[i] == name {
			return i
		}
	}
	panic(errGiveUp)
}

// commands is a pipeline without the escapers html/template has put behind it:
// a single command.
func (c *compiler) commands(list []*parse.CommandNode) expr {
	if len(list) != 1 {
		panic(errGiveUp)
	}
	args := list[0].Args
	if name, ok := args[0].(*parse.IdentifierNode); ok {
		f, known := c.functions[name.Ident]
		if !known {
			panic(errGiveUp)
		}
		var values []expr
		for _, a := range args[1:] {
			values = append(values, c.operand(a))
		}
		return f(values)
	}
	if len(args) != 1 {
		panic(errGiveUp)
	}
	return c.operand(args[0])
}

// operand is a part of a command.
func (c *compiler) operand(n parse.Node) expr {
	switch n := n.(type) {
	case *parse.DotNode:
		return func(_ *run, dot reflect.Value) reflect.Value { return dot }
	case *parse.FieldNode:
		return chain(func(_ *run, dot reflect.Value) reflect.Value { return dot }, n.Ident)
	case *parse.VariableNode:
		slot := c.slot(n.Ident[0])
		return chain(func(r *run, _ reflect.Value) reflect.Value { return r.vars[r.base+slot] }, n.Ident[1:])
	case *parse.ChainNode:
		return chain(c.operand(n.Node), n.Field)
	case *parse.PipeNode:
		return c.pipe(n)
	case *parse.StringNode:
		return constant(n.Text)
	case *parse.BoolNode:
		return constant(n.True)
	case *parse.NumberNode:
		if i, err := strconv.Atoi(n.Text); err == nil {
			return constant(i)
		}
	}
	panic(errGiveUp)
}

func constant(v any) expr {
	value := reflect.ValueOf(v)
	return func(*run, reflect.Value) reflect.Value { return value }
}
