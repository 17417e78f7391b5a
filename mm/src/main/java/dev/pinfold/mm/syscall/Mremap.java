package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageUp;
import static dev.pinfold.mm.abi.VmFlags.VM_ACCOUNT;
import static dev.pinfold.mm.abi.VmFlags.VM_DONTEXPAND;
import static dev.pinfold.mm.abi.VmFlags.VM_LOCKED;
import static dev.pinfold.mm.abi.VmFlags.VM_MAYSHARE;
import static dev.pinfold.mm.abi.VmFlags.VM_PFNMAP;
import static dev.pinfold.mm.abi.VmFlags.VM_SHARED;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.fault.Populate;
import dev.pinfold.mm.space.Placement;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Unmap;
import dev.pinfold.mm.space.VmAccount;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.space.VmaMove;
import dev.pinfold.mm.sync.Site;
import org.jspecify.annotations.Nullable;

/** {@code mremap(2)} of Linux 6.18, which moves several VMAs at once where nothing is resized. */
public final class Mremap {
    private static final Site WRITE = Site.lock("mremap: mmap lock over moving and resizing");

    private final TaskContext t;
    private final Space space;
    private final long flags;
    // Bytes; a move of several VMAs sets them for each.
    private long addr;
    private long oldLen;
    private long newLen;
    private long newAddr;
    private @Nullable Vma vma;
    /** Bytes cut off before a move. */
    private long cutOff;
    /** Locked memory grew: bring the new part in. */
    private boolean populate;

    private Mremap(TaskContext t, long addr, long oldLen, long newLen, long flags, long newAddr) {
        this.t = t;
        this.space = t.space();
        this.addr = addr;
        this.oldLen = oldLen;
        this.newLen = newLen;
        this.flags = flags;
        this.newAddr = newAddr;
    }

    /**
     * Moves or resizes {@code [oldAddr, oldAddr + oldLength)}.
     *
     * @param newAddr looked at with MREMAP_FIXED and MREMAP_DONTUNMAP only
     * @return the address, or -errno
     */
    public static long call(TaskContext t, long oldAddr, long oldLength, long newLength, long flags, long newAddr) {
        Mremap m = new Mremap(t, oldAddr, pageUp(oldLength), pageUp(newLength), flags, newAddr);
        long error = m.checkArguments();
        if (error != 0) {
            return error;
        }
        long result;
        t.space().writeLock(WRITE);
        try {
            result = m.run();
        } finally {
            t.space().writeUnlock();
        }
        if (m.populate && !Errno.isError(result)) {
            Populate.mapped(t, m.newAddr + m.oldLen, m.newLen - m.oldLen);
        }
        return result;
    }

    /** {@code vrm_implies_new_addr}. */
    private boolean placed() {
        return (flags & (Mman.MREMAP_FIXED | Mman.MREMAP_DONTUNMAP)) != 0;
    }

    /** {@code check_mremap_params}. */
    private long checkArguments() {
        long taskSize = space.layout().taskSize();
        if ((flags & ~(Mman.MREMAP_FIXED | Mman.MREMAP_MAYMOVE | Mman.MREMAP_DONTUNMAP)) != 0
                || offsetInPage(addr) != 0
                || newLen == 0
                || Long.compareUnsigned(newLen, taskSize) > 0) {
            return -Errno.EINVAL;
        }
        if (!placed()) {
            return 0;
        }
        if (Long.compareUnsigned(newAddr, taskSize - newLen) > 0
                || offsetInPage(newAddr) != 0
                || (flags & Mman.MREMAP_MAYMOVE) == 0
                || (flags & Mman.MREMAP_DONTUNMAP) != 0 && oldLen != newLen
                || Long.compareUnsigned(addr + oldLen, newAddr) > 0
                        && Long.compareUnsigned(newAddr + newLen, addr) > 0) {
            return -Errno.EINVAL;
        }
        // A move needs room for VMAs that come and go on the way.
        return space.mapCount() + 2 >= Space.MAX_MAP_COUNT - 3 ? -Errno.ENOMEM : 0;
    }

    private long run() {
        if ((flags & Mman.MREMAP_FIXED) != 0 && oldLen == newLen) {
            return moveAll();
        }
        vma = addr < 0 ? null : space.lookup(addr);
        long error = checkVma();
        if (error != 0) {
            return error;
        }
        return placed() ? moveTo() : resize();
    }

    /** {@code check_prep_vma}. */
    private long checkVma() {
        Vma v = vma;
        if (v == null) {
            return -Errno.EFAULT;
        }
        if (v.isSealed()) {
            return -Errno.EPERM;
        }
        if (!placed()) {
            newAddr = addr;
        }
        boolean expands = Long.compareUnsigned(newLen, oldLen) > 0;
        if (!expands && !placed()) {
            return 0;
        }
        // An old length of 0 makes a second mapping of the same pages, which only shared ones can have.
        if (oldLen == 0 && !v.has(VM_SHARED | VM_MAYSHARE)) {
            return -Errno.EINVAL;
        }
        if ((flags & Mman.MREMAP_DONTUNMAP) != 0 && v.has(VM_DONTEXPAND | VM_PFNMAP)) {
            return -Errno.EINVAL;
        }
        long moved = expands || newLen == oldLen ? oldLen : newLen;
        if (Long.compareUnsigned(moved, v.end() - addr) > 0) {
            return -Errno.EFAULT;
        }
        if (newLen == moved) {
            return 0;
        }
        populate = v.has(VM_LOCKED);
        long pgoff = v.pageIndex(addr);
        if (pgoff + (newLen >>> PAGE_SHIFT) < pgoff) {
            return -Errno.EINVAL;
        }
        if (v.has(VM_DONTEXPAND | VM_PFNMAP)) {
            return -Errno.EFAULT;
        }
        long delta = newLen - oldLen;
        if (!VmAccount.mlockFutureOk(t, v.flags(), delta)) {
            return -Errno.EAGAIN;
        }
        return VmAccount.mayExpand(t, v.flags(), delta >>> PAGE_SHIFT) ? 0 : -Errno.ENOMEM;
    }

