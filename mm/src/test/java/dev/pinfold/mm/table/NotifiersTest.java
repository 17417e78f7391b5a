package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps translations elsewhere hears of every change of an entry, before it and after its flush. */
class NotifiersTest {
    private static final long A = 0x7000_0000_0000L;
    private static final long RW = Pte.WRITE | Pte.NX;

    private final Bench bench = new Bench(2, 4096);
    private final PageTables tables = bench.tables();
    private final Bench.Task t = bench.task(tables);
    private final Bench.Task other = bench.task(tables);
    private final List<String> log = new ArrayList<>();

    /** Notes what it is told, and whether at the end of a bracket a CPU still has a translation that is gone. */
    private final Notifier notifier = new Notifier() {
        @Override
        public void invalidateStart(long start, long end, Event event) {
            log.add("start %d-%d %s".formatted(start - A >> 12, end - A >> 12, event));
        }

        @Override
        public void invalidateEnd(long start, long end, Event event) {
            boolean stale = tables.entry(A) == 0 && other.access(A, Access.READ) >= 0;
            log.add("end %d-%d%s".formatted(start - A >> 12, end - A >> 12, stale ? " stale" : ""));
        }
    };

    @BeforeEach
    void register() {
        t.enterKernel();
        tables.notifiers().add(notifier);
        t.exitKernel();
    }

    @AfterEach
    void end() {
        other.leaveCpu();
        t.enterKernel();
        tables.notifiers().remove(notifier);
        t.exitKernel();
        int before = log.size();
        t.destroy(tables);
        assertThat(log).hasSize(before);
        bench.close();
    }

    @Test
    void installingIsNoChange() {
        t.map(tables, A, RW);
        assertThat(t.access(A, Access.WRITE)).isPositive();
        assertThat(log).isEmpty();
    }

    @Test
    void zappingIsToldAroundTheFlush() {
        t.map(tables, A, RW);
        assertThat(other.access(A, Access.READ)).isPositive();
        t.zap(tables, A, A + 4 * PAGE_SIZE);
        assertThat(log).containsExactly("start 0-4 CLEAR", "end 0-4");
    }

    @Test
    void protectingMovingAndForkingAreTold() {
        t.map(tables, A, RW);
        t.enterKernel();
        Protect.range(t.cursor, tables, A, A + PAGE_SIZE, Pte.PRESENT | Pte.USER | Pte.NX, 0);
        assertThat(log).containsExactly("start 0-1 PROTECTION_VMA", "end 0-1");
        log.clear();
        TableMove.move(t.cursor, t.cursor2, tables, A, A + (1L << 30), PMD_SIZE, 0);
        t.exitKernel();
        assertThat(log).containsExactly("start 0-512 PROTECTION_VMA", "end 0-512");
        log.clear();
        PageTables child = bench.tables();
        t.fork(tables, child, A, A + (2L << 30), true);
        assertThat(log.getFirst()).startsWith("start ").endsWith("PROTECTION_PAGE");
        assertThat(log.getLast()).startsWith("end ");
        bench.task(child).destroy(child);
    }

    @Test
    void aTransactionThatGoesElsewhereBeginsAnew() {
        t.map(tables, A, RW);
        t.map(tables, A + 9 * PAGE_SIZE, RW);
        t.enterKernel();
        t.cursor.open(tables, A, A + PAGE_SIZE, TableCursor.ZAP);
        Zap.entries(t.cursor, Zap.EVEN_COWS);
        t.cursor.reopen(A + 9 * PAGE_SIZE, A + 10 * PAGE_SIZE);
        Zap.entries(t.cursor, Zap.EVEN_COWS);
        t.cursor.close();
        t.exitKernel();
        assertThat(log).containsExactly("start 0-1 CLEAR", "end 0-1", "start 9-10 CLEAR", "end 9-10");
    }
}
