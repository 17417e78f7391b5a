package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Errno.EBADF;
import static dev.pinfold.mm.abi.Errno.EEXIST;
import static dev.pinfold.mm.abi.Errno.EFAULT;
import static dev.pinfold.mm.abi.Errno.EINVAL;
import static dev.pinfold.mm.abi.Errno.EISDIR;
import static dev.pinfold.mm.abi.Errno.EMFILE;
import static dev.pinfold.mm.abi.Errno.ENAMETOOLONG;
import static dev.pinfold.mm.abi.Errno.ENOENT;
import static dev.pinfold.mm.abi.Errno.ENOTDIR;
import static dev.pinfold.mm.syscall.FileRig.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.Rlimit;
import dev.pinfold.mm.file.OpenFile;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Names and descriptors; every expectation is what Linux 6.18 answered. */
class DescriptorsTest {

    @Test
    void pathsFailAsInLinux() {
        try (FileRig rig = new FileRig()) {
            rig.kernel.files().declare("/d/t", 0, false);
            assertThat(rig.open("/d/no", FileFlags.O_RDWR)).isEqualTo(-ENOENT);
            assertThat(rig.open("/d/t", CREATE | FileFlags.O_EXCL)).isEqualTo(-EEXIST);
            assertThat(rig.open("/d", FileFlags.O_RDWR)).isEqualTo(-EISDIR);
            assertThat(rig.open("/d", CREATE)).isEqualTo(-EISDIR);
            assertThat(rig.open("/d", CREATE | FileFlags.O_EXCL)).isEqualTo(-EEXIST);
            assertThat(rig.open("/x/", CREATE)).isEqualTo(-EISDIR);
            assertThat(rig.open("/d/t/", 0)).isEqualTo(-ENOTDIR);
            assertThat(rig.open("/d/t/x", CREATE)).isEqualTo(-ENOTDIR);
            assertThat(rig.open("/no/x", CREATE)).isEqualTo(-ENOENT);
            assertThat(rig.open("", 0)).isEqualTo(-ENOENT);
            assertThat(rig.open("/d/t", FileFlags.O_DIRECTORY)).isEqualTo(-ENOTDIR);
            assertThat(rig.open("/d/t", CREATE | FileFlags.O_DIRECTORY)).isEqualTo(-EINVAL);
            assertThat(rig.open("/" + "a".repeat(255), 0)).isEqualTo(-ENOENT);
            assertThat(rig.open("/" + "a".repeat(256), 0)).isEqualTo(-ENAMETOOLONG);
            assertThat(rig.open("/d/../d/./t", 0)).isZero();
            assertThat(rig.call(() -> Open.call(rig.t, 0, "t", 0, 0))).isEqualTo(-ENOTDIR);
            assertThat(rig.call(() -> Open.call(rig.t, 50, "t", 0, 0))).isEqualTo(-EBADF);
            assertThat(rig.call(() -> Open.call(rig.t, 50, null, 0, 0))).isEqualTo(-EFAULT);
            int directory = rig.open("/d", FileFlags.O_DIRECTORY);
            assertThat(rig.call(() -> Open.call(rig.t, directory, "t", 0, 0))).isEqualTo(2);
            assertThat(rig.call(() -> Unlink.call(rig.t, "/d"))).isEqualTo(-EISDIR);
            assertThat(rig.call(() -> Unlink.call(rig.t, "/d/no"))).isEqualTo(-ENOENT);
        }
    }

    @Test
    void flagsComeBackAsLinuxKeepsThem() {
        try (FileRig rig = new FileRig()) {
            int fd = rig.open("/t", CREATE | FileFlags.O_TRUNC | FileFlags.O_APPEND | FileFlags.O_CLOEXEC);
            assertThat(rig.fcntl(fd, 3, 0)).isEqualTo(FileFlags.O_RDWR | FileFlags.O_APPEND | FileFlags.O_LARGEFILE);
            assertThat(rig.fcntl(fd, 1, 0)).isOne();
            assertThat(rig.fcntl(fd, 4, 1 | FileFlags.O_NONBLOCK | FileFlags.O_CREAT | FileFlags.O_DIRECT))
                    .isZero();
            assertThat(rig.fcntl(fd, 3, 0))
                    .isEqualTo(FileFlags.O_RDWR | FileFlags.O_NONBLOCK | FileFlags.O_DIRECT | FileFlags.O_LARGEFILE);
            int path = rig.open("/t", FileFlags.O_PATH);
            assertThat(rig.fcntl(path, 3, 0)).isEqualTo(FileFlags.O_PATH);
            assertThat(rig.fcntl(path, 4, 0)).isEqualTo(-EBADF);
            assertThat(rig.truncate(path, 0)).isEqualTo(-EBADF);
            assertThat(rig.fcntl(fd, 12345, 0)).isEqualTo(-EINVAL);
            int memory = rig.memfd(0);
            assertThat(rig.fcntl(memory, 4, FileFlags.O_DIRECT)).isEqualTo(-EINVAL);
        }
    }

