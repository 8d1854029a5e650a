package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"gongshi/generator/check"
	"gongshi/generator/diag"
	"gongshi/generator/site"
)

// Limits for fetching the data of the last publication.
const (
	maxPublished     = 512 << 20 // bytes
	publishedTimeout = time.Minute
	connections      = 16 // at once
)

// errNeverPublished reports that there is nothing to compare with.
var errNeverPublished = errors.New("not published yet")

// against compares a site with the data.json of its last publication, given as a
// URL or a file name.
func against(env Environment, s *site.Site, where string) ([]diag.Diagnostic, error) {
	data, err := lastPublished(where)
	switch {
	case errors.Is(err, errNeverPublished):
		printf(env.Stderr, "%s 还没有发布过，没有比较\n", where)
		return nil, nil
	case err != nil:
		return nil, err
	}
	found, err := check.Against(s, data)
	if err != nil {
		return nil, usageError("%s %s", where, err)
	}
	return found, nil
}

func lastPublished(where string) ([]byte, error) {
	if !strings.HasPrefix(where, "https://") && !strings.HasPrefix(where, "http://") {
		data, err := readFile(where)
		if err != nil {
			err = usageError("%s；第一次发布以前没有可以比较的，不用写 --against", reason(err))
		}
		return data, err
	}
	data, err := fetch(&http.Client{Timeout: publishedTimeout}, where)
	if errors.Is(err, fs.ErrNotExist) {
		err = errNeverPublished
	}
	return data, err
}

// fetch reads a file of a published site; one that is not there is fs.ErrNotExist. The page
// that says so is there by its own address, whatever the server answers.
func fetch(client *http.Client, address string) ([]byte, error) {
	failed := func(why string) ([]byte, error) {
		return nil, usageError("读不到已经发布的 %s：%s", address, why)
	}
	response, err := client.Get(address)
	if err != nil {
		return failed("网络不通，或者网址不对")
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusNotFound && strings.HasSuffix(address, site.NotFoundPath):
	case response.StatusCode == http.StatusNotFound, response.StatusCode == http.StatusGone:
		return nil, fs.ErrNotExist
	case response.StatusCode != http.StatusOK:
		return failed(fmt.Sprintf("服务器的回答是 %d", response.StatusCode))
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, maxPublished))
	if err != nil {
		return failed("传到一半断了")
	}
	return data, nil
}
