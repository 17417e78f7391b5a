package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.VmFlags.VM_SPECIAL;
import static dev.pinfold.mm.abi.VmFlags.VM_STICKY;

import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.AnonVmas;
import org.jspecify.annotations.Nullable;

/**
 * A range that may become one with its neighbours: {@code struct vma_merge_struct} and the rules of Linux 6.18's
 * {@code mm/vma.c}. Fill in what the range is like, then ask {@link #newRange} for a range that nobody has yet or
 * {@link #existingRange} for a part of a VMA whose flags are about to change.
 *
 * <p>Two ranges merge if their flags and files are equal, their page offsets run on, and their anon_vmas agree: one of
 * them has none and the other's is not inherited by fork, or both have the same. Preconditions: the mmap lock is held
 * for writing.
 */
final class VmaMerge {
    private final TaskContext t;
    private final Space space;
    private long start;
    private long end;
    private long pgoff;
    private final long flags;
    private final @Nullable OpenFile file;
    private @Nullable AnonVma anon;

    private @Nullable Vma prev;
    private @Nullable Vma middle;
    private @Nullable Vma next;
    /** The VMA that a move copies from. */
    private @Nullable Vma copiedFrom;
    /** The heap grows without looking at what lies above it. */
    private boolean justExpand;

    private @Nullable Vma target;
    private boolean removeMiddle;
    private boolean removeNext;
    private boolean adjustMiddle;
    private boolean adjustNext;

    private VmaMerge(TaskContext t, long start, long end, long pgoff, long flags, @Nullable OpenFile file) {
        this.t = t;
        this.space = t.space();
        this.start = start;
        this.end = end;
        this.pgoff = pgoff;
        this.flags = flags;
        this.file = file;
    }

    /** A new mapping between two neighbours. */
    static VmaMerge fresh(
            TaskContext t,
            long start,
            long end,
            long pgoff,
            long flags,
            @Nullable OpenFile file,
            @Nullable Vma prev,
            @Nullable Vma next) {
        VmaMerge m = new VmaMerge(t, start, end, pgoff, flags, file);
        m.prev = prev;
        m.next = next;
        return m;
    }

    /** The heap's growth after {@code prev}. */
    static VmaMerge heap(TaskContext t, long start, long end, long flags, Vma prev) {
        VmaMerge m = new VmaMerge(t, start, end, start >>> PAGE_SHIFT, flags, null);
        m.prev = prev;
        m.justExpand = true;
        return m;
    }

    /** {@code [start, end)} of {@code middle} is about to have other flags. */
    static VmaMerge changed(TaskContext t, @Nullable Vma prev, Vma middle, long start, long end, long newFlags) {
        VmaMerge m = new VmaMerge(t, start, end, middle.pageIndex(start), newFlags, middle.file());
        m.prev = prev;
        m.middle = middle;
        m.anon = middle.anonVma();
        return m;
    }

    /** {@code vma_merge_extend}: {@code vma} grows upward, and swallows what it then touches if that fits. */
    static VmaMerge extension(TaskContext t, Vma vma, long bytes) {
        VmaMerge m = new VmaMerge(t, vma.end(), vma.end() + bytes, vma.pageIndex(vma.end()), vma.flags(), vma.file());
        m.prev = vma;
        m.next = t.space().vmas().next(vma);
        m.anon = vma.anonVma();
        return m;
    }

    /** A move makes a copy of part of {@code from} here. */
    static VmaMerge copy(
            TaskContext t, long start, long end, long pgoff, Vma from, @Nullable Vma prev, @Nullable Vma next) {
        VmaMerge m = new VmaMerge(t, start, end, pgoff, from.flags(), from.file());
        m.prev = prev;
        m.next = next;
        m.anon = from.anonVma();
        m.copiedFrom = from;
        return m;
    }

    // --- the rules --------------------------------------------------------------------------------------------------

    /** {@code is_mergeable_vma}. */
    private boolean sameKind(Vma vma) {
        return ((vma.flags() ^ flags) & ~VM_STICKY) == 0 && vma.file() == file;
    }

    /** {@code vma_is_fork_child}: its anon_vmas may serve other spaces, and sharing their lock wider would cost. */
    private static boolean isForkChild(@Nullable Vma vma) {
        return vma != null && vma.anonVma() != null && !vma.anonSingular();
    }

    /** {@code is_mergeable_anon_vma}. */
    private boolean anonAgrees(Vma neighbour) {
        AnonVma theirs = neighbour.anonVma();
        if (theirs == null && anon != null) {
            return !isForkChild(middle) && !isForkChild(copiedFrom);
        }
        if (theirs != null && anon == null) {
            return !isForkChild(neighbour);
        }
        return theirs == anon;
    }

    /** {@code can_vma_merge_left}. */
    private boolean canMergeLeft() {
        Vma p = prev;
        return p != null && p.end() == start && sameKind(p) && anonAgrees(p) && p.pgoff() + p.pages() == pgoff;
    }

    /** {@code can_vma_merge_right}: that both neighbours suit the range does not make them suit each other. */
    private boolean canMergeRight(boolean left) {
        Vma n = next;
        if (n == null
                || n.start() != end
                || !sameKind(n)
                || !anonAgrees(n)
                || n.pgoff() != pgoff + (end - start >>> PAGE_SHIFT)) {
            return false;
        }
        Vma p = prev;
        return !left || p == null || p.anonVma() == null || n.anonVma() == null || p.anonVma() == n.anonVma();
    }

