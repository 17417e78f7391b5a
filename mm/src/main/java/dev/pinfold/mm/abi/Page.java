package dev.pinfold.mm.abi;

/** Pages and what the entries of each level of page tables span: {@code page_types.h} and {@code pgtable_64_types.h}. */
public final class Page {
    public static final int PAGE_SHIFT = 12;
    /** Bytes of a page. */
    public static final long PAGE_SIZE = 1L << PAGE_SHIFT;
    /** The bits of an address that name its page. */
    public static final long PAGE_MASK = -PAGE_SIZE;

    public static final int PTRS_PER_PTE = 512;

    public static final int PMD_SHIFT = 21;
    public static final long PMD_SIZE = 1L << PMD_SHIFT;
    public static final long PMD_MASK = -PMD_SIZE;

    public static final int PUD_SHIFT = 30;
    public static final long PUD_SIZE = 1L << PUD_SHIFT;
    public static final long PUD_MASK = -PUD_SIZE;

    /** A huge page is a folio of this order. */
    public static final int HPAGE_PMD_ORDER = PMD_SHIFT - PAGE_SHIFT;
    /** Pages of a huge page. */
    public static final int HPAGE_PMD_NR = 1 << HPAGE_PMD_ORDER;
    /** Bytes of a huge page. */
    public static final long HPAGE_PMD_SIZE = PMD_SIZE;

    private Page() {}

    /** How far into its page an address or an offset of a file is: {@code offset_in_page}. */
    public static int offsetInPage(long at) {
        return (int) at & (int) PAGE_SIZE - 1;
    }

    /** The beginning of the page that an address lies in. */
    public static long pageDown(long at) {
        return at & PAGE_MASK;
    }

    /** An address or a length rounded up to whole pages: {@code PAGE_ALIGN}; what is too large wraps to 0. */
    public static long pageUp(long at) {
        return at + PAGE_SIZE - 1 & PAGE_MASK;
    }
}
