package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PMD_MASK;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.rmap.AnonVmas;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.Zap;

/** The end of an address space whose last user has gone: {@code exit_mmap}. Seals do not hold it up. */
public final class SpaceExit {
    private static final Site EXIT = Site.lock("space.exit: mmap lock over the end of a space");

    private SpaceExit() {}

    /**
     * Unmaps everything and frees the tables.
     *
     * <p>Preconditions: {@link Space#put} said that nobody uses the space; no CPU translates through it; the cursor of
     * {@code t}, whose own space this need not be, is closed.
     */
    public static void run(TaskContext t, Space space) {
        space.writeLock(EXIT);
        PageTables tables = space.tables();
        TableCursor c = t.cursor();
        c.open(tables, 0, space.layout().taskSize() + PAGE_SIZE, TableCursor.ZAP);
        long end = 0;
        for (Vma v = space.vmas().first(); v != null; v = space.vmas().next(v)) {
            // Whole tables, not the mapped range: a leaf table shared after a fork is then let go, which takes no
            // frame.
            long start = Math.max(end, v.start() & PMD_MASK);
            end = Math.max(end, v.end() + PMD_SIZE - 1 & PMD_MASK);
            if (start < end) {
                c.reopen(start, end);
                Zap.entries(c, Zap.EVEN_COWS | Zap.DROP_MARKERS);
            }
        }
        c.flushUncounted();
        long[] accounted = new long[1];
        space.vmas().forEach(v -> {
            if (v.has(VmFlags.VM_ACCOUNT)) {
                accounted[0] += v.pages();
            }
            space.writeLockVma(v);
            v.lock().markDetached(space.seq());
            AnonVmas.unlink(v);
            FileLinks.unlink(v);
        });
        for (Vma v = space.vmas().first(), next; v != null; v = next) {
            next = space.vmas().next(v);
            tables.freeTables(c, v.start(), v.end(), 0, next == null ? 0 : next.start());
        }
        c.close();
        space.vmas().forEach(v -> {
            OpenFile f = v.file();
            if (f != null) {
                FileLinks.closed(v);
                f.put(t);
            }
        });
        space.vmas().build(new Vma[0], 0);
        space.mapCount = 0;
        space.totalVm = 0;
        space.dataVm = 0;
        space.stackVm = 0;
        space.execVm = 0;
        space.lockedVm = 0;
        t.kernel().commit().add(t.cpuId(), -accounted[0]);
        space.writeUnlock();
        tables.destroy(t.cpuId());
    }
}