    @Test
    void theLowestFreeDescriptorIsGiven() {
        try (FileRig rig = new FileRig()) {
            int f = rig.open("/t", CREATE);
            assertThat(rig.call(() -> Dup.call(rig.t, f))).isOne();
            assertThat(rig.call(() -> Dup.dup2(rig.t, f, 10))).isEqualTo(10);
            assertThat(rig.call(() -> Dup.dup2(rig.t, 99, 99))).isEqualTo(-EBADF);
            assertThat(rig.call(() -> Dup.dup2(rig.t, f, -1))).isEqualTo(-EBADF);
            assertThat(rig.call(() -> Dup.dup3(rig.t, f, f, 0))).isEqualTo(-EINVAL);
            assertThat(rig.call(() -> Dup.dup3(rig.t, f, 11, FileFlags.O_CLOEXEC)))
                    .isEqualTo(11);
            assertThat(rig.fcntl(11, 1, 0)).isOne();
            assertThat(rig.fcntl(f, 0, 20)).isEqualTo(20);
            assertThat(rig.fcntl(f, 1030, 20)).isEqualTo(21);
            assertThat(rig.fcntl(f, 0, -1)).isEqualTo(-EINVAL);
            assertThat(rig.fcntl(21, 2, 2)).isZero();
            assertThat(rig.fcntl(21, 1, 0)).isZero();
            assertThat(rig.call(() -> Close.call(rig.t, 1))).isZero();
            assertThat(rig.call(() -> Close.call(rig.t, 1))).isEqualTo(-EBADF);
            assertThat(rig.memfd(0)).isOne();
        }
    }

    @Test
    void theLimitOfDescriptorsHolds() {
        try (FileRig rig = new FileRig()) {
            int f = rig.open("/t", CREATE);
            rig.t.limits().set(Rlimit.RLIMIT_NOFILE, 3, 3);
            assertThat(rig.memfd(0)).isOne();
            assertThat(rig.call(() -> Dup.call(rig.t, f))).isEqualTo(2);
            assertThat(rig.call(() -> Dup.call(rig.t, f))).isEqualTo(-EMFILE);
            assertThat(rig.open("/made", CREATE)).isEqualTo(-EMFILE);
            assertThat(rig.kernel.files().exists("/made")).isFalse();
            assertThat(rig.fcntl(f, 0, 3)).isEqualTo(-EINVAL);
            assertThat(rig.fcntl(f, 0, 2)).isEqualTo(-EMFILE);
            assertThat(rig.call(() -> Dup.dup2(rig.t, f, 3))).isEqualTo(-EBADF);
            assertThat(rig.call(() -> Dup.dup2(rig.t, f, 2))).isEqualTo(2);
            assertThat(rig.memfd(0x1000)).isEqualTo(-EINVAL);
        }
    }

    @Test
    void anUnlinkedFileLivesWhileItIsOpen() {
        try (FileRig rig = new FileRig()) {
            int f = rig.open("/dev/shm/t", CREATE);
            rig.write(f, 'x', 10, 0);
            assertThat(rig.call(() -> Unlink.call(rig.t, "/dev/shm/t"))).isZero();
            assertThat(rig.open("/dev/shm/t", FileFlags.O_RDWR)).isEqualTo(-ENOENT);
            OpenFile file = Objects.requireNonNull(rig.t.files().get(f));
            assertThat(file.mapsName()).isEqualTo("/dev/shm/t (deleted)");
            file.put(rig.t);
            assertThat(rig.contents(f)).isEqualTo("x");
            int other = rig.open("/dev/shm/t", CREATE);
            assertThat(rig.size(other)).isZero();
            assertThat(rig.kernel.frames().usedFrames()).isPositive();
        }
    }
}
