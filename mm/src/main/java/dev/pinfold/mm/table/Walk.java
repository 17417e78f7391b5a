package dev.pinfold.mm.table;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.sync.Sync;
import dev.pinfold.mm.sync.Words;
import org.jspecify.annotations.Nullable;

/**
 * A walk over page tables that calls back: {@code mm/pagewalk.c} of Linux 6.18. One object serves any number of walks of
 * one task, one after the other, and is also what callbacks are given ({@code struct mm_walk}).
 *
 * <p>Every walk asserts the locks that {@link WalkOps.Builder#lock} names. No lock of tables is held while a callback for
 * an entry above the leaves, a hole or a mapping runs; a callback for a PTE runs under the lock of its table and must not
 * sleep. Walks allocate nothing.
 */
public final class Walk {
    /** How to go on after a callback for an entry above the leaves: {@code enum page_walk_action}. */
    public enum Action {
        /** Into the entries below. The state before each callback. */
        SUBTREE,
        /** To the next entry. */
        CONTINUE,
        /** To the same entry once more, read anew. */
        AGAIN
    }

    /** What {@link #test} says of a mapping that is not to be walked. */
    private static final long SKIP = 1;

    private final TableCursor cursor;
    private final WalkOps ops;

    private @Nullable WalkVma vma;
    private @Nullable PageTables tables;
    private Action action = Action.SUBTREE;
    private int index;

    /**
     * A walk that changes nothing by itself.
     *
     * @param cursor the task's, not open while the walk runs
     */
    public Walk(TableCursor cursor, WalkOps ops) {
        this.cursor = cursor;
        this.ops = ops;
    }

    // --- walks ------------------------------------------------------------------------------------------------------

    /**
     * Walks the mappings and holes of a range: {@code walk_page_range}.
     *
     * <p>Preconditions: the mmap lock, as the callbacks' lock mode says.
     *
     * @return 0, what a callback stopped with, or -errno: -EINVAL for an empty range or callbacks that install
     */
    public long range(WalkSpace space, long start, long end) {
        return ops.installPte != null ? -Errno.EINVAL : rangeInstalling(space, start, end);
    }

    /** As {@link #range}, for callbacks that may install; for the memory manager itself. */
    public long rangeInstalling(WalkSpace space, long start, long end) {
        if (Long.compareUnsigned(start, end) >= 0 || ops.lock == WalkLock.VMA_RDLOCK_VERIFY) {
            return -Errno.EINVAL;
        }
        if (Sync.CONTROLLED) {
            ops.lock.space(space);
        }
        WalkVma v = space.find(start);
        long next;
        for (long a = start; a < end; a = next) {
            long err;
            if (v == null || a < v.start()) {
                vma = null;
                next = v == null ? end : Math.min(end, v.start());
                err = ops.pteHole == null ? 0 : ops.pteHole.visit(this, a, next, -1);
            } else {
                lockVma(space, v);
                next = Math.min(end, v.end());
                err = test(v, a, next);
                if (err == 0) {
                    err = mapped(v, a, next);
                } else if (err > 0) {
                    err = 0;
                }
                v = space.find(next);
            }
            if (err != 0) {
                return err;
            }
        }
        return 0;
    }

    /** Walks one mapping, whatever {@code testWalk} would say: {@code walk_page_vma}. Locks and result as {@link #range}. */
    public long vma(WalkSpace space, WalkVma v) {
        return vmaRange(space, v, v.start(), v.end());
    }

    /**
     * Walks a part of one mapping, whatever {@code testWalk} would say: {@code walk_page_range_vma}.
     *
     * @return as {@link #range}; -EINVAL also for a range that is not inside the mapping
     */
    public long vmaRange(WalkSpace space, WalkVma v, long start, long end) {
        return ops.installPte != null ? -Errno.EINVAL : vmaRangeInstalling(space, v, start, end);
    }

    /** As {@link #vmaRange}, for callbacks that may install; for the memory manager itself. */
    public long vmaRangeInstalling(WalkSpace space, WalkVma v, long start, long end) {
        if (start >= end || start < v.start() || end > v.end()) {
            return -Errno.EINVAL;
        }
        if (Sync.CONTROLLED) {
            ops.lock.space(space);
        }
        lockVma(space, v);
        return mapped(v, start, end);
    }

