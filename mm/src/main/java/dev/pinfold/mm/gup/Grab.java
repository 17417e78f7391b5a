package dev.pinfold.mm.gup;

import static dev.pinfold.mm.abi.Foll.FOLL_GET;
import static dev.pinfold.mm.abi.Foll.FOLL_LONGTERM;
import static dev.pinfold.mm.abi.Foll.FOLL_PIN;
import static dev.pinfold.mm.abi.Foll.FOLL_WRITE;

import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioOwner;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.PinCount;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Guard;
import org.jspecify.annotations.Nullable;

/** Taking and dropping what FOLL_GET and FOLL_PIN mean on one folio, and which folios may be had at all. */
final class Grab {
    private Grab() {}

    /** References that {@code n} pages of a folio hold. */
    static int references(Frames frames, boolean large, int n, int flags) {
        return (flags & FOLL_PIN) != 0 ? n * frames.pins().references(large) : n;
    }

    /**
     * Takes {@code n} pages of a folio whose entry was read without a lock ({@code try_grab_folio_fast}).
     *
     * @param page one of the pages
     * @return the folio, or -1 if it cannot be had: it is being freed, its count is full, or it is another by now
     */
    static int fast(Frames frames, int page, int n, int flags, int cpu) {
        int folio = frames.head(page);
        boolean large = frames.test(folio, FrameFlags.HEAD);
        int refs = references(frames, large, n, flags);
        if (!frames.tryAddRefs(folio, refs)) {
            return -1;
        }
        // Between the look and the reference the folio may have been split or freed, and the page be another's.
        boolean same = frames.head(page) == folio && frames.test(folio, FrameFlags.HEAD) == large;
        if (!Guard.GUP_FOLIO_UNCHANGED.holds(same)) {
            frames.putRefs(folio, refs, cpu);
            return -1;
        }
        if ((flags & FOLL_PIN) != 0) {
            frames.pins().mark(frames, folio, large, n);
        }
        return folio;
    }

    /**
     * Takes {@code n} pages of a folio that cannot go away meanwhile ({@code try_grab_folio}).
     *
     * <p>Preconditions: the lock of the table whose entry maps it is held.
     *
     * @return false if the count is full
     */
    static boolean locked(Frames frames, int folio, int n, int flags) {
        if ((flags & (FOLL_GET | FOLL_PIN)) == 0 || folio == frames.zeroPfn()) {
            return true;
        }
        boolean large = frames.test(folio, FrameFlags.HEAD);
        if (!frames.tryAddRefs(folio, references(frames, large, n, flags))) {
            return false;
        }
        if ((flags & FOLL_PIN) != 0) {
            frames.pins().mark(frames, folio, large, n);
        }
        return true;
    }

    /** Drops {@code n} pages of a folio ({@code gup_put_folio}). */
    static void drop(Frames frames, int folio, int n, int flags, int cpu) {
        if (folio == frames.zeroPfn()) {
            return;
        }
        PinCount pins = frames.pins();
        boolean large = frames.test(folio, FrameFlags.HEAD);
        if ((flags & FOLL_PIN) != 0) {
            pins.unmark(frames, folio, large, n);
        }
        frames.putRefs(folio, references(frames, large, n, flags), cpu);
    }

    /**
     * Whether a page must first be made the mapping's own although it will only be read ({@code gup_must_unshare}): a pin
     * on a page that others share would go on reading the old page after the next store made a copy.
     *
     * <p>Preconditions: the entry is read-only; a reference or the table's lock is held.
     *
     * @param ownTable whether the leaf table is this space's alone: in a shared one no page is exclusive
     * @param vma the mapping; null if it is not known
     */
    static boolean mustUnshare(Frames frames, int page, int folio, int flags, boolean ownTable, @Nullable Vma vma) {
        if ((flags & (FOLL_WRITE | FOLL_PIN)) != FOLL_PIN) {
            return false;
        }
        if (!frames.test(folio, FrameFlags.ANON)) {
            return (flags & FOLL_LONGTERM) != 0 && (vma == null || VmFlags.isCow(vma.flags()));
        }
        return !Guard.GUP_UNSHARED.holds(ownTable && frames.test(page, FrameFlags.ANON_EXCLUSIVE));
    }

    /**
     * Whether the fast path may hand out a folio ({@code gup_fast_folio_allowed}): a write through a long-term pin must not
     * reach a file whose pages are cleaned and written back.
     */
    static boolean fastAllowed(Frames frames, int folio, int flags) {
        if ((flags & FOLL_LONGTERM) != 0 && frames.isDevice(folio)) {
            // The slow path knows whether a file system owns the block.
            return false;
        }
        if ((flags & FOLL_LONGTERM) != 0 && !LongTerm.pinnable(frames, folio)) {
            return false;
        }
        int all = FOLL_PIN | FOLL_LONGTERM | FOLL_WRITE;
        if ((flags & all) != all || frames.test(folio, FrameFlags.ANON)) {
            return true;
        }
        // No owner: truncated meanwhile, and nobody can tell whose it was.
        FolioOwner owner = frames.owner(folio);
        return owner instanceof FileMapping file && file.isShmem();
    }
}
