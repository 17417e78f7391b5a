package dev.pinfold.mm.space;

import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.AnonVmas;
import dev.pinfold.mm.sync.Site;
import org.jspecify.annotations.Nullable;

/**
 * The bracket around a change of VMAs' ranges: {@code vma_prepare} and {@code vma_complete}. Between the two, the
 * reverse maps of the VMAs are locked and the VMAs out of their trees, so that no walk sees a range half changed.
 *
 * <p>Preconditions: the mmap lock is held for writing, and every VMA named here is write-locked.
 */
final class VmaChange {
    private static final Site I_MMAP = Site.lock("space.change: i_mmap lock over a change of ranges");
    private static final Site ANON = Site.lock("space.change: anon_vma lock over a change of ranges");

    private final TaskContext t;
    private final Space space;
    /** The VMA that changes. */
    private final Vma vma;
    /** A neighbour that changes with it. */
    private @Nullable Vma adjacent;
    /** A new VMA that takes part of its range. */
    private @Nullable Vma insert;
    /** VMAs whose ranges it swallows. */
    private @Nullable Vma remove;

    private @Nullable Vma remove2;
    private final @Nullable FileMapping mapping;
    private @Nullable AnonVma anon;

    VmaChange(TaskContext t, Vma vma) {
        this.t = t;
        this.space = vma.space();
        this.vma = vma;
        this.anon = vma.anonVma();
        this.mapping = vma.mapping();
    }

    VmaChange adjacent(@Nullable Vma neighbour) {
        adjacent = neighbour;
        if (anon == null && neighbour != null) {
            anon = neighbour.anonVma();
        }
        return this;
    }

    VmaChange insert(Vma fresh) {
        insert = fresh;
        return this;
    }

    VmaChange remove(@Nullable Vma first, @Nullable Vma second) {
        remove = first != null ? first : second;
        remove2 = first != null ? second : null;
        return this;
    }

    void prepare() {
        if (insert != null) {
            // Before the locks of the reverse maps, which come after it.
            space.writeLockVma(insert);
        }
        FileMapping m = mapping;
        if (m != null) {
            m.iMmapLock().writeLock(I_MMAP);
            if (insert != null) {
                FileLinks.insertLocked(insert, m);
            }
        }
        AnonVma a = anon;
        if (a != null) {
            a.writeLock(ANON);
            AnonVmas.preUpdate(vma);
            if (adjacent != null) {
                AnonVmas.preUpdate(adjacent);
            }
        }
        if (m != null) {
            m.iMmap().remove(vma);
            if (adjacent != null) {
                m.iMmap().remove(adjacent);
            }
        }
    }

    void complete() {
        FileMapping m = mapping;
        if (m != null) {
            if (adjacent != null) {
                m.iMmap().insert(adjacent);
            }
            m.iMmap().insert(vma);
            if (remove != null) {
                FileLinks.removeLocked(remove, m);
            }
            if (remove2 != null) {
                FileLinks.removeLocked(remove2, m);
            }
        }
        if (insert != null) {
            space.attachLocked(insert);
        }
        AnonVma a = anon;
        if (a != null) {
            AnonVmas.postUpdate(vma);
            if (adjacent != null) {
                AnonVmas.postUpdate(adjacent);
            }
            a.writeUnlock();
        }
        if (m != null) {
            m.iMmapLock().writeUnlock();
        }
        if (remove != null) {
            discard(remove);
        }
        if (remove2 != null) {
            discard(remove2);
        }
    }

    /** A VMA whose range another has swallowed goes. */
    private void discard(Vma gone) {
        space.writeLockVma(gone);
        gone.lock().markDetached(space.seq());
        AnonVmas.unlink(gone);
        space.mapCount--;
        OpenFile f = gone.file();
        if (f != null) {
            f.put(t);
        }
    }
}
