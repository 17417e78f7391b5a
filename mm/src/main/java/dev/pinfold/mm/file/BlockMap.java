package dev.pinfold.mm.file;

import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Witness;

/**
 * Which blocks of a disk file exist: ext4's extent tree, as far as anybody can see it. A block is a page. It is a hole,
 * allocated but never written ({@code fallocate}; reads as zeros), or data. A block becomes data when a page over it is
 * made writable or written, not when writeback reaches the disk: delayed allocation counts as data.
 */
final class BlockMap {
    private static final Site READ = Site.lock("file.blocks: lock over a look at the block map");
    private static final Site CHANGE = Site.lock("file.blocks: lock over a change of the block map");

    private final SpinLock lock = new SpinLock(LockClass.I_DATA);

    // Under the lock.
    private final Witness witness = new Witness();
    private final RangeSet data = new RangeSet();
    private final RangeSet unwritten = new RangeSet();

    boolean isData(long block) {
        lock.lock(READ);
        witness.read();
        boolean is = data.contains(block);
        lock.unlock();
        return is;
    }

    boolean isUnwritten(long block) {
        lock.lock(READ);
        witness.read();
        boolean is = unwritten.contains(block);
        lock.unlock();
        return is;
    }

    /** The first block at or after {@code from} that is data or unwritten; {@code Long.MAX_VALUE} if there is none. */
    long nextAllocated(long from) {
        lock.lock(READ);
        witness.read();
        long next = Math.min(data.next(from), unwritten.next(from));
        lock.unlock();
        return next;
    }

    /** Blocks allocated in either way. */
    long allocated() {
        lock.lock(READ);
        witness.read();
        long n = data.count() + unwritten.count();
        lock.unlock();
        return n;
    }

    /** A page was written. */
    void write(long from, long to) {
        lock.lock(CHANGE);
        witness.change();
        unwritten.remove(from, to);
        data.add(from, to);
        lock.unlock();
    }

    /** Allocates the holes of a range; data stays. */
    void allocate(long from, long to) {
        lock.lock(CHANGE);
        witness.change();
        long at = from;
        while (at < to) {
            long written = Math.min(to, data.next(at));
            unwritten.add(at, written);
            at = data.nextOutside(written);
        }
        lock.unlock();
    }

    /** Makes a range allocated and unwritten: what was there is forgotten. */
    void makeUnwritten(long from, long to) {
        lock.lock(CHANGE);
        witness.change();
        data.remove(from, to);
        unwritten.add(from, to);
        lock.unlock();
    }

    /** Makes a range a hole. */
    void free(long from, long to) {
        lock.lock(CHANGE);
        witness.change();
        data.remove(from, to);
        unwritten.remove(from, to);
        lock.unlock();
    }

    void collapse(long from, long to) {
        lock.lock(CHANGE);
        witness.change();
        data.collapse(from, to);
        unwritten.collapse(from, to);
        lock.unlock();
    }

    void insert(long from, long length) {
        lock.lock(CHANGE);
        witness.change();
        data.insert(from, length);
        unwritten.insert(from, length);
        lock.unlock();
    }
}
