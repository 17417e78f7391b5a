package dev.pinfold.mm.space;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.sync.Site;

/** A VMA's place in the reverse map of its file: {@code vma_link_file} and {@code unlink_file_vma}. */
public final class FileLinks {
    private static final Site LINK = Site.lock("space.file: i_mmap lock over linking a VMA");
    private static final Site UNLINK = Site.lock("space.file: i_mmap lock over unlinking a VMA");
    private static final Site LINK_AFTER = Site.lock("space.file: i_mmap lock over linking a forked VMA");

    private FileLinks() {}

    /** Preconditions: the VMA's space is locked for writing, or nobody sees it. */
    static void link(Vma vma) {
        FileMapping m = vma.mapping();
        if (m != null) {
            m.iMmapLock().writeLock(LINK);
            insertLocked(vma, m);
            m.iMmapLock().writeUnlock();
        }
    }

    /** {@code dup_mmap}: the child's VMA, complete by now, enters the file's reverse map. */
    public static void linkForked(Vma child) {
        FileMapping m = child.mapping();
        if (m != null) {
            m.iMmapLock().writeLock(LINK_AFTER);
            insertLocked(child, m);
            m.iMmapLock().writeUnlock();
        }
    }

    /** Takes the VMA out: after this no walk of the file finds its entries. {@link #closed} follows when they are gone. */
    static void unlink(Vma vma) {
        FileMapping m = vma.mapping();
        if (m != null) {
            m.iMmapLock().writeLock(UNLINK);
            takeOutLocked(vma, m);
            m.iMmapLock().writeUnlock();
        }
    }

    /** The VMA that was taken out has no entries any more ({@code vma_close}): who counts mappings counts one less. */
    static void closed(Vma vma) {
        FileMapping m = vma.mapping();
        if (m != null) {
            m.unlinked();
        }
    }

    /** Preconditions: the i_mmap lock of {@code m} is held for writing. */
    static void insertLocked(Vma vma, FileMapping m) {
        if (VmFlags.isSharedMayWrite(vma.flags())) {
            m.copyWritable();
        }
        m.iMmap().insert(vma);
        m.linked();
    }

    /** Another VMA takes its entries over. Preconditions: the i_mmap lock of {@code m} is held for writing. */
    static void removeLocked(Vma vma, FileMapping m) {
        takeOutLocked(vma, m);
        m.unlinked();
    }

    private static void takeOutLocked(Vma vma, FileMapping m) {
        if (VmFlags.isSharedMayWrite(vma.flags())) {
            m.unmapWritable();
        }
        m.iMmap().remove(vma);
    }
}
