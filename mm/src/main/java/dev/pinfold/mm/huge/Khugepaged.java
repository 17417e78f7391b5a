package dev.pinfold.mm.huge;

import static dev.pinfold.mm.abi.Page.PMD_MASK;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;

/**
 * The daemon that looks for small pages worth being a huge one, where huge pages are wanted: {@code khugepaged}. It has no
 * thread here: whoever wants it to run calls it.
 */
public final class Khugepaged {
    private static final Site NEXT = Site.lock("khugepaged: mmap lock over finding the next mapping");

    private Khugepaged() {}

    /**
     * Looks at the 2 MiB around an address.
     *
     * <p>Preconditions: inside a call, no lock held, the cursors are closed.
     *
     * @return 0 if they are a huge page now; -EINVAL, -ENOMEM, or -EAGAIN or -EBUSY where it may succeed another time
     */
    public static long at(TaskContext t, Space space, long address) {
        if (address < 0) {
            return -Errno.EINVAL;
        }
        return Collapse.region(t, space, address & PMD_MASK, Collapse.Limits.khugepaged(t.kernel())).errno;
    }

    /** Goes through a whole space ({@code khugepaged_scan_mm_slot}); gives how many huge pages it made. Locks as {@link #at}. */
    public static long scan(TaskContext t, Space space) {
        long made = 0;
        long at = 0;
        while (at >= 0) {
            space.readLock(NEXT);
            Vma vma = space.find(at);
            long from = vma == null ? -1 : Math.max(at, vma.start()) + PMD_SIZE - 1 & PMD_MASK;
            boolean here = vma != null && Eligibility.forKhugepaged(vma) && Eligibility.fits(vma, from);
            long next = vma == null ? -1 : here ? from + PMD_SIZE : vma.end();
            space.readUnlock();
            if (here
                    && Collapse.region(t, space, from, Collapse.Limits.khugepaged(t.kernel()))
                            == Collapse.Scan.SUCCEED) {
                made++;
            }
            at = next;
        }
        return made;
    }
}
