package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.fault.Populate;
import dev.pinfold.mm.huge.Collapse;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.space.VmaOps;
import dev.pinfold.mm.sync.Site;
import org.jspecify.annotations.Nullable;

/**
 * {@code madvise(2)}: {@code madvise_walk_vmas} of Linux 6.18. Advice that changes flags is taken under the mmap lock for
 * writing; what discards pages of one VMA under that VMA's lock alone; the rest under the mmap lock for reading.
 */
public final class Madvise {
    private static final Site WRITE = Site.lock("madvise: mmap lock over changing flags");
    private static final Site READ = Site.lock("madvise: mmap lock over looking at the mappings");

    private final TaskContext t;
    private final Space space;
    private final int advice;
    /** Whether the lock was given up on the way, so that VMAs known before may be gone. */
    private boolean dropped;

    private Madvise(TaskContext t, Space space, int advice) {
        this.t = t;
        this.space = space;
        this.advice = advice;
    }

    /**
     * Gives advice on {@code [addr, addr + length)}. Holes are passed over and reported at the end; a VMA that refuses
     * stops the call, and what lies before it has taken the advice.
     *
     * @return 0, -EINVAL, -ENOMEM (holes), -EAGAIN (a split too many), -EPERM (sealed), and what a hole punch gives
     */
    public static long call(TaskContext t, long addr, long length, int advice) {
        if (!isKnown(advice)) {
            return -Errno.EINVAL;
        }
        long error = checkRange(addr, length);
        return error != 0 || length == 0 ? error : range(t, t.space(), addr, length, advice);
    }

    /** {@code madvise_behavior_valid}: of a kernel with KSM and huge pages and without memory failure handling. */
    static boolean isKnown(int advice) {
        return advice >= Mman.MADV_NORMAL && advice <= Mman.MADV_DONTNEED
                || advice >= Mman.MADV_FREE && advice <= Mman.MADV_COLLAPSE
                || advice == Mman.MADV_GUARD_INSTALL
                || advice == Mman.MADV_GUARD_REMOVE;
    }

    /** {@code check_input_range}: 0 or -EINVAL. */
    static long checkRange(long addr, long length) {
        long bytes = pageUp(length);
        if (offsetInPage(addr) != 0 || length != 0 && bytes == 0 || Long.compareUnsigned(addr + bytes, addr) < 0) {
            return -Errno.EINVAL;
        }
        return 0;
    }

    /** {@code madvise_do_behavior} on a space, of the task or another. The range has been checked and is not empty. */
    static long range(TaskContext t, Space space, long addr, long length, int advice) {
        long end = addr + pageUp(length);
        if (addr < 0 || addr >= t.space().layout().taskSize()) {
            return -Errno.ENOMEM; // Nobody maps anything there.
        }
        if (end < 0) {
            end = pageDown(Long.MAX_VALUE);
        }
        Madvise m = new Madvise(t, space, advice);
        switch (advice) {
            case Mman.MADV_POPULATE_READ, Mman.MADV_POPULATE_WRITE -> {
                return Populate.madvise(t, addr, end, advice == Mman.MADV_POPULATE_WRITE);
            }
            case Mman.MADV_DONTNEED, Mman.MADV_DONTNEED_LOCKED, Mman.MADV_FREE -> {
                return m.underVmaLock(addr, end);
            }
            case Mman.MADV_WILLNEED, Mman.MADV_REMOVE, Mman.MADV_COLD, Mman.MADV_PAGEOUT, Mman.MADV_COLLAPSE -> {
                return m.underReadLock(addr, end);
            }
            case Mman.MADV_GUARD_INSTALL, Mman.MADV_GUARD_REMOVE -> {
                return m.underReadLock(addr, end);
            }
            default -> {
                space.writeLock(WRITE);
                try {
                    return m.walk(addr, end);
                } finally {
                    space.writeUnlock();
                }
            }
        }
    }

    private long underVmaLock(long start, long end) {
        Vma vma = t.space() == space ? space.lockVma(start) : null;
        if (vma != null) {
            try {
                if (end <= vma.end()) {
                    return advise(vma, start, end);
                }
            } finally {
                vma.lock().readUnlock();
            }
        }
        return underReadLock(start, end);
    }

    private long underReadLock(long start, long end) {
        space.readLock(READ);
        try {
            return walk(start, end);
        } finally {
            space.readUnlock();
        }
    }

    /** {@code madvise_walk_vmas}. Preconditions: the mmap lock is held as the advice needs it. */
    private long walk(long start, long end) {
        long holes = 0;
        long at = start;
        Vma vma = space.find(at);
        while (true) {
            if (vma == null) {
                return -Errno.ENOMEM;
            }
            if (at < vma.start()) {
                holes = -Errno.ENOMEM;
                at = vma.start();
                if (at >= end) {
                    return holes;
                }
            }
            long stop = Math.min(vma.end(), end);
            changed = vma;
            long error = advise(vma, at, stop);
            if (error != 0) {
                return error;
            }
            Vma now = changed;
            at = dropped || now == null ? stop : Math.max(stop, now.end());
            dropped = false;
            if (at >= end) {
                return holes;
            }
            vma = space.find(at);
        }
    }

    /** The VMA that holds the range after a change of flags; it may have grown. */
    private @Nullable Vma changed;

    /** {@code madvise_vma_behavior}. */
    private long advise(Vma vma, long start, long end) {
        if (!AdviceFlags.allowed(vma, advice)) {
            return -Errno.EPERM;
        }
        return switch (advice) {
            case Mman.MADV_DONTNEED, Mman.MADV_DONTNEED_LOCKED ->
                AdvicePages.dontNeed(t, vma, start, end, advice == Mman.MADV_DONTNEED_LOCKED);
            case Mman.MADV_FREE -> AdvicePages.free(t, vma, start, end);
            case Mman.MADV_COLD -> AdvicePages.cold(t, vma, start, end, false);
            case Mman.MADV_PAGEOUT -> AdvicePages.cold(t, vma, start, end, true);
            case Mman.MADV_COLLAPSE -> collapse(vma, start, end);
            case Mman.MADV_WILLNEED -> AdviceFiles.willNeed(t, this, vma, start, end);
            case Mman.MADV_REMOVE -> AdviceFiles.remove(t, this, vma, start, end);
            case Mman.MADV_GUARD_INSTALL -> Guards.install(t, vma, start, end);
            case Mman.MADV_GUARD_REMOVE -> Guards.remove(t, vma, start, end);
            default -> setFlags(vma, start, end);
        };
    }

    private long collapse(Vma vma, long start, long end) {
        dropped = true;
        return Collapse.advise(t, space, vma, start, end);
    }

    /** Gives up the mmap lock for a call that may sleep in a file; {@link #takeBack} takes it again. */
    void giveUp() {
        dropped = true;
        space.readUnlock();
    }

    void takeBack() {
        space.readLock(READ);
    }

    /** {@code madvise_update_vma}. */
    private long setFlags(Vma vma, long start, long end) {
        long flags = AdviceFlags.of(vma, advice);
        if (flags < 0) {
            return flags;
        }
        if (flags == vma.flags()) {
            return 0;
        }
        changed = VmaOps.setFlags(t, VmaOps.before(vma, start), vma, start, end, flags);
        // What the limit on VMAs forbids is reported as a passing want of resources.
        return changed == null ? VmaOps.refusal(vma, start, end, Errno.EAGAIN) : 0;
    }
}
