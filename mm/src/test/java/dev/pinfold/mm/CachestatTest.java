package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Syscall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Linux 6.18 said to the same calls. */
final class CachestatTest {
    private final Machine machine = Machine.of(MachineConfig.defaults());
    private final Calls c = machine.newTask().calls();
    private final long at = c.mmap(0, 2 * PAGE_SIZE, 3, 0x22, -1, 0);

    @AfterEach
    void holds() {
        machine.check();
        machine.close();
    }

    private long call(long fd, long range, long to, long flags) {
        return c.syscall(Syscall.CACHESTAT.number(), fd, range, to, flags, 0, 0);
    }

    /** Pages cached, dirty and under writeback. */
    private String pages(long fd, long offset, long length) {
        c.store(at, offset, 8);
        c.store(at + 8, length, 8);
        c.fill(at + 16, 40, 0xff);
        assertThat(call(fd, at, at + 16, 0)).isZero();
        assertThat(c.load(at + 40, 8)).isZero();
        assertThat(c.load(at + 48, 8)).isZero();
        return c.load(at + 16, 8) + " " + c.load(at + 24, 8) + " " + c.load(at + 32, 8);
    }

    @Test
    void memoryIsCachedAndNeverDirty() {
        int fd = (int) c.memfdCreate("x", 0);
        c.ftruncate(fd, 10 * PAGE_SIZE);
        assertThat(pages(fd, 0, 0)).isEqualTo("0 0 0");
        c.pwrite64(fd, new byte[10], 0);
        c.pwrite64(fd, new byte[10], 3 * PAGE_SIZE + 5);
        assertThat(pages(fd, 0, 0)).isEqualTo("2 0 0");
        assertThat(pages(fd, 0, 1)).isEqualTo("1 0 0");
        assertThat(pages(fd, PAGE_SIZE - 1, 1)).isEqualTo("1 0 0");
        assertThat(pages(fd, 3 * PAGE_SIZE, 1)).isEqualTo("1 0 0");
        assertThat(pages(fd, -1, 1)).isEqualTo("0 0 0");
        assertThat(pages(fd, -1, 2)).isEqualTo("0 0 0");
        assertThat(pages(fd, 3 * PAGE_SIZE, -1)).isEqualTo("0 0 0");
        assertThat(pages(fd, -PAGE_SIZE, 0)).isEqualTo("0 0 0");
        long map = c.mmap(0, 10 * PAGE_SIZE, 3, 1, fd, 0);
        c.store(map + 5 * PAGE_SIZE, 1, 1);
        c.load(map + 6 * PAGE_SIZE, 1);
        assertThat(pages(fd, 0, 0)).isEqualTo("4 0 0");
    }

    @Test
    void aFileOnADiskIsDirtyUntilItIsWritten() {
        int fd = (int) c.open("d", 0102, 0600);
        c.ftruncate(fd, 20 * PAGE_SIZE);
        assertThat(pages(fd, 0, 0)).isEqualTo("0 0 0");
        c.pwrite64(fd, new byte[(int) PAGE_SIZE], 0);
        c.pwrite64(fd, new byte[10], 4 * PAGE_SIZE);
        assertThat(pages(fd, 0, 0)).isEqualTo("2 2 0");
        assertThat(pages(fd, PAGE_SIZE, 0)).isEqualTo("1 1 0");
        c.fsync(fd);
        assertThat(pages(fd, 0, 0)).isEqualTo("2 0 0");
        long map = c.mmap(0, PAGE_SIZE, 3, 1, fd, 0);
        c.store(map, 2, 1);
        assertThat(pages(fd, 0, 0)).isEqualTo("2 1 0");
        c.msync(map, PAGE_SIZE, 4);
        assertThat(pages(fd, 0, 0)).isEqualTo("2 0 0");
        c.ftruncate(fd, 0);
        assertThat(pages(fd, 0, 0)).isEqualTo("0 0 0");
    }

    @Test
    void errorsComeInLinuxsOrder() {
        long fd = c.memfdCreate("x", 0);
        assertThat(call(fd, at, at + 16, 1)).isEqualTo(-Errno.EINVAL);
        assertThat(call(999, 8, at, 1)).isEqualTo(-Errno.EBADF);
        assertThat(call(fd, 8, at, 1)).isEqualTo(-Errno.EFAULT);
        assertThat(call(fd, at, 8, 0)).isEqualTo(-Errno.EFAULT);
        assertThat(call(fd, at, at + 16, 1L << 32)).isZero();
        assertThat(call(c.memfdCreate("h", 4), at, at + 16, 1)).isEqualTo(-Errno.EOPNOTSUPP);
        assertThat(call(c.open("/dev/null", 0, 0), at, at + 16, 0)).isZero();
        c.munmap(at + PAGE_SIZE, PAGE_SIZE);
        assertThat(call(fd, at, at + PAGE_SIZE - 16, 0)).isEqualTo(-Errno.EFAULT);
    }
}