    private Vma vma() {
        Vma v = vma;
        if (v == null) {
            throw new AssertionError("no VMA");
        }
        return v;
    }

    // --- in place, or wherever there is room: mremap_at -------------------------------------------------------------

    private long resize() {
        if (newLen == oldLen) {
            return addr;
        }
        if (Long.compareUnsigned(newLen, oldLen) < 0) {
            long error = Unmap.range(t, addr + newLen, oldLen - newLen);
            return error != 0 ? error : addr;
        }
        Vma v = vma();
        if (v.end() - addr == oldLen && isFreeAbove(v, newLen - oldLen)) {
            return VmaMove.extend(t, v, newLen - oldLen) == null ? -Errno.ENOMEM : addr;
        }
        if ((flags & Mman.MREMAP_MAYMOVE) == 0) {
            return -Errno.ENOMEM;
        }
        long error = findPlace();
        return error != 0 ? error : move();
    }

    /** {@code vma_expandable}. */
    private boolean isFreeAbove(Vma v, long delta) {
        long end = v.end() + delta;
        if (end < v.end() || space.vmas().findIntersection(v.end(), end) != null) {
            return false;
        }
        long at = Placement.find(t, null, v.start(), end - v.start(), 0, Mman.MAP_FIXED);
        return !Errno.isError(at);
    }

    // --- to an address that the caller names: mremap_to -------------------------------------------------------------

    private long moveTo() {
        if ((flags & Mman.MREMAP_FIXED) != 0) {
            long error = Unmap.range(t, newAddr, newLen);
            if (error != 0) {
                return error;
            }
            vma = space.lookup(addr); // Removing the target may have split it.
            if (vma == null) {
                return -Errno.EFAULT;
            }
        }
        if (Long.compareUnsigned(newLen, oldLen) < 0) {
            long error = Unmap.range(t, addr + newLen, oldLen - newLen);
            if (error != 0) {
                return error;
            }
            vma = space.lookup(addr);
            if (vma == null) {
                return -Errno.EFAULT;
            }
            cutOff = oldLen - newLen;
            oldLen = newLen;
        }
        if ((flags & Mman.MREMAP_DONTUNMAP) != 0 && !VmAccount.mayExpand(t, vma().flags(), oldLen >>> PAGE_SHIFT)) {
            return -Errno.ENOMEM;
        }
        long error = findPlace();
        return error != 0 ? error : move();
    }

    /** {@code vrm_set_new_addr}. */
    private long findPlace() {
        Vma v = vma();
        long mapFlags = (flags & Mman.MREMAP_FIXED) != 0 ? Mman.MAP_FIXED : 0;
        if (v.has(VM_MAYSHARE)) {
            mapFlags |= Mman.MAP_SHARED;
        }
        long at = Placement.find(t, v.file(), placed() ? newAddr : 0, newLen, v.pageIndex(addr), mapFlags);
        if (Errno.isError(at)) {
            return at;
        }
        newAddr = at;
        return 0;
    }

    private long move() {
        if (cutOff != 0 && vma().has(VM_ACCOUNT)) {
            // Linux asks for the memory of what was cut off, as if the mapping grew by it, and forgets to give it back.
            if (VmAccount.charge(t, cutOff >>> PAGE_SHIFT) != 0) {
                return -Errno.ENOMEM;
            }
            VmAccount.uncharge(t, cutOff >>> PAGE_SHIFT);
        }
        long error = VmaMove.move(t, vma(), addr, oldLen, newAddr, newLen, (flags & Mman.MREMAP_DONTUNMAP) != 0);
        return error != 0 ? error : newAddr;
    }

    /** {@code vma_multi_allowed}: a device that places its mappings itself moves alone. */
    private static boolean mayMoveWithOthers(Vma v) {
        return v.file() == null || v.mapping() != null;
    }

    // --- several VMAs at once: remap_move ---------------------------------------------------------------------------

    /** Moves every VMA in the range, gaps between them kept. Stops at the first that cannot be moved. */
    private long moveAll() {
        long start = addr;
        long end = addr + oldLen;
        long target = newAddr;
        long result = -Errno.EFAULT;
        long lastEnd = 0;
        boolean seen = false;
        Vma v = start < 0 ? null : space.find(start);
        while (v != null && v.start() < end) {
            if (!seen && start < v.start()) {
                return -Errno.EFAULT;
            }
            long at = Math.max(v.start(), start);
            long len = Math.min(end, v.end()) - at;
            long offset = seen ? v.start() - lastEnd : 0;
            lastEnd = v.end();
            if (!mayMoveWithOthers(v) && (seen || v.end() < end)) {
                return -Errno.EFAULT;
            }
            vma = v;
            addr = at;
            newAddr = target + offset;
            oldLen = len;
            newLen = len;
            long error = checkVma();
            long to = error != 0 ? error : moveTo();
            if (Errno.isError(to)) {
                return to;
            }
            if (!seen) {
                result = to;
            }
            seen = true;
            target = to + newLen;
            v = at + len < end ? space.find(at + len) : null;
        }
        return result;
    }
}
