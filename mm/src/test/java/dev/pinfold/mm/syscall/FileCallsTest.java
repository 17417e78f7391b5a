package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Errno.EBADF;
import static dev.pinfold.mm.abi.Errno.EFAULT;
import static dev.pinfold.mm.abi.Errno.EFBIG;
import static dev.pinfold.mm.abi.Errno.EINVAL;
import static dev.pinfold.mm.abi.Errno.ENXIO;
import static dev.pinfold.mm.abi.Errno.EOPNOTSUPP;
import static dev.pinfold.mm.abi.Fs.SEEK_CUR;
import static dev.pinfold.mm.abi.Fs.SEEK_DATA;
import static dev.pinfold.mm.abi.Fs.SEEK_END;
import static dev.pinfold.mm.abi.Fs.SEEK_HOLE;
import static dev.pinfold.mm.abi.Fs.SEEK_SET;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.syscall.FileRig.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Falloc;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.fault.UserAccess;
import dev.pinfold.mm.file.HostFileStore;
import dev.pinfold.mm.file.OpenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents, sizes and blocks; every expectation is what Linux 6.18 answered, on ext4 for files on the disk. */
class FileCallsTest {
    private static final int PUNCH = Falloc.FALLOC_FL_PUNCH_HOLE | Falloc.FALLOC_FL_KEEP_SIZE;
    private static final long EXT4_MAX = 0xffffffff000L;

    @TempDir
    Path folder;

    private static int filled(FileRig rig) {
        int f = rig.open("/data", CREATE | FileFlags.O_TRUNC);
        for (int i = 0; i < 8; i++) {
            rig.write(f, 'A' + i, (int) PAGE_SIZE, i * PAGE_SIZE);
        }
        return f;
    }

    @Test
    void ext4MovesBlocks() {
        try (FileRig rig = new FileRig()) {
            int f = filled(rig);
            assertThat(rig.allocate(f, PUNCH, PAGE_SIZE, 2 * PAGE_SIZE)).isZero();
            assertThat(rig.contents(f)).isEqualTo("AA....DDEEFFGGHH");
            assertThat(rig.data(f)).isEqualTo("[0,4096)[12288,32768)");
            filled(rig);
            assertThat(rig.allocate(f, PUNCH, 4000, 200)).isZero();
            assertThat(rig.allocate(f, PUNCH, 28672, 100000)).isZero();
            assertThat(rig.contents(f)).isEqualTo("AA.BCCDDEEFFGG..");
            assertThat(rig.data(f)).isEqualTo("[0,28672)");
            filled(rig);
            assertThat(rig.allocate(f, Falloc.FALLOC_FL_COLLAPSE_RANGE, PAGE_SIZE, 2 * PAGE_SIZE))
                    .isZero();
            assertThat(rig.contents(f)).isEqualTo("AADDEEFFGGHH");
            assertThat(rig.allocate(f, Falloc.FALLOC_FL_COLLAPSE_RANGE, PAGE_SIZE, 5 * PAGE_SIZE))
                    .isEqualTo(-EINVAL);
            assertThat(rig.allocate(f, Falloc.FALLOC_FL_COLLAPSE_RANGE, PAGE_SIZE - 1, PAGE_SIZE))
                    .isEqualTo(-EINVAL);
            assertThat(rig.allocate(f, Falloc.FALLOC_FL_COLLAPSE_RANGE | 1, 0, PAGE_SIZE))
                    .isEqualTo(-EOPNOTSUPP);
            filled(rig);
            assertThat(rig.allocate(f, Falloc.FALLOC_FL_INSERT_RANGE, PAGE_SIZE, 2 * PAGE_SIZE))
                    .isZero();
            assertThat(rig.contents(f)).isEqualTo("AA....BBCCDDEEFFGGHH");
            assertThat(rig.data(f)).isEqualTo("[0,4096)[12288,40960)");
            assertThat(rig.allocate(f, Falloc.FALLOC_FL_INSERT_RANGE, 10 * PAGE_SIZE, PAGE_SIZE))
                    .isEqualTo(-EINVAL);
            filled(rig);
            assertThat(rig.allocate(f, Falloc.FALLOC_FL_ZERO_RANGE, 4000, 9000)).isZero();
            assertThat(rig.contents(f)).isEqualTo("AA.....DEEFFGGHH");
            assertThat(rig.allocate(f, Falloc.FALLOC_FL_ZERO_RANGE, 32000, 9000))
                    .isZero();
            assertThat(rig.size(f)).isEqualTo(41000);
            assertThat(rig.allocate(f, Falloc.FALLOC_FL_ZERO_RANGE | 1, 40000, 9000))
                    .isZero();
            assertThat(rig.size(f)).isEqualTo(41000);
        }
    }

