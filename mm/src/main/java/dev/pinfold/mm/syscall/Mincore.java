package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PMD_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;
import static dev.pinfold.mm.abi.Page.pageUp;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.space.Space;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.space.Vma;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.table.Pte;
import dev.pinfold.mm.table.TableCursor;
import java.util.Arrays;

/** {@code mincore(2)}: which pages of a range could be read without waiting. */
public final class Mincore {
    private static final Site READ = Site.lock("mincore: mmap lock over looking at a range");

    /** Pages that are looked at under one hold of the mmap lock, as in Linux. */
    public static final int BATCH = 4096;

    /** Where the answer goes. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes {@code count} bytes of {@code pages}, the first of which is for page {@code at} of the range. False if
         * they cannot be stored.
         */
        boolean put(long at, byte[] pages, int count);
    }

    private Mincore() {}

    /**
     * Tells of each page of {@code [addr, addr + length)} whether it is resident; stops at the first hole.
     *
     * @param vectorOk whether the whole vector lies in the user's half of the addresses
     * @return 0, -EINVAL, -ENOMEM (hole), -EFAULT (vector)
     */
    public static long call(TaskContext t, long addr, long length, boolean vectorOk, Sink sink) {
        if (offsetInPage(addr) != 0) {
            return -Errno.EINVAL;
        }
        long taskSize = t.space().layout().taskSize();
        if (addr < 0 || length < 0 || addr + length < 0 || addr + length > taskSize) {
            return -Errno.ENOMEM;
        }
        if (!vectorOk) {
            return -Errno.EFAULT;
        }
        long pages = pageUp(length) >>> PAGE_SHIFT;
        byte[] answer = new byte[(int) Math.min(pages, BATCH)];
        long done = 0;
        while (done < pages) {
            int n = (int) Math.min(pages - done, BATCH);
            long got = some(t, addr + (done << PAGE_SHIFT), n, answer);
            if (got < 0) {
                return got;
            }
            if (!sink.put(done, answer, (int) got)) {
                return -Errno.EFAULT;
            }
            done += got;
        }
        return 0;
    }

    /** Pages of a vector for so many bytes. */
    public static long vectorLength(long length) {
        return pageUp(length) >>> PAGE_SHIFT;
    }

    /** {@code do_mincore}: up to the end of the VMA; the number of pages, or -ENOMEM. */
    private static long some(TaskContext t, long addr, int pages, byte[] answer) {
        Space space = t.space();
        space.readLock(READ);
        try {
            Vma vma = space.lookup(addr);
            if (vma == null) {
                return -Errno.ENOMEM;
            }
            long end = Math.min(vma.end(), addr + ((long) pages << PAGE_SHIFT));
            fill(t, vma, addr, end, answer);
            return end - addr >>> PAGE_SHIFT;
        } finally {
            space.readUnlock();
        }
    }

    private static void fill(TaskContext t, Vma vma, long addr, long end, byte[] answer) {
        FileMapping mapping = vma.mapping();
        TableCursor c = t.cursor();
        long at = addr;
        c.open(vma.tables(), addr, end, TableCursor.READ | TableCursor.HUGE_PART | TableCursor.NO_PUD);
        while (c.next()) {
            if (c.huge()) {
                long from = Math.max(addr, c.address(0));
                long to = Math.min(end, c.address(0) + PMD_SIZE);
                cached(mapping, vma, addr, at, from, answer);
                Arrays.fill(answer, (int) (from - addr >>> PAGE_SHIFT), (int) (to - addr >>> PAGE_SHIFT), (byte) 1);
                at = to;
                continue;
            }
            at = cached(mapping, vma, addr, at, c.address(c.first()), answer);
            long present = c.linesWithAll(Pte.PRESENT);
            for (int i = c.first(), limit = c.limit(); i < limit; i++, at += 4096) {
                if ((present >>> (i >>> 3) & 1) != 0) {
                    // Whole lines of entries whose pages are there, at once.
                    int n = Math.min(limit, (i >>> 3) + Long.numberOfTrailingZeros(~(present >>> (i >>> 3))) << 3) - i;
                    int to = (int) (at - addr >>> PAGE_SHIFT);
                    Arrays.fill(answer, to, to + n, (byte) 1);
                    i += n - 1;
                    at += (n - 1) * 4096L;
                    continue;
                }
                long e = c.get(i);
                // A page in swap is not in memory, whatever its file has there; one on its way or on a device is.
                boolean there = Pte.present(e)
                        || Pte.isMigration(e)
                        || Pte.isDevicePrivate(e)
                        || Pte.isHwpoison(e)
                        || !Pte.isSwap(e) && mapping != null && mapping.incore(vma.pageIndex(at));
                answer[(int) (at - addr >>> PAGE_SHIFT)] = (byte) (there ? 1 : 0);
            }
        }
        c.close();
        cached(mapping, vma, addr, at, end, answer);
    }

    /** Where no table is, the file's cache alone tells. */
    private static long cached(
            @org.jspecify.annotations.Nullable FileMapping mapping,
            Vma vma,
            long addr,
            long from,
            long to,
            byte[] answer) {
        for (long at = from; at < to; at += 4096) {
            answer[(int) (at - addr >>> PAGE_SHIFT)] =
                    (byte) (mapping != null && mapping.incore(vma.pageIndex(at)) ? 1 : 0);
        }
        return Math.max(from, to);
    }
}
