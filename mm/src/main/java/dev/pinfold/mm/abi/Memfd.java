package dev.pinfold.mm.abi;

/** Flags of {@code memfd_create}: {@code memfd.h}. */
public final class Memfd {
    public static final int MFD_CLOEXEC = 1;
    public static final int MFD_ALLOW_SEALING = 2;
    public static final int MFD_HUGETLB = 4;
    public static final int MFD_NOEXEC_SEAL = 0x8;
    public static final int MFD_EXEC = 0x10;
    /** Where the binary logarithm of a huge page's size begins. */
    public static final int MFD_HUGE_SHIFT = 0x1a;

    public static final int MFD_HUGE_MASK = 0x3f;
    public static final int MFD_HUGE_2MB = 21 << MFD_HUGE_SHIFT;
    public static final int MFD_HUGE_1GB = 30 << MFD_HUGE_SHIFT;

    private Memfd() {}
}
