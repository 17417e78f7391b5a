package dev.pinfold.mm.file;

import dev.pinfold.mm.abi.FileFlags;
import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.LongCell;
import dev.pinfold.mm.sync.Mutex;

/**
 * An open file: {@code struct file}. Descriptors and mappings hold references; the position belongs to all descriptors
 * that came from one {@code open}.
 */
public final class OpenFile {
    /** What {@code F_SETFL} can change. */
    private static final int SETFL_MASK =
            FileFlags.O_APPEND | FileFlags.O_NONBLOCK | FileFlags.O_DIRECT | FileFlags.O_NOATIME | FileFlags.FASYNC;

    private final Inode inode;
    private final boolean readable;
    private final boolean writable;
    /** Opened by name, so that {@code O_DIRECT} is possible where the file system can do it. */
    private final boolean directPossible;

    private final IntCell flags;
    private final IntCell references = new IntCell(1);

    private final Mutex positionLock = new Mutex(LockClass.F_POS);
    /** Bytes. Changed under the position lock. */
    private final LongCell position = new LongCell(0);

    private final Readahead readahead;

    /**
     * A new open file with one reference.
     *
     * @param flags as {@code open} got them: access mode, and O_ flags of which those that matter once are dropped
     */
    public OpenFile(Inode inode, int flags, boolean directPossible, int readaheadPages) {
        this.inode = inode;
        int access = flags & FileFlags.O_ACCMODE;
        boolean path = (flags & FileFlags.O_PATH) != 0;
        readable = !path && (access == FileFlags.O_RDONLY || access == FileFlags.O_RDWR);
        writable = !path && (access == FileFlags.O_WRONLY || access == FileFlags.O_RDWR);
        this.directPossible = directPossible;
        int kept = path
                ? flags & (FileFlags.O_PATH | FileFlags.O_DIRECTORY | FileFlags.O_NOFOLLOW)
                : flags
                        & ~(FileFlags.O_CREAT | FileFlags.O_EXCL | FileFlags.O_NOCTTY | FileFlags.O_TRUNC)
                        & ~FileFlags.O_CLOEXEC;
        this.flags = new IntCell(kept);
        readahead = new Readahead(readaheadPages);
        inode.get();
    }

    public Inode inode() {
        return inode;
    }

    /** The contents. Preconditions: {@link Inode#isRegular}. */
    public FileMapping mapping() {
        FileMapping m = inode.mapping();
        if (m == null) {
            throw new AssertionError("no contents: " + inode);
        }
        return m;
    }

    /** Open for reading ({@code FMODE_READ}). */
    public boolean canRead() {
        return readable;
    }

    /** Open for writing ({@code FMODE_WRITE}). */
    public boolean canWrite() {
        return writable;
    }

    /** Opened with {@code O_PATH}: nearly every call answers EBADF. */
    public boolean isPath() {
        return (flags() & FileFlags.O_PATH) != 0;
    }

    /** What {@code F_GETFL} gives. */
    public int flags() {
        return flags.getAcquire();
    }

    /** Whether all of the flags are set. */
    public boolean has(int flag) {
        return (flags() & flag) == flag;
    }

    /** Whether {@code O_DIRECT} can be switched on ({@code FMODE_CAN_ODIRECT}). */
    public boolean directPossible() {
        return directPossible;
    }

    /** {@code F_SETFL}: replaces the flags that can change. */
    public void setFlags(int arg) {
        int old;
        do {
            old = flags.getAcquire();
        } while (!flags.cas(old, (arg & SETFL_MASK) | (old & ~SETFL_MASK)));
    }

    /** The position in bytes. */
    public long position() {
        return position.getAcquire();
    }

    /** Preconditions: the position lock. */
    public void setPosition(long bytes) {
        position.setRelease(bytes);
    }

    /** Held over a call that reads and moves the position ({@code f_pos_lock}). */
    public Mutex positionLock() {
        return positionLock;
    }

    /** A read call ended before byte {@code end}, which decides what the next one reads ahead. */
    public void noteRead(long end) {
        readahead.readUpTo(end);
    }

    Readahead readahead() {
        return readahead;
    }

    /** What {@code /proc/PID/maps} shows, newlines escaped as there. */
    public String mapsName() {
        return inode.name().replace("\n", "\\012");
    }

    /** One more reference, by who has one. Returns this file. */
    public OpenFile get() {
        references.getAndAdd(1);
        return this;
    }

    /** Drops a reference; the last one closes the file. */
    public void put(FileTask t) {
        int before = references.getAndAdd(-1);
        if (before == 1) {
            inode.put(t);
        } else if (before < 1) {
            throw new AssertionError("a reference was dropped that nobody had: " + this);
        }
    }

    /** References held now, for audits. */
    public int references() {
        return references.getAcquire();
    }

    @Override
    public String toString() {
        return inode + " flags 0" + Integer.toOctalString(flags());
    }
}
