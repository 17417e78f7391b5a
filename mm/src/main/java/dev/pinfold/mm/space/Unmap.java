package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.rmap.AnonVmas;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.TableCursor;
import dev.pinfold.mm.table.Zap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The removal of a range of addresses in steps: {@code struct vma_munmap_struct}. First the VMAs in the range are split
 * off and detached ({@link #gather}); from then on nobody finds them, and what is left cannot fail.
 *
 * <p>Preconditions of all: the mmap lock is held for writing, and stays so up to {@link #complete}, which may turn it into one
 * for reading.
 */
public final class Unmap {
    private final TaskContext t;
    private final Space space;
    private final long start;
    private final long end;

    /** The VMAs in the range, in order; from {@link #detach} on nobody finds them. */
    private @Nullable Vma[] vmas = new Vma[2];

    private @Nullable Vma prev;
    private @Nullable Vma next;
    private boolean entriesCleared;

    // Pages of the detached VMAs, by kind.
    private int count;
    private long pages;
    private long lockedPages;
    private long accountedPages;
    private long execPages;
    private long stackPages;
    private long dataPages;

    Unmap(TaskContext t, long start, long end) {
        this.t = t;
        this.space = t.space();
        this.start = start;
        this.end = end;
    }

    /**
     * {@code do_vmi_munmap}: unmaps {@code [start, start + len)}, len rounded up to pages.
     *
     * @return 0, -EINVAL for an impossible range, -ENOMEM or -EPERM; then nothing is unmapped, though VMAs may have
     *     been split
     */
    public static long range(TaskContext t, long start, long len) {
        long taskSize = t.space().layout().taskSize();
        if (offsetInPage(start) != 0
                || Long.compareUnsigned(start, taskSize) > 0
                || Long.compareUnsigned(len, taskSize - start) > 0) {
            return -Errno.EINVAL;
        }
        long end = start + pageUp(len);
        if (end == start) {
            return -Errno.EINVAL;
        }
        return aligned(t, start, end, false);
    }

    /**
     * {@code do_vmi_align_munmap} over a range known to be good.
     *
     * @param downgrade whether entries are cleared under the mmap lock for reading; on success it is released then
     */
    static long aligned(TaskContext t, long start, long end, boolean downgrade) {
        Space space = t.space();
        Vma first = space.vmas().findIntersection(start, end);
        if (first == null) {
            if (downgrade) {
                space.writeUnlock();
            }
            return 0;
        }
        Unmap u = new Unmap(t, start, end);
        long error = u.gather(first);
        if (error == 0) {
            u.detach();
            space.vmas().clear(start, end);
            u.complete(downgrade);
        }
        return error;
    }

    /** {@code munmap}: as {@link #range}, taking and releasing the mmap lock, most of the time for reading. */
    public static long locked(TaskContext t, long start, long len) {
        long taskSize = t.space().layout().taskSize();
        long end = start + pageUp(len);
        long error;
        if (offsetInPage(start) != 0
                || Long.compareUnsigned(start, taskSize) > 0
                || Long.compareUnsigned(len, taskSize - start) > 0
                || end == start) {
            error = -Errno.EINVAL;
        } else {
            error = aligned(t, start, end, true);
        }
        if (error != 0) {
            t.space().writeUnlock();
        }
        return error;
    }

    @Nullable
    Vma prev() {
        return prev;
    }

    @Nullable
    Vma next() {
        return next;
    }

    long pages() {
        return pages;
    }

    /** Pages that were promised for the detached VMAs; the promise passes to the caller. */
    long takeAccounted() {
        long n = accountedPages;
        accountedPages = 0;
        return n;
    }

    long accountedPages() {
        return accountedPages;
    }

    /**
     * {@code vms_gather_munmap_vmas}: splits what straddles the borders and locks all VMAs in the range.
     *
     * @param first the first VMA in the range
     * @return 0, or -ENOMEM, -EPERM (sealed) or -EINVAL (no border allowed there) with nothing detached
     */
    long gather(Vma first) {
        Vma at = first;
        if (start > at.start()) {
            // A hole in the middle of one VMA makes two: only here the limit is asked.
            if (end < at.end() && space.mapCount >= Space.MAX_MAP_COUNT) {
                return -Errno.ENOMEM;
            }
            if (at.isSealed()) {
                return -Errno.EPERM;
            }
            if (!VmaOps.maySplit(at, start)) {
                return -Errno.EINVAL;
            }
            prev = VmaOps.splitUnchecked(t, at, start, true);
        } else {
            prev = space.vmas().prev(at);
        }
        long last = end;
        Vma v = at;
        while (v != null && v.start() < end) {
            if (v.isSealed()) {
                return -Errno.EPERM;
            }
            if (v.end() > end) {
                if (!VmaOps.maySplit(v, end)) {
                    return -Errno.EINVAL;
                }
                VmaOps.splitUnchecked(t, v, end, false);
            }
            space.writeLockVma(v);
            add(v);
            last = v.end();
            v = space.vmas().next(v);
        }
        next = v;
        return ownBorders(Math.max(start, first.start()), last) ? 0 : -Errno.ENOMEM;
    }

    /** What lies at a border and is shared since a fork is copied now: later, nothing may fail. */
    private boolean ownBorders(long from, long to) {
        return ((from & PMD_SIZE - 1) == 0 || space.ownTables(t, from, from + PAGE_SIZE))
                && ((to & PMD_SIZE - 1) == 0 || space.ownTables(t, to - PAGE_SIZE, to));
    }

    private void add(Vma v) {
        long n = v.pages();
        long flags = v.flags();
        if (count == vmas.length) {
            vmas = Arrays.copyOf(vmas, count * 2);
        }
        vmas[count++] = v;
        pages += n;
        if ((flags & VmFlags.VM_LOCKED) != 0) {
            lockedPages += n;
        }
        if ((flags & VmFlags.VM_ACCOUNT) != 0) {
            accountedPages += n;
        }
        if (VmFlags.isExec(flags)) {
            execPages += n;
        } else if (VmFlags.isStack(flags)) {
            stackPages += n;
        } else if (VmFlags.isData(flags)) {
            dataPages += n;
        }
    }

    /**
     * Takes the gathered VMAs from readers' sight: who finds one cannot lock it. They stay in the tree until the caller
     * puts something else, or nothing, in their place.
     */
    void detach() {
        for (int i = 0; i < count; i++) {
            vma(i).lock().markDetached(space.seq());
        }
    }

    private Vma vma(int i) {
        Vma v = vmas[i];
        if (v == null) {
            throw new AssertionError("no VMA " + i + " of " + count);
        }
        return v;
    }

    /** {@code vms_clear_ptes}: clears the entries, unlinks the VMAs from reverse maps, frees tables; flushes last. */
    void clearEntries() {
        if (clearAndKeep()) {
            t.cursor().freeKept(space.tables());
        }
    }

    /** As {@link #clearEntries}, without freeing; whether there is something to be freed. */
    private boolean clearAndKeep() {
        if (entriesCleared || pages == 0) {
            return false;
        }
        entriesCleared = true;
        PageTables tables = space.tables();
        long from = vma(0).start();
        long to = vma(count - 1).end();
        long floor = prev == null ? 0 : prev.end();
        long ceiling = next == null ? 0 : next.start();
        if (tables.isBare(from, to, floor, ceiling)) {
            unlink();
            return false;
        }
        TableCursor c = t.cursor();
        c.open(tables, from, to, TableCursor.ZAP);
        Zap.entries(c, Zap.EVEN_COWS | Zap.DROP_MARKERS);
        c.flushUncounted();
        unlink();
        tables.freeTables(c, from, to, floor, ceiling);
        c.closeKeeping();
        return true;
    }

    /** Takes the VMAs out of the reverse maps: from here on no walk finds entries of theirs. */
    private void unlink() {
        for (int i = 0; i < count; i++) {
            AnonVmas.unlink(vma(i));
            FileLinks.unlink(vma(i));
        }
    }

    /** {@code vms_complete_munmap_vmas}: what remains after the VMAs have left the tree. Cannot fail. */
    void complete(boolean downgrade) {
        space.mapCount -= count;
        space.lockedVm -= lockedPages;
        space.totalVm -= pages;
        space.execVm -= execPages;
        space.stackVm -= stackPages;
        space.dataVm -= dataPages;
        if (downgrade) {
            space.downgrade();
        }
        boolean kept = clearAndKeep();
        for (int i = 0; i < count; i++) {
            OpenFile f = vma(i).file();
            if (f != null) {
                FileLinks.closed(vma(i));
                f.put(t);
            }
        }
        t.kernel().commit().add(t.cpuId(), -accountedPages);
        if (downgrade) {
            space.readUnlock();
        }
        if (kept) {
            // Nobody reaches these pages and tables any more, so nobody has to wait for the lock while they are freed.
            t.cursor().freeKept(space.tables());
        }
    }
}
