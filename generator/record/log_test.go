package record

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// tileReader hands the tiles of a folder to a client that others wrote.
type tileReader struct{ folder }

func (r tileReader) ReadTiles(_ context.Context, tiles []tlog.Tile) (data [][]byte, err error) {
	for _, t := range tiles {
		tile, err := r.get(Folder + torchwood.TilePath(t))
		if err != nil {
			return nil, fmt.Errorf("%v: %w", t, err)
		}
		data = append(data, tile)
	}
	return data, nil
}

func (tileReader) SaveTiles([]tlog.Tile, [][]byte) {}

func (r tileReader) ReadEndpoint(_ context.Context, path string) ([]byte, error) {
	return r.get(Folder + path)
}

// TestAnotherClientReadsTheLog: the client of torchwood checks the signature, fetches every
// entry, and proves each to be in the tree, at sizes around those of whole tiles.
func TestAnotherClientReadsTheLog(t *testing.T) {
	o := newOffice(t, 3)
	for _, pages := range []int{1, 40, 60, 90} {
		for range pages {
			o.add()
		}
		o.publish(o.keys)
	}
	signers, err := newSigners(o.keys[0], origin)
	must(t, err)
	v, err := note.NewVerifier(signers[0].public)
	must(t, err)
	for _, site := range append(o.older[1:], o.public) {
		head, _, err := torchwood.VerifyCheckpoint(site[Checkpoint], torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(origin), torchwood.SingleVerifierPolicy(v)))
		must(t, err)
		l, err := Read(site.get)
		must(t, err)
		client, err := torchwood.NewClient(tileReader{site})
		must(t, err)
		n := 0
		for i, entry := range client.AllEntries(t.Context(), head.Tree, 0) {
			if !bytes.Equal(entry, l.raw[i]) {
				t.Fatalf("entry %d is another", i)
			}
			n++
		}
		must(t, client.Err())
		if int64(n) != head.N {
			t.Errorf("%d of %d entries", n, head.N)
		}
	}
}

// FuzzRead: whatever a server sends, the log is read or refused.
func FuzzRead(f *testing.F) {
	o := newOffice(&testing.T{}, 1)
	for name, data := range o.public {
		if strings.HasPrefix(name, Folder) {
			f.Add(name, data)
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		site := folder{}
		for name, data := range o.public {
			site[name] = data
		}
		site[name] = data
		if _, err := Verify(site.site(), o.seen, ""); err != nil {
			t.Fatal(err)
		}
	})
}
