package dev.pinfold.mm.abi;

/** What a system call is about. */
public enum Area {
    /** Files and descriptors. */
    FILE,
    /** The address space, and limits of it. */
    MEMORY,
    /** Tasks. */
    TASK,
    /** Protection keys. */
    PKEY
}
