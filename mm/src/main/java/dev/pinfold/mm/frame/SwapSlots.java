package dev.pinfold.mm.frame;

import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import java.util.Arrays;

/**
 * Swap space: pages of private memory that have no frame, each in a slot ({@code swap_map} and the device behind it).
 *
 * <p>A slot counts the page-table entries that name it; one in a leaf table that several spaces use is one. The last that
 * goes frees the slot. A task that reads a slot's contents holds the lock of a table with such an entry, or has just taken
 * the slot itself. Reading and writing take no time worth waiting for: the store behind is memory of the host.
 */
public final class SwapSlots {
    private static final Site TAKE = Site.lock("swap: slot lock over taking a slot");
    private static final Site TAKE_RUN = Site.lock("swap: slot lock over taking slots in a row");
    private static final Site COUNT = Site.lock("swap: slot lock over counting one more entry");
    private static final Site FREE = Site.lock("swap: slot lock over counting one entry less");

    private final SpinLock lock = new SpinLock(LockClass.SWAP);
    private final PhysicalMemory memory;
    private final int slots;

    // Under the lock: entries that name each slot; free slots below the first never used, the latest on top.
    private int[] counts = new int[16];
    private int[] free = new int[16];
    private final IntCell freeCount = new IntCell(0);
    private final IntCell next = new IntCell(0);

    /** @param slots pages of swap, at least 1 */
    SwapSlots(int slots) {
        this.slots = slots;
        memory = PhysicalMemory.open(slots);
    }

    /** The region of its contents, for who gives numbers to native memory. */
    long base() {
        return memory.base();
    }

    /** Pages of swap. */
    public int size() {
        return slots;
    }

    /** Slots in use. */
    public int used() {
        return next.get() - freeCount.get();
    }

    /** A free slot, counted once; -1 if there is none. */
    public int take() {
        lock.lock(TAKE);
        int slot = -1;
        int spare = freeCount.get();
        if (spare > 0) {
            slot = free[spare - 1];
            freeCount.set(spare - 1);
        } else if (next.get() < slots) {
            slot = next.get();
            next.set(slot + 1);
        }
        if (slot >= counts.length) {
            counts = Arrays.copyOf(counts, counts.length * 2);
        }
        if (slot >= 0) {
            counts[slot] = 1;
        }
        lock.unlock();
        return slot;
    }

    /**
     * {@code n} free slots in a row, the first a multiple of {@code n}, each counted once ({@code folio_alloc_swap} of a large
     * folio); the first, or -1 if there are none.
     *
     * @param n a power of two
     */
    public int takeRun(int n) {
        lock.lock(TAKE_RUN);
        int used = next.get();
        int at = 0;
        while (at + n <= slots && !isFree(at, n, used)) {
            at += n;
        }
        if (at + n > slots) {
            at = -1;
        } else {
            claim(at, n, used);
        }
        lock.unlock();
        return at;
    }

    private boolean isFree(int at, int n, int used) {
        for (int i = at; i < Math.min(at + n, used); i++) {
            if (counts[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Takes slots that are free. Those never used below them become free ones that were used. */
    private void claim(int at, int n, int used) {
        int end = Math.max(used, at + n);
        counts = end > counts.length ? Arrays.copyOf(counts, Integer.highestOneBit(end) * 2) : counts;
        int[] left = new int[Math.max(16, end)];
        int spare = 0;
        for (int i = 0; i < end; i++) {
            if (i >= at && i < at + n) {
                counts[i] = 1;
            } else if (counts[i] == 0) {
                left[spare++] = i;
            }
        }
        free = left;
        freeCount.set(spare);
        next.set(end);
    }

    /** One more entry names the slot: {@code swap_duplicate}. */
    public void dup(int slot) {
        dup(slot, 1);
    }

    /** One more entry names each of {@code n} slots in a row. */
    public void dup(int first, int n) {
        lock.lock(COUNT);
        int used = next.get();
        for (int slot = first; slot < first + n; slot++) {
            if (slot >= used || counts[slot] <= 0) {
                throw new AssertionError("an entry names slot " + slot + " of swap, which is free");
            }
            counts[slot]++;
        }
        lock.unlock();
    }

    /** One entry fewer: {@code swap_free}. */
    public void put(int slot) {
        put(slot, 1);
    }

    /** One entry fewer of each of {@code n} slots in a row. */
    public void put(int first, int n) {
        lock.lock(FREE);
        int used = next.get();
        for (int slot = first; slot < first + n; slot++) {
            if (slot >= used || counts[slot] <= 0) {
                throw new AssertionError("slot " + slot + " of swap was freed twice");
            }
            if (--counts[slot] == 0) {
                int spare = freeCount.get();
                if (spare == free.length) {
                    free = Arrays.copyOf(free, spare * 2);
                }
                free[spare] = slot;
                freeCount.set(spare + 1);
            }
        }
        lock.unlock();
    }

    /** Entries that name a slot; for audits and for who holds the lock of a table with one of them. */
    public int count(int slot) {
        return slot < next.get() ? counts[slot] : 0;
    }

    /** Native address of a slot's contents, a page. */
    public long address(int slot) {
        return memory.address(slot);
    }

    void close() {
        memory.recycle();
    }
}