    /**
     * Walks all tables in a range without regard to mappings: {@code walk_page_range_debug}. Huge entries are shown to the
     * callbacks of their level and left alone.
     *
     * <p>Preconditions: the mmap lock is held for writing, since munmap frees tables under it for reading, when no mapping
     * is left to tell a walk to stay away.
     */
    public long debug(WalkSpace space, long start, long end) {
        if (Sync.CONTROLLED) {
            space.assertMmapWriteLocked();
        }
        return bare(space.tables(), start, end);
    }

    /**
     * Walks tables that belong to no address space: {@code walk_kernel_page_table_range}. As {@link #debug}.
     *
     * <p>Preconditions: nobody frees tables meanwhile; the owner of the tables asserts what it can.
     */
    public long kernel(PageTables kernelTables, long start, long end) {
        return bare(kernelTables, start, end);
    }

    private long bare(PageTables t, long start, long end) {
        if (start >= end || ops.installPte != null) {
            return -Errno.EINVAL;
        }
        vma = null;
        return tree(t, start, end, ops.mode | TableCursor.HUGE_PART);
    }

    /**
     * Asks whether a mapping is to be walked: {@code walk_page_test}.
     *
     * @return 0 to walk it, above 0 to skip it, or -errno
     */
    public long test(WalkVma v, long start, long end) {
        vma = v;
        if (ops.testWalk != null) {
            return ops.testWalk.visit(this, start, end);
        }
        if ((v.flags() & VmFlags.VM_PFNMAP) == 0) {
            return 0;
        }
        long err = ops.pteHole == null ? 0 : ops.pteHole.visit(this, start, end, -1);
        return err == 0 ? SKIP : err;
    }

    /**
     * Walks the entries of a part of one mapping, untested, with {@code preVma} before and {@code postVma} after them:
     * {@code __walk_page_range}. Asserts no lock but what the cursor asserts: any that keeps the mapping's tables will do.
     */
    public long mapped(WalkVma v, long start, long end) {
        vma = v;
        if (ops.preVma != null) {
            long err = ops.preVma.visit(this, start, end);
            if (err != 0) {
                return err;
            }
        }
        return tree(v.tables(), start, end, ops.mode);
    }

    private void lockVma(WalkSpace space, WalkVma v) {
        if (Sync.CONTROLLED || ops.lock == WalkLock.WRLOCK) {
            ops.lock.vma(space, v);
        }
    }

    private long tree(PageTables t, long start, long end, int mode) {
        tables = t;
        cursor.open(t, start, end, mode, ops.event);
        long err = level(t, t.root(), t.levels() - 1, start, end);
        if (vma != null && ops.postVma != null) {
            ops.postVma.visit(this);
        }
        cursor.close();
        return err;
    }

    // --- levels -----------------------------------------------------------------------------------------------------

    /** Visits a range's entries of one table above the leaves, and what is below them. */
    private long level(PageTables t, int table, int level, long start, long end) {
        boolean below = ops.asksBelow(level);
        long next;
        for (long a = start; a < end; a = next) {
            next = Math.min(end, Geometry.next(a, level));
            long slot = t.slot(table, Geometry.index(a, level));
            do {
                action = Action.SUBTREE;
                long err = entry(t, slot, level, below, a, next);
                if (err != 0) {
                    return err;
                }
            } while (action == Action.AGAIN);
        }
        return 0;
    }

