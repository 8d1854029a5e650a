package render

import (
	"cmp"
	"html/template"
	"reflect"
)

// function is a template function as a program calls it.
type function func(args []expr) expr

// builtins are the functions of Go's templates that layouts use most.
var builtins = map[string]function{
	"and": func(args []expr) expr { return until(args, false) },
	"or":  func(args []expr) expr { return until(args, true) },
	"not": function1(func(v reflect.Value) reflect.Value { return boolean(!truth(v)) }),
	"len": function1(func(v reflect.Value) reflect.Value {
		if v = indirect(v); v.Kind() != reflect.Slice && v.Kind() != reflect.String {
			panic(errGiveUp)
		}
		return reflect.ValueOf(v.Len())
	}),
	"index": function2(func(v, i reflect.Value) reflect.Value { return held(v.Index(int(i.Int()))) }),
	"slice": function2(func(v, i reflect.Value) reflect.Value { return v.Slice(int(i.Int()), v.Len()) }),
	"eq":    comparison(func(order int) bool { return order == 0 }),
	"ne":    comparison(func(order int) bool { return order != 0 }),
	"lt":    comparison(func(order int) bool { return order < 0 }),
	"le":    comparison(func(order int) bool { return order <= 0 }),
	"gt":    comparison(func(order int) bool { return order > 0 }),
	"ge":    comparison(func(order int) bool { return order >= 0 }),
}

var yes, no = reflect.ValueOf(true), reflect.ValueOf(false)

func boolean(b bool) reflect.Value {
	if b {
		return yes
	}
	return no
}

// until is the first argument that is true or false as wanted, or the last.
func until(args []expr, wanted bool) expr {
	if len(args) == 0 {
		panic(errGiveUp)
	}
	return func(r *run, dot reflect.Value) (v reflect.Value) {
		for _, a := range args {
			if v = a(r, dot); truth(v) == wanted {
				return v
			}
		}
		return v
	}
}

func function1(f func(reflect.Value) reflect.Value) function {
	return func(args []expr) expr {
		if len(args) != 1 {
			panic(errGiveUp)
		}
		return func(r *run, dot reflect.Value) reflect.Value { return f(args[0](r, dot)) }
	}
}

func function2(f func(a, b reflect.Value) reflect.Value) function {
	return func(args []expr) expr {
		if len(args) != 2 {
			panic(errGiveUp)
		}
		return func(r *run, dot reflect.Value) reflect.Value { return f(args[0](r, dot), args[1](r, dot)) }
	}
}

// comparison compares two strings or two whole numbers.
func comparison(holds func(order int) bool) function {
	return function2(func(a, b reflect.Value) reflect.Value {
		switch {
		case a.Kind() == reflect.String && b.Kind() == reflect.String:
			return boolean(holds(cmp.Compare(a.String(), b.String())))
		case a.CanInt() && b.CanInt():
			return boolean(holds(cmp.Compare(a.Int(), b.Int())))
		}
		panic(errGiveUp)
	})
}

// namedFunction and cachedFunction are those of the layouts.
func namedFunction[T any](of func(name string) (T, error)) function {
	return function1(func(name reflect.Value) reflect.Value {
		value, err := of(name.String())
		if err != nil {
			panic(errGiveUp)
		}
		return reflect.ValueOf(value)
	})
}

func cachedFunction(cached func(string, any) (template.HTML, error)) function {
	return function2(func(name, value reflect.Value) reflect.Value {
		html, err := cached(name.String(), value.Interface())
		if err != nil {
			panic(errGiveUp)
		}
		return reflect.ValueOf(html)
	})
}
