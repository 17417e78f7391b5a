package dev.pinfold.mm.file;

/** The machine's promises of memory, as far as shared memory makes them; in pages. Linux: {@code vm_committed_as}. */
public interface CommitAccount {
    /** Promises {@code pages} more. Returns 0, or -ENOMEM with nothing promised ({@code security_vm_enough_memory_mm}). */
    long tryAdd(long pages);

    /** Takes {@code pages} back. */
    void remove(long pages);
}
