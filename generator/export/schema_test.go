package export

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/invopop/jsonschema"
)

var update = flag.Bool("update", false, "write the JSON Schemas anew")

// TestSchema holds the published JSON Schemas against the structs that the
// JSON files are made of.
func TestSchema(t *testing.T) {
	for name, example := range map[string]any{"report.schema.json": Dataset{}, "data.schema.json": CatalogueData{}} {
		r := jsonschema.Reflector{Anonymous: true, AllowAdditionalProperties: true}
		schema, err := json.MarshalIndent(r.Reflect(example), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		schema = append(schema, '\n')
		if *update {
			if err := os.WriteFile(name, schema, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(have, schema) {
			t.Errorf("%s is not that of the structs; run go test ./generator/export -update", name)
		}
	}
}