    @Test
    void whatIsAllocatedIsNoDataUntilItIsReadOrWritten() {
        try (FileRig rig = new FileRig()) {
            int f = rig.open("/data", CREATE);
            assertThat(rig.allocate(f, 0, 5000, 5000)).isZero();
            assertThat(rig.size(f)).isEqualTo(10000);
            assertThat(rig.data(f)).isEmpty();
            assertThat(rig.incore(f)).isEqualTo("000");
            rig.call(() -> Pread64.call(rig.t, f, new byte[1], PAGE_SIZE));
            assertThat(rig.data(f)).isEqualTo("[4096,8192)");
            int m = rig.memfd(0);
            rig.truncate(m, 16 * PAGE_SIZE);
            rig.allocate(m, 1, 7 * PAGE_SIZE, 2 * PAGE_SIZE);
            assertThat(rig.incore(m)).isEqualTo("0000000000000000");
            rig.write(m, 'x', 1, 7 * PAGE_SIZE + 5);
            assertThat(rig.incore(m)).isEqualTo("0000000100000000");
            assertThat(rig.data(m)).isEqualTo("[28672,32768)");
            assertThat(rig.allocate(m, Falloc.FALLOC_FL_ZERO_RANGE, 0, 1)).isEqualTo(-EOPNOTSUPP);
            assertThat(rig.allocate(m, 2, 0, 1)).isEqualTo(-EOPNOTSUPP);
            assertThat(rig.allocate(m, 0, 0, 0)).isEqualTo(-EINVAL);
            assertThat(rig.allocate(m, 0, Long.MAX_VALUE, 1)).isEqualTo(-EFBIG);
        }
    }

    @Test
    void theEndsOfFilesAreWhereLinuxHasThem() {
        try (FileRig rig = new FileRig()) {
            int f = rig.open("/data", CREATE);
            assertThat(rig.truncate(f, EXT4_MAX)).isZero();
            assertThat(rig.truncate(f, EXT4_MAX + 1)).isEqualTo(-EFBIG);
            assertThat(rig.seek(f, EXT4_MAX + 1, SEEK_SET)).isEqualTo(-EINVAL);
            assertThat(rig.write(f, 'x', 10, EXT4_MAX)).isEqualTo(-EFBIG);
            assertThat(rig.write(f, 'x', 10, Long.MAX_VALUE)).isEqualTo(-EINVAL);
            assertThat(rig.write(f, 'x', 10, EXT4_MAX - 6)).isEqualTo(6);
            int m = rig.memfd(0);
            assertThat(rig.write(m, 'x', 10, Long.MAX_VALUE - 15)).isEqualTo(10);
            assertThat(rig.size(m)).isEqualTo(Long.MAX_VALUE - 5);
            assertThat(rig.truncate(m, Long.MAX_VALUE)).isZero();
            assertThat(rig.truncate(m, -1)).isEqualTo(-EINVAL);
            assertThat(rig.truncate(99, -1)).isEqualTo(-EINVAL);
            assertThat(rig.truncate(99, 0)).isEqualTo(-EBADF);
            rig.t.limits().set(Rlimit.RLIMIT_FSIZE, 10000, 10000);
            rig.truncate(f, 0);
            assertThat(rig.write(f, 'x', 20000, 0)).isEqualTo(10000);
            assertThat(rig.write(f, 'x', 10, 10000)).isEqualTo(-EFBIG);
            assertThat(rig.write(f, 'x', 0, 10000)).isZero();
            assertThat(rig.truncate(f, 10001)).isEqualTo(-EFBIG);
            assertThat(rig.allocate(f, 0, 0, 10001)).isEqualTo(-EFBIG);
            assertThat(rig.allocate(f, 1, 0, 10001)).isZero();
        }
    }

