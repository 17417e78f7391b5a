package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.CommitAccount;
import dev.pinfold.mm.sync.CpuCounter;

/**
 * Memory promised by a machine, in pages: {@code vm_committed_as} and the three overcommit modes of
 * {@code __vm_enough_memory}.
 */
public final class Commit implements CommitAccount {
    /** Refuse only what exceeds all memory at once: {@code OVERCOMMIT_GUESS}. */
    public static final int GUESS = 0;

    public static final int ALWAYS = 1;
    /** Promise no more than swap and half the memory: {@code OVERCOMMIT_NEVER}. */
    public static final int NEVER = 2;

    /** For who is on no CPU of the machine's, or does not know on which. */
    public static final int NO_CPU = -1;

    private static final int RATIO_PERCENT = 50;

    /**
     * In the mode that refuses by the sum every promise is counted in the shared part, where it is exact; else each CPU
     * counts for itself, as nobody asks.
     */
    private final CpuCounter committed;

    private final int mode;
    private final long memoryPages;
    private final long swapPages;
    private final long userReservePages;
    private final long adminReservePages;

    /** Accounts for a machine with so many pages of memory and swap, and so many CPUs. */
    public Commit(int mode, long memoryPages, long swapPages, int cpus) {
        this.committed = new CpuCounter(cpus);
        if (mode < GUESS || mode > NEVER) {
            throw new IllegalArgumentException("overcommit mode " + mode + ", expected 0, 1 or 2");
        }
        this.mode = mode;
        this.memoryPages = memoryPages;
        this.swapPages = swapPages;
        // Reserves are 3 % of memory, 128 MiB and 8 MiB at most.
        this.userReservePages = Math.min(memoryPages / 32, (128L << 20) >> PAGE_SHIFT);
        this.adminReservePages = Math.min(memoryPages / 32, (8L << 20) >> PAGE_SHIFT);
    }

    public int mode() {
        return mode;
    }

    /** Pages promised now. */
    public long committed() {
        return committed.peekSum();
    }

    /** {@code vm_commit_limit} in pages. */
    public long limit() {
        return memoryPages * RATIO_PERCENT / 100 + swapPages;
    }

    /**
     * Promises {@code pages} more if the mode allows it.
     *
     * @param cpu the CPU that the caller runs on, or {@link #NO_CPU}
     * @param totalVm pages mapped in the space that asks, part of what mode 2 keeps in reserve; 0 for none
     * @param privileged whether the asker may use the administrator's reserve
     * @return 0, or -ENOMEM with nothing changed
     */
    public long tryAdd(int cpu, long pages, long totalVm, boolean privileged) {
        long now = count(cpu, pages);
        if (mode == ALWAYS) {
            return 0;
        }
        if (mode == GUESS) {
            if (Long.compareUnsigned(pages, memoryPages + swapPages) <= 0) {
                return 0;
            }
        } else {
            long allowed = limit() - (privileged ? 0 : adminReservePages);
            allowed -= Math.min(totalVm / 32, userReservePages);
            if (Math.max(0, now) < allowed) {
                return 0;
            }
        }
        count(cpu, -pages);
        return -Errno.ENOMEM;
    }

    /** As {@link #tryAdd(int, long, long, boolean)} for shared memory, which belongs to no space. */
    @Override
    public long tryAdd(long pages) {
        return tryAdd(NO_CPU, pages, 0, false);
    }

    @Override
    public void remove(long pages) {
        add(NO_CPU, -pages);
    }

    /** Promises {@code pages} more, or fewer if negative, without asking: {@code vm_acct_memory}. */
    public void add(int cpu, long pages) {
        if (pages != 0) {
            count(cpu, pages);
        }
    }

    /** Counts; gives the sum in the mode that needs it. */
    private long count(int cpu, long pages) {
        if (mode == NEVER || cpu == NO_CPU) {
            return committed.addShared(pages);
        }
        committed.add(cpu, pages);
        return 0;
    }
}
