package dev.pinfold.mm.gup;

/** The FOLL_ flags of {@link Gup}, with Linux's values, and which of them go together. */
public final class FollFlags {
    /** The pages will be written: they must be writable, and private ones are copied first. */
    public static final int FOLL_WRITE = 1;
    /** Take a reference to each page. */
    public static final int FOLL_GET = 1 << 1;
    /** An error where nothing but zeros would be found, as core dumps want it. */
    public static final int FOLL_DUMP = 1 << 2;
    /** Whatever the mapping's rights: read where it could be readable, write private memory where it could be writable. */
    public static final int FOLL_FORCE = 1 << 3;
    /** Do not wait for the store behind a file. */
    public static final int FOLL_NOWAIT = 1 << 4;
    /** An error where a fault would be needed. */
    public static final int FOLL_NOFAULT = 1 << 5;
    /** EHWPOISON, and not EFAULT, for memory that has failed. */
    public static final int FOLL_HWPOISON = 1 << 6;
    /** Anonymous mappings only. */
    public static final int FOLL_ANON = 1 << 7;
    /** The pin may be held for as long as user space likes. */
    public static final int FOLL_LONGTERM = 1 << 8;
    /** Split a huge entry first. */
    public static final int FOLL_SPLIT_PMD = 1 << 9;
    /** Device memory that is for peers only will do. */
    public static final int FOLL_PCI_P2PDMA = 1 << 10;
    /** Any signal ends a wait, not only a deadly one. */
    public static final int FOLL_INTERRUPTIBLE = 1 << 11;
    /** Fault where an entry without rights is only a hint for placement. */
    public static final int FOLL_HONOR_NUMA_FAULT = 1 << 12;

    // Internal: set by the functions, refused from outside.

    static final int FOLL_TOUCH = 1 << 16;
    static final int FOLL_TRIED = 1 << 17;
    static final int FOLL_REMOTE = 1 << 18;
    static final int FOLL_PIN = 1 << 19;
    static final int FOLL_FAST_ONLY = 1 << 20;
    static final int FOLL_UNLOCKABLE = 1 << 21;
    static final int FOLL_MADV_POPULATE = 1 << 22;

    private static final int INTERNAL =
            FOLL_TOUCH | FOLL_TRIED | FOLL_REMOTE | FOLL_PIN | FOLL_FAST_ONLY | FOLL_UNLOCKABLE | FOLL_MADV_POPULATE;

    /** What the fast functions know. */
    private static final int FAST = FOLL_WRITE
            | FOLL_LONGTERM
            | FOLL_FORCE
            | FOLL_PIN
            | FOLL_GET
            | FOLL_FAST_ONLY
            | FOLL_NOFAULT
            | FOLL_PCI_P2PDMA
            | FOLL_HONOR_NUMA_FAULT;

    private FollFlags() {}

    /**
     * The flags with those that a function adds, or -1 if they cannot be meant ({@code is_valid_gup_args}).
     *
     * @param pages whether the caller gave an array for the pages
     */
    static int complete(int flags, int added, boolean pages) {
        if ((flags & INTERNAL) != 0) {
            return -1;
        }
        int all = flags | added;
        boolean get = (all & FOLL_GET) != 0;
        boolean pin = (all & FOLL_PIN) != 0;
        boolean longterm = (all & FOLL_LONGTERM) != 0;
        boolean wrong = (get && pin)
                || (longterm && !pin)
                || ((get || pin) && !pages)
                // What is held without a limit of time would keep the device from ever being unplugged.
                || (longterm && (all & FOLL_PCI_P2PDMA) != 0);
        return wrong ? -1 : all;
    }

    /** Whether the fast functions take these flags. */
    static boolean fast(int flags) {
        return (flags & ~FAST) == 0;
    }
}
