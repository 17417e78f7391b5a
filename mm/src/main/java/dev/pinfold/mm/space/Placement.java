package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PMD_SHIFT;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.Inode;
import dev.pinfold.mm.file.OpenFile;
import org.jspecify.annotations.Nullable;

/**
 * Where a mapping goes: {@code get_unmapped_area} as x86-64 does it. Top-down below the layout's top, directly under
 * what lies there; bottom-up from its floor when nothing is left; a hint is taken if it is free. Ranges that could hold
 * huge pages are aligned to them. Preconditions of all: the mmap lock is held for writing.
 */
public final class Placement {
    private static final long LOW_32BIT = 0x40000000L;
    private static final long HIGH_32BIT = 0x80000000L;
    private static final long FOUR_GIB = 1L << 32;

    private Placement() {}

    /**
     * An address for {@code len} bytes.
     *
     * @param file what is mapped; null for anonymous memory, whatever its kind
     * @param hint where the caller would like it, a multiple of the page size; 0 for anywhere. With MAP_FIXED where it
     *     must be
     * @param pgoff page offset in the file
     * @param mapFlags MAP_ flags
     * @return the address, or -ENOMEM, or with MAP_FIXED also -EINVAL (not aligned) and -EPERM (too low)
     */
    public static long find(TaskContext t, @Nullable OpenFile file, long hint, long len, long pgoff, long mapFlags) {
        Space space = t.space();
        long taskSize = space.layout().taskSize();
        if (Long.compareUnsigned(len, taskSize) > 0) {
            return -Errno.ENOMEM;
        }
        long address = 0;
        if (wantsHugeAlignment(file, hint, len, mapFlags)) {
            FileMapping m = file == null ? null : file.inode().mapping();
            long unit = m == null ? PMD_SIZE : m.preferredAlignment();
            for (; unit >= PMD_SIZE && address == 0; unit >>= PMD_SHIFT - PAGE_SHIFT) {
                address = aligned(space, hint, len, file == null ? 0 : pgoff << PAGE_SHIFT, mapFlags, unit);
            }
        }
        if (address == 0) {
            address = topDown(space, hint, len, mapFlags);
        }
        if (Errno.isError(address)) {
            return address;
        }
        if (Long.compareUnsigned(address, taskSize - len) > 0) {
            return -Errno.ENOMEM;
        }
        if (offsetInPage(address) != 0) {
            return -Errno.EINVAL;
        }
        return address < Layout.FIXED_MIN_ADDR && !t.privileged() ? -Errno.EPERM : address;
    }

    /** Which requests are aligned: files whose file system asks for it, and whole huge pages of private memory. */
    private static boolean wantsHugeAlignment(@Nullable OpenFile file, long hint, long len, long mapFlags) {
        if (file != null) {
            // As ext4, XFS and Btrfs ask for, and /dev/zero when private; tmpfs has no huge pages here.
            FileMapping m = file.inode().mapping();
            return m != null
                    ? !m.isShmem()
                    : file.inode().kind() == Inode.Kind.ZERO && (mapFlags & Mman.MAP_SHARED) == 0;
        }
        return (mapFlags & Mman.MAP_SHARED) == 0 && hint == 0 && (len & PMD_SIZE - 1) == 0;
    }

    /**
     * {@code __thp_get_unmapped_area}: room for one huge page more, in which the offset is congruent to the address.
     *
     * @return 0 if that does not make sense or there is no such room
     */
    private static long aligned(Space space, long hint, long len, long off, long mapFlags, long size) {
        long offEnd = off + len;
        long offAlign = off + size - 1 & -size;
        if (offEnd <= offAlign || offEnd - offAlign < size) {
            return 0;
        }
        long padded = len + size;
        if (padded < len || off + padded < off) {
            return 0;
        }
        long at = topDown(space, hint, padded, mapFlags);
        if (Errno.isError(at)) {
            return 0;
        }
        if (at == hint) {
            return hint;
        }
        long shift = off - at & size - 1;
        return shift == 0 ? at + size : at + shift;
    }

