package dev.pinfold.mm.abi;

/** What {@code prctl} is asked for: {@code prctl.h}. */
public final class PrctlOptions {
    public static final int PR_SET_MM = 35;
    public static final int PR_SET_THP_DISABLE = 41;
    public static final int PR_GET_THP_DISABLE = 42;
    /** A flag of PR_SET_THP_DISABLE: where madvise has asked for huge pages they stay. */
    @Unprinted
    public static final int PR_THP_DISABLE_EXCEPT_ADVISED = 2;

    public static final int PR_SET_VMA = 0x53564d41;

    @Unprinted
    public static final int PR_SET_VMA_ANON_NAME = 0;

    private PrctlOptions() {}
}
