package dev.pinfold.mm.sync;

/**
 * The sequence of one address space: odd while somebody holds its mmap lock for writing. A VMA is write-locked exactly when
 * its own sequence equals this one, so ending the section unlocks all of them at once. Linux: {@code mm->mm_lock_seq}.
 */
public final class MmSeq {
    private final LongCell seq = new LongCell(0);

    /** Begins a section of writing; the caller has just taken the mmap lock for writing. */
    public void beginWrite() {
        seq.setRelease(seq.get() + 1); // Only the holder writes it.
    }

    /** Ends the section, before the mmap lock is released or downgraded: no VMA is write-locked any more. */
    public void endWrite() {
        seq.setRelease(seq.get() + 1);
    }

    /** The sequence now. */
    public long read() {
        return seq.getAcquire();
    }

    long peek() {
        return seq.peek();
    }

    long id() {
        return seq.id();
    }
}