    @Test
    void positionsMoveAsInLinux() {
        try (FileRig rig = new FileRig()) {
            int m = rig.memfd(0);
            rig.truncate(m, 5 * PAGE_SIZE + 10);
            rig.write(m, 'x', 10, 2 * PAGE_SIZE + 5);
            assertThat(rig.seek(m, 0, SEEK_DATA)).isEqualTo(8192);
            assertThat(rig.seek(m, 8199, SEEK_DATA)).isEqualTo(8199);
            assertThat(rig.seek(m, 8199, SEEK_HOLE)).isEqualTo(12288);
            assertThat(rig.seek(m, 3 * PAGE_SIZE, SEEK_DATA)).isEqualTo(-ENXIO);
            assertThat(rig.seek(m, 5 * PAGE_SIZE + 10, SEEK_HOLE)).isEqualTo(-ENXIO);
            assertThat(rig.seek(m, -1, SEEK_DATA)).isEqualTo(-ENXIO);
            assertThat(rig.seek(m, Long.MAX_VALUE, SEEK_SET)).isEqualTo(Long.MAX_VALUE);
            assertThat(rig.seek(m, 1, SEEK_CUR)).isEqualTo(-EINVAL);
            assertThat(rig.seek(m, -100000, SEEK_END)).isEqualTo(-EINVAL);
            assertThat(rig.seek(m, 0, 9)).isEqualTo(-EINVAL);
            assertThat(rig.seek(m, 10, SEEK_END)).isEqualTo(20500);
            assertThat(rig.call(() -> Write.call(rig.t, m, new byte[3]))).isEqualTo(3);
            assertThat(rig.seek(m, 0, SEEK_CUR)).isEqualTo(20503);
            rig.fcntl(m, 4, FileFlags.O_APPEND);
            rig.seek(m, 0, SEEK_SET);
            assertThat(rig.call(() -> Write.call(rig.t, m, new byte[2]))).isEqualTo(2);
            assertThat(rig.seek(m, 0, SEEK_CUR)).isEqualTo(20505);
            assertThat(rig.write(m, 'x', 5, 0)).isEqualTo(5);
            assertThat(rig.size(m)).isEqualTo(20510);
        }
    }

    @Test
    void aBufferThatFaultsShortensTheCall() {
        try (FileRig rig = new FileRig()) {
            long user = 0x10000000L;
            rig.map(user, 1, VmFlags.VM_READ | VmFlags.VM_WRITE, -1);
            int m = rig.memfd(0);
            assertThat(rig.call(() -> Pwrite64.call(rig.t, m, 0x1000, 10, 5000)))
                    .isEqualTo(-EFAULT);
            assertThat(rig.size(m)).isEqualTo(5000); // Linux extends the file all the same.
            rig.truncate(m, 0);
            UserAccess.store(rig.t, user + 4090, 0x7070_7070_7070L, 4);
            assertThat(rig.call(() -> Pwrite64.call(rig.t, m, user + 4090, 100, 10)))
                    .isEqualTo(6);
            assertThat(rig.size(m)).isEqualTo(16);
            assertThat(rig.call(() -> Pwrite64.call(rig.t, m, user + 4090, 100, 4094)))
                    .isEqualTo(6);
            assertThat(rig.size(m)).isEqualTo(4100);
            rig.truncate(m, 8192);
            assertThat(rig.call(() -> Pread64.call(rig.t, m, user + 4000, 200, 0)))
                    .isEqualTo(96);
            assertThat(rig.call(() -> Pread64.call(rig.t, m, user + 4096, 200, 0)))
                    .isEqualTo(-EFAULT);
            assertThat(rig.call(() -> Pread64.call(rig.t, m, 0x1000, 10, 9000))).isZero();
            assertThat(rig.call(() -> Pread64.call(rig.t, m, 0xffff800000000000L, 10, 9000)))
                    .isEqualTo(-EFAULT);
            assertThat(rig.call(() -> Pread64.call(rig.t, m, user, -1, 0))).isEqualTo(-EFAULT);
        }
    }

