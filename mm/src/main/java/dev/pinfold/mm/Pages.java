package dev.pinfold.mm;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.gup.Gup;
import dev.pinfold.mm.gup.PageUse;
import dev.pinfold.mm.gup.Pins;
import dev.pinfold.mm.reclaim.DeferredShrink;
import dev.pinfold.mm.reclaim.FolioSplit;
import dev.pinfold.mm.reclaim.Migration;
import dev.pinfold.mm.reclaim.Reclaim;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.SpaceExit;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.table.PageTables;
import dev.pinfold.mm.table.Pte;
import java.util.Objects;

/**
 * User pages as the rest of a kernel holds them: the functions of {@code mm/gup.c} in raw form, on behalf of one task, and
 * what a device does with pages it was given.
 *
 * <p>Pages are frame numbers. Functions that take pages return how many, from the first on, or {@code -errno} if there is
 * not even one. Each page that was got must be put once, each that was pinned unpinned once, by any task, in any order, also
 * after its mapping or its process has gone. Used by the task's own thread.
 *
 * <p>A number that no frame has is an {@link IllegalArgumentException}, wherever it is given.
 */
public final class Pages {
    private final KernelGate gate;
    private final Frames frames;

    Pages(KernelGate gate, Frames frames) {
        this.gate = gate;
        this.frames = frames;
    }

    // --- taking -----------------------------------------------------------------------------------------------------

    /**
     * {@code get_user_pages}: references to the pages of {@code n} pages from the one that holds {@code addr}.
     *
     * @param flags FOLL_ flags with Linux's values
     * @param pages receives the pages from index 0 on
     */
    public long getUserPages(long addr, int n, int flags, int[] pages) {
        return gate.call(t -> Gup.getUserPages(t, addr, n, flags, pages, 0));
    }

    /** {@code get_user_pages_fast}: the same without the mmap lock where that can be. */
    public long getUserPagesFast(long addr, int n, int flags, int[] pages) {
        return gate.call(t -> Gup.getUserPagesFast(t, addr, n, flags, pages, 0));
    }

    /** {@code get_user_pages_remote}: the same in the address space of another task; -ESRCH if there is none. */
    public long getUserPagesRemote(int pid, long addr, int n, int flags, int[] pages) {
        return gate.call(t -> remote(t, pid, s -> Gup.getUserPagesRemote(t, s, addr, n, flags, pages, 0)));
    }

    /** {@code pin_user_pages}: pins, for a device that will read or write the pages. */
    public long pinUserPages(long addr, int n, int flags, int[] pages) {
        return gate.call(t -> Gup.pinUserPages(t, addr, n, flags, pages, 0));
    }

    /** {@code pin_user_pages_fast}: the same without the mmap lock where that can be. */
    public long pinUserPagesFast(long addr, int n, int flags, int[] pages) {
        TaskContext t = gate.enter();
        if (t == null) {
            return -Errno.ESRCH;
        }
        long got;
        try {
            got = Gup.pinUserPagesFast(t, addr, n, flags, pages, 0);
        } finally {
            gate.leave(t);
        }
        // A call that is repeated when there is room again needs an object for what it captures; this way does not.
        return got == -Errno.ENOMEM ? gate.call(u -> Gup.pinUserPagesFast(u, addr, n, flags, pages, 0)) : got;
    }

    /** {@code pin_user_pages_remote}: the same in the address space of another task; -ESRCH if there is none. */
    public long pinUserPagesRemote(int pid, long addr, int n, int flags, int[] pages) {
        return gate.call(t -> remote(t, pid, s -> Gup.pinUserPagesRemote(t, s, addr, n, flags, pages, 0)));
    }

    private interface InSpace {
        long run(Space space);
    }

    private static long remote(TaskContext t, int pid, InSpace body) {
        Space space = t.kernel().tasks().grabSpace(pid);
        if (space == null) {
            return -Errno.ESRCH;
        }
        long result = body.run(space);
        if (space.put()) {
            SpaceExit.run(t, space);
        }
        return result;
    }

    // --- giving back ------------------------------------------------------------------------------------------------

    /** {@code put_page} for pages {@code [from, from + n)} of an array. Returns 0. */
    public long put(int[] pages, int from, int n) {
        require(pages, from, n);
        return gate.call(t -> {
            Pins.putAll(t, pages, from, n);
            return 0;
        });
    }

