package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.VmFlags.VM_ACCOUNT;
import static dev.pinfold.mm.abi.VmFlags.VM_DROPPABLE;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED_MASK;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;
import static dev.pinfold.mm.abi.VmFlags.VM_SPECIAL;
import static dev.pinfold.mm.abi.VmFlags.VM_SYNC;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.DiskMapping;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.OpenFile;
import org.jspecify.annotations.Nullable;

/** Making a mapping at an address that is decided: {@code mmap_region} and {@code do_brk_flags}. */
public final class MapRegion {
    private MapRegion() {}

    /**
     * Maps {@code [address, address + len)}, in place of what is there.
     *
     * <p>Preconditions: the mmap lock is held for writing; both numbers are multiples of the page size, in range, and
     * {@code len} is not 0.
     *
     * @param file the file; null for anonymous memory, private or shared
     * @param flags VM_ flags, without VM_ACCOUNT
     * @param pgoff page offset in the file, or the page number of {@code address} for private anonymous memory
     * @return 0, -ENOMEM (limits), -EPERM (a sealed VMA in the way, or a file sealed against writing)
     */
    public static long map(TaskContext t, @Nullable OpenFile file, long address, long len, long flags, long pgoff) {
        t.space().assertWriteLocked();
        FileMapping mapping = file == null ? null : file.inode().mapping();
        if (mapping == null || !VmFlags.isSharedMayWrite(flags)) {
            return region(t, file, address, len, flags, pgoff);
        }
        // Counted as a writable mapping all the while, so that no seal against writing can slip in.
        long error = mapping.mapWritable();
        if (error != 0) {
            return error;
        }
        long result = region(t, file, address, len, flags, pgoff);
        mapping.unmapWritable();
        return result;
    }

    private static long region(
            TaskContext t, @Nullable OpenFile file, long address, long len, long wantedFlags, long pgoff) {
        Space space = t.space();
        VmaTree vmas = space.vmas();
        long end = address + len;
        long pages = len >>> PAGE_SHIFT;
        long flags = wantedFlags;

        Vma first = vmas.findIntersection(address, end);
        Unmap old = null;
        Vma prev;
        Vma next;
        if (first != null) {
            old = new Unmap(t, address, end);
            long error = old.gather(first);
            if (error != 0) {
                return error;
            }
            prev = old.prev();
            next = old.next();
        } else {
            prev = vmas.findBelow(address);
            next = vmas.find(address);
        }
        if (!VmAccount.mayExpand(t, flags, pages - (old == null ? 0 : old.pages()))) {
            return -Errno.ENOMEM;
        }
        long charged = 0;
        if (VmFlags.isAccountable(flags)) {
            // What the old mappings were promised serves the new one.
            charged = pages - (old == null ? 0 : old.accountedPages());
            if (charged != 0 && VmAccount.charge(t, charged) != 0) {
                return -Errno.ENOMEM;
            }
            if (old != null) {
                old.takeAccounted();
            }
            charged = pages;
            flags |= VM_ACCOUNT;
        }
        if (old != null) {
            old.detach();
            old.clearEntries();
        }

        if (file != null && (flags & VM_SYNC) != 0 && file.inode().mapping() instanceof DiskMapping) {
            return fail(t, old, address, end, charged, -Errno.EOPNOTSUPP); // Only DAX files can promise that.
        }
        Vma vma =
                VmaMerge.fresh(t, address, end, pgoff, flags, file, prev, next).newRange();
        if (vma == null) {
            OpenFile mapped = file;
            boolean noContents = file == null || file.inode().mapping() == null;
            if (!noContents || (flags & VM_SHARED) == 0) {
                if (file != null) {
                    file.get();
                }
            } else {
                mapped = t.kernel().files().sharedAnonymous(len, (flags & VmFlags.VM_NORESERVE) != 0);
                if (mapped == null) {
                    return fail(t, old, address, end, charged, -Errno.ENOMEM);
                }
            }
            vma = new Vma(space, address, end, pgoff, flags, mapped);
            space.insert(vma);
        }
        if (old != null) {
            old.complete(false);
        }
        VmAccount.add(space, flags, pages);
        if ((flags & VM_LOCKED) != 0) {
            if ((flags & (VM_SPECIAL | VM_DROPPABLE)) != 0) {
                vma.setFlags(flags & ~VM_LOCKED_MASK);
            } else {
                space.lockedVm += pages;
            }
        }
        return 0;
    }

    /**
     * What was there before is gone already, so a hole remains; also what it was promised, which Linux forgets to give
     * back here.
     */
    private static long fail(TaskContext t, @Nullable Unmap old, long address, long end, long charged, long error) {
        VmAccount.uncharge(t, charged);
        if (old != null) {
            t.space().vmas().clear(address, end);
            old.complete(false);
        }
        return error;
    }

    /**
     * {@code do_brk_flags}: more heap at {@code [address, address + len)}, as part of {@code before} if that ends there
     * and fits. Preconditions: as {@link #map}; the range is free.
     *
     * @return 0 or -ENOMEM
     */
    public static long grow(TaskContext t, @Nullable Vma before, long address, long len) {
        Space space = t.space();
        long flags = VmFlags.VM_DATA_DEFAULT_FLAGS | VM_ACCOUNT | space.defFlags;
        long pages = len >>> PAGE_SHIFT;
        if (!VmAccount.mayExpand(t, flags, pages)
                || space.mapCount > Space.MAX_MAP_COUNT
                || VmAccount.charge(t, pages) != 0) {
            return -Errno.ENOMEM;
        }
        Vma vma = null;
        if (before != null && before.end() == address) {
            vma = VmaMerge.heap(t, address, address + len, flags, before).newRange();
        }
        if (vma == null) {
            space.insert(new Vma(space, address, address + len, address >>> PAGE_SHIFT, flags, null));
        }
        space.totalVm += pages;
        space.dataVm += pages;
        if ((flags & VM_LOCKED) != 0) {
            space.lockedVm += pages;
        }
        return 0;
    }
}
