package output

import (
	"errors"
	"testing"
)

func TestAMountPointIsSeenBeforeTheBuild(t *testing.T) {
	var mount *MountError
	if err := Check("/proc", Options{Force: true}); !errors.As(err, &mount) || mount.Dir != "/proc" {
		t.Errorf("got %v", err)
	}
	if mounted(t.TempDir()) {
		t.Error("a plain folder is taken for a mount point")
	}
}
