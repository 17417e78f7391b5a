package dev.pinfold.mm.fault;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.frame.FolioMaps;
import dev.pinfold.mm.frame.Frames;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.space.PageProt;
import dev.pinfold.mm.space.VmFault;
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
    static Outcome read(VmFault f) {
        if (!f.unshare()) {
            Outcome around = FaultAround.map(f);
            if (around != Outcome.RETRY) {
                return around;
            }
        }
        long found = fetch(f);
        if (found >= 0 && (found & FileMapping.AHEAD_OF_FAULT) != 0 && !f.unshare()) {
            // Reading ahead gives up the locks, and the fault begins anew: what was read is cached now.
            f.vma().mappedFile().mapping().unlockPut((int) found, f.cpu());
            FaultKind.FILE_MAJOR.count(f.task());
            Outcome around = FaultAround.map(f);
            if (around != Outcome.RETRY) {
                return around;
            }
            found = fetch(f);
        }
        if (found < 0) {
            return outcome(found);
        }
        // One that is to be the mapping's own afterwards comes alone.
        return install(f, (int) found, FaultKind.FILE_READ, f.unshare());
    }

    /** {@code do_cow_fault}: the page is copied at once, and the copy is the mapping's own. */
    static Outcome writePrivate(VmFault f) {
        if (!AnonymousFault.prepare(f)) {
            return Outcome.RETRY;
        }
        Frames frames = f.frames();
        int copy = frames.alloc(Zone.MOVABLE, 0, f.cpu());
        if (copy < 0) {
            return Outcome.OOM;
        }
        long pfn = fetch(f);
        if (pfn < 0) {
            frames.put(copy, f.cpu());
            return outcome(pfn);
        }
        Bytes.copy(frames.address((int) pfn), frames.address(copy), PAGE_SIZE);
        // The cached page stays locked until the copy is mapped: truncation takes copies beyond the end as well.
        Outcome outcome = AnonymousFault.install(f, copy, FaultKind.FILE_COPY, true);
        f.vma().mappedFile().mapping().unlockPut((int) pfn, f.cpu());
        return outcome;
    }

    /** {@code do_shared_fault}: the file is told before the page becomes writable. */
    static Outcome writeShared(VmFault f) {
        long found = fetch(f);
        if (found < 0) {
            return outcome(found);
        }
        int pfn = (int) found;
        FileMapping mapping = f.vma().mappedFile().mapping();
        if (mapping.needsMkwrite()) {
            f.frames().unlock(pfn);
            int error = mapping.pageMkwrite(f.task(), pfn, f.pageIndex());
            if (error != 0) {
                f.frames().put(pfn, f.cpu());
                return error == -Errno.EAGAIN ? Outcome.DONE : outcome(error);
            }
        } else {
            mapping.markDirty(pfn);
        }
        return install(f, pfn, FaultKind.FILE_WRITE, false);
    }

    /**
     * {@code wp_page_shared}: a store to a page that a shared mapping has read-only, because the file wants to hear of
     * it or because the mapping was read-only before.
     */
    static Outcome writePresent(VmFault f) {
        Vma vma = f.vma();
        Frames frames = f.frames();
        FileMapping mapping = vma.mappedFile().mapping();
        TableCursor c = f.cursor();
        int pfn = Pte.pfn(f.entry());
        if (!f.open(TableCursor.WRITE)) {
            boolean failed = c.failed();
            c.close();
            return failed ? Outcome.OOM : Outcome.DONE;
        }
        if (!sameReadOnly(c.get(), pfn)) {
            c.close();
            FaultKind.SPURIOUS.count(f.task());
            return Outcome.DONE;
        }
        frames.get(frames.head(pfn));
        if (!mapping.needsMkwrite()) {
            mapping.becomesWritable(f.pageIndex());
            CopyOnWrite.makeWritable(c, vma, c.get());
            c.close();
            mapping.markDirty(pfn);
            frames.put(frames.head(pfn), f.cpu());
            FaultKind.FILE_WRITE.count(f.task());
            return Outcome.DONE;
        }
        c.close();
        int error = mapping.pageMkwrite(f.task(), pfn, f.pageIndex());
        boolean failed = false;
        if (error == 0) {
            if (f.open(TableCursor.WRITE) && sameReadOnly(c.get(), pfn)) {
                mapping.becomesWritable(f.pageIndex());
                CopyOnWrite.makeWritable(c, vma, c.get());
                FaultKind.FILE_WRITE.count(f.task());
            }
            failed = c.failed();
            c.close();
            frames.unlock(pfn);
        }
        frames.put(pfn, f.cpu());
        if (failed) {
            return Outcome.OOM;
        }
        return error == 0 || error == -Errno.EAGAIN ? Outcome.DONE : outcome(error);
    }

    private static boolean sameReadOnly(long e, int pfn) {
        return Pte.present(e) && !Pte.writable(e) && Pte.pfn(e) == pfn;
    }

    /** The page from the file: locked, valid, with a reference; or what {@link FileMapping#fault} says. */
    private static long fetch(VmFault f) {
        Vma vma = f.vma();
        var file = vma.mappedFile();
        return file.mapping().fault(f.task(), file, f.pageIndex(), vma.flags(), vma.pgoff(), vma.pages());
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
    private static Outcome install(VmFault f, int pfn, FaultKind kind, boolean alone) {
        Vma vma = f.vma();
        FileMapping mapping = vma.mappedFile().mapping();
        boolean write = kind == FaultKind.FILE_WRITE;
        if (!alone && HugeFileFault.map(f, mapping, pfn, write, kind)) {
            mapping.unlockPut(pfn, f.cpu());
            return Outcome.DONE;
        }
        Frames frames = f.frames();
        TableCursor c = f.cursor();
        // A huge entry that has come meanwhile stays.
        boolean table = f.open(TableCursor.ALLOC | TableCursor.HUGE_PART);
        boolean mine = table && Pte.none(c.get());
        if (mine) {
            FolioMaps.add(frames, pfn, 1);
            if (write) {
                mapping.becomesWritable(f.pageIndex());
            }
            c.set(newEntry(vma, pfn, write));
            kind.count(f.task());
        }
        c.close();
        frames.unlock(frames.head(pfn));
        if (!mine) {
            frames.put(frames.head(pfn), f.cpu());
        }
        return table ? Outcome.DONE : Outcome.OOM;
    }

    /** An entry for a cached page that has just been accessed. */
    static long newEntry(Vma vma, int pfn, boolean write) {
        long entry = cachedEntry(vma, pfn) | Pte.ACCESSED;
        return write ? PageProt.mayWrite(vma, entry | Pte.DIRTY) : entry;
    }

    private static Outcome outcome(long error) {
        return error == -Errno.ENOMEM ? Outcome.OOM : Outcome.BUS;
    }
}
