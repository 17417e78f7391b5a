package dev.pinfold.mm.gup;

import dev.pinfold.mm.abi.Foll;

/** The FOLL_ flags of {@link Gup}, with Linux's values, and which of them go together. */
public final class FollFlags {
    // Internal: set by the functions, refused from outside.

    private static final int INTERNAL = Foll.FOLL_TOUCH
            | Foll.FOLL_TRIED
            | Foll.FOLL_REMOTE
            | Foll.FOLL_PIN
            | Foll.FOLL_FAST_ONLY
            | Foll.FOLL_UNLOCKABLE
            | Foll.FOLL_MADV_POPULATE;

    /** What the fast functions know. */
    private static final int FAST = Foll.FOLL_WRITE
            | Foll.FOLL_LONGTERM
            | Foll.FOLL_FORCE
            | Foll.FOLL_PIN
            | Foll.FOLL_GET
            | Foll.FOLL_FAST_ONLY
            | Foll.FOLL_NOFAULT
            | Foll.FOLL_PCI_P2PDMA
            | Foll.FOLL_HONOR_NUMA_FAULT;

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
        boolean get = (all & Foll.FOLL_GET) != 0;
        boolean pin = (all & Foll.FOLL_PIN) != 0;
        boolean longterm = (all & Foll.FOLL_LONGTERM) != 0;
        boolean wrong = (get && pin)
                || (longterm && !pin)
                || ((get || pin) && !pages)
                // What is held without a limit of time would keep the device from ever being unplugged.
                || (longterm && (all & Foll.FOLL_PCI_P2PDMA) != 0);
        return wrong ? -1 : all;
    }

    /** Whether the fast functions take these flags. */
    static boolean fast(int flags) {
        return (flags & ~FAST) == 0;
    }
}
