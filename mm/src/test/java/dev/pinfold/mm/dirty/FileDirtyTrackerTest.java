package dev.pinfold.mm.dirty;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.dirty.DirtyRig.BASE;
import static dev.pinfold.mm.dirty.DirtyRig.RW;
import static dev.pinfold.mm.dirty.DirtyRig.SHARED;
import static dev.pinfold.mm.dirty.DirtyRig.call;
import static dev.pinfold.mm.dirty.DirtyRig.load;
import static dev.pinfold.mm.dirty.DirtyRig.map;
import static dev.pinfold.mm.dirty.DirtyRig.mapping;
import static dev.pinfold.mm.dirty.DirtyRig.pages;
import static dev.pinfold.mm.dirty.DirtyRig.store;
import static dev.pinfold.mm.dirty.DirtyRig.unmap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.syscall.Madvise;
import dev.pinfold.mm.table.Pte;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Stores to a file through its mappings are found, each once, in both modes and across changes of the mode. */
class FileDirtyTrackerTest {
    private static FileDirtyTracker track(DirtyRig rig, OpenFile f, long first, long pages) {
        rig.a.enterKernel();
        FileDirtyTracker tracker = FileDirtyTracker.open(rig.a, SharedMappings.byDefault(), mapping(f), first, pages);
        rig.a.exitKernel();
        return Objects.requireNonNull(tracker);
    }

    private static List<Long> scanAndDrain(DirtyRig rig, FileDirtyTracker tracker) {
        call(rig.a, tracker::scan);
        PageBlocks into = new PageBlocks();
        tracker.drain(0, Long.MAX_VALUE, into);
        return pages(into);
    }

    /** A huge entry lets nobody store where faults are counted; one that was there before loses that right. */
    @Test
    void storesToHugeFoliosAreFoundPageByPage() {
        try (DirtyRig rig = new DirtyRig(4096)) {
            OpenFile f = rig.memfd(1024);
            long base = 0x4000_0000L;
            map(rig.a, base, 1024, RW | SHARED, f, 0);
            store(rig.a, base, 1);
            assertThat(call(rig.a, t -> Madvise.call(t, base, 512 * PAGE_SIZE, Mman.MADV_COLLAPSE)))
                    .isZero();
            assertThat(Pte.huge(rig.a.space().tables().entry(base))).isTrue();
            FileDirtyTracker tracker = track(rig, f, 0, 1024);
            assertThat(tracker.mode()).isEqualTo(FileDirtyTracker.Mode.MKWRITE);
            scanAndDrain(rig, tracker);
            for (int round = 1; round < 6; round++) {
                int page = round * 7;
                assertThat(load(rig.a, base + page * PAGE_SIZE)).isEqualTo(0);
                store(rig.a, base + page * PAGE_SIZE, round);
                assertThat(scanAndDrain(rig, tracker)).containsExactly((long) page);
                call(rig.a, t -> Madvise.call(t, base, 512 * PAGE_SIZE, Mman.MADV_DONTNEED));
                assertThat(scanAndDrain(rig, tracker)).isEmpty();
                assertThat(load(rig.a, base)).isEqualTo(1);
                assertThat(Pte.huge(rig.a.space().tables().entry(base))).isTrue();
            }
        }
    }

    @Test
    void smallFilesBeginWithDirtyBitsLargeOnesWithFaults() {
        try (DirtyRig rig = new DirtyRig(4096)) {
            OpenFile small = rig.memfd(8);
            OpenFile large = rig.memfd(600);
            map(rig.a, BASE, 8, RW | SHARED, small, 0);
            map(rig.a, BASE + 0x1000000, 600, RW | SHARED, large, 0);
            FileDirtyTracker s = track(rig, small, 0, 8);
            FileDirtyTracker l = track(rig, large, 0, 600);
            assertThat(s.mode()).isEqualTo(FileDirtyTracker.Mode.PAGETABLE);
            assertThat(l.mode()).isEqualTo(FileDirtyTracker.Mode.MKWRITE);
            assertThat(FileDirtyTracker.open(rig.a, SharedMappings.byDefault(), mapping(small), 0, 8))
                    .isNull();
            for (int round = 0; round < 8; round++) {
                int r = round;
                store(rig.a, BASE + r * PAGE_SIZE, 1);
                store(rig.a, BASE + 0x1000000 + (599 - r) * PAGE_SIZE, 1);
                assertThat(scanAndDrain(rig, s)).containsExactly((long) r);
                assertThat(scanAndDrain(rig, l)).containsExactly(599L - r);
                assertThat(scanAndDrain(rig, s)).isEmpty();
                assertThat(scanAndDrain(rig, l)).isEmpty();
            }
            s.close();
            l.close();
        }
    }

