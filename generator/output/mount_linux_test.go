package output

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func TestAMountPointIsSeenBeforeTheBuild(t *testing.T) {
	var mount *MountError
	if err := Check("/proc", Options{Force: true}); !errors.As(err, &mount) || mount.Dir != "/proc" {
		t.Errorf("got %v", err)
	}
	if at := mountIn(t.TempDir()); at != "" {
		t.Errorf("a plain folder is taken for a mount point: %s", at)
	}
}

// TestAMountInTheTargetIsSeen keeps what is mounted below the target, which removing the old
// tree would delete. It needs the right to mount.
func TestAMountInTheTargetIsSeen(t *testing.T) {
	target, kept := filepath.Join(t.TempDir(), "public"), t.TempDir()
	inner := filepath.Join(target, "2021", "files")
	for _, err := range []error{os.MkdirAll(inner, 0o755), os.WriteFile(filepath.Join(kept, "a.pdf"), nil, 0o644)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mount(kept, inner, "", syscall.MS_BIND, ""); err != nil {
		t.Skip(err)
	}
	defer func() {
		if err := syscall.Unmount(inner, 0); err != nil {
			t.Error(err)
		}
	}()
	var mount *MountError
	if _, err := Open(target, Options{Force: true}); !errors.As(err, &mount) || mount.At != inner {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(kept, "a.pdf")); err != nil {
		t.Error(err)
	}
}
