package dev.pinfold.mm.sync;

/**
 * A count that is odd while its writer is at work, so that a reader can tell that what it read is torn. Writers exclude each
 * other by a lock of their own. Linux: {@code seqcount_t}, as in {@code mm->write_protect_seq}.
 */
public final class SeqCount {
    private final LongCell count = new LongCell(0);

    /** Begins a write: readers that began before, and those that begin now, will have to retry. */
    public void beginWrite() {
        count.getAndAdd(1);
    }

    /** Ends a write. */
    public void endWrite() {
        count.getAndAdd(1);
    }

    /** The count at the start of a read; odd while a writer is at work. Does not wait. */
    public long read() {
        return count.getAcquire();
    }

    /** Whether what was read since {@link #read} gave {@code start} may be torn. */
    public boolean retry(long start) {
        if (!Sync.CONTROLLED) {
            java.lang.invoke.VarHandle.acquireFence();
        }
        return (start & 1) != 0 || count.getVolatile() != start;
    }
}