    @Test
    void quietScansTurnToFaultsAndBusyOnesBack() {
        try (DirtyRig rig = new DirtyRig(512)) {
            OpenFile f = rig.memfd(10);
            map(rig.a, BASE, 10, RW | SHARED, f, 0);
            FileDirtyTracker t = track(rig, f, 0, 10);
            store(rig.a, BASE, 1);
            assertThat(scanAndDrain(rig, t)).containsExactly(0L);
            for (int i = 0; i < 2; i++) {
                assertThat(scanAndDrain(rig, t)).isEmpty();
                assertThat(t.mode()).isEqualTo(FileDirtyTracker.Mode.PAGETABLE);
            }
            assertThat(scanAndDrain(rig, t)).isEmpty();
            assertThat(t.mode()).isEqualTo(FileDirtyTracker.Mode.MKWRITE);
            // One page of ten is not more than a tenth.
            for (int i = 0; i < 5; i++) {
                store(rig.a, BASE + i * PAGE_SIZE, 1);
                assertThat(scanAndDrain(rig, t)).containsExactly((long) i);
                assertThat(t.mode()).isEqualTo(FileDirtyTracker.Mode.MKWRITE);
            }
            for (int i = 0; i < 3; i++) {
                store(rig.a, BASE + 3 * PAGE_SIZE, 1);
                store(rig.a, BASE + 9 * PAGE_SIZE, 1);
                assertThat(scanAndDrain(rig, t)).containsExactly(3L, 9L);
            }
            assertThat(t.mode()).isEqualTo(FileDirtyTracker.Mode.PAGETABLE);
            assertThat(scanAndDrain(rig, t)).isEmpty();
            store(rig.a, BASE + 9 * PAGE_SIZE, 2);
            assertThat(scanAndDrain(rig, t)).containsExactly(9L);
            t.close();
        }
    }

    @Test
    void everyMappingCountsAndPagesOutsideDoNot() {
        try (DirtyRig rig = new DirtyRig(512)) {
            OpenFile f = rig.memfd(16);
            TaskContext b = rig.task();
            map(rig.a, BASE, 16, RW | SHARED, f, 0);
            map(b, BASE, 8, RW | SHARED, f, 8);
            FileDirtyTracker t = track(rig, f, 4, 8);
            store(rig.a, BASE, 1);
            store(rig.a, BASE + 4 * PAGE_SIZE, 1);
            store(b, BASE + 3 * PAGE_SIZE, 1);
            store(b, BASE + 4 * PAGE_SIZE, 1);
            assertThat(scanAndDrain(rig, t)).containsExactly(4L, 11L);
            TaskContext c = rig.fork(b);
            assertThat(load(c, BASE + 3 * PAGE_SIZE)).isEqualTo(1);
            store(c, BASE + 2 * PAGE_SIZE, 1);
            assertThat(scanAndDrain(rig, t)).containsExactly(10L);
            t.close();
        }
    }

