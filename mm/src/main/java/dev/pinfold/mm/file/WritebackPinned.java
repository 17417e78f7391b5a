package dev.pinfold.mm.file;

import dev.pinfold.mm.design.Choice;

/**
 * What writing back does with a dirty page that somebody has pinned: the design point {@code WRITEBACK_PINNED}.
 *
 * <p>A page becomes read-only everywhere before it is cleaned, so that the file is told of the next store. A device that holds
 * a pin asks nobody: what it writes after the page was cleaned is in no dirty page, and the file believes that it has stored
 * everything. Linux never found a full answer; since 2023 it refuses long-term pins of such pages.
 */
public interface WritebackPinned extends Choice {
    /** How a dirty page is written that is read-only in every mapping by now. */
    enum Treatment {
        /** Cleaned, and written from where it is. */
        WRITE,
        /** A copy is written, and the page stays dirty. */
        COPY,
        /** Not at all: it stays dirty. */
        SKIP
    }

    /** What a page gets that may be pinned. */
    Treatment pinned();

    /**
     * Whether dropping a pin after the device wrote asks the file for leave to change the page ({@code page_mkwrite}), for
     * which it may have to sleep. Without it the page is only marked, which a file that cleaned it does not heed.
     */
    boolean asksOnUnpin();
}
