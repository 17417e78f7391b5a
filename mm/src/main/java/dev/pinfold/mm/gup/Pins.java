package dev.pinfold.mm.gup;

import static dev.pinfold.mm.abi.Foll.FOLL_GET;
import static dev.pinfold.mm.abi.Foll.FOLL_PIN;

import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;

/**
 * Giving back what {@link Gup} took: {@code put_page}, {@code unpin_user_page} and their like. Each get has one put and each
 * pin one unpin; neither stands for the other.
 *
 * <p>Preconditions of every method: inside a call.
 */
public final class Pins {
    private Pins() {}

    /** Drops the reference that FOLL_GET took to a page ({@code put_page}). */
    public static void put(TaskContext t, int page) {
        dropOne(t, page, t.kernel().frames().head(page), 1, FOLL_GET);
    }

    /** Drops the references to pages {@code [from, from + n)} of an array. */
    public static void putAll(TaskContext t, int[] pages, int from, int n) {
        drop(t, pages, from, n, FOLL_GET);
    }

    /** Drops the pin on a page ({@code unpin_user_page}). */
    public static void unpin(TaskContext t, int page) {
        dropOne(t, page, t.kernel().frames().head(page), 1, FOLL_PIN);
    }

    /** Drops the pins on pages {@code [from, from + n)} of an array ({@code unpin_user_pages}). */
    public static void unpinAll(TaskContext t, int[] pages, int from, int n) {
        drop(t, pages, from, n, FOLL_PIN);
    }

    /**
     * Drops pins on pages that a device may have written ({@code unpin_user_pages_dirty_lock}). May sleep.
     *
     * @param dirty whether it has: then each page is marked dirty first, under its lock
     */
    public static void unpinDirty(TaskContext t, int[] pages, int from, int n, boolean dirty) {
        Frames frames = t.kernel().frames();
        for (int i = from; dirty && i < from + n; i += sameFolio(frames, pages, i, from + n)) {
            int folio = frames.head(pages[i]);
            if (folio != frames.zeroPfn()) {
                markDirty(t, folio);
            }
        }
        drop(t, pages, from, n, FOLL_PIN);
    }

    /** The page is ours by a pin; its file may lose it meanwhile, or have cleaned it. */
    private static void markDirty(TaskContext t, int folio) {
        Frames frames = t.kernel().frames();
        if (frames.test(folio, FrameFlags.DIRTY)) {
            return;
        }
        if (frames.owner(folio) instanceof FileMapping file) {
            file.unpinnedDirty(t, folio);
        } else {
            frames.set(folio, FrameFlags.DIRTY);
        }
    }

    /** Gives pages back that were taken with these flags; neighbours of one folio at once. */
    static void drop(TaskContext t, int[] pages, int from, int n, int flags) {
        Frames frames = t.kernel().frames();
        int run;
        for (int i = from; i < from + n; i += run) {
            run = sameFolio(frames, pages, i, from + n);
            dropOne(t, pages[i], frames.head(pages[i]), run, flags);
        }
    }

    /** Gives back {@code n} pages of one folio. */
    static void dropOne(TaskContext t, int page, int folio, int n, int flags) {
        Frames frames = t.kernel().frames();
        int cpu = t.cpuId();
        Grab.drop(frames, folio, n, flags, cpu);
        if (frames.isDevice(page)) {
            frames.devices().putDevmap(page, n, cpu);
        }
    }

    /** How many pages from {@code i} on are of the same folio as page {@code i}. */
    private static int sameFolio(Frames frames, int[] pages, int i, int end) {
        int folio = frames.head(pages[i]);
        int next = i + 1;
        while (next < end && frames.head(pages[next]) == folio) {
            next++;
        }
        return next - i;
    }
}
