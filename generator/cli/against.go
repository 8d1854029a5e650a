package cli

import (
	"errors"
	"fmt"
	"io"
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
	failed := func(why string) ([]byte, error) {
		return nil, usageError("读不到上一次发布的数据 %s：%s", where, why)
	}
	client := http.Client{Timeout: publishedTimeout}
	response, err := client.Get(where)
	if err != nil {
		return failed("网络不通，或者网址不对")
	}
	defer response.Body.Close()
	switch {
	case response.StatusCode == http.StatusNotFound:
		return nil, errNeverPublished
	case response.StatusCode != http.StatusOK:
		return failed(fmt.Sprintf("服务器的回答是 %d", response.StatusCode))
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, maxPublished))
	if err != nil {
		return failed("传到一半断了")
	}
	return data, nil
}
