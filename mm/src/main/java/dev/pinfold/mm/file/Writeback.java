package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.VmFlags;
import dev.pinfold.mm.file.WritebackPinned.Treatment;
import dev.pinfold.mm.frame.FrameFlags;
import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.rmap.Mapped;
import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.Guard;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.Waits;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import java.io.IOException;

/**
 * Dirty pages on their way to the store. The order that keeps every store: under the folio lock, make the page
 * read-only in every mapping and flush; then clear the dirty mark; then write. A store that comes later faults, and
 * marks the page again ({@code page_mkwrite}).
 */
public final class Writeback {
    private static final Site TAGS = Site.lock("disk.writeback: i_pages while the dirty tag goes");
    private static final Site NEXT = Site.lock("disk.writeback: i_pages over the search for the next dirty page");
    private static final Site MKCLEAN = Site.lock("disk.writeback: i_mmap lock while mappings become read-only");

    private Writeback() {}

    /** Writes the dirty pages {@code first} to {@code last} (inclusive) and waits. Returns 0 or -EIO. */
    public static long range(DiskMapping m, FileTask t, long first, long last) {
        long result = 0;
        long index = nextDirty(m, first);
        while (index >= 0 && index <= last) {
            int pfn = m.lookupLocked(index, t.cpuId());
            if (pfn >= 0) {
                if (writeLocked(m, t, pfn, index) < 0) {
                    result = -Errno.EIO;
                }
                m.frames.put(pfn, t.cpuId());
            }
            index = index == Long.MAX_VALUE ? -1 : nextDirty(m, index + 1);
        }
        return result;
    }

    private static long nextDirty(DiskMapping m, long from) {
        m.iPages.lock(NEXT);
        long index = m.pages.nextTagged(from);
        m.iPages.unlock();
        return index;
    }

    /** Writes one page if it is dirty; unlocks it. Preconditions: folio locked and in the file, a reference held. */
    static int writeLocked(DiskMapping m, FileTask t, int pfn, long index) {
        m.waitWriteback(pfn);
        boolean mappedDirty = mkclean(m, t, pfn, index);
        boolean dirty = mappedDirty || m.frames.test(pfn, FrameFlags.DIRTY);
        Treatment how = dirty ? treatment(m, t, pfn, index) : Treatment.WRITE;
        if (how != Treatment.WRITE) {
            // The holder of the pin may write at any time, so the page is never clean.
            m.markDirty(pfn);
            return how == Treatment.COPY ? writeCopy(m, t, pfn, index) : skip(m, pfn);
        }
        if (dirty) {
            m.frames.clear(pfn, FrameFlags.DIRTY);
            m.frames.set(pfn, FrameFlags.WRITEBACK);
        }
        m.iPages.lock(TAGS);
        if (!m.frames.test(pfn, FrameFlags.DIRTY)) {
            m.pages.setTag(index, false);
        }
        m.iPages.unlock();
        long begin = index << PAGE_SHIFT;
        int length = (int) Math.max(0, Math.min(PAGE_SIZE, m.size() - begin));
        long at = m.frames.address(pfn);
        if (dirty && length < PAGE_SIZE) {
            // What a mapping stored beyond the end never reaches the disk.
            Bytes.zero(at + length, PAGE_SIZE - length);
        }
        m.frames.unlock(pfn);
        if (!dirty) {
            return 0;
        }
        int result = write(m, begin, at, length);
        m.frames.clear(pfn, FrameFlags.WRITEBACK);
        Waits.wake(at);
        return result;
    }

    /** How a dirty page is to be written. Preconditions: it is read-only in every mapping, so that no new pin writes it. */
    private static Treatment treatment(DiskMapping m, FileTask t, int pfn, long index) {
        Treatment pinned = m.writebackPinned().pinned();
        boolean free =
                pinned == Treatment.WRITE || Guard.WRITEBACK_SEES_PINS.holds(!FilePins.maybePinned(m, t, pfn, index));
        return free ? Treatment.WRITE : pinned;
    }