    /** {@code unpin_user_pages} for pages {@code [from, from + n)} of an array. Returns 0. */
    public long unpin(int[] pages, int from, int n) {
        require(pages, from, n);
        TaskContext t = gate.enter();
        if (t == null) {
            return -Errno.ESRCH;
        }
        try {
            Pins.unpinAll(t, pages, from, n);
            return 0;
        } finally {
            gate.leave(t);
        }
    }

    /** {@code unpin_user_pages_dirty_lock}: as {@link #unpin}, and marks the pages dirty first if asked. Returns 0. */
    public long unpinDirtyLock(int[] pages, int from, int n, boolean dirty) {
        require(pages, from, n);
        return gate.call(t -> {
            Pins.unpinDirty(t, pages, from, n, dirty);
            return 0;
        });
    }

    private void require(int[] pages, int from, int n) {
        Objects.checkFromIndexSize(from, n, pages.length);
        for (int i = from; i < from + n; i++) {
            frames.config().requirePage(pages[i]);
        }
    }

    // --- huge pages -------------------------------------------------------------------------------------------------

    /**
     * {@code split_huge_page}: the folio that a page belongs to falls apart into small ones.
     *
     * @return 0; -EAGAIN if somebody holds it or has pinned it; -EINVAL if it is no large folio of private memory
     */
    public long splitHugePage(int page) {
        return gate.call(t -> FolioSplit.of(t, frames.config().requirePage(page)));
    }

    /**
     * {@code deferred_split_scan}: splits huge pages that are mapped only a part, and where the machine looks for them those
     * that hold mostly zeroes, until about as many pages are free as are wanted; gives how many.
     */
    public long splitDeferred(long wanted) {
        return gate.call(t -> DeferredShrink.pages(t, wanted));
    }

    // --- a device ---------------------------------------------------------------------------------------------------

    /** A device sets every byte of a page that somebody holds. It asks no page table and takes no fault. */
    public void dmaWrite(int page, int value) {
        Bytes.fill(frames.address(frames.config().requirePage(page)), PAGE_SIZE, (byte) value);
    }

    /** A device reads the first byte of a page that somebody holds. */
    public int dmaRead(int page) {
        return Bytes.loadByte(frames.address(frames.config().requirePage(page))) & 0xff;
    }

    /** How often a frame was freed so far: who holds a page sees the same number until he gives it back. */
    public int generation(int page) {
        return frames.generation(frames.config().requirePage(page));
    }

    // --- moving and giving up ---------------------------------------------------------------------------------------

    /**
     * {@code migrate_pages} for one page: moves it to another frame, wherever it is mapped. 0; -EAGAIN if somebody holds or
     * has pinned it; -EBUSY for a part of a larger folio; -ENOMEM; -EINVAL for what cannot be moved.
     */
    public long migratePage(int page) {
        return gate.call(t -> Migration.page(t, frames.config().requirePage(page), Zone.MOVABLE));
    }

    /** Frees pages as memory pressure does, about as many as are wanted; gives how many. */
    public long reclaim(long wanted) {
        return gate.call(t -> Reclaim.pages(t, wanted));
    }

    // --- to look ----------------------------------------------------------------------------------------------------

    /** The page behind an address of the task, without a reference; -EFAULT if none is present. */
    public long page(long addr) {
        return gate.call(t -> {
            PageTables tables = t.space().tables();
            tables.epoch().enter(t.cpuId());
            long e = addr < 0 ? 0 : tables.entry(addr);
            tables.epoch().exit(t.cpuId());
            return Pte.present(e) ? Pte.pfn(e) : -Errno.EFAULT;
        });
    }

    /** {@code page_count}: references to the page's folio. */
    public long pageCount(int page) {
        return gate.call(t -> PageUse.of(t, frames.config().requirePage(page)).references());
    }

    /**
     * {@code page_ref_add}: {@code n} more references to the page's folio, or fewer, as of as many holders at once. A caller
     * that adds some takes them away again. Asks nobody whether there is room. Returns 0.
     */
    public long pageRefAdd(int page, int n) {
        return gate.call(t -> {
            frames.addRefs(frames.head(frames.config().requirePage(page)), n);
            return 0;
        });
    }

    /** {@code page_mapcount}: places where the page is mapped. */
    public long pageMapcount(int page) {
        return gate.call(t -> PageUse.of(t, frames.config().requirePage(page)).mappings());
    }

    /** {@code page_maybe_dma_pinned}: 1 if the page may be pinned, else 0. */
    public long pageMaybeDmaPinned(int page) {
        return gate.call(t -> PageUse.maybePinned(t, frames.config().requirePage(page)) ? 1 : 0);
    }
}