    @Test
    void readingAheadFollowsLinux() {
        try (FileRig rig = new FileRig(16384, true)) {
            int f = rig.open("/data", CREATE);
            rig.truncate(f, 100 * PAGE_SIZE);
            byte[] page = new byte[(int) PAGE_SIZE];
            rig.call(() -> Pread64.call(rig.t, f, page, 50 * PAGE_SIZE));
            assertThat(rig.incore(f).substring(48, 56)).isEqualTo("00100000");
            rig.call(() -> Pread64.call(rig.t, f, page, 51 * PAGE_SIZE));
            assertThat(rig.incore(f).substring(48, 56)).isEqualTo("00111110");
            int g = rig.open("/other", CREATE);
            rig.truncate(g, 100 * PAGE_SIZE);
            rig.call(() -> Pread64.call(rig.t, g, page, 0));
            assertThat(rig.incore(g).substring(0, 6)).isEqualTo("111100");
            rig.call(() -> Pread64.call(rig.t, g, page, PAGE_SIZE));
            assertThat(rig.incore(g).substring(0, 22)).isEqualTo("1111111111111111111100");
        }
    }

    @Test
    void storesReachTheFileOfTheHost() throws IOException {
        Path host = folder.resolve("data");
        Files.write(host, new byte[] {'a', 'b', 'c'});
        try (FileRig rig = new FileRig()) {
            assertThat(rig.kernel.files().attach("/data", new HostFileStore(host)))
                    .isZero();
            int f = rig.open("/data", FileFlags.O_RDWR);
            assertThat(rig.contents(f)).isEqualTo("a");
            long at = 0x20000000L;
            rig.map(at, 1, VmFlags.VM_READ | VmFlags.VM_WRITE | VmFlags.VM_SHARED, f);
            UserAccess.store(rig.t, at + 1, 'X', 1);
            UserAccess.store(rig.t, at + 9, 'Y', 1); // Beyond the end: never written.
            assertThat(Files.readString(host)).isEqualTo("abc");
            assertThat(rig.call(() -> Fsync.call(rig.t, f))).isZero();
            assertThat(Files.readString(host)).isEqualTo("aXc");
            assertThat(UserAccess.load(rig.t, at + 9, 1)).isZero();
            // Clean again: the next store must be seen, too.
            OpenFile file = Objects.requireNonNull(rig.t.files().get(f));
            UserAccess.store(rig.t, at + 2, 'Z', 1);
            file.put(rig.t);
            rig.truncate(f, 5);
            assertThat(Files.size(host)).isEqualTo(5);
            rig.write(f, 'w', 1, 4);
        }
        assertThat(Files.readString(host)).isEqualTo("aXZ\0w");
    }

    @Test
    void transfersPastTheCacheAgreeWithIt() {
        try (FileRig rig = new FileRig()) {
            int f = rig.open("/data", CREATE);
            int d = rig.open("/data", FileFlags.O_RDWR | FileFlags.O_DIRECT);
            rig.write(f, 'c', 2 * (int) PAGE_SIZE, 0);
            assertThat(rig.write(d, 'd', 512, 512)).isEqualTo(512);
            assertThat(rig.incore(f)).isEqualTo("01");
            byte[] both = new byte[1024];
            assertThat(rig.call(() -> Pread64.call(rig.t, f, both, 0))).isEqualTo(1024);
            assertThat((char) both[511]).isEqualTo('c');
            assertThat((char) both[512]).isEqualTo('d');
            assertThat(rig.write(d, 'e', 100, 0)).isEqualTo(-EINVAL);
            assertThat(rig.write(d, 'e', 512, 100)).isEqualTo(-EINVAL);
            assertThat(rig.call(() -> Pread64.call(rig.t, d, 0x1000, 4096, 0))).isEqualTo(-EFAULT);
            assertThat(rig.call(() -> Pread64.call(rig.t, d, new byte[100], 8192)))
                    .isZero();
            assertThat(rig.write(d, 'e', (int) PAGE_SIZE, 4 * PAGE_SIZE)).isEqualTo(PAGE_SIZE);
            assertThat(rig.contents(f)).isEqualTo("cccc....ee");
            assertThat(rig.data(f)).isEqualTo("[0,8192)[16384,20480)");
        }
    }
}
