// Package pdf extracts the text of PDF documents with PDFium, the PDF library
// of Chromium, compiled to WebAssembly: a malicious document cannot leave the
// sandbox, and memory and time are limited.
package pdf

import (
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
	maxMemory = 1 << 30 // bytes
	maxPages  = 5000
	maxText   = 64 << 20 // bytes
	maxTime   = 2 * time.Minute
)

// Reader reads one document at a time. The zero value is ready to use. The first
// document takes some seconds more, because PDFium is compiled.
type Reader struct {
	// Cache, if not empty, is a folder for the compiled PDFium, which later
	// programs load instead of compiling it.
	Cache string

	mu   sync.Mutex
	pool pdfium.Pool
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
	worker, err := r.pool.GetInstance(maxTime)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	defer worker.Close()
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

// start compiles or loads PDFium on the first call.
func (r *Reader) start() (err error) {
	if r.pool != nil {
		return nil
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling). // used by this build of PDFium
		WithMemoryLimitPages(maxMemory / (64 << 10))
	if r.Cache != "" {
		if cache, err := wazero.NewCompilationCacheWithDir(r.Cache); err == nil { // otherwise compile every time
			config = config.WithCompilationCache(cache)
		}
	}
	r.pool, err = webassembly.Init(webassembly.Config{Context: context.Background(), MaxTotal: 1, MaxIdle: 1, RuntimeConfig: config})
	return err
}
