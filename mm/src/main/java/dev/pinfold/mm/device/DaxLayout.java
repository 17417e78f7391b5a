package dev.pinfold.mm.device;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.file.FileTask;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Waits;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Taking blocks away from a DAX file: {@code dax_break_layout}, {@code dax_layout_busy_page} and the deletion of entries.
 *
 * <p>A block that somebody else still reads or writes must stay the file's: first it is unmapped, so that no new user comes
 * through page tables; then, if it is held nevertheless, whoever wants it waits with the way for faults open again, and
 * begins anew. Entries go only when none of them is busy, since they are how the busy ones are found.
 */
final class DaxLayout {
    private static final Site LOOK = Site.lock("dax.layout: chunk lock over the look for busy pages");
    private static final Site LOOK_HUGE = Site.lock("dax.layout: chunk lock over the look for a huge page");
    private static final Site FREE = Site.lock("dax.layout: chunk lock over freeing blocks");
    private static final Site ZERO = Site.lock("dax.layout: chunk lock over zeroing part of a block");
    private static final Site BUSY = Site.await("dax.layout: wait until a page is held by nobody");
    private static final Site HELD = Site.await("dax.layout: wait until the last entry of a page has let go too");

    private final DaxMapping m;

    DaxLayout(DaxMapping m) {
        this.m = m;
    }

    /**
     * Unmaps the pages {@code [first, end)} and returns when nobody holds one of them.
     *
     * <p>Preconditions: the invalidate lock is held for writing; it is dropped while this waits, and taken again at
     * {@code again}.
     */
    void breakRange(FileTask t, long first, long end, Site again) {
        while (true) {
            // A huge page goes as a whole, also from mappings that have only its other part.
            long from = hugeAt(first) ? first - first % DaxChunk.PAGES : first;
            long to = end != Long.MAX_VALUE && hugeAt(end) ? end - end % DaxChunk.PAGES + DaxChunk.PAGES : end;
            m.unmapRange(t, from, to - from, false);
            int busy = find(first, end, this::isBusy);
            if (Guard.DAX_TRUNCATE_WAITS.holds(busy < 0)) {
                return;
            }
            m.invalidateLock().writeUnlock();
            int page = busy;
            Waits.await(BUSY, m.memory().address(m.memory().head(page)), () -> !isBusy(page));
            m.invalidateLock().writeLock(again);
        }
    }

    /**
     * Waits until nobody has a page of the file. Preconditions: nothing is mapped, nor will be; but who unmapped last may
     * still have to flush and to give up what the entry held, so entries count here.
     */
    void awaitIdle() {
        int held;
        while (!Guard.UNBIND_WAITS_FOR_PINS.holds((held = find(0, Long.MAX_VALUE, this::isHeld)) < 0)) {
            int page = held;
            Waits.await(HELD, m.memory().address(m.memory().head(page)), () -> !isHeld(page));
        }
    }

    private boolean isHeld(int page) {
        Frames frames = m.memory();
        return frames.refCount(frames.head(page))
                > m.device().pin().idle(m.device().kind());
    }

    private boolean isBusy(int page) {
        Frames frames = m.memory();
        return m.device().pin().busy(frames, frames.head(page), m.device().kind());
    }

    private boolean hugeAt(long page) {
        DaxChunk c = m.nextChunk(page / DaxChunk.PAGES);
        if (c == null || c.number != page / DaxChunk.PAGES || page % DaxChunk.PAGES == 0) {
            return false;
        }
        c.lock(LOOK_HUGE);
        boolean huge = c.huge;
        c.unlock();
        return huge;
    }

    /** A page of the range that is so; -1 if there is none ({@code dax_layout_busy_page_range}). */
    private int find(long first, long end, IntPredicate held) {
        for (DaxChunk c = m.nextChunk(first / DaxChunk.PAGES); c != null && c.first() < end; c = next(c)) {
            c.lock(LOOK);
            int found = find(c, first, end, held);
            c.unlock();
            if (found >= 0) {
                return found;
            }
        }
        return -1;
    }

    private int find(DaxChunk c, long first, long end, IntPredicate held) {
        int to = to(c, end);
        for (int i = c.touched.nextSetBit(from(c, first)); i >= 0 && i < to; i = c.touched.nextSetBit(i + 1)) {
            int frame = c.block(i);
            // Also a page that nobody maps may be held: a pin outlives its mapping.
            if (frame != 0 && held.test(frame) && !(Guard.DAX_BUSY_THOUGH_UNMAPPED.holds(false) && !isMapped(frame))) {
                return frame;
            }
            if (c.huge && !m.devmap()) {
                // One folio, looked at once.
                return -1;
            }
        }
        return -1;
    }

    private boolean isMapped(int frame) {
        Frames frames = m.memory();
        return frames.mapCount(frames.head(frame)) != 0;
    }

    private @Nullable DaxChunk next(DaxChunk c) {
        return m.nextChunk(c.next());
    }

    private static int from(DaxChunk c, long first) {
        return (int) Math.max(0, Math.min(c.pages(), first - c.first()));
    }

    private static int to(DaxChunk c, long end) {
        return (int) Math.max(0, Math.min(c.pages(), end - c.first()));
    }

    /**
     * Makes the pages {@code [first, end)} holes, and forgets their entries.
     *
     * <p>Preconditions: {@link #breakRange} over them, and the invalidate lock held since.
     */
    void free(long first, long end) {
        Frames frames = m.memory();
        for (DaxChunk c = m.nextChunk(first / DaxChunk.PAGES); c != null && c.first() < end; c = next(c)) {
            c.lock(FREE);
            int from = from(c, first);
            int to = to(c, end);
            dissolve(c);
            for (int i = from; i < to; i++) {
                int frame = c.blocks[i];
                if (frame == 0) {
                    continue;
                }
                // Where an idle page has a reference, GUP-fast may take another for a moment and drop it unused.
                if (isBusy(frame) && !m.devmap()) {
                    throw new AssertionError(
                            "a block of " + m + " is freed while somebody uses it: " + frames.describe(frame));
                }
                frames.setOwner(frame, null, 0);
                c.blocks[i] = 0;
                c.allocated--;
                m.device().blocks().free(frame);
            }
            c.entries.clear(from, to);
            c.zeros.clear(from, to);
            c.touched.clear(from, to);
            c.dirty.clear(from, to);
            c.unlock();
        }
    }

    /** Makes the frames of a huge page folios of their own again. Preconditions: chunk locked, nothing mapped or held. */
    private void dissolve(DaxChunk c) {
        if (c.huge) {
            c.huge = false;
            if (!m.devmap()) {
                m.memory().deviceFolios().setFolio(c.blocks[0], DaxChunk.PAGES, 0);
            }
        }
    }

    /** Zeroes the bytes {@code [from, to)} of one page, if it is no hole. */
    void zero(FileTask t, long from, long to) {
        if (from < to) {
            DaxChunk c = m.lock(from >>> PAGE_SHIFT, ZERO);
            int frame = m.block(c, from >>> PAGE_SHIFT);
            if (frame != 0) {
                m.zero(t, frame, from & PAGE_SIZE - 1, to - from);
            }
            m.unlock(c);
        }
    }
}
