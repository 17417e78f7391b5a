package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static dev.pinfold.mm.abi.Page.pageDown;
import static dev.pinfold.mm.abi.PagemapBits.PM_FILE;
import static dev.pinfold.mm.abi.PagemapBits.PM_GUARD_REGION;
import static dev.pinfold.mm.abi.PagemapBits.PM_MMAP_EXCLUSIVE;
import static dev.pinfold.mm.abi.PagemapBits.PM_PRESENT;
import static dev.pinfold.mm.abi.PagemapBits.PM_SWAP;

import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import java.util.Arrays;

/** {@code /proc/PID/pagemap}, as a reader without privileges sees it: no frame numbers. */
public final class Pagemap {
    private static final Site READ = Site.lock("pagemap: mmap lock over reading entries");

    private Pagemap() {}

    /** One word a page from {@code address} on, which is rounded down to a page. */
    public static long[] read(TaskContext t, long address, int pages) {
        long[] words = new long[pages];
        Space space = t.space();
        long start = pageDown(address);
        long top = space.layout().taskSize();
        if (start < 0 || start >= top) {
            return words;
        }
        long end = start + Math.min((long) pages << PAGE_SHIFT, top - start);
        space.readLock(READ);
        TableCursor c = t.cursor();
        c.open(space.tables(), start, end, TableCursor.READ | TableCursor.HUGE_PART | TableCursor.NO_PUD);
        while (c.next()) {
            if (c.huge()) {
                long word = hugeWord(t.kernel().frames(), c.get());
                long from = Math.max(start, c.address(0));
                long to = Math.min(end, c.address(0) + PMD_SIZE);
                Arrays.fill(words, (int) (from - start >>> PAGE_SHIFT), (int) (to - start >>> PAGE_SHIFT), word);
                continue;
            }
            for (int i = c.first(), limit = c.limit(); i < limit; i++) {
                long e = c.get(i);
                if (e != 0) {
                    words[(int) (c.address(i) - start >>> PAGE_SHIFT)] =
                            word(t.kernel().frames(), e, c.shared());
                }
            }
        }
        c.close();
        space.readUnlock();
        return words;
    }

    /**
     * What is said of every page behind a huge entry: whether the first is mapped elsewhere, as Linux says of all of them,
     * and that the huge page of zeros is no private memory.
     */
    private static long hugeWord(Frames frames, long e) {
        if (Pte.special(e)) {
            return PM_PRESENT | PM_FILE;
        }
        int head = Pte.pfn(e);
        if (!Pte.present(e)) {
            return PM_SWAP | (frames.test(head, FrameFlags.ANON) ? 0 : PM_FILE);
        }
        return PM_PRESENT
                | (frames.test(head, FrameFlags.ANON) ? 0 : PM_FILE)
                | (FolioMaps.of(frames, head) == 1 ? PM_MMAP_EXCLUSIVE : 0);
    }

    private static long word(Frames frames, long e, boolean sharedTable) {
        if (!Pte.present(e)) {
            boolean file = Pte.isMigration(e) && !frames.test(frames.head(Pte.pfn(e)), FrameFlags.ANON);
            return Pte.isGuard(e) ? PM_SWAP | PM_GUARD_REGION : file ? PM_SWAP | PM_FILE : PM_SWAP;
        }
        long word = PM_PRESENT;
        if (!Pte.special(e)) {
            int pfn = Pte.pfn(e);
            word |= frames.test(frames.head(pfn), FrameFlags.ANON) ? 0 : PM_FILE;
            // A table in two spaces maps its pages once as far as their counts go, and twice in truth.
            word |= FolioMaps.of(frames, pfn) == 1 && !sharedTable ? PM_MMAP_EXCLUSIVE : 0;
        }
        return word;
    }
}
