// Package pdf extracts the text of PDF documents with PDFium, the PDF library
// of Chromium, compiled to WebAssembly: a malicious document cannot leave the
// sandbox, and memory and time are limited.
package pdf

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Limits; the documents of an office are far smaller.
const (
	maxMemory = 256 << 20 // bytes that PDFium may use, the document included
	maxPages  = 5000
	maxText   = 64 << 20 // bytes
	// maxTime is how long a document is read if Patience says nothing else, with perByte
	// for long ones: a short one can ask for years of work.
	maxTime = 4 * time.Second
	perByte = time.Microsecond
)

// Reader reads one document at a time. The zero value is ready to use. The first
// document takes some seconds more, because PDFium is compiled.
type Reader struct {
	// Cache, if not empty, is a folder for the compiled PDFium, which later
	// programs load instead of compiling it.
	Cache string
	// Patience is how long a document is read, and a microsecond a byte more; 0 means 4 s.
	Patience time.Duration

	mu   sync.Mutex
	pool pdfium.Pool
	// current is the context of all calls; it is replaced for each document.
	current *struct{ context.Context }
}

// memory is what PDFium works in: reserved as a whole, it grows without being copied.
type memory struct {
	all  []byte
	full bool // more was asked for
}

func (m *memory) Reallocate(size uint64) []byte {
	if m.all == nil {
		m.all, _ = reserve(maxMemory)
	}
	if size > uint64(len(m.all)) {
		m.full = true
		return nil
	}
	return m.all[:size]
}

func (m *memory) Free() {
	release(m.all)
	m.all = nil
}

// Errors of Pages.
var (
	ErrTooLarge = errors.New("pdf: too large to be read")
	ErrLocked   = errors.New("pdf: protected by a password")
)

// Pages returns the text of each page as copied from a PDF viewer: table cells
// are separated by spaces, and a scanned page is empty. The errors are
// ErrTooLarge, ErrLocked and those of PDFium.
func (r *Reader) Pages(data []byte) (pages []string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.start(); err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), cmp.Or(r.Patience, maxTime)+time.Duration(len(data))*perByte)
	defer cancel()
	var used memory
	r.current.Context = experimental.WithMemoryAllocator(ctx, experimental.MemoryAllocatorFunc(func(_, _ uint64) experimental.LinearMemory { return &used }))
	worker, err := r.pool.GetInstance(maxTime)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	defer worker.Close()
	pages, err = read(worker, data)
	if err != nil && (ctx.Err() != nil || used.full) {
		return nil, ErrTooLarge
	}
	return pages, err
}

// read returns the text of each page.
func read(worker pdfium.Pdfium, data []byte) (pages []string, err error) {
	opened, err := worker.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword):
		return nil, ErrLocked
	case err != nil:
		return nil, fmt.Errorf("pdf: %w", err)
	}
	count, err := worker.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	if count.PageCount > maxPages {
		return nil, ErrTooLarge
	}
	size := 0
	for i := range count.PageCount {
		text, err := pageText(worker, requests.Page{ByIndex: &requests.PageByIndex{Document: opened.Document, Index: i}})
		if err != nil {
			return nil, fmt.Errorf("pdf: page %d: %w", i+1, err)
		}
		if size += len(text); size > maxText {
			return nil, ErrTooLarge
		}
		pages = append(pages, text)
	}
	return pages, nil
}

func pageText(worker pdfium.Pdfium, page requests.Page) (string, error) {
	loaded, err := worker.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return "", err
	}
	count, err := worker.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: loaded.TextPage})
	if err != nil {
		return "", err
	}
	var text string
	if count.Count > 0 {
		whole, err := worker.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: loaded.TextPage, Count: count.Count})
		if err != nil {
			return "", err
		}
		text = whole.Text
	}
	_, err = worker.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: loaded.TextPage})
	return text, err
}

// start compiles or loads PDFium on the first call.
func (r *Reader) start() (err error) {
	if r.pool != nil {
		return nil
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling). // used by this build of PDFium
		WithCloseOnContextDone(true)
	if r.Cache != "" {
		if cache, err := wazero.NewCompilationCacheWithDir(r.Cache); err == nil { // otherwise compile every time
			config = config.WithCompilationCache(cache)
		}
	}
	r.current = &struct{ context.Context }{context.Background()}
	r.pool, err = webassembly.Init(webassembly.Config{Context: r.current, MaxTotal: 1, MaxIdle: 1, RuntimeConfig: config, FSConfig: wazero.NewFSConfig()})
	return err
}
