package dev.pinfold.mm.kmap;

import dev.pinfold.mm.fault.Fault;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Cpus;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.IntSlots;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Waits;
import dev.pinfold.mm.table.Tlb;

/**
 * The pool of lasting kernel maps: {@code kmap} and {@code kunmap} of {@code mm/highmem.c}. Every CPU sees them, so a place
 * that nobody uses any more is not given out before all CPUs have forgotten it: that is put off until the pool has been gone
 * through, and then done for all such places at once. A task that finds no place sleeps.
 */
final class KmapPool {
    private static final Site MAP = Site.lock("kmap.pool: lock over finding a place");
    private static final Site UNMAP = Site.lock("kmap.pool: lock over giving a place back");
    private static final Site LOOK = Site.lock("kmap.pool: lock over looking a page up");
    private static final Site ROOM = Site.await("kmap.pool: wait for a place");
    private static final Site WRAP = Site.flush("kmap.pool: forget the places that nobody uses, on every CPU");

    private final Kmaps kmaps;
    private final int size;
    private final SpinLock lock = new SpinLock(LockClass.KMAP_POOL);

    // Under the lock, by place. A count of 1 is a place that nobody uses and some CPU may remember; its users come on
    // top.
    private final IntSlots counts;
    /** The page, plus 1; 0 where there is none. */
    private final IntSlots frames;

    private int last;

    /** Changes whenever a place loses its last user. */
    private final LongCell given = new LongCell(0);

    private final long room = Waits.newObject();

    KmapPool(Kmaps kmaps, int size) {
        this.kmaps = kmaps;
        this.size = size;
        counts = new IntSlots(size);
        frames = new IntSlots(size);
    }

    /** {@code kmap}: a lasting map of a page, the same for everybody. May sleep. 0 where that is forbidden. */
    long map(TaskContext t, int pfn) {
        if (t.preemptionOff()) {
            kmaps.report(
                    "sleep-while-atomic", t + " asks for a lasting kernel map, which may sleep, but keeps its CPU");
            t.raise(Fault.KERNEL_BUG);
            return 0;
        }
        if (!kmaps.isHigh(pfn)) {
            return kmaps.directAddress(pfn);
        }
        while (true) {
            long seen = given.getVolatile();
            lock.lock(MAP);
            int place = find(pfn);
            if (place < 0) {
                place = fresh(t, pfn);
            }
            if (place >= 0) {
                counts.set(place, counts.get(place) + 1);
                lock.unlock();
                return KernelLayout.poolAddress(place);
            }
            lock.unlock();
            t.block();
            Waits.await(ROOM, room, () -> given.getVolatile() != seen);
            t.unblock();
        }
    }

    /** {@code kunmap}: ends one use of a page's map. */
    void unmap(TaskContext t, int pfn) {
        if (pfn < 0 || !kmaps.isHigh(pfn)) {
            return;
        }
        lock.lock(UNMAP);
        int place = find(pfn);
        int count = place < 0 ? 0 : counts.get(place);
        boolean used = count > 1;
        boolean lastUser = count == 2;
        if (used) {
            counts.set(place, count - 1);
        }
        lock.unlock();
        if (!used) {
            kmaps.report("kmap-order", t + " ends a lasting map of page " + pfn + ", which has none");
        }
        if (lastUser) {
            given.getAndAdd(1);
            Waits.wake(room);
        }
    }

    /** {@code page_address} of a high page: where it is mapped; 0 if it is not. */
    long address(int pfn) {
        lock.lock(LOOK);
        int place = find(pfn);
        lock.unlock();
        return place < 0 ? 0 : KernelLayout.poolAddress(place);
    }

    private int find(int pfn) {
        for (int i = 0; i < size; i++) {
            if (frames.get(i) == pfn + 1) {
                return i;
            }
        }
        return -1;
    }

    /** A place for a page that has none, with nobody using it; -1 if all are used ({@code map_new_virtual}). */
    private int fresh(TaskContext t, int pfn) {
        for (int left = size; left > 0; left--) {
            last = last + 1 == size ? 0 : last + 1;
            if (last == 0) {
                flushUnused(t);
                left = size;
            }
            if (Guard.KMAP_POOL_SLOT_FREE.holds(counts.get(last) == 0)) {
                frames.set(last, pfn + 1);
                counts.set(last, 1);
                KernelTables.set(kmaps.tables().poolEntry(last), KernelTables.pte(pfn));
                return last;
            }
        }
        return -1;
    }

    /** Makes places free that nobody uses, and every CPU forget them ({@code flush_all_zero_pkmaps}). */
    private void flushUnused(TaskContext t) {
        boolean any = false;
        for (int i = 0; i < size; i++) {
            if (counts.get(i) == 1) {
                counts.set(i, 0);
                frames.set(i, 0);
                KernelTables.set(kmaps.tables().poolEntry(i), 0);
                any = true;
            }
        }
        if (any && WRAP.on()) {
            Cpus cpus = t.kernel().cpus();
            cpus.flush(
                    -1L >>> Cpus.MAX - cpus.count(),
                    t.cpu(),
                    Tlb.KERNEL,
                    KernelLayout.PKMAP_BASE,
                    KernelLayout.poolAddress(size),
                    WRAP);
        }
    }

    /** The frame at a place, by the book; -1 if none. For audits and checks. */
    int frame(int place) {
        return frames.peek(place) - 1;
    }

    /** Users of a place, by the book. For audits. */
    int users(int place) {
        return Math.max(0, counts.peek(place) - 1);
    }
}