    /** A driver that kept ranges handed the neighbours' pages over with them; here each keeps its own. */
    @Test
    void drainingARangeLeavesItsNeighboursAlone() {
        try (DirtyRig rig = new DirtyRig(512)) {
            OpenFile f = rig.memfd(16);
            map(rig.a, BASE, 16, RW | SHARED, f, 0);
            FileDirtyTracker t = track(rig, f, 0, 16);
            for (int i : new int[] {2, 5, 6, 9, 15}) {
                store(rig.a, BASE + i * PAGE_SIZE, 1);
            }
            call(rig.a, t::scan);
            PageBlocks one = new PageBlocks();
            assertThat(t.drain(5, 9, one)).isEqualTo(2);
            assertThat(pages(one)).containsExactly(5L, 6L);
            PageBlocks rest = new PageBlocks();
            assertThat(t.drain(0, 16, rest)).isEqualTo(3);
            assertThat(pages(rest)).containsExactly(2L, 9L, 15L);
            assertThat(t.isEmpty()).isTrue();
            t.close();
        }
    }

    @Test
    void storesOutliveTheirMapping() {
        try (DirtyRig rig = new DirtyRig(512)) {
            OpenFile f = rig.memfd(8);
            map(rig.a, BASE, 8, RW | SHARED, f, 0);
            FileDirtyTracker t = track(rig, f, 0, 8);
            store(rig.a, BASE + 2 * PAGE_SIZE, 1);
            store(rig.a, BASE + 3 * PAGE_SIZE, 1);
            unmap(rig.a, BASE, 8);
            assertThat(scanAndDrain(rig, t)).containsExactly(2L, 3L);
            assertThat(scanAndDrain(rig, t)).isEmpty();
            map(rig.a, BASE, 8, RW | SHARED, f, 0);
            assertThat(load(rig.a, BASE + 2 * PAGE_SIZE)).isEqualTo(1);
            assertThat(scanAndDrain(rig, t)).isEmpty();
            t.close();
        }
    }

    /** Writers, a task that maps and unmaps, and scans at once: the copy that is kept up by the scans ends up equal. */
    @Test
    void aCopyKeptUpByScansIsEqualInTheEnd() throws InterruptedException {
        for (int filePages : new int[] {64, 600}) {
            try (DirtyRig rig = new DirtyRig(4096)) {
                OpenFile f = rig.memfd(filePages);
                map(rig.a, BASE, filePages, RW | SHARED, f, 0);
                FileDirtyTracker tracker = track(rig, f, 0, filePages);
                byte[] copy = new byte[filePages];
                Thread[] writers = new Thread[2];
                TaskContext[] tasks = {rig.task(), rig.task()};
                boolean[] stop = new boolean[1];
                for (int w = 0; w < 2; w++) {
                    int seed = w;
                    TaskContext t = tasks[w];
                    map(t, BASE, filePages, RW | SHARED, f, 0);
                    writers[w] = new Thread(() -> {
                        var random = new java.util.Random(seed);
                        for (int i = 0; i < 20_000; i++) {
                            // Bursts and pauses, so that the mode changes; each writer has its own pages.
                            int span = (i >>> 10 & 1) == 0 ? filePages : 8;
                            int page = random.nextInt(span) / 2 * 2 + seed;
                            store(t, BASE + page * PAGE_SIZE, random.nextInt(256));
                            if (i % 997 == 0) {
                                unmap(t, BASE, filePages);
                                map(t, BASE, filePages, RW | SHARED, f, 0);
                            }
                        }
                        t.leaveCpu();
                    });
                    writers[w].start();
                }
                Thread waiter = new Thread(() -> {
                    try {
                        writers[0].join();
                        writers[1].join();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    synchronized (stop) {
                        stop[0] = true;
                    }
                });
                waiter.start();
                boolean last = false;
                while (true) {
                    for (long p : scanAndDrain(rig, tracker)) {
                        copy[(int) p] = (byte) load(rig.a, BASE + p * PAGE_SIZE);
                    }
                    if (last) {
                        break;
                    }
                    synchronized (stop) {
                        last = stop[0];
                    }
                }
                waiter.join();
                for (int p = 0; p < filePages; p++) {
                    assertThat(copy[p]).as("page %d", p).isEqualTo((byte) load(rig.a, BASE + p * PAGE_SIZE));
                }
                tracker.close();
            }
        }
    }
}