    /** {@code arch_get_unmapped_area_topdown}. */
    private static long topDown(Space space, long hint, long len, long mapFlags) {
        Layout layout = space.layout();
        long taskSize = layout.taskSize();
        if (Long.compareUnsigned(len, taskSize) > 0) {
            return -Errno.ENOMEM;
        }
        if ((mapFlags & Mman.MAP_FIXED) != 0) {
            return hint;
        }
        if ((mapFlags & Mman.MAP_32BIT) != 0) {
            return bottomUp(space, hint, len, mapFlags);
        }
        long page = pageDown(hint);
        if (hint != 0 && hintValid(layout, page, len) && isFree(space, page, len)) {
            return page;
        }
        long low = (mapFlags & Mman.MAP_ABOVE4G) != 0 ? FOUR_GIB : Layout.MMAP_MIN_ADDR;
        long high = layout.mmapTop();
        if (Long.compareUnsigned(page, Layout.DEFAULT_MAP_WINDOW) > 0) {
            // A caller that names an address beyond 47 bits is ready to get one.
            high += taskSize - Layout.DEFAULT_MAP_WINDOW;
        }
        long found = highest(space, low, high, len);
        return Errno.isError(found) ? bottomUp(space, hint, len, mapFlags) : found;
    }

    /** {@code mmap_address_hint_valid}: inside the address space, and not across the border of 47 bits. */
    private static boolean hintValid(Layout layout, long address, long len) {
        if (Long.compareUnsigned(layout.taskSize() - len, address) < 0) {
            return false;
        }
        return address > Layout.DEFAULT_MAP_WINDOW == address + len > Layout.DEFAULT_MAP_WINDOW;
    }

    /** Whether nothing lies there, nor a stack so near above that it needs the room. */
    private static boolean isFree(Space space, long address, long len) {
        Vma vma = space.vmas().find(address);
        return vma == null || address + len <= vma.startGap();
    }

    /** {@code arch_get_unmapped_area}. */
    private static long bottomUp(Space space, long hint, long len, long mapFlags) {
        Layout layout = space.layout();
        long begin;
        long end;
        if ((mapFlags & Mman.MAP_32BIT) != 0) {
            begin = LOW_32BIT;
            end = HIGH_32BIT;
        } else {
            begin = layout.mmapFloor();
            end = Long.compareUnsigned(hint, Layout.DEFAULT_MAP_WINDOW) > 0
                    ? layout.taskSize()
                    : Layout.DEFAULT_MAP_WINDOW;
        }
        if (Long.compareUnsigned(len, end) > 0) {
            return -Errno.ENOMEM;
        }
        if (hint != 0) {
            long page = pageUp(hint);
            if (Long.compareUnsigned(end - len, page) >= 0 && isFree(space, page, len)) {
                return page;
            }
        }
        if ((mapFlags & Mman.MAP_ABOVE4G) != 0) {
            begin = Math.max(begin, FOUR_GIB);
        }
        return lowest(space, begin, end, len);
    }

    /** {@code unmapped_area_topdown}. */
    private static long highest(Space space, long low, long highLimit, long len) {
        long high = highLimit;
        while (true) {
            long gapEnd = space.vmas().highestGapEnd(low, high, len);
            if (gapEnd < 0) {
                return -Errno.ENOMEM;
            }
            Vma above = space.vmas().find(gapEnd);
            if (above == null || above.startGap() >= gapEnd) {
                return gapEnd - len;
            }
            high = above.startGap(); // A stack above wants to keep its distance.
        }
    }

    /** {@code unmapped_area}. */
    private static long lowest(Space space, long lowLimit, long high, long len) {
        long low = Math.max(lowLimit, Layout.MMAP_MIN_ADDR);
        while (true) {
            long gap = space.vmas().lowestGapStart(low, high, len);
            if (gap < 0) {
                return -Errno.ENOMEM;
            }
            Vma above = space.vmas().find(gap);
            if (above == null || above.startGap() >= gap + len - 1) {
                return gap;
            }
            low = above.end();
        }
    }
}