    private long entry(PageTables t, long slot, int level, boolean below, long start, long end) {
        long e = Words.getLongAcquire(slot);
        boolean folded = level == Geometry.P4D && t.levels() == Geometry.PGD;
        WalkOps.Entry pgd = ops.byLevel[Geometry.PGD];
        if (folded && pgd != null) {
            long err = pgd.visit(this, e, start, end);
            if (err != 0 || action != Action.SUBTREE) {
                return err;
            }
        }
        if (Pte.none(e)) {
            if (ops.installPte == null) {
                return ops.pteHole == null ? 0 : ops.pteHole.visit(this, start, end, folded ? 0 : Geometry.PGD - level);
            }
            boolean made = level == Geometry.PMD
                    ? t.createLeaf(slot, cursor.cpuId())
                    : t.pmdTableOrCreate(start, cursor.cpuId()) >= 0;
            action = Action.AGAIN;
            return made ? 0 : -Errno.ENOMEM;
        }
        WalkOps.Entry here = ops.byLevel[level];
        if (here != null) {
            long err = here.visit(this, e, start, end);
            if (err != 0 || action != Action.SUBTREE) {
                return err;
            }
            e = Words.getLongAcquire(slot);
        }
        boolean leaf = Pte.huge(e) || !Pte.present(e);
        if (leaf && vma != null && ops.huge != null) {
            return leafTable(start, end);
        }
        if (!below && (ops.installPte == null || leaf)) {
            return 0; // Nobody asks for what is below; who only installs leaves a huge page whole.
        }
        if (leaf && vma == null) {
            return 0;
        }
        if (level == Geometry.PMD) {
            return leafTable(start, end);
        }
        if (leaf) {
            return split(start);
        }
        long err = level(t, Pte.pfn(e), level - 1, start, end);
        action = Action.SUBTREE;
        return err;
    }

    /** Visits PTEs. The cursor splits a huge entry first; if there is no table in the end the PMD is looked at again. */
    private long leafTable(long start, long end) {
        cursor.reopen(start, end);
        if (!cursor.next()) {
            action = Action.AGAIN;
            return cursor.failed() ? -Errno.ENOMEM : 0;
        }
        long err;
        if (!cursor.huge()) {
            err = entries();
        } else {
            index = cursor.first();
            err = ops.huge == null ? 0 : ops.huge.visit(this, cursor.get(), start, end);
        }
        cursor.reopen(end, end);
        action = Action.SUBTREE;
        return err;
    }

    /** {@code split_huge_pud}: the cursor does that on its way to any page; the entry is then looked at again. */
    private long split(long start) {
        cursor.reopen(start, start + PAGE_SIZE);
        boolean ignored = cursor.next();
        cursor.reopen(start, start);
        action = Action.AGAIN;
        return 0;
    }

    private long entries() {
        WalkOps.Entry pte = ops.byLevel[Geometry.PTE];
        boolean readOnly = ops.mode == TableCursor.READ && cursor.shared();
        for (int i = cursor.first(), limit = cursor.limit(); i < limit; i++) {
            index = i;
            long e = cursor.get(i);
            if (readOnly) {
                e &= ~Pte.WRITE;
            }
            long a = cursor.address(i);
            long err = 0;
            if (ops.installPte != null && Pte.none(e)) {
                err = ops.installPte.visit(this, a);
            } else if (pte != null) {
                err = pte.visit(this, e, a, a + PAGE_SIZE);
            }
            if (err != 0) {
                return err;
            }
        }
        return 0;
    }

    // --- for callbacks ----------------------------------------------------------------------------------------------

    /** The mapping that is walked; {@code null} in a hole and in a walk without mappings. */
    public @Nullable WalkVma vma() {
        return vma;
    }

    /** The tables that are walked. Preconditions: in a callback for an entry, or after {@code preVma}. */
    public PageTables tables() {
        PageTables t = tables;
        if (t == null) {
            throw new IllegalStateException("no tables are being walked");
        }
        return t;
    }

    /** Says how the walk goes on after this callback. */
    public void action(Action a) {
        action = a;
    }

    /** The transaction that the walk reads and changes entries in. A callback neither closes nor moves it. */
    public TableCursor cursor() {
        return cursor;
    }

    /** The index of this callback's PTE in the cursor's table. */
    public int index() {
        return index;
    }

    /** Replaces the PTE of this callback if it is still {@code old}: the CPU may have set bits since. */
    public boolean cas(long old, long entry) {
        return cursor.cas(index, old, entry);
    }

    /** The PTE of this callback as it is now. */
    public long get() {
        return cursor.get(index);
    }

    /** Gives the empty PTE of this callback an entry. */
    public void install(long entry) {
        cursor.set(index, entry);
    }

    /** Notes that TLBs must forget the page of this callback; they do before the mapping's walk ends. */
    public void flushLater() {
        cursor.flushLater(cursor.address(index));
    }
}
