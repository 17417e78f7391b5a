package dev.pinfold.mm.reclaim;

import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.space.TaskContext;
import java.util.Arrays;

/** Private pages that are to lose their frames, each with a reference: what was isolated, in Linux's words. */
public final class PageList {
    private final TaskContext t;
    private int[] pages;
    private int size;

    /** An empty list of one task. */
    public PageList(TaskContext t, int expected) {
        this.t = t;
        this.pages = new int[expected];
    }

    public int size() {
        return size;
    }

    /** The folio that was added last; -1 if the list is empty. */
    int last() {
        return size == 0 ? -1 : pages[size - 1];
    }

    /** Adds a folio, by its first page, and takes a reference. Preconditions: the table that maps it is locked. */
    public void add(int page) {
        if (size == pages.length) {
            pages = Arrays.copyOf(pages, size * 2);
        }
        t.kernel().frames().get(page);
        pages[size++] = page;
    }

    /**
     * Takes the pages' frames as far as that can be ({@code reclaim_pages}) and empties the list.
     *
     * <p>Preconditions: inside a call; no folio lock, no lock of a reverse map or of tables held; the cursor is closed.
     *
     * @return how many came free
     */
    public long swapOut() {
        Frames frames = t.kernel().frames();
        long done = 0;
        for (int i = 0; i < size; i++) {
            done += SwapOut.page(t, pages[i]);
            frames.put(pages[i], t.cpuId());
        }
        size = 0;
        return done;
    }
}
