package dev.pinfold.mm.gup;

import static dev.pinfold.mm.abi.Foll.FOLL_FAST_ONLY;
import static dev.pinfold.mm.abi.Foll.FOLL_GET;
import static dev.pinfold.mm.abi.Foll.FOLL_LONGTERM;
import static dev.pinfold.mm.abi.Foll.FOLL_PIN;
import static dev.pinfold.mm.abi.Foll.FOLL_REMOTE;
import static dev.pinfold.mm.abi.Foll.FOLL_TOUCH;
import static dev.pinfold.mm.abi.Foll.FOLL_UNLOCKABLE;
import static dev.pinfold.mm.abi.Page.PAGE_MASK;
import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;
import org.jspecify.annotations.Nullable;

/**
 * Get and pin user pages: {@code get_user_pages} and {@code pin_user_pages} with their fast and remote forms.
 *
 * <p>A page that was got or pinned stays what it is, whatever becomes of its mapping, until it is put or unpinned ({@link
 * Pins}). A caller that only looks at pages (and may write them at once) gets them; one that reads or writes them later, as a
 * device does, pins them. Pages are frame numbers; a page of a larger folio is the frame itself, not the folio's head.
 *
 * <p>Each function returns how many pages it took, from the first on; that may be fewer than were asked for. It returns an
 * error only if there is not even one: -EFAULT, -ENOMEM, -EINVAL (flags that cannot be meant), -EOPNOTSUPP, -EHWPOISON,
 * -EOVERFLOW. Preconditions: inside a call, no lock held, cursors closed.
 */
public final class Gup {
    private static final Site SLOW = Site.lock("gup: mmap lock over looking pages up");

    private Gup() {}

    /**
     * {@code get_user_pages}: pages of the task's own space.
     *
     * @param start an address in the first page
     * @param pages where the pages go, from {@code at} on; null to fault them in only
     */
    public static long getUserPages(TaskContext t, long start, int n, int flags, int @Nullable [] pages, int at) {
        int all = FollFlags.complete(flags, FOLL_TOUCH, pages != null);
        return all == -1 ? -Errno.EINVAL : locked(t, t.space(), start, n, all, pages, at);
    }

    /** {@code get_user_pages_remote}: pages of any space. The caller holds a use of it. */
    public static long getUserPagesRemote(
            TaskContext t, Space space, long start, int n, int flags, int @Nullable [] pages, int at) {
        int all = FollFlags.complete(flags, FOLL_TOUCH | FOLL_REMOTE, pages != null);
        return all == -1 ? -Errno.EINVAL : locked(t, space, start, n, all, pages, at);
    }

    /** {@code get_user_pages_fast}: as {@link #getUserPages}, without locks where that is possible. */
    public static long getUserPagesFast(TaskContext t, long start, int n, int flags, int[] pages, int at) {
        int all = FollFlags.complete(flags, FOLL_GET, true);
        return all == -1 ? -Errno.EINVAL : fast(t, start, n, all, pages, at);
    }

    /** {@code get_user_pages_fast_only}: what can be had without locks and faults; 0 if nothing can. */
    public static long getUserPagesFastOnly(TaskContext t, long start, int n, int flags, int[] pages, int at) {
        int all = FollFlags.complete(flags, FOLL_GET | FOLL_FAST_ONLY, true);
        return all == -1 ? -Errno.EINVAL : fast(t, start, n, all, pages, at);
    }

    /** {@code pin_user_pages}: pages of the task's own space, pinned. */
    public static long pinUserPages(TaskContext t, long start, int n, int flags, int[] pages, int at) {
        int all = FollFlags.complete(flags, FOLL_PIN, true);
        return all == -1 ? -Errno.EINVAL : locked(t, t.space(), start, n, all, pages, at);
    }

    /** {@code pin_user_pages_remote}: pages of any space, pinned. The caller holds a use of it. */
    public static long pinUserPagesRemote(
            TaskContext t, Space space, long start, int n, int flags, int[] pages, int at) {
        int all = FollFlags.complete(flags, FOLL_PIN | FOLL_TOUCH | FOLL_REMOTE, true);
        return all == -1 ? -Errno.EINVAL : locked(t, space, start, n, all, pages, at);
    }

    /** {@code pin_user_pages_fast}: as {@link #pinUserPages}, without locks where that is possible. */
    public static long pinUserPagesFast(TaskContext t, long start, int n, int flags, int[] pages, int at) {
        int all = FollFlags.complete(flags, FOLL_PIN, true);
        return all == -1 ? -Errno.EINVAL : fast(t, start, n, all, pages, at);
    }

    /** {@code __get_user_pages_locked}, with the lock taken here. */
    private static long locked(
            TaskContext t, Space space, long start, int n, int flags, int @Nullable [] pages, int at) {
        if (n <= 0) {
            return 0;
        }
        int all = flags;
        if ((flags & FOLL_PIN) != 0) {
            space.setHasPinned();
        } else if (pages != null) {
            all |= FOLL_GET;
        }
        while (true) {
            space.readLock(SLOW);
            long got;
            try {
                got = GupSlow.run(t, space, start, n, all, pages, at);
            } finally {
                space.readUnlock();
            }
            if (got <= 0 || pages == null || (all & FOLL_LONGTERM) == 0) {
                return got;
            }
            long settled = LongTerm.settle(t, pages, at, (int) got);
            if (settled != -Errno.EAGAIN) {
                return settled < 0 ? settled : got;
            }
        }
    }

    /** {@code gup_fast_fallback}. */
    private static long fast(TaskContext t, long start, int n, int flags, int[] pages, int at) {
        if (!FollFlags.fast(flags)) {
            return -Errno.EINVAL;
        }
        if ((flags & FOLL_PIN) != 0) {
            t.space().setHasPinned();
        }
        long first = start & PAGE_MASK;
        long end = first + ((long) n << PAGE_SHIFT);
        if (n < 0 || Long.compareUnsigned(end, first) < 0) {
            return -Errno.EOVERFLOW;
        }
        if (Long.compareUnsigned(end, t.space().layout().taskSize()) > 0) {
            return -Errno.EFAULT;
        }
        int got = n == 0 ? 0 : GupFast.run(t, first, n, flags, pages, at);
        if (got == n || (flags & FOLL_FAST_ONLY) != 0) {
            return got;
        }
        long rest = locked(
                t,
                t.space(),
                first + ((long) got << PAGE_SHIFT),
                n - got,
                flags | FOLL_TOUCH | FOLL_UNLOCKABLE,
                pages,
                at + got);
        if (rest < 0) {
            return got > 0 ? got : rest;
        }
        return got + rest;
    }
}
