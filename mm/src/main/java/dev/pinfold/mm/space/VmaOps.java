package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.rmap.AnonVmas;
import dev.pinfold.mm.table.Geometry;
import dev.pinfold.mm.table.TableCursor;
import org.jspecify.annotations.Nullable;

/** Splitting VMAs and changing flags of a part of one. Preconditions of all: the mmap lock is held for writing. */
public final class VmaOps {
    private VmaOps() {}

    /**
     * {@code __split_vma}: the part of {@code vma} below {@code address} or the part above becomes a VMA of its own,
     * with page offsets as they were. The limit on VMAs is not asked.
     *
     * @param address inside the VMA, not its start
     * @return the new VMA
     */
    static Vma splitUnchecked(TaskContext t, Vma vma, long address, boolean newBelow) {
        Space space = vma.space();
        OpenFile f = vma.file();
        Vma fresh = newBelow
                ? new Vma(space, vma.start(), address, vma.pgoff(), vma.flags(), f)
                : new Vma(space, address, vma.end(), vma.pageIndex(address), vma.flags(), f);
        if (f != null) {
            f.get();
        }
        AnonVmas.share(fresh, vma);
        space.writeLockVma(vma);
        space.writeLockVma(fresh);
        splitHuge(t, vma, address);
        VmaChange change = new VmaChange(t, vma).insert(fresh);
        change.prepare();
        if (newBelow) {
            vma.setRange(address, vma.end(), vma.pageIndex(address));
        } else {
            vma.setRange(vma.start(), address, vma.pgoff());
        }
        change.complete();
        return fresh;
    }

    /**
     * A huge entry across a border that is to be becomes small ones: {@code split_huge_pmd_if_needed}. Only one that
     * lies in the VMA whole can be there. Preconditions: the VMA is write-locked and still has its old range; the task's
     * cursor is closed.
     */
    static void splitHuge(TaskContext t, Vma vma, long border) {
        for (int level = Geometry.PMD; level <= Geometry.PUD; level++) {
            long span = Geometry.span(level);
            long below = border & -span;
            if (below != border && vma.start() <= below && below + span <= vma.end()) {
                // A cursor that is not asked for huge entries shows none: it splits them.
                TableCursor c = t.cursor();
                c.openAt(vma.tables(), border, TableCursor.READ);
                c.close();
                return;
            }
        }
    }

    /** {@code vm_ops->may_split}: whether what is mapped allows a border there. */
    public static boolean maySplit(Vma vma, long address) {
        FileMapping m = vma.mapping();
        return m == null || (address & m.alignment() - 1) == 0 || address == vma.start() || address == vma.end();
    }

    /** Why {@link #modify} or {@link #setFlags} gave null: -EINVAL where a border is forbidden, else {@code limit}. */
    public static long refusal(Vma vma, long start, long end, int limit) {
        return -(maySplit(vma, start) && maySplit(vma, end) ? limit : Errno.EINVAL);
    }

    /** {@code split_vma}: as {@link #splitUnchecked}, or null where that is forbidden or would exceed the limit of VMAs. */
    static @Nullable Vma split(TaskContext t, Vma vma, long address, boolean newBelow) {
        if (vma.space().mapCount >= Space.MAX_MAP_COUNT || !maySplit(vma, address)) {
            return null;
        }
        return splitUnchecked(t, vma, address, newBelow);
    }

    /**
     * {@code vma_modify}: makes {@code [start, end)} of {@code vma}, whose flags are about to be {@code newFlags}, a
     * VMA of its own or part of a neighbour that has these flags. The flags of what is returned are still to be set.
     *
     * @param prev the VMA before {@code start}: {@code vma} itself if the range begins inside it
     * @return the VMA that holds the range; null for -ENOMEM, where a split may have been done already
     */
    public static @Nullable Vma modify(
            TaskContext t, @Nullable Vma prev, Vma vma, long start, long end, long newFlags) {
        Vma merged = VmaMerge.changed(t, prev, vma, start, end, newFlags).existingRange();
        if (merged != null) {
            return merged;
        }
        if (vma.start() < start && split(t, vma, start, true) == null) {
            return null;
        }
        if (vma.end() > end && split(t, vma, end, false) == null) {
            return null;
        }
        return vma;
    }

    /**
     * Gives {@code [start, end)} of {@code vma} new flags, merging and splitting as needed.
     *
     * @return the VMA that holds the range now; null for -ENOMEM
     */
    public static @Nullable Vma setFlags(
            TaskContext t, @Nullable Vma prev, Vma vma, long start, long end, long newFlags) {
        Vma changed = modify(t, prev, vma, start, end, newFlags);
        if (changed != null) {
            replaceFlags(changed, newFlags | changed.flags() & VmFlags.VM_STICKY);
        }
        return changed;
    }

    /** {@code vma_start_write} and new flags. */
    public static void replaceFlags(Vma vma, long newFlags) {
        vma.space().writeLockVma(vma);
        vma.setFlags(newFlags);
    }

    /** The VMA that {@code prev} means for a walk over ranges from {@code start} on: see {@link #modify}. */
    public static @Nullable Vma before(Vma vma, long start) {
        return start > vma.start() ? vma : vma.space().vmas().prev(vma);
    }

    /**
     * {@code copy_vma}: makes a VMA for {@code len} bytes at {@code address} like {@code vma}, for a move of its
     * entries. It may become part of a neighbour, even of {@code vma} itself, if {@code vma} never had a page.
     */
    static Copy copy(TaskContext t, Vma vma, long address, long len, long pgoff) {
        Space space = vma.space();
        long off = pgoff;
        boolean untouched = vma.isAnonymous() && vma.anonVma() == null;
        if (untouched) {
            off = address >>> PAGE_SHIFT;
        }
        long sourceStart = vma.start();
        Vma prev = space.vmas().findBelow(address);
        Vma next = space.vmas().find(address);
        if (next != null && next.start() < address + len) {
            throw new AssertionError("copy onto " + next);
        }
        Vma merged =
                VmaMerge.copy(t, address, address + len, off, vma, prev, next).newRange();
        if (merged != null) {
            Vma source = vma;
            if (sourceStart >= merged.start() && sourceStart < merged.end()) {
                source = merged;
            }
            return new Copy(source, merged, merged.pgoff() <= source.pgoff());
        }
        OpenFile f = vma.file();
        Vma fresh = new Vma(space, address, address + len, off, vma.flags(), f);
        AnonVmas.share(fresh, vma);
        if (f != null) {
            f.get();
        }
        space.insert(fresh);
        return new Copy(vma, fresh, false);
    }

    /**
     * What {@link #copy} made.
     *
     * @param source where the source lies now
     * @param target the VMA that holds the copy
     * @param needRmapLocks whether a walk of a reverse map may come by the target before the source, so that the move
     *     has to lock it out
     */
    record Copy(Vma source, Vma target, boolean needRmapLocks) {}
}
