package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.VmFlags.VM_ACCOUNT;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED_MASK;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.rmap.AnonVmas;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.TableMove;
import org.jspecify.annotations.Nullable;

/**
 * Moving a mapping, pages and all: {@code move_vma} of Linux 6.18's {@code mm/mremap.c}. Preconditions of all: the mmap
 * lock is held for writing.
 */
public final class VmaMove {
    private static final Site I_MMAP = Site.lock("space.move: i_mmap lock over moving entries");
    private static final Site ANON = Site.lock("space.move: anon_vma lock over moving entries");

    /** VMAs that a move may make on the way, of which so many must be left. */
    private static final int HEADROOM = 3;

    private VmaMove() {}

    /**
     * Moves {@code oldLen} bytes from {@code from} to {@code to}, where {@code newLen} bytes are free, and unmaps the
     * old place.
     *
     * @param vma the VMA that contains {@code from} and {@code oldLen} bytes from there
     * @param keepOld leave the old place mapped and empty: MREMAP_DONTUNMAP
     * @return 0; or -ENOMEM, or -EINVAL (no border allowed there), with everything where it was
     */
    public static long move(TaskContext t, Vma vma, long from, long oldLen, long to, long newLen, boolean keepOld) {
        Space space = t.space();
        if (space.mapCount >= Space.MAX_MAP_COUNT - HEADROOM) {
            return -Errno.ENOMEM;
        }
        if (!VmaOps.maySplit(vma, from) || !VmaOps.maySplit(vma, from + oldLen)) {
            return -Errno.EINVAL;
        }
        long charged = 0;
        if (vma.has(VM_ACCOUNT)) {
            charged = (keepOld ? newLen : newLen - oldLen) >>> PAGE_SHIFT;
            if (VmAccount.charge(t, charged) != 0) {
                return -Errno.ENOMEM;
            }
        }
        space.writeLockVma(vma);
        long flags = vma.flags();
        VmaOps.Copy copy = VmaOps.copy(t, vma, to, newLen, vma.pageIndex(from));
        Vma source = copy.source();
        Vma target = copy.target();
        boolean moved = moveEntries(t, source, from, to, oldLen);
        VmAccount.add(space, flags, newLen >>> PAGE_SHIFT);
        if ((flags & VM_LOCKED) != 0) {
            space.lockedVm += newLen >>> PAGE_SHIFT;
        }
        if (!moved) {
            // The new place goes instead of the old one, and what was promised for it.
            unmapUnpromised(t, target, to, newLen);
            VmAccount.uncharge(t, charged);
            return -Errno.ENOMEM;
        }
        if (keepOld) {
            keepSource(source, target, from, oldLen);
        } else {
            unmapUnpromised(t, source, from, oldLen);
        }
        return 0;
    }

    /** Moves the entries with the reverse maps locked, and back again if there is no frame for a table. */
    private static boolean moveEntries(TaskContext t, Vma source, long from, long to, long len) {
        FileMapping m = source.mapping();
        if (m != null) {
            m.iMmapLock().writeLock(I_MMAP);
        }
        AnonVma anon = source.anonVma();
        if (anon != null) {
            anon.writeLock(ANON);
        }
        var tables = t.space().tables();
        long done = TableMove.move(t.cursor(), t.cursor2(), tables, from, to, len, t.cpuId());
        if (done < len) {
            TableMove.move(t.cursor(), t.cursor2(), tables, to, from, done, t.cpuId());
        }
        if (anon != null) {
            anon.writeUnlock();
        }
        if (m != null) {
            m.iMmapLock().writeUnlock();
        }
        return done >= len;
    }

    /**
     * {@code dontunmap_complete}: the old place stays, empty and not locked. Linux goes on counting its pages as locked,
     * which the limit shows.
     */
    private static void keepSource(Vma source, Vma target, long from, long len) {
        if (source.has(VM_LOCKED)) {
            source.space().lockedForNothing += source.pages();
        }
        VmaOps.replaceFlags(source, source.flags() & ~VM_LOCKED_MASK);
        if (target != source && from == source.start() && from + len == source.end()) {
            AnonVmas.unlink(source);
        }
    }

    /**
     * {@code unmap_source_vma}: the promise of memory moved with the pages, so that unmapping must not take it back,
     * while what remains of the VMA keeps it.
     */
    private static void unmapUnpromised(TaskContext t, Vma vma, long addr, long len) {
        Space space = t.space();
        boolean accountable = vma.has(VM_ACCOUNT);
        long start = vma.start();
        long end = vma.end();
        if (accountable) {
            VmaOps.replaceFlags(vma, vma.flags() & ~VM_ACCOUNT);
        }
        if (Unmap.range(t, addr, len) != 0) {
            // No VMA or frame to split with: both stay, so both are promised, though perhaps in more pieces.
            t.kernel().commit().add(t.cpuId(), accountable ? len >>> PAGE_SHIFT : 0);
            for (Vma v = space.find(start);
                    accountable && v != null && v.start() < end;
                    v = space.vmas().next(v)) {
                restoreAccount(v);
            }
            return;
        }
        if (accountable) {
            restoreAccount(start < addr ? space.lookup(addr - 1) : null);
            restoreAccount(end > addr + len ? space.lookup(addr + len) : null);
        }
    }

    private static void restoreAccount(@Nullable Vma rest) {
        if (rest != null) {
            VmaOps.replaceFlags(rest, rest.flags() | VM_ACCOUNT);
        }
    }

    /**
     * {@code expand_vma_in_place}: {@code vma} grows upward by {@code bytes}, which are free.
     *
     * @return the VMA, which may have merged with what lies above; null for -ENOMEM
     */
    public static @Nullable Vma extend(TaskContext t, Vma vma, long bytes) {
        Space space = t.space();
        long pages = bytes >>> PAGE_SHIFT;
        if (vma.has(VM_ACCOUNT) && VmAccount.charge(t, pages) != 0) {
            return null;
        }
        long flags = vma.flags();
        Vma merged = VmaMerge.extension(t, vma, bytes).newRange();
        if (merged == null) {
            if ((flags & VM_ACCOUNT) != 0) {
                VmAccount.uncharge(t, pages);
            }
            return null;
        }
        VmAccount.add(space, flags, pages);
        if ((flags & VM_LOCKED) != 0) {
            space.lockedVm += pages;
        }
        return merged;
    }
}
