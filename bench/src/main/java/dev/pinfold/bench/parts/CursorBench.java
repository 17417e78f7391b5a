package dev.pinfold.bench.parts;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.frame.FrameConfig;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Cpus;
import dev.pinfold.mm.sync.Epoch;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.TableOwner;
import dev.pinfold.mm.table.TaskMmu;
import dev.pinfold.mm.table.Tlb;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Transactions of a cursor: over one entry, and over the 512 of a leaf table, whose time is for all of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CursorBench {
    private static final long AT = 0x4000_0000L;
    private static final int ENTRIES = 512;
    private static final long END = AT + ENTRIES * PAGE_SIZE;
    /** A page that counts nothing, as the page of zeros does, so that entries can be made of nothing. */
    private static final long ENTRY = Pte.of(1, Pte.PRESENT | Pte.USER | Pte.SPECIAL);

    private final Frames frames = new Frames(FrameConfig.of(1, 4096));
    private final Cpus cpus = new Cpus(1, i -> new Tlb());
    private final TaskMmu task = new TaskMmu(cpus) {};
    private final TableCursor cursor = new TableCursor(frames, task);
    private final PageTables tables =
            Objects.requireNonNull(PageTables.create(frames, new Epoch(1), cpus, 4, 1, ANYTHING, 0));

    private static final TableOwner ANYTHING = new TableOwner() {
        @Override
        public void assertMayTraverse(long address) {}

        @Override
        public void assertMayInstall(long address) {}

        @Override
        public void assertMayFreeTables() {}
    };

    @Setup
    public void fill() {
        task.enterKernel();
        cursor.open(tables, AT, END, TableCursor.ALLOC);
        while (cursor.next()) {
            for (int i = cursor.first(); i < cursor.limit(); i++) {
                cursor.set(i, ENTRY);
            }
        }
        cursor.close();
    }

    /** Locks one entry's table, reads, unlocks. */
    @Benchmark
    public long readOne() {
        cursor.openAt(tables, AT, TableCursor.READ);
        long e = cursor.get();
        cursor.close();
        return e;
    }

    /** As a fault does: also counts as a change that is under way, and replaces the entry. */
    @Benchmark
    public boolean changeOne() {
        cursor.openAt(tables, AT, TableCursor.WRITE);
        boolean done = cursor.cas(ENTRY, ENTRY);
        cursor.close();
        return done;
    }

    @Benchmark
    public long readTable() {
        long all = 0;
        cursor.open(tables, AT, END, TableCursor.READ);
        while (cursor.next()) {
            for (int i = cursor.first(); i < cursor.limit(); i++) {
                all |= cursor.get(i);
            }
        }
        cursor.close();
        return all;
    }

    /** As a scan does that finds nothing. */
    @Benchmark
    public long lookThroughTable() {
        long lines = 0;
        cursor.open(tables, AT, END, TableCursor.READ);
        while (cursor.next()) {
            lines |= cursor.linesWithAny(Pte.DIRTY);
        }
        cursor.close();
        return lines;
    }

    /** Each entry by an atomic operation. */
    @Benchmark
    public long changeTable() {
        return change(0);
    }

    /** The table is held, so that no atomic operation is needed. */
    @Benchmark
    public long changeTableHeld() {
        return change(ENTRIES);
    }

    private long change(int held) {
        long done = 0;
        cursor.open(tables, AT, END, TableCursor.WRITE);
        while (cursor.next()) {
            cursor.hold(held);
            for (int i = cursor.first(); i < cursor.limit(); i++) {
                done += cursor.cas(i, ENTRY, ENTRY) ? 1 : 0;
            }
        }
        cursor.close();
        return done;
    }

    @TearDown
    public void close() {
        frames.close();
    }
}
