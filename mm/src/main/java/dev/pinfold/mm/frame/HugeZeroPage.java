package dev.pinfold.mm.frame;

import static dev.pinfold.mm.abi.Page.HPAGE_PMD_ORDER;

import dev.pinfold.mm.sync.IntCell;

/**
 * The huge page of zeros: 2 MiB that a machine sets aside when somebody first reads untouched memory where huge pages are
 * wanted. Read-only, shared by all, never counted; it stays until the machine ends. Linux: {@code huge_zero_folio}.
 */
public final class HugeZeroPage {
    private final Frames frames;
    private final IntCell head = new IntCell(-1);

    HugeZeroPage(Frames frames) {
        this.frames = frames;
    }

    /** Its first frame, or -1 if there is none and no room for it. */
    public int get(int cpu) {
        int pfn = head.getAcquire();
        if (pfn >= 0) {
            return pfn;
        }
        pfn = frames.allocNow(Zone.NORMAL, HPAGE_PMD_ORDER, cpu);
        if (pfn < 0) {
            return -1;
        }
        frames.contents().zero(pfn, HPAGE_PMD_ORDER);
        frames.set(pfn, FrameFlags.UPTODATE);
        if (!head.cas(-1, pfn)) {
            frames.put(pfn, cpu);
        }
        return head.getAcquire();
    }

    /** Its first frame, or -1 while there is none: for audits. */
    public int peek() {
        return head.getAcquire();
    }
}
