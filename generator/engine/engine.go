// Package engine answers queries as the search page of a site does: it runs the
// page's own script (static/js/_search/engine.ts) on the files of an index, so that
// what the command line and the tests say is what visitors get. The script runs in
// goja, which has no page and no network; prelude.js stands in for what the engine
// needs of a browser. Nothing of it runs before New is called.
package engine

import (
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"

	"github.com/dop251/goja"
	"golang.org/x/text/encoding/htmlindex"
)

// What can be wrong with the files of an index, beside what get says.
var (
	ErrDamaged = errors.New("a file of the search index is damaged")
	ErrVersion = errors.New("a file of the search index belongs to another version")
)

// kinds are the kinds of the script's own errors.
var kinds = map[string]error{"damaged": ErrDamaged, "version": ErrVersion}

//go:embed prelude.js
var prelude string

// Module is the script under static, Name the global variable that its bundle exports
// the engine as: see assets.Script.
const Module, Name = "js/_search/engine.ts", "engine"

// Engine is an opened index. It is for one goroutine at a time.
type Engine struct {
	vm     *goja.Runtime
	get    func(path string) ([]byte, error)
	engine *goja.Object
	failed error // of the last file that could not be had
	// Files and Bytes count what has been read.
	Files, Bytes int
}

// New opens the index whose entry file has a site path ("/search/entry.json").
// script is the bundle of the engine; get returns a file by its site path, or an
// error that is fs.ErrNotExist where there is none.
func New(script []byte, entry string, get func(path string) ([]byte, error)) (*Engine, error) {
	e := &Engine{vm: goja.New(), get: get}
	host := map[string]any{"get": e.fetch, "resolve": resolve, "decode": decode, "base64": base64.StdEncoding.DecodeString}
	if err := e.vm.Set("host", host); err != nil {
		return nil, err
	}
	if _, err := e.vm.RunString(prelude + namedSet.ReplaceAllStringFunc(string(script), unicodeSet)); err != nil {
		return nil, err
	}
	opened, err := e.call(e.vm.Get(Name).ToObject(e.vm), "open", entry, map[string]bool{"explains": true})
	if err != nil {
		return nil, err
	}
	e.engine = opened.ToObject(e.vm)
	return e, nil
}

// call calls a method of an object and returns what it promises. Files are there
// at once, so that a promise is settled as soon as the script returns.
func (e *Engine) call(of *goja.Object, method string, args ...any) (goja.Value, error) {
	function, ok := goja.AssertFunction(of.Get(method))
	if !ok {
		return nil, fmt.Errorf("the search has no function %s", method)
	}
	var values []goja.Value
	for _, arg := range args {
		values = append(values, e.vm.ToValue(arg))
	}
	e.failed = nil
	value, err := function(of, values...)
	if err != nil {
		return nil, err
	}
	promise, ok := value.Export().(*goja.Promise)
	switch {
	case !ok:
		return value, nil
	case promise.State() == goja.PromiseStateFulfilled:
		return promise.Result(), nil
	case e.failed != nil:
		return nil, e.failed
	}
	reason := promise.Result().ToObject(e.vm)
	if kind := reason.Get("kind"); kind != nil && kinds[kind.String()] != nil {
		return nil, fmt.Errorf("%s: %w", reason, kinds[kind.String()])
	}
	return nil, fmt.Errorf("the search failed: %s", reason)
}

// told reads what a method of the engine returns, by way of JSON.
func told[T any](e *Engine, method string, args ...any) (into T, value goja.Value, err error) {
	if value, err = e.call(e.engine, method, args...); err != nil {
		return into, nil, err
	}
	text, err := e.call(e.vm.GlobalObject(), "json", value)
	if err == nil {
		err = json.Unmarshal([]byte(text.String()), &into)
	}
	return into, value, err
}

// Search answers a query. Options are those of the script: literal, filters, sort, from.
func (e *Engine) Search(query string, options map[string]any) (*Answer, error) {
	if options == nil {
		options = map[string]any{} // null has no parts
	}
	a, result, err := told[Answer](e, "search", query, options)
	a.result = result
	return &a, err
}

// Size is the number of passages.
func (e *Engine) Size() int { return int(e.engine.Get("size").ToInteger()) }

// Passages returns passages by their numbers, from 0 to Size()-1.
func (e *Engine) Passages(ids ...int) ([]Passage, error) {
	list, _, err := told[[]Passage](e, "passages", ids)
	return list, err
}

// Card quotes the passage that answers the question of an answer, nil if none does.
func (e *Engine) Card(a *Answer) (*Card, error) {
	card, _, err := told[*Card](e, "card", a.result)
	return card, err
}

// Marks are the parts of a text that the query of an answer matched.
func (e *Engine) Marks(text string, a *Answer) ([]Span, error) {
	list, _, err := told[[]Span](e, "marks", text, a.result)
	return list, err
}

// Snippet cuts about length characters out of a text, those that show best why it was found.
func (e *Engine) Snippet(text string, a *Answer, length int) (Snippet, error) {
	s, _, err := told[Snippet](e, "snippet", text, a.result, length)
	return s, err
}

// Suggest completes what somebody has typed.
func (e *Engine) Suggest(text string, limit int) ([]Suggestion, error) {
	list, _, err := told[[]Suggestion](e, "suggest", text, limit)
	return list, err
}

// Facets counts the values of the full hits of an answer by property.
func (e *Engine) Facets(a *Answer) (map[string][]Value, error) {
	values, _, err := told[map[string][]Value](e, "facets", a.result)
	return values, err
}

// fetch is how the script reads a file.
func (e *Engine) fetch(path string) (map[string]any, error) {
	data, err := e.get(path)
	e.Files, e.Bytes = e.Files+1, e.Bytes+len(data)
	if err == nil {
		return map[string]any{"status": 200, "data": e.vm.NewArrayBuffer(data)}, nil
	}
	if e.failed = err; errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return map[string]any{"status": 404}, err
}

// resolve returns the path that an address leads to from another one.
func resolve(address, base string) (string, error) {
	to, err := (&url.URL{Path: base}).Parse(address)
	if err != nil {
		return "", err
	}
	return to.Path, nil
}

// decode reads bytes as the text that they are in an encoding.
func decode(data []byte, label string) (string, error) {
	encoding, err := htmlindex.Get(label)
	if err != nil {
		return "", err
	}
	text, err := encoding.NewDecoder().Bytes(data)
	return string(text), err
}
