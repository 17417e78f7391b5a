package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;

/**
 * Access to a page of a file mapping: {@code do_fault} and its three kinds, and {@code wp_page_shared}.
 *
 * <p>A page that is mapped here comes locked from the file and is unlocked only after its entry stands: truncation
 * lowers the size, then locks and removes each page, then unmaps, so it finds every entry that was made before.
 */
final class FileFault {
    private FileFault() {}

    /** {@code do_read_fault}: what is cached around the page is mapped with it; else the file brings the page. */
    static int read(TaskContext t, Vma vma, long page, int flags) {
        if ((flags & Fault.UNSHARE) == 0) {
            int around = FaultAround.map(t, vma, page);
            if (around != Fault.RETRY) {
                return around;
            }
        }
        long found = fetch(t, vma, page);
        if (found >= 0 && (found & FileMapping.AHEAD_OF_FAULT) != 0 && (flags & Fault.UNSHARE) == 0) {
            // Reading ahead gives up the locks, and the fault begins anew: what was read is cached now.
            vma.mappedFile().mapping().unlockPut((int) found, t.cpuId());
            FaultKind.FILE_MAJOR.count(t);
            int around = FaultAround.map(t, vma, page);
            if (around != Fault.RETRY) {
                return around;
            }
            found = fetch(t, vma, page);
        }
        if (found < 0) {
            return outcome(found);
        }
        // One that is to be the mapping's own afterwards comes alone.
        boolean alone = (flags & Fault.UNSHARE) != 0;
        return install(t, vma, page, (int) found, FaultKind.FILE_READ, alone);
    }

    /** {@code do_cow_fault}: the page is copied at once, and the copy is the mapping's own. */
    static int writePrivate(TaskContext t, Vma vma, long page, int flags) {
        if (!AnonymousFault.prepare(t, vma, flags)) {
            return Fault.RETRY;
        }
        Frames frames = t.kernel().frames();
        int copy = frames.alloc(Zone.MOVABLE, 0, t.cpuId());
        if (copy < 0) {
            return Fault.OOM;
        }
        long pfn = fetch(t, vma, page);
        if (pfn < 0) {
            frames.put(copy, t.cpuId());
            return outcome(pfn);
        }
        Bytes.copy(frames.address((int) pfn), frames.address(copy), PAGE_SIZE);
        // The cached page stays locked until the copy is mapped: truncation takes copies beyond the end as well.
        int outcome = AnonymousFault.install(t, vma, page, copy, FaultKind.FILE_COPY, true);
        vma.mappedFile().mapping().unlockPut((int) pfn, t.cpuId());
        return outcome;
    }

    /** {@code do_shared_fault}: the file is told before the page becomes writable. */
    static int writeShared(TaskContext t, Vma vma, long page) {
        long found = fetch(t, vma, page);
        if (found < 0) {
            return outcome(found);
        }
        int pfn = (int) found;
        FileMapping mapping = vma.mappedFile().mapping();
        if (mapping.needsMkwrite()) {
            t.kernel().frames().unlock(pfn);
            int error = mapping.pageMkwrite(t, pfn, vma.pageIndex(page));
            if (error != 0) {
                t.kernel().frames().put(pfn, t.cpuId());
                return error == -Errno.EAGAIN ? Fault.DONE : outcome(error);
            }
        } else {
            mapping.markDirty(pfn);
        }
        return install(t, vma, page, pfn, FaultKind.FILE_WRITE, false);
    }

