package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.dirty.Checkpoint;
import dev.pinfold.mm.dirty.PageBlocks;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.WalkOps;
import org.junit.jupiter.api.Test;

/** Walks as an embedder makes them. */
class WalksTest {
    private static final int RW = Mman.PROT_READ | Mman.PROT_WRITE;

    @Test
    void aWalkInADozenLines() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task task = machine.newTask();
            long address = task.mmap(1 << 20);
            task.storeByte(address + 3 * PAGE_SIZE, (byte) 1);
            task.storeByte(address + 9 * PAGE_SIZE, (byte) 1);
            assertThat(task.loadByte(address)).isZero();

            long[] dirty = {0};
            WalkOps ops = WalkOps.builder()
                    .pte((walk, entry, start, end) -> {
                        if (Pte.present(entry) && Pte.dirty(entry)) {
                            dirty[0]++;
                        }
                        return 0;
                    })
                    .build();
            assertThat(task.walks().range(address, 1 << 20, ops)).isZero();
            assertThat(dirty[0]).isEqualTo(2);
            machine.check();
        }
    }

    @Test
    void checkpointsBringACopyUpToDate() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task task = machine.newTask();
            long address = task.mmap(64 * PAGE_SIZE);
            task.fill(address, 64 * PAGE_SIZE, (byte) 1);
            try (SpaceTracking tracking = task.walks().trackSpace()) {
                Checkpoint c = tracking.checkpoint(null);
                assertThat(c.written().size()).isEqualTo(64);
                task.storeByte(address + 5 * PAGE_SIZE, (byte) 2);
                task.madvise(address + 6 * PAGE_SIZE, PAGE_SIZE, Mman.MADV_DONTNEED);
                c = tracking.checkpoint(c);
                assertThat(c.written().size()).isEqualTo(1);
                assertThat(c.written().contains((address >>> 12) + 5)).isTrue();
                assertThat(c.dropped().contains((address >>> 12) + 6)).isTrue();
                assertThatThrownBy(() -> task.walks().trackSpace())
                        .isInstanceOf(ErrnoException.class)
                        .hasMessageContaining("EBUSY");
            }
            int fd = task.memfd("f", 8 * PAGE_SIZE);
            long shared = task.mmap(0, 8 * PAGE_SIZE, RW, Mman.MAP_SHARED, fd, 0);
            try (FileTracking tracking = task.walks().trackFile(fd, 0, 8)) {
                task.storeByte(shared + 3 * PAGE_SIZE, (byte) 1);
                assertThat(tracking.scan()).isEqualTo(1);
                PageBlocks pages = new PageBlocks();
                assertThat(tracking.drain(0, 8, pages)).isEqualTo(1);
                assertThat(pages.contains(3)).isTrue();
            }
            machine.check();
        }
    }

    @Test
    void counting() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task a = machine.newTask();
            Walks walks = a.walks();
            long private1 = a.mmap(16 * PAGE_SIZE);
            a.fill(private1, 3 * PAGE_SIZE, (byte) 1);
            assertThat(walks.walkPageRange(private1, 16 * PAGE_SIZE)).isEqualTo(3);
            assertThat(walks.walkPageRange(private1 + PAGE_SIZE, PAGE_SIZE)).isEqualTo(1);
            assertThat(walks.walkPageVma(private1 + 15 * PAGE_SIZE)).isEqualTo(3);
            assertThat(walks.walkPageVma(16)).isEqualTo(-Errno.EFAULT);
            assertThat(walks.walkPageRange(private1, 0)).isEqualTo(-Errno.EINVAL);

            int fd = a.memfd("f", 8 * PAGE_SIZE);
            long shared = a.mmap(0, 8 * PAGE_SIZE, RW, Mman.MAP_SHARED, fd, 0);
            long other = a.mmap(0, 4 * PAGE_SIZE, RW, Mman.MAP_PRIVATE, fd, 2 * PAGE_SIZE);
            a.fill(shared, 8 * PAGE_SIZE, (byte) 2);
            assertThat(a.loadByte(other)).isEqualTo((byte) 2);
            assertThat(walks.walkPageMapping(fd, 0, 2)).isEqualTo(2);
            assertThat(walks.walkPageMapping(fd, 0, 8)).isEqualTo(12);
            assertThat(walks.walkPageMapping(99, 0, 8)).isEqualTo(-Errno.EBADF);
            Task child = a.fork();
            assertThat(child.loadByte(private1)).isEqualTo((byte) 1);
            assertThat(child.walks().walkPageRange(private1, 16 * PAGE_SIZE)).isEqualTo(3);
            machine.check();
        }
    }

    @Test
    void writeProtectCleanAndUnmap() {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task a = machine.newTask();
            Walks walks = a.walks();
            int fd = a.memfd("f", 8 * PAGE_SIZE);
            long p = a.mmap(0, 8 * PAGE_SIZE, RW, Mman.MAP_SHARED, fd, 0);
            a.storeByte(p + PAGE_SIZE, (byte) 1);
            a.storeByte(p + 2 * PAGE_SIZE, (byte) 1);
            assertThat(walks.wpSharedMappingRange(fd, 0, 2)).isEqualTo(1);
            assertThat(walks.cleanRecordSharedMappingRange(fd, 1, 4, 1)).isEqualTo(2);
            assertThat(walks.dirtyBits()).isEqualTo("1100");
            assertThat(walks.dirtyStart()).isZero();
            assertThat(walks.dirtyEnd()).isEqualTo(2);
            walks.dirtyReset();
            assertThat(walks.dirtyBits()).isEqualTo("0000");
            assertThat(walks.cleanRecordSharedMappingRange(fd, 0, 4, 1)).isEqualTo(-Errno.EINVAL);
            assertThat(walks.unmapMappingRange(fd, PAGE_SIZE, PAGE_SIZE)).isZero();
            assertThat(walks.walkPageRange(p, 8 * PAGE_SIZE)).isEqualTo(1);
            assertThat(a.loadByte(p + PAGE_SIZE)).isEqualTo((byte) 1);
            assertThat(walks.zapPageRange(p, 8 * PAGE_SIZE)).isZero();
            assertThat(walks.walkPageRange(p, 8 * PAGE_SIZE)).isZero();
            long mine = a.mmap(4 * PAGE_SIZE);
            a.fill(mine, 4 * PAGE_SIZE, (byte) 7);
            assertThat(walks.zapPageRange(mine + PAGE_SIZE, PAGE_SIZE)).isZero();
            assertThat(a.loadByte(mine + PAGE_SIZE)).isZero();
            assertThat(a.loadByte(mine)).isEqualTo((byte) 7);
            machine.check();
        }
    }
}
