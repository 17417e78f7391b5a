package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.sync.UserBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest {
    private static final long A = 0x7000_0000_0000L;
    private static final long RW = Pte.WRITE | Pte.NX;

    @Test
    void aMappedPageIsReachedAndNotedInItsEntry() {
        try (Bench b = new Bench(1, 256)) {
            PageTables tables = b.tables();
            Bench.Task t = b.task(tables);
            int pfn = t.map(tables, A, RW);

            assertThat(t.access(A + 5, Access.READ)).isEqualTo(b.frames.address(pfn) + 5);
            assertThat(tables.entry(A))
                    .isEqualTo(Pte.usedBy(Pte.of(pfn, Pte.PRESENT | Pte.USER | RW | Pte.ACCESSED), 0));
            assertThat(t.access(A, Access.WRITE)).isEqualTo(b.frames.address(pfn));
            assertThat(Pte.dirty(tables.entry(A))).isTrue();
            assertThat(t.access(A, Access.EXEC)).isEqualTo(Mmu.DENIED);
            assertThat(t.access(A + 4096, Access.READ)).isEqualTo(Mmu.NOT_PRESENT);
            assertThat(tables.tableCount()).isEqualTo(4);

            t.destroy(tables);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    @Test
    void anAddressThatIsNotCanonicalIsNotTheOneItLooksLike() {
        try (Bench b = new Bench(1, 256)) {
            PageTables tables = b.tables();
            Bench.Task t = b.task(tables);
            t.map(tables, 0x1000, RW);
            assertThat(t.access(0x1000, Access.WRITE)).isPositive();
            assertThat(t.access(0x8000_0000_0000_1000L, Access.WRITE)).isEqualTo(Mmu.NOT_PRESENT);
            assertThat(t.access(0x1_0000_0000_1000L, Access.READ)).isEqualTo(Mmu.NOT_PRESENT);
            t.destroy(tables);
        }
    }

    @Test
    void zapFreesPagesAndTablesAndForgetsTranslations() {
        try (Bench b = new Bench(2, 4096)) {
            PageTables tables = b.tables();
            Bench.Task t = b.task(tables);
            Bench.Task other = b.task(tables);
            for (int i = 0; i < 1200; i++) {
                t.map(tables, A + i * 4096L, RW);
            }
            assertThat(other.access(A + 7 * 4096, Access.WRITE)).isPositive();
            t.zap(tables, A, A + 1200 * 4096L);
            assertThat(other.access(A + 7 * 4096, Access.READ)).isEqualTo(Mmu.NOT_PRESENT);
            assertThat(tables.tableCount()).isEqualTo(1);
            other.leaveCpu();
            t.destroy(tables);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void forkKeepsBothSidesApart(boolean share) {
        try (Bench b = new Bench(1, 4096)) {
            PageTables parent = b.tables();
            PageTables child = b.tables();
            Bench.Task t = b.task(parent);
            int pfn = t.map(parent, A, RW);
            b.frames.set(pfn, FrameFlags.ANON | FrameFlags.ANON_EXCLUSIVE);
            assertThat(t.access(A, Access.WRITE)).isPositive();

            t.fork(parent, child, A, A + PMD_SIZE, share);

            assertThat(t.access(A, Access.WRITE)).isEqualTo(Mmu.DENIED);
            assertThat(b.frames.refCount(pfn)).isEqualTo(share ? 1 : 2);
            assertThat(parent.leafShared(A)).isEqualTo(share);
            assertThat(Pte.pfn(child.entry(A))).isEqualTo(pfn);
            assertThat(Pte.writable(child.entry(A))).isFalse();

            // The space that first opens the table for writing gets a copy; then the page is shared and not exclusive.
            t.enterKernel();
            assertThat(t.cursor.openAt(parent, A, TableCursor.WRITE)).isTrue();
            assertThat(Pte.writable(t.cursor.get())).isFalse();
            t.cursor.close();
            t.exitKernel();
            assertThat(b.frames.refCount(pfn)).isEqualTo(2);
            assertThat(b.frames.mapCount(pfn)).isEqualTo(2);
            assertThat(b.frames.test(pfn, FrameFlags.ANON_EXCLUSIVE)).isFalse();

            t.destroy(parent);
            assertThat(b.frames.refCount(pfn)).isEqualTo(1);
            b.task(child).destroy(child);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    @Test
    void aChildThatLeavesAtOnceCostsTheParentNothing() {
        try (Bench b = new Bench(1, 4096)) {
            PageTables parent = b.tables();
            PageTables child = b.tables();
            Bench.Task t = b.task(parent);
            int pfn = t.map(parent, A, RW);
            b.frames.set(pfn, FrameFlags.ANON | FrameFlags.ANON_EXCLUSIVE);
            t.fork(parent, child, A, A + PMD_SIZE, true);
            b.task(child).destroy(child);

            t.enterKernel();
            assertThat(t.cursor.openAt(parent, A, TableCursor.WRITE)).isTrue();
            t.cursor.close();
            t.exitKernel();
            assertThat(t.access(A, Access.WRITE)).isPositive();
            assertThat(b.frames.test(pfn, FrameFlags.ANON_EXCLUSIVE)).isTrue();
            t.destroy(parent);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    @Test
    void zapOfPartOfASharedTableLeavesTheOtherTreeWhole() {
        try (Bench b = new Bench(1, 4096)) {
            PageTables parent = b.tables();
            PageTables child = b.tables();
            Bench.Task t = b.task(parent);
            for (int i = 0; i < 512; i++) {
                t.map(parent, A + i * 4096L, RW);
            }
            t.fork(parent, child, A, A + PMD_SIZE, true);
            t.zap(parent, A + 4096, A + 8192, A + 4096, A + 8192);
            assertThat(parent.entry(A + 4096)).isZero();
            assertThat(Pte.present(parent.entry(A))).isTrue();
            assertThat(Pte.present(child.entry(A + 4096))).isTrue();
            t.destroy(parent);
            b.task(child).destroy(child);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0x10_0000_0000L, 0x10_0000_5000L, 0x60_0000L})
    void moveTakesEveryEntryAlong(long distance) {
        try (Bench b = new Bench(1, 4096)) {
            PageTables tables = b.tables();
            Bench.Task t = b.task(tables);
            int pages = 1100;
            int[] pfns = new int[pages];
            for (int i = 0; i < pages; i++) {
                pfns[i] = t.map(tables, A + i * 4096L, RW);
                UserBytes.put(t.access(A + i * 4096L, Access.WRITE), i, 4);
            }
            t.enterKernel();
            long length = pages * 4096L;
            assertThat(TableMove.move(t.cursor, t.cursor2, tables, A, A + distance, length, 0))
                    .isEqualTo(length);
            t.exitKernel();
            for (int i = 0; i < pages; i++) {
                assertThat(Pte.pfn(tables.entry(A + distance + i * 4096L))).isEqualTo(pfns[i]);
                assertThat(UserBytes.get(t.access(A + distance + i * 4096L, Access.READ), 4))
                        .isEqualTo(i);
            }
            assertThat(t.access(A, Access.READ)).isEqualTo(Mmu.NOT_PRESENT);
            t.destroy(tables);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    @Test
    void protectTakesAndGivesRights() {
        try (Bench b = new Bench(2, 256)) {
            PageTables tables = b.tables();
            Bench.Task t = b.task(tables);
            Bench.Task other = b.task(tables);
            int pfn = t.map(tables, A, RW);
            b.frames.set(pfn, FrameFlags.ANON | FrameFlags.ANON_EXCLUSIVE);
            assertThat(other.access(A, Access.WRITE)).isPositive();

            t.enterKernel();
            long readOnly = Pte.PRESENT | Pte.USER | Pte.NX;
            assertThat(Protect.range(t.cursor, tables, A, A + 4096, readOnly, 0))
                    .isEqualTo(1);
            t.exitKernel();
            assertThat(other.access(A, Access.WRITE)).isEqualTo(Mmu.DENIED);
            assertThat(other.access(A, Access.READ)).isPositive();

            t.enterKernel();
            assertThat(Protect.range(t.cursor, tables, A, A + 4096, Pte.PROTNONE | Pte.NX, 0))
                    .isEqualTo(1);
            t.exitKernel();
            assertThat(other.access(A, Access.READ)).isEqualTo(Mmu.NOT_PRESENT);
            assertThat(Pte.pfn(tables.entry(A))).isEqualTo(pfn);

            t.enterKernel();
            assertThat(Protect.range(t.cursor, tables, A, A + 4096, readOnly, Protect.TRY_WRITABLE))
                    .isEqualTo(1);
            t.exitKernel();
            assertThat(other.access(A, Access.WRITE)).isPositive();
            other.leaveCpu();
            t.destroy(tables);
        }
    }

    @Test
    void aHoleOfATerabyteIsSkippedAtOnce() {
        try (Bench b = new Bench(1, 256)) {
            PageTables tables = b.tables();
            Bench.Task t = b.task(tables);
            t.map(tables, 0x1000, RW);
            t.map(tables, 0x6fff_ffff_f000L, RW);
            int found = 0;
            t.enterKernel();
            t.cursor.open(tables, 0, 1L << 47, TableCursor.READ);
            while (t.cursor.next()) {
                for (int i = t.cursor.first(); i < t.cursor.limit(); i++) {
                    found += Pte.present(t.cursor.get(i)) ? 1 : 0;
                }
            }
            t.cursor.close();
            t.exitKernel();
            assertThat(found).isEqualTo(2);
            t.destroy(tables);
        }
    }
}
