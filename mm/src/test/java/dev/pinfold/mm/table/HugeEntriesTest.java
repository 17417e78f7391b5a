package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.sync.UserBytes;
import org.junit.jupiter.api.Test;

class HugeEntriesTest {
    private static final long A = 0x7000_0000_0000L;
    private static final long RW = Pte.PRESENT | Pte.USER | Pte.WRITE | Pte.NX;

    /** Maps an anonymous folio of 2 MiB; gives its head. */
    private static int mapHuge(Bench.Task t, PageTables tables, long address) {
        t.enterKernel();
        int head = t.frames.allocZeroed(Zone.NORMAL, 9, t.cpuId());
        t.frames.set(head, FrameFlags.ANON | FrameFlags.ANON_EXCLUSIVE);
        FolioMaps.add(t.frames, head, Geometry.PMD, 1);
        int aside = PageTables.allocTable(t.frames, t.cpuId());
        assertThat(t.cursor.openHuge(tables, address, Geometry.PMD)).isTrue();
        assertThat(Pte.none(t.cursor.get())).isTrue();
        t.cursor.set(Pte.of(head, RW | Pte.HUGE));
        t.cursor.deposit(aside);
        t.cursor.close();
        t.exitKernel();
        return head;
    }

    @Test
    void everyPageOfAHugeEntryIsReached() {
        try (Bench b = new Bench(1, 2048)) {
            PageTables tables = b.tables();
            Bench.Task t = b.task(tables);
            int head = mapHuge(t, tables, A);
            for (int i = 0; i < 512; i += 73) {
                assertThat(t.access(A + i * 4096L + 9, Access.WRITE)).isEqualTo(b.frames.address(head + i) + 9);
                assertThat(Pte.pfn(tables.entry(A + i * 4096L))).isEqualTo(head + i);
            }
            assertThat(tables.tableCount()).isEqualTo(4);
            t.destroy(tables);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    @Test
    void clearingAPartSplitsTheEntryAndKeepsTheRest() {
        try (Bench b = new Bench(1, 2048)) {
            PageTables tables = b.tables();
            Bench.Task t = b.task(tables);
            int head = mapHuge(t, tables, A);
            UserBytes.put(t.access(A + 3 * 4096, Access.WRITE), 42, 1);
            t.zap(tables, A, A + 4096, A, A + 4096);
            assertThat(tables.entry(A)).isZero();
            long e = tables.entry(A + 3 * 4096);
            assertThat(Pte.huge(e)).isFalse();
            assertThat(Pte.pfn(e)).isEqualTo(head + 3);
            assertThat(Pte.dirty(e)).isTrue();
            assertThat(b.frames.mapCount(head)).isEqualTo(511);
            assertThat(b.frames.test(head + 3, FrameFlags.ANON_EXCLUSIVE)).isTrue();
            assertThat(UserBytes.get(t.access(A + 3 * 4096, Access.READ), 1)).isEqualTo(42);
            t.destroy(tables);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    @Test
    void protectingTheWholeKeepsItHugeAndAPartDoesNot() {
        try (Bench b = new Bench(1, 2048)) {
            PageTables tables = b.tables();
            Bench.Task t = b.task(tables);
            mapHuge(t, tables, A);
            assertThat(t.access(A + 8192, Access.WRITE)).isPositive();
            t.enterKernel();
            long readOnly = Pte.PRESENT | Pte.USER | Pte.NX;
            Protect.range(t.cursor, tables, A, A + PMD_SIZE, readOnly, 0);
            t.exitKernel();
            assertThat(t.access(A + 8192, Access.WRITE)).isEqualTo(Mmu.DENIED);
            assertThat(Pte.huge(tables.entry(A))).isTrue();
            t.enterKernel();
            Protect.range(t.cursor, tables, A, A + 4096, readOnly, Protect.TRY_WRITABLE);
            t.exitKernel();
            assertThat(Pte.huge(tables.entry(A))).isFalse();
            assertThat(t.access(A, Access.WRITE)).isPositive();
            assertThat(t.access(A + 8192, Access.WRITE)).isEqualTo(Mmu.DENIED);
            t.destroy(tables);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    @Test
    void forkMapsTheFolioTwiceAndReadOnly() {
        try (Bench b = new Bench(1, 2048)) {
            PageTables parent = b.tables();
            PageTables child = b.tables();
            Bench.Task t = b.task(parent);
            int head = mapHuge(t, parent, A);
            t.fork(parent, child, A, A + PMD_SIZE, true);
            assertThat(b.frames.mapCount(head)).isEqualTo(2);
            assertThat(b.frames.test(head, FrameFlags.ANON_EXCLUSIVE)).isFalse();
            assertThat(t.access(A, Access.WRITE)).isEqualTo(Mmu.DENIED);
            Bench.Task c = b.task(child);
            assertThat(c.access(A + 4096, Access.READ)).isEqualTo(b.frames.address(head + 1));
            // The child's split does not touch the parent's entry.
            c.zap(child, A, A + 4096, A, A + 4096);
            assertThat(b.frames.mapCount(head)).isEqualTo(512);
            assertThat(Pte.huge(parent.entry(A))).isTrue();
            t.destroy(parent);
            c.destroy(child);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    @Test
    void moveTakesAHugeEntryAsItIsWhereBothPlacesAreAligned() {
        try (Bench b = new Bench(1, 2048)) {
            PageTables tables = b.tables();
            Bench.Task t = b.task(tables);
            int head = mapHuge(t, tables, A);
            t.enterKernel();
            long far = A + (1L << 31);
            TableMove.move(t.cursor, t.cursor2, tables, A, far, PMD_SIZE, 0);
            assertThat(Pte.huge(tables.entry(far))).isTrue();
            assertThat(tables.entry(A)).isZero();
            TableMove.move(t.cursor, t.cursor2, tables, far, A + 4096, PMD_SIZE, 0);
            t.exitKernel();
            assertThat(Pte.huge(tables.entry(A + 4096))).isFalse();
            assertThat(t.access(A + 4096 + 5 * 4096, Access.READ)).isEqualTo(b.frames.address(head + 5));
            assertThat(b.frames.mapCount(head)).isEqualTo(512);
            t.destroy(tables);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    @Test
    void aFilesHugeEntryIsClearedWhole() {
        try (Bench b = new Bench(1, 2048)) {
            PageTables tables = b.tables();
            Bench.Task t = b.task(tables);
            int head = b.frames.allocZeroed(Zone.NORMAL, 9, 0);
            t.enterKernel();
            b.frames.get(head);
            FolioMaps.add(b.frames, head, Geometry.PMD, 1);
            t.cursor.openHuge(tables, A, Geometry.PMD);
            t.cursor.set(Pte.of(head, RW | Pte.HUGE));
            t.cursor.close();
            t.exitKernel();
            assertThat(t.access(A + 4096, Access.WRITE)).isPositive();
            t.zap(tables, A, A + 4096, A, A + 4096);
            assertThat(tables.entry(A + 4096)).isZero();
            assertThat(b.frames.test(head, FrameFlags.DIRTY)).isTrue();
            assertThat(b.frames.refCount(head)).isEqualTo(1);
            b.frames.put(head, 0);
            t.destroy(tables);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }
}
