package dev.pinfold.mm.file;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static dev.pinfold.mm.abi.Page.offsetInPage;

import dev.pinfold.mm.sync.Bytes;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Witness;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A store in the Java heap: pages that were never written cost nothing. */
public final class SparseStore implements BackingStore {
    private static final Site READ = Site.lock("file.store: lock over a read of stored bytes");
    private static final Site WRITE = Site.lock("file.store: lock over a write of stored bytes");
    private static final Site SHIFTS = Site.lock("file.store: lock over a change of the stored size");

    private final SpinLock lock = new SpinLock(LockClass.I_DATA);

    // Under the lock.
    private final Witness witness = new Witness();
    private TreeMap<Long, byte[]> pages = new TreeMap<>();

    @Override
    public void read(long offset, long address, int length) {
        lock.lock(READ);
        witness.read();
        try {
            for (int done = 0; done < length; ) {
                long at = offset + done;
                int in = offsetInPage(at);
                int n = Math.min((int) PAGE_SIZE - in, length - done);
                byte[] page = pages.get(at >>> PAGE_SHIFT);
                if (page == null) {
                    Bytes.zero(address + done, n);
                } else {
                    Bytes.write(page, in, address + done, n);
                }
                done += n;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(long offset, long address, int length) {
        lock.lock(WRITE);
        witness.change();
        try {
            for (int done = 0; done < length; ) {
                long at = offset + done;
                int in = offsetInPage(at);
                int n = Math.min((int) PAGE_SIZE - in, length - done);
                byte[] page = pages.computeIfAbsent(at >>> PAGE_SHIFT, k -> new byte[(int) PAGE_SIZE]);
                Bytes.read(address + done, page, in, n);
                done += n;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void zero(long offset, long length) {
        lock.lock(WRITE);
        witness.change();
        try {
            zeroLocked(offset, length);
        } finally {
            lock.unlock();
        }
    }

    private void zeroLocked(long offset, long length) {
        long end = offset + length;
        long firstWhole = offset + PAGE_SIZE - 1 >>> PAGE_SHIFT;
        long endWhole = end >>> PAGE_SHIFT;
        if (firstWhole < endWhole) {
            pages.subMap(firstWhole, endWhole).clear();
        }
        clear(offset, Math.min(end, firstWhole << PAGE_SHIFT));
        if (endWhole >= firstWhole) {
            clear(endWhole << PAGE_SHIFT, end);
        }
    }

    /** Zeros bytes of one page. */
    private void clear(long from, long to) {
        byte[] page = from < to ? pages.get(from >>> PAGE_SHIFT) : null;
        if (page != null) {
            int in = offsetInPage(from);
            Arrays.fill(page, in, in + (int) (to - from), (byte) 0);
        }
    }

    @Override
    public void setSize(long size) {
        lock.lock(SHIFTS);
        witness.change();
        try {
            pages.tailMap(size + PAGE_SIZE - 1 >>> PAGE_SHIFT, true).clear();
            clear(size, (size + PAGE_SIZE - 1 >>> PAGE_SHIFT) << PAGE_SHIFT);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void collapse(long offset, long length) {
        shift(offset, offset + length, -length);
    }

    @Override
    public void insert(long offset, long length) {
        shift(offset, offset, length);
    }

    /** Keeps what lies below {@code keepBelow}, moves what lies from {@code moveFrom} on by {@code by} bytes. */
    private void shift(long keepBelow, long moveFrom, long by) {
        lock.lock(SHIFTS);
        witness.change();
        try {
            TreeMap<Long, byte[]> moved = new TreeMap<>(pages.headMap(keepBelow >>> PAGE_SHIFT));
            for (Map.Entry<Long, byte[]> e :
                    pages.tailMap(moveFrom >>> PAGE_SHIFT).entrySet()) {
                moved.put(e.getKey() + (by >> PAGE_SHIFT), e.getValue());
            }
            pages = moved;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long initialSize() {
        return 0;
    }

    @Override
    public void sync() {}

    @Override
    public void close(boolean delete) {}
}
