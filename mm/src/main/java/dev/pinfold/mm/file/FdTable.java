package dev.pinfold.mm.file;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import dev.pinfold.mm.sync.Witness;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors: {@code struct files_struct}. Shared by tasks that were cloned with CLONE_FILES, copied by fork. A
 * descriptor is the lowest number that is free.
 */
public final class FdTable {
    /** {@code fs.nr_open}: descriptors are below it, whatever the limit. */
    public static final int NR_OPEN = 1 << 20;

    private static final Site GET = Site.lock("files: lock over a look-up against a close");
    private static final Site INSTALL = Site.lock("files: lock over a new descriptor");
    private static final Site CLOSE = Site.lock("files: lock over a close");
    private static final Site COPY = Site.lock("files: lock over a copy for fork");

    private final SpinLock lock = new SpinLock(LockClass.FILES);
    private final IntCell users = new IntCell(1);

    // Under the lock.
    private final Witness witness = new Witness();
    private @Nullable OpenFile[] files = new @Nullable OpenFile[16];
    private final BitSet closeOnExec = new BitSet();

    /** One more task shares the table. Returns this. */
    public FdTable share() {
        users.getAndAdd(1);
        return this;
    }

    /** A copy for a forked task: {@code dup_fd}. */
    public FdTable copy() {
        FdTable c = new FdTable();
        lock.lock(COPY);
        witness.read();
        c.files = files.clone();
        for (OpenFile f : c.files) {
            if (f != null) {
                f.get();
            }
        }
        c.closeOnExec.or(closeOnExec);
        lock.unlock();
        return c;
    }

    /** A task goes; the last one closes everything. */
    public void release(FileTask t) {
        if (users.getAndAdd(-1) == 1) {
            closeAll(t, false);
        }
    }

    /** {@code execve}: closes what is marked so. */
    public void closeOnExec(FileTask t) {
        closeAll(t, true);
    }

    private void closeAll(FileTask t, boolean marked) {
        for (int fd = 0; ; fd++) {
            OpenFile f;
            lock.lock(CLOSE);
            witness.change();
            if (fd >= files.length) {
                lock.unlock();
                return;
            }
            f = !marked || closeOnExec.get(fd) ? take(fd) : null;
            lock.unlock();
            if (f != null) {
                f.put(t);
            }
        }
    }

    /** The file of a descriptor with a reference for the caller; null for a bad descriptor ({@code fget}). */
    public @Nullable OpenFile get(int fd) {
        lock.lock(GET);
        witness.read();
        OpenFile f = peek(fd);
        if (f != null) {
            f.get();
        }
        lock.unlock();
        return f;
    }

    private @Nullable OpenFile peek(int fd) {
        return fd >= 0 && fd < files.length ? files[fd] : null;
    }

    /** Whether a descriptor is free to be given: below the limit. Returns -EMFILE if none is. */
    public long check(long limit) {
        lock.lock(GET);
        witness.read();
        int fd = lowest(0);
        lock.unlock();
        return Long.compareUnsigned(fd, limit) < 0 && fd < NR_OPEN ? fd : -Errno.EMFILE;
    }

    private int lowest(int from) {
        int fd = from;
        while (fd < files.length && files[fd] != null) {
            fd++;
        }
        return fd;
    }

    /**
     * Gives a file the lowest free descriptor from {@code from} on; takes over the caller's reference.
     *
     * @param limit {@code RLIMIT_NOFILE}, unsigned
     * @return the descriptor, or -EMFILE with the reference still the caller's
     */
    public long install(OpenFile file, int from, long limit, boolean cloexec) {
        lock.lock(INSTALL);
        witness.change();
        try {
            int fd = lowest(from);
            if (Long.compareUnsigned(fd, limit) >= 0 || fd >= NR_OPEN) {
                return -Errno.EMFILE;
            }
            put(fd, file, cloexec);
            return fd;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a file at a descriptor and takes over the caller's reference; what was there comes back, to be put. */
    public @Nullable OpenFile replace(int fd, OpenFile file, boolean cloexec) {
        lock.lock(INSTALL);
        witness.change();
        OpenFile old = take(fd);
        put(fd, file, cloexec);
        lock.unlock();
        return old;
    }

    /** Closes a descriptor; the file comes back, to be put. Null for a bad descriptor. */
    public @Nullable OpenFile remove(int fd) {
        lock.lock(CLOSE);
        witness.change();
        OpenFile f = take(fd);
        lock.unlock();
        return f;
    }

    /** {@code FD_CLOEXEC} of a descriptor: 0 or 1; -EBADF. */
    public long cloexec(int fd) {
        lock.lock(GET);
        witness.read();
        long r = peek(fd) == null ? -Errno.EBADF : closeOnExec.get(fd) ? 1 : 0;
        lock.unlock();
        return r;
    }

    /** Sets {@code FD_CLOEXEC}. Returns 0 or -EBADF. */
    public long setCloexec(int fd, boolean on) {
        lock.lock(INSTALL);
        witness.change();
        long r = peek(fd) == null ? -Errno.EBADF : 0;
        if (r == 0) {
            closeOnExec.set(fd, on);
        }
        lock.unlock();
        return r;
    }

    private @Nullable OpenFile take(int fd) {
        OpenFile f = peek(fd);
        if (f != null) {
            files[fd] = null;
            closeOnExec.clear(fd);
        }
        return f;
    }

    private void put(int fd, OpenFile file, boolean cloexec) {
        if (fd >= files.length) {
            files = Arrays.copyOf(files, Math.max(fd + 1, files.length * 2));
        }
        files[fd] = file;
        closeOnExec.set(fd, cloexec);
    }
}