    // --- a range that nobody has yet --------------------------------------------------------------------------------

    /**
     * {@code vma_merge_new_range}: extends a neighbour over the range, and over the other neighbour too if all three
     * fit. The range is empty but for what the caller is about to unmap.
     *
     * @return the extended VMA, or null when the range needs one of its own
     */
    @Nullable
    Vma newRange() {
        space.assertWriteLocked();
        if ((flags & VM_SPECIAL) != 0 || prev == null && next == null) {
            return null;
        }
        boolean left = canMergeLeft();
        boolean right = !justExpand && canMergeRight(left);
        if (right && next != null) {
            end = next.end();
            target = next;
        }
        if (left && prev != null) {
            start = prev.start();
            pgoff = prev.pgoff();
            target = prev;
        }
        if (target == null) {
            return null;
        }
        expand(target);
        return target;
    }

    /** {@code vma_expand}. */
    private void expand(Vma vma) {
        space.writeLockVma(vma);
        Vma n = next;
        if (n != null && vma != n && end == n.end()) {
            space.writeLockVma(n);
            takeAnonOf(vma, n);
            removeNext = true;
        }
        if (copiedFrom != null) {
            takeAnonOf(vma, copiedFrom);
        }
        commit(vma);
    }

    /** {@code dup_anon_vma}: what {@code from} had anonymous will be found through {@code to} as well. */
    private static void takeAnonOf(Vma to, Vma from) {
        if (from.anonVma() != null && to.anonVma() == null) {
            AnonVmas.share(to, from);
        }
    }

    // --- part of a VMA whose flags change ---------------------------------------------------------------------------

    /**
     * {@code vma_merge_existing_range}: gives the range to the neighbours whose flags it will have.
     *
     * @return the VMA that now holds the range, or null when it stays where it is
     */
    @Nullable
    Vma existingRange() {
        space.assertWriteLocked();
        Vma mid = middle;
        if (mid == null) {
            throw new AssertionError("no VMA to change");
        }
        boolean leftSide = start == mid.start();
        boolean rightSide = end == mid.end();
        if ((flags & VM_SPECIAL) != 0 || !leftSide && !rightSide) {
            return null;
        }
        boolean left = leftSide && canMergeLeft();
        boolean right = false;
        if (rightSide) {
            next = space.vmas().next(mid);
            right = canMergeRight(left);
        }
        Vma p = left ? prev : null;
        Vma n = right ? next : null;
        if (p == null && n == null) {
            return null;
        }
        removeMiddle = leftSide && rightSide;
        removeNext = p != null && n != null;
        space.writeLockVma(mid);
        if (n != null) {
            space.writeLockVma(n);
        }
        if (p != null) {
            space.writeLockVma(p);
            takeInto(p, n, mid);
        } else if (n != null) {
            takeIntoNext(n, mid);
        }
        Vma to = p != null ? p : n;
        if (to == null) {
            throw new AssertionError("nobody to merge with");
        }
        commit(to);
        return to;
    }

    private void takeInto(Vma p, @Nullable Vma n, Vma mid) {
        start = p.start();
        pgoff = p.pgoff();
        if (n != null) {
            end = n.end();
            takeAnonOf(p, n.anonVma() != null ? n : mid);
        } else {
            adjustMiddle = !removeMiddle;
            takeAnonOf(p, mid);
        }
    }

    private void takeIntoNext(Vma n, Vma mid) {
        if (removeMiddle) {
            pgoff = n.pgoff() - (end - start >>> PAGE_SHIFT);
            end = n.end();
        } else {
            // The middle keeps what lies below the range; here start and end become the middle's.
            adjustNext = true;
            end = start;
            start = mid.start();
            pgoff = mid.pgoff();
        }
        takeAnonOf(n, mid);
    }

    /** {@code commit_merge}: moves the borders with every reverse map locked. */
    private void commit(Vma to) {
        Vma mid = middle;
        Vma n = next;
        Vma changes = adjustNext && mid != null ? mid : to;
        Vma adjacent = adjustMiddle ? mid : adjustNext ? n : null;
        long sticky = (flags | to.flags() | (removeNext && n != null ? n.flags() : 0)) & VM_STICKY;
        VmaChange change =
                new VmaChange(t, changes).adjacent(adjacent).remove(removeMiddle ? mid : null, removeNext ? n : null);
        VmaOps.splitHuge(t, changes, start);
        VmaOps.splitHuge(t, changes, end);
        if (adjacent != null) {
            VmaOps.splitHuge(t, adjacent, end);
        }
        change.prepare();
        changes.setRange(start, end, pgoff);
        if (adjustMiddle && mid != null) {
            mid.setRange(end, mid.end(), mid.pageIndex(end));
        } else if (adjustNext && n != null) {
            n.setRange(end, n.end(), n.pgoff() - (n.start() - end >>> PAGE_SHIFT));
        }
        space.vmas().store(to.start(), to.end(), to);
        change.complete();
        to.setFlags(to.flags() | sticky);
    }
}
