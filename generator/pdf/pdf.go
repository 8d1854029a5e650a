// Package pdf reads the text of PDF documents with PDFium, the reader of
// Chromium, run as WebAssembly: a document cannot reach anything outside, and
// what it takes is bounded.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	faults "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Limits of what is read; the documents of an office are far smaller.
const (
	maxMemory = 1 << 30 // bytes
	maxPages  = 5000
	maxText   = 64 << 20 // bytes
	maxTime   = 2 * time.Minute
)

// Reader reads documents, one at a time. The zero value is ready; its first
// document takes seconds, for which PDFium is compiled.
type Reader struct {
	// Cache, if not empty, is a folder that keeps the compiled PDFium, so that it
	// is there at once the next time.
	Cache string

	mu   sync.Mutex
	pool pdfium.Pool
}

// Errors of Pages.
var (
	ErrTooLarge = errors.New("pdf: too large to be read")
	ErrLocked   = errors.New("pdf: protected by a password")
)

// Pages is the text of each page of a document, as a reader copies it: the
// cells of a row are parted by spaces. A scanned page has none.
func (r *Reader) Pages(data []byte) (pages []string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.start(); err != nil {
		return nil, err
	}
	worker, err := r.pool.GetInstance(maxTime)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	defer worker.Close()
	opened, err := worker.OpenDocument(&requests.OpenDocument{File: &data})
	if errors.Is(err, faults.ErrPassword) {
		return nil, ErrLocked
	} else if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	count, err := worker.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: opened.Document})
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	if count.PageCount > maxPages {
		return nil, ErrTooLarge
	}
	size, began := 0, time.Now()
	for i := range count.PageCount {
		page, err := worker.GetPageText(&requests.GetPageText{Page: requests.Page{ByIndex: &requests.PageByIndex{Document: opened.Document, Index: i}}})
		if err != nil {
			return nil, fmt.Errorf("pdf: page %d: %w", i+1, err)
		}
		if size += len(page.Text); size > maxText || time.Since(began) > maxTime {
			return nil, ErrTooLarge
		}
		pages = append(pages, page.Text)
	}
	return pages, nil
}

// start makes PDFium ready, once.
func (r *Reader) start() error {
	if r.pool != nil {
		return nil
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling). // PDFium is made with them
		WithMemoryLimitPages(maxMemory / (64 << 10))
	if r.Cache != "" {
		if cache, err := wazero.NewCompilationCacheWithDir(r.Cache); err == nil { // else it is compiled each time
			config = config.WithCompilationCache(cache)
		}
	}
	pool, err := webassembly.Init(webassembly.Config{Context: context.Background(), MaxTotal: 1, MaxIdle: 1, RuntimeConfig: config})
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	r.pool = pool
	return nil
}
