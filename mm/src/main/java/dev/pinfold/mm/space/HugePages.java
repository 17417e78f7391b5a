package dev.pinfold.mm.space;

import java.util.Locale;

/**
 * When private memory gets huge pages: {@code /sys/kernel/mm/transparent_hugepage/enabled}. Beside it each process has a
 * switch of its own, see {@link Space#hugePagesOff}.
 */
public enum HugePages {
    /** Wherever they fit. */
    ALWAYS,
    /** Where MADV_HUGEPAGE asked for them. */
    MADVISE,
    /** Only where MADV_COLLAPSE makes one. */
    NEVER;

    /** PR_SET_THP_DISABLE was not called. */
    public static final int ON = 0;
    /** PR_SET_THP_DISABLE: none in this process. */
    public static final int OFF = 1;
    /** PR_SET_THP_DISABLE with PR_THP_DISABLE_EXCEPT_ADVISED: none but where MADV_HUGEPAGE or MADV_COLLAPSE asks. */
    public static final int OFF_UNLESS_ADVISED = 3;

    /** The one with a name, in small letters. */
    public static HugePages of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
