package dev.pinfold.mm.table;

import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameConfig;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.sync.Cpus;
import dev.pinfold.mm.sync.Epoch;
import java.util.ArrayList;
import java.util.List;

/** A machine of this floor alone: frames, CPUs, tables and tasks, without VMAs. */
final class Bench implements AutoCloseable {
    static final TableOwner ANYTHING = new TableOwner() {
        @Override
        public void assertMayTraverse(long address) {}

        @Override
        public void assertMayInstall(long address) {}

        @Override
        public void assertMayFreeTables() {}
    };

    final Frames frames;
    final Cpus cpus;
    final Epoch epoch;
    private long contexts;

    Bench(int cpuCount, int frameCount) {
        frames = new Frames(FrameConfig.of(cpuCount, frameCount));
        cpus = new Cpus(cpuCount, i -> new Tlb());
        epoch = new Epoch(cpuCount);
    }

    PageTables tables() {
        return tables(4);
    }

    PageTables tables(int levels) {
        PageTables t = PageTables.create(frames, epoch, cpus, levels, ++contexts, ANYTHING, 0);
        if (t == null) {
            throw new AssertionError("no frame for a root");
        }
        return t;
    }

    Task task(PageTables tables) {
        Task t = new Task(this);
        t.enterKernel();
        t.switchTables(tables);
        t.exitKernel();
        return t;
    }

    @Override
    public void close() {
        List<String> findings = new ArrayList<>();
        frames.audit(findings::add);
        frames.close();
        if (!findings.isEmpty()) {
            throw new AssertionError(findings.toString());
        }
    }

    /** A task of the bench. */
    static final class Task extends TaskMmu {
        final TableCursor cursor;
        final TableCursor cursor2;
        final Frames frames;

        Task(Bench bench) {
            super(bench.cpus);
            frames = bench.frames;
            cursor = new TableCursor(frames, this);
            cursor2 = new TableCursor(frames, this);
        }

        /** Maps a fresh zeroed frame; gives its number. */
        int map(PageTables tables, long address, long bits) {
            enterKernel();
            int pfn = frames.allocZeroed(Zone.NORMAL, 0, cpuId());
            if (!cursor.openAt(tables, address, TableCursor.ALLOC)) {
                throw new AssertionError("no frame for a table");
            }
            FolioMaps.add(frames, pfn, 1);
            cursor.set(Pte.of(pfn, Pte.PRESENT | Pte.USER | bits));
            cursor.close();
            exitKernel();
            return pfn;
        }

        /** Unmaps a range beside which nothing is mapped. */
        void zap(PageTables tables, long start, long end) {
            zap(tables, start, end, 0, 0);
        }

        /** Unmaps a range between two neighbours. */
        void zap(PageTables tables, long start, long end, long floor, long ceiling) {
            enterKernel();
            cursor.open(tables, start, end, TableCursor.ZAP);
            Zap.entries(cursor, Zap.EVEN_COWS | Zap.DROP_MARKERS);
            if (cursor.failed()) {
                throw new AssertionError("no frame to copy a shared table");
            }
            tables.freeTables(cursor, start, end, floor, ceiling);
            cursor.close();
            exitKernel();
        }

        /** A user access; the native address or a negative reason. */
        long access(long address, Access how) {
            beginUserAccess();
            try {
                return translate(address, how);
            } finally {
                endUserAccess();
            }
        }

        void fork(PageTables from, PageTables to, long start, long end, boolean share) {
            enterKernel();
            var told = TableCopy.begin(from);
            if (!TableCopy.fork(cursor, cursor2, from, to, start, end, share ? start : 0, share ? end : 0, cpuId())) {
                throw new AssertionError("no frame for a table");
            }
            TableCopy.flushParent(cursor, from, told);
            exitKernel();
        }

        void destroy(PageTables tables) {
            zap(tables, 0, 1L << 47);
            enterKernel();
            switchTables(null);
            tables.destroy(cpuId());
            exitKernel();
        }
    }
}
