package embedded

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"github.com/cockroachdb/pebble/v2/vfs"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"golang.org/x/sys/unix"
)

// withoutSyncEnv makes this process a child of one of the tests below, in the folder it names.
const withoutSyncEnv = "RAPPORTEUR_EMBEDDED_WITHOUT_SYNC"

// answerSync has the kernel take an action of seccomp(2) instead of some system calls from now on, in all threads of this process.
func answerSync(action uint32, calls ...uint32) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	filter := []unix.SockFilter{{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS}} // the number of the call
	for i, call := range calls {
		filter = append(filter, unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: call, Jt: uint8(len(calls) - i)})
	}
	filter = append(filter, unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW}, unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: action})
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if _, _, err := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program))); err != 0 {
		return err
	}
	return nil
}

// alone runs the test that calls it again, in a process of its own, and returns what that prints.
func alone(t *testing.T, dir string) (string, error) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), withoutSyncEnv+"="+dir)
	out, err := child.CombinedOutput()
	return string(out), err
}

// writeWithoutSync runs in the child: it reports what becomes of a write before and after syncing fails.
func writeWithoutSync(dir string) error {
	e, err := Open(dir, quiet())
	if err != nil {
		return err
	}
	cl, err := mongo.Connect(options.Client().ApplyURI("mongodb://embedded").SetDialer(e.Dialer()))
	if err != nil {
		return err
	}
	ctx := context.Background()
	c := cl.Database("d").Collection("c")
	if _, err := c.InsertOne(ctx, bson.D{{Key: "_id", Value: 1}}); err != nil {
		return err
	}
	if err := answerSync(unix.SECCOMP_RET_ERRNO|uint32(syscall.EIO), unix.SYS_FSYNC, unix.SYS_FDATASYNC); err != nil {
		return fmt.Errorf("make syncing fail: %w", err)
	}
	for name, write := range map[string]func() error{
		"insert": func() error { _, err := c.InsertOne(ctx, bson.D{{Key: "_id", Value: 2}}); return err },
		"update": func() error {
			_, err := c.UpdateByID(ctx, 1, bson.D{{Key: "$set", Value: bson.D{{Key: "k", Value: 1}}}})
			return err
		},
		"delete": func() error { _, err := c.DeleteOne(ctx, bson.D{{Key: "_id", Value: 1}}); return err },
	} {
		if err := write(); err == nil {
			return fmt.Errorf("%s: acknowledged without being synced", name)
		}
	}
	return nil
}

// A process that is killed keeps what is in the page cache; a machine that loses power does not. So no write may be acknowledged
// unless the kernel has confirmed that it is on disk: where fdatasync fails, every write fails. What the first of them has
// written may be there afterwards; the engine says that it cannot know, and stops.
func TestNoWriteIsAcknowledgedThatTheDiskCannotSync(t *testing.T) {
	t.Parallel()
	if dir := os.Getenv(withoutSyncEnv); dir != "" {
		if err := writeWithoutSync(dir); err != nil {
			t.Fatal(err)
		}
		return
	}
	dir := t.TempDir()
	if out, err := alone(t, dir); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	_, cl := connect(t, dir)
	c := cl.Database("d").Collection("c")
	if n := must[int64](t)(c.CountDocuments(t.Context(), bson.D{})); n > 2 {
		t.Errorf("%d documents, want those of the acknowledged writes and at most one other write", n)
	}
}

// The name of a new store survives a loss of power only if its folder and the folder of that are synced, too.
func TestTheFoldersOfANewStoreAreSynced(t *testing.T) {
	t.Parallel()
	fs := vfs.NewCrashableMem()
	must[*Engine](t)(Open("a/data", onFS(fs)))
	after := fs.CrashClone(vfs.CrashCloneCfg{})
	for _, name := range []string{"a/data", "a/data/" + storeFolder} {
		if _, err := after.Stat(name); err != nil {
			t.Errorf("after a power cut: %v", err)
		}
	}
	if dir := os.Getenv(withoutSyncEnv); dir != "" { // ends at the first fsync, with its stack
		if err := answerSync(unix.SECCOMP_RET_TRAP, unix.SYS_FSYNC); err != nil {
			t.Fatal(err)
		}
		_ = syncFolder(dir)
		return
	}
	dir := t.TempDir()
	if out, err := alone(t, dir); err == nil || !strings.Contains(out, "SIGSYS") {
		t.Errorf("no fsync of a folder: %v: %s", err, out)
	}
}
