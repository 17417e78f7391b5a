package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Errno.EACCES;
import static dev.pinfold.mm.abi.Errno.EBUSY;
import static dev.pinfold.mm.abi.Errno.EINVAL;
import static dev.pinfold.mm.abi.Errno.EPERM;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.syscall.FileRig.CREATE;
import static dev.pinfold.mm.syscall.FileRig.SEALABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Falloc;
import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.file.Seals;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Seals of memfds; every expectation is what Linux 6.18 answered. */
class SealsTest {
    private static final int PUNCH = Falloc.FALLOC_FL_PUNCH_HOLE | Falloc.FALLOC_FL_KEEP_SIZE;

    @Test
    void flagsDecideWhatIsSealedFromTheStart() {
        try (FileRig rig = new FileRig()) {
            int plain = rig.memfd(0);
            assertThat(rig.fcntl(plain, 1034, 0)).isEqualTo(FileFlags.F_SEAL_SEAL);
            assertThat(rig.seal(plain, FileFlags.F_SEAL_WRITE)).isEqualTo(-EPERM);
            assertThat(rig.seal(plain, 0)).isEqualTo(-EPERM);
            assertThat(rig.seal(plain, 0x100)).isEqualTo(-EINVAL);
            assertThat(rig.fcntl(plain, 3, 0)).isEqualTo(0100002);
            int noexec = rig.memfd(8);
            assertThat(rig.fcntl(noexec, 1034, 0)).isEqualTo(FileFlags.F_SEAL_EXEC);
            assertThat(rig.seal(noexec, FileFlags.F_SEAL_SHRINK)).isZero();
            assertThat(rig.fcntl(noexec, 1034, 0)).isEqualTo(FileFlags.F_SEAL_EXEC | FileFlags.F_SEAL_SHRINK);
            assertThat(rig.memfd(0x18)).isEqualTo(-EINVAL);
            int disk = rig.open("/data", CREATE);
            assertThat(rig.fcntl(disk, 1034, 0)).isEqualTo(-EINVAL);
            assertThat(rig.seal(disk, 0)).isEqualTo(-EINVAL);
            int tmpfs = rig.open("/dev/shm/data", CREATE);
            assertThat(rig.fcntl(tmpfs, 1034, 0)).isEqualTo(FileFlags.F_SEAL_SEAL);
        }
    }

    @Test
    void aSealedFileIsExecutedOnlyUnwritten() {
        try (FileRig rig = new FileRig()) {
            int fd = rig.memfd(SEALABLE);
            rig.truncate(fd, 2 * PAGE_SIZE);
            assertThat(rig.seal(fd, FileFlags.F_SEAL_EXEC)).isZero();
            assertThat(rig.fcntl(fd, 1034, 0)).isEqualTo(62);
        }
    }

    @Test
    void sizesAreSealedInBothDirections() {
        try (FileRig rig = new FileRig()) {
            int fd = rig.memfd(SEALABLE);
            rig.truncate(fd, 2 * PAGE_SIZE);
            assertThat(rig.seal(fd, FileFlags.F_SEAL_GROW)).isZero();
            assertThat(rig.write(fd, 'x', 3 * (int) PAGE_SIZE, 0)).isEqualTo(2 * (int) PAGE_SIZE);
            assertThat(rig.write(fd, 'x', 100, 8150)).isEqualTo(42);
            assertThat(rig.write(fd, 'x', 10, 9000)).isEqualTo(-EPERM);
            assertThat(rig.truncate(fd, 8193)).isEqualTo(-EPERM);
            assertThat(rig.truncate(fd, 8000)).isZero();
            assertThat(rig.allocate(fd, 0, 0, 8000)).isZero();
            assertThat(rig.allocate(fd, 0, 0, 8001)).isEqualTo(-EPERM);
            assertThat(rig.allocate(fd, 1, 0, 8001)).isEqualTo(-EPERM);
            assertThat(rig.allocate(fd, PUNCH, 0, 80000)).isZero();
            assertThat(rig.seal(fd, FileFlags.F_SEAL_SHRINK)).isZero();
            assertThat(rig.truncate(fd, 7999)).isEqualTo(-EPERM);
            assertThat(rig.truncate(fd, 8000)).isZero();
        }
    }

