package dev.pinfold.mm.abi;

/** The words of {@code /proc/PID/pagemap}. */
public final class PagemapBits {
    /** A page is present, whatever its rights. */
    public static final long PM_PRESENT = 1L << 63;
    /** The entry is a note of the kernel's: swap, or a marker. */
    public static final long PM_SWAP = 1L << 62;
    /** The page is a file's or shared memory's. */
    public static final long PM_FILE = 1L << 61;
    /** MADV_GUARD_INSTALL was here. */
    public static final long PM_GUARD_REGION = 1L << 58;
    /** Nobody else maps the page. */
    public static final long PM_MMAP_EXCLUSIVE = 1L << 56;

    private PagemapBits() {}
}
