package dev.pinfold.mm.abi;

/** What the functions that pin pages are asked for: {@code mm_types.h}. */
public final class Foll {
    /** The pages will be written: they must be writable, and private ones are copied first. */
    public static final int FOLL_WRITE = 1;
    /** Take a reference to each page. */
    public static final int FOLL_GET = 2;
    /** An error where nothing but zeros would be found, as core dumps want it. */
    public static final int FOLL_DUMP = 4;
    /** Whatever the mapping's rights: read where it could be readable, write private memory where it could be writable. */
    public static final int FOLL_FORCE = 0x8;
    /** Do not wait for the store behind a file. */
    public static final int FOLL_NOWAIT = 0x10;
    /** An error where a fault would be needed. */
    public static final int FOLL_NOFAULT = 0x20;
    /** EHWPOISON, and not EFAULT, for memory that has failed. */
    public static final int FOLL_HWPOISON = 0x40;
    /** Anonymous mappings only. */
    public static final int FOLL_ANON = 0x80;
    /** The pin may be held for as long as user space likes. */
    public static final int FOLL_LONGTERM = 0x100;
    /** Split a huge entry first. */
    public static final int FOLL_SPLIT_PMD = 0x200;
    /** Device memory that is for peers only will do. */
    public static final int FOLL_PCI_P2PDMA = 0x400;
    /** Any signal ends a wait, not only a deadly one. */
    public static final int FOLL_INTERRUPTIBLE = 0x800;
    /** Fault where an entry without rights is only a hint for placement. */
    public static final int FOLL_HONOR_NUMA_FAULT = 0x1000;

    public static final int FOLL_TOUCH = 0x10000;
    public static final int FOLL_TRIED = 0x20000;
    public static final int FOLL_REMOTE = 0x40000;
    public static final int FOLL_PIN = 0x80000;
    public static final int FOLL_FAST_ONLY = 0x100000;
    public static final int FOLL_UNLOCKABLE = 0x200000;
    public static final int FOLL_MADV_POPULATE = 0x400000;

    private Foll() {}
}
