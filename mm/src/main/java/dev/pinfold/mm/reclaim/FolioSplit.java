package dev.pinfold.mm.reclaim;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.LargeFolio;
import dev.pinfold.mm.file.ShmemMapping;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.rmap.AnonVma;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;

/**
 * A large folio of private memory falls apart into its pages: {@code split_huge_page}.
 *
 * <p>Under the anon_vma's lock it is taken from all who map it, page by page, with a note in each entry's place; who needs a
 * page waits for that to go. Then the count of references is frozen at the one that the splitter has, so that nobody gets
 * another: whoever held the folio holds a page of it and could not tell which afterwards, and the split fails. At last
 * everybody maps the pages again, those full of zeroes as the page of zeros. Pages that nobody mapped are free. A file's folio
 * does that in its own way ({@link LargeFolio}).
 */
public final class FolioSplit {
    private static final Site FOLIO = Site.lock("split: folio lock of the folio that is split");
    private static final Site ANON = Site.lock("split: anon_vma lock over a folio's entries and notes");

    private FolioSplit() {}

    /**
     * Splits the folio that a page belongs to.
     *
     * <p>Preconditions: inside a call; no folio lock, no lock of a reverse map or of tables held; the cursor is closed.
     *
     * @return 0; -EAGAIN if somebody holds it; -EINVAL if it is no large folio of private or shared memory
     */
    public static long of(TaskContext t, int page) {
        Frames frames = t.kernel().frames();
        if (page <= 0 || page >= frames.frames() || frames.isDevice(page) || !frames.tryGet(frames.head(page))) {
            return -Errno.EINVAL;
        }
        int head = frames.head(page);
        frames.lock(head, FOLIO);
        long result = Math.min(locked(t, head), 0);
        frames.unlock(head);
        frames.put(head, t.cpuId());
        return result;
    }

    /** As {@link #of}, by who has a reference; does not wait for the folio lock. */
    public static long tryNow(TaskContext t, int head) {
        Frames frames = t.kernel().frames();
        if (!frames.tryLock(head, FOLIO)) {
            return -Errno.EAGAIN;
        }
        long result = Math.min(locked(t, head), 0);
        frames.unlock(head);
        return result;
    }

    /**
     * As {@link #of}, by who has a reference and the folio lock, and keeps both: of the first page, if it is split. Gives
     * how many frames came free, or -errno.
     */
    static long locked(TaskContext t, int head) {
        return locked(t, head, -1);
    }

    /** As {@link #locked(TaskContext, int)}; the page {@code kept} does not become the page of zeros. */
    static long locked(TaskContext t, int head, int kept) {
        Frames frames = t.kernel().frames();
        int flags = frames.flags(head);
        if ((flags & FrameFlags.HEAD) != 0 && frames.owner(head) instanceof ShmemMapping m) {
            return LargeFolio.split(m, t, head, -1) ? 0 : -Errno.EAGAIN;
        }
        if ((flags & FrameFlags.HEAD) == 0
                || (flags & FrameFlags.ANON) == 0
                || !(frames.owner(head) instanceof AnonVma anon)
                || !anon.tryGet()) {
            return -Errno.EINVAL;
        }
        anon.writeLock(ANON);
        long result = split(t, frames, head, anon, kept);
        anon.writeUnlock();
        anon.put();
        return result;
    }

    private static long split(TaskContext t, Frames frames, int head, AnonVma anon, int kept) {
        // A look before the trouble: every reference but the caller's is an entry's.
        if (frames.refCount(head) != 1 + frames.mapCount(head)) {
            return -Errno.EAGAIN;
        }
        boolean done;
        boolean[] wanted;
        try (MigrationEntries d = new MigrationEntries(t, head, anon)) {
            d.keep(kept);
            done = d.take(MigrationEntries.SPLIT_HUGE) && Guard.SPLIT_FROZEN.holds(frames.tryFreeze(head, 1));
            wanted = d.mapped();
            if (done) {
                FolioMaps.apart(frames, head, wanted, t.cpuId());
            }
            d.giveBack(head);
        }
        if (!done) {
            return -Errno.EAGAIN;
        }
        long freed = 0;
        for (int i = 1; i < wanted.length; i++) {
            freed += !wanted[i] || frames.refCount(head + i) == 1 ? 1 : 0;
            if (wanted[i]) {
                frames.put(head + i, t.cpuId());
            }
        }
        return freed;
    }
}