    @Test
    void sealedAgainstWritesNothingIsWritten() {
        try (FileRig rig = new FileRig()) {
            int fd = rig.memfd(SEALABLE);
            rig.truncate(fd, 2 * PAGE_SIZE);
            assertThat(rig.seal(fd, FileFlags.F_SEAL_WRITE)).isZero();
            assertThat(rig.write(fd, 'x', 10, 0)).isEqualTo(-EPERM);
            assertThat(rig.write(fd, 'x', 0, 0)).isZero();
            assertThat(rig.allocate(fd, PUNCH, 0, PAGE_SIZE)).isEqualTo(-EPERM);
            assertThat(rig.allocate(fd, 0, 0, PAGE_SIZE)).isZero();
            assertThat(rig.truncate(fd, 0)).isZero();
            int readOnly = rig.open("/proc/self/fd/" + fd, 0);
            assertThat(rig.seal(readOnly, FileFlags.F_SEAL_SEAL)).isEqualTo(-EPERM);
            assertThat(rig.truncate(readOnly, 0)).isEqualTo(-EINVAL);
        }
    }

    @Test
    void aMappingThatMayWriteStandsInTheWay() {
        try (FileRig rig = new FileRig()) {
            int fd = rig.memfd(SEALABLE);
            rig.truncate(fd, PAGE_SIZE);
            rig.map(0x10000000, 1, VmFlags.VM_READ | VmFlags.VM_SHARED, fd);
            assertThat(rig.seal(fd, FileFlags.F_SEAL_WRITE)).isEqualTo(-EBUSY);
            assertThat(rig.seal(fd, FileFlags.F_SEAL_WRITE | FileFlags.F_SEAL_SEAL))
                    .isEqualTo(-EBUSY);
            assertThat(rig.fcntl(fd, 1034, 0)).isZero();
            assertThat(rig.seal(fd, FileFlags.F_SEAL_FUTURE_WRITE)).isZero();
            assertThat(rig.write(fd, 'x', 1, 0)).isEqualTo(-EPERM);
        }
    }

    @Test
    void newMappingsOfASealedFileStayReadOnly() {
        try (FileRig rig = new FileRig()) {
            int fd = rig.memfd(SEALABLE);
            rig.seal(fd, FileFlags.F_SEAL_FUTURE_WRITE);
            OpenFile f = Objects.requireNonNull(rig.t.files().get(fd));
            long read = VmFlags.VM_READ | VmFlags.VM_SHARED | VmFlags.VM_MAY_FLAGS;
            assertThat(Seals.mmapFlags(f, read)).isEqualTo(read & ~VmFlags.VM_MAYWRITE);
            assertThat(Seals.mmapFlags(f, read | VmFlags.VM_WRITE)).isEqualTo(-EPERM);
            long privateWrite = VmFlags.VM_READ | VmFlags.VM_WRITE | VmFlags.VM_MAY_FLAGS;
            assertThat(Seals.mmapFlags(f, privateWrite)).isEqualTo(privateWrite);
            f.put(rig.t);
        }
    }

    @Test
    void permissionsCountForWhoHasNoPrivileges() {
        try (FileRig rig = new FileRig(512, false)) {
            int fd = (int) rig.call(() -> Open.call(rig.t, FileFlags.AT_FDCWD, "/secret", CREATE, 0400));
            assertThat(fd).isZero();
            assertThat(rig.open("/secret", FileFlags.O_RDWR)).isEqualTo(-EACCES);
            assertThat(rig.open("/secret", 0)).isEqualTo(1);
            assertThat(rig.call(() -> Truncate.call(rig.t, "/secret", 0))).isEqualTo(-EACCES);
        }
    }
}