    /**
     * {@code wp_page_shared}: a store to a page that a shared mapping has read-only, because the file wants to hear of
     * it or because the mapping was read-only before.
     *
     * @param e the entry as it was under its table's lock
     */
    static int writePresent(TaskContext t, Vma vma, long page, long e) {
        Frames frames = t.kernel().frames();
        FileMapping mapping = vma.mappedFile().mapping();
        TableCursor c = t.cursor();
        int pfn = Pte.pfn(e);
        if (!c.openAt(vma.tables(), page, TableCursor.WRITE)) {
            boolean failed = c.failed();
            c.close();
            return failed ? Fault.OOM : Fault.DONE;
        }
        if (!sameReadOnly(c.get(), pfn)) {
            c.close();
            return Fault.DONE;
        }
        frames.get(frames.head(pfn));
        if (!mapping.needsMkwrite()) {
            mapping.becomesWritable(vma.pageIndex(page));
            CopyOnWrite.makeWritable(c, vma, c.get());
            c.close();
            mapping.markDirty(pfn);
            frames.put(frames.head(pfn), t.cpuId());
            FaultKind.FILE_WRITE.count(t);
            return Fault.DONE;
        }
        c.close();
        int error = mapping.pageMkwrite(t, pfn, vma.pageIndex(page));
        boolean failed = false;
        if (error == 0) {
            if (c.openAt(vma.tables(), page, TableCursor.WRITE) && sameReadOnly(c.get(), pfn)) {
                mapping.becomesWritable(vma.pageIndex(page));
                CopyOnWrite.makeWritable(c, vma, c.get());
                FaultKind.FILE_WRITE.count(t);
            }
            failed = c.failed();
            c.close();
            frames.unlock(pfn);
        }
        frames.put(pfn, t.cpuId());
        if (failed) {
            return Fault.OOM;
        }
        return error == 0 || error == -Errno.EAGAIN ? Fault.DONE : outcome(error);
    }

    private static boolean sameReadOnly(long e, int pfn) {
        return Pte.present(e) && !Pte.writable(e) && Pte.pfn(e) == pfn;
    }

    /** The page from the file: locked, valid, with a reference; or what {@link FileMapping#fault} says. */
    private static long fetch(TaskContext t, Vma vma, long page) {
        var file = vma.mappedFile();
        return file.mapping().fault(t, file, vma.pageIndex(page), vma.flags(), vma.pgoff(), vma.pages());
    }

    /** An entry for a cached page: writable at once only where nobody waits to be told of a store. */
    static long cachedEntry(Vma vma, int pfn) {
        return Pte.of(pfn, PageProt.of(vma));
    }

    /**
     * {@code finish_fault}: maps a locked page where nothing is; its reference becomes the entry's. Unlocks.
     *
     * <p>Whether the file wants to hear of stores is asked under the table's lock: who begins to track them goes over the
     * tables afterwards, and so finds whatever was made writable before.
     *
     * @param alone whether the page is mapped by itself, though its folio has more
     */
    private static int install(TaskContext t, Vma vma, long page, int pfn, FaultKind kind, boolean alone) {
        FileMapping mapping = vma.mappedFile().mapping();
        boolean write = kind == FaultKind.FILE_WRITE;
        if (!alone && HugeFileFault.map(t, vma, mapping, page, pfn, write, kind)) {
            mapping.unlockPut(pfn, t.cpuId());
            return Fault.DONE;
        }
        Frames frames = t.kernel().frames();
        TableCursor c = t.cursor();
        // A huge entry that has come meanwhile stays.
        boolean table = c.openAt(vma.tables(), page, TableCursor.ALLOC | TableCursor.HUGE_PART);
        boolean mine = table && Pte.none(c.get());
        if (mine) {
            FolioMaps.add(frames, pfn, 1);
            if (write) {
                mapping.becomesWritable(vma.pageIndex(page));
            }
            c.set(newEntry(vma, pfn, write));
            kind.count(t);
        }
        c.close();
        frames.unlock(frames.head(pfn));
        if (!mine) {
            frames.put(frames.head(pfn), t.cpuId());
        }
        return table ? Fault.DONE : Fault.OOM;
    }

    /** An entry for a cached page that has just been accessed. */
    static long newEntry(Vma vma, int pfn, boolean write) {
        long entry = cachedEntry(vma, pfn) | Pte.ACCESSED;
        return write ? PageProt.mayWrite(vma, entry | Pte.DIRTY) : entry;
    }

    private static int outcome(long error) {
        return error == -Errno.ENOMEM ? Fault.OOM : Fault.BUS;
    }
}