    private static int skip(DiskMapping m, int pfn) {
        m.frames.unlock(pfn);
        return 0;
    }

    /** Writes what a page holds now and leaves it dirty; unlocks it. Without a frame for the copy it is written as it is. */
    private static int writeCopy(DiskMapping m, FileTask t, int pfn, long index) {
        long begin = index << PAGE_SHIFT;
        int length = (int) Math.max(0, Math.min(PAGE_SIZE, m.size() - begin));
        int copy = m.frames.alloc(Zone.NORMAL, 0, t.cpuId());
        long at = m.frames.address(copy < 0 ? pfn : copy);
        if (copy >= 0) {
            Bytes.copy(m.frames.address(pfn), at, length);
        }
        // Keeps a later copy from overtaking this one.
        m.frames.set(pfn, FrameFlags.WRITEBACK);
        m.frames.unlock(pfn);
        int result = write(m, begin, at, length);
        m.frames.clear(pfn, FrameFlags.WRITEBACK);
        Waits.wake(m.frames.address(pfn));
        if (copy >= 0) {
            m.frames.put(copy, t.cpuId());
        }
        return result;
    }

    private static int write(DiskMapping m, long begin, long at, int length) {
        try {
            m.store.write(begin, at, length);
            return 0;
        } catch (IOException e) {
            return -Errno.EIO;
        }
    }

    /**
     * Makes a page read-only and clean in every shared mapping and flushes ({@code folio_mkclean}). Private mappings
     * have it read-only anyway.
     *
     * <p>Preconditions: folio locked.
     *
     * @return whether any entry was dirty
     */
    public static boolean mkclean(FileMapping m, FileTask t, int pfn, long index) {
        if (m.frames.mapCount(pfn) == 0) {
            return false;
        }
        boolean dirty = false;
        TableCursor c = t.cursor();
        m.iMmapLock().readLock(MKCLEAN);
        for (Mapped v = m.iMmap().first(index, index); v != null; v = m.iMmap().next(v, index, index)) {
            if ((v.flags() & VmFlags.VM_SHARED) == 0) {
                continue;
            }
            long address = v.addressOf(index);
            if (c.openAt(v.tables(), address, TableCursor.RMAP)) {
                boolean was = cleanEntry(c, pfn, address);
                if (was) {
                    m.stored(index, 1);
                }
                dirty |= was;
            }
            c.close();
        }
        m.iMmapLock().readUnlock();
        if (dirty) {
            m.stored(index, 1); // Once more: until the flush, stores went through.
        }
        return dirty;
    }

    private static boolean cleanEntry(TableCursor c, int pfn, long address) {
        while (true) {
            long e = c.get();
            if (!Pte.present(e) || Pte.pfn(e) != pfn || (!Pte.writable(e) && !Pte.dirty(e))) {
                return false;
            }
            // The CPU may set bits until the exchange: what is cleaned is what was there at that moment.
            if (c.cas(e, e & ~(Pte.WRITE | Pte.DIRTY))) {
                c.flushLater(address);
                return Pte.dirty(e);
            }
        }
    }

    /**
     * Whether nobody but the cache and mappings uses any page ({@code memfd_wait_for_pins}): what is pinned could still
     * be written by a device.
     */
    static boolean idle(FileMapping m, FileTask t) {
        for (int attempt = 0; attempt < 4; attempt++) {
            boolean busy = false;
            for (long i = m.pages.next(0); i >= 0 && !busy; i = m.pages.next(i + 1)) {
                int pfn = m.pages.get(i);
                busy = pfn >= 0 && isHeld(m, t, pfn, i) && m.pages.get(i) == pfn;
            }
            if (!busy) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHeld(FileMapping m, FileTask t, int pfn, long index) {
        // Where pins are mappings, the counts alone do not tell.
        return m.frames.refCount(pfn) != 1 + m.frames.mapCount(pfn)
                || (m.frames.pins().needsMappings() && FilePins.maybePinned(m, t, pfn, index));
    }
}
