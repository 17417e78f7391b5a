package dev.pinfold.mm.file;

import dev.pinfold.mm.sync.IntCell;
import dev.pinfold.mm.sync.RefCell;
import org.jspecify.annotations.Nullable;

/**
 * What a name or a descriptor stands for: {@code struct inode}, as far as memory is concerned. It lives while it has a
 * name or is open or mapped; with the last of these its pages go.
 */
public final class Inode {
    /** What kind of thing it is. */
    public enum Kind {
        /** A file on a disk. */
        DISK,
        /** A file in memory: tmpfs, memfd, shared anonymous memory. */
        SHMEM,
        /** A memfd of huge pages. The machine sets none aside, so it holds nothing and cannot be mapped. */
        HUGETLB,
        /** A file on a device whose memory is mapped itself. */
        DAX,
        /** Such a device as a whole: one file that never changes its size. */
        DEVICE_DAX,
        DIRECTORY,
        /** {@code /dev/zero}: maps as anonymous memory. */
        ZERO,
        /** {@code /dev/null}: cannot be mapped. */
        NULL,
        /** A pipe, socket, terminal or anything else that has neither size nor pages. */
        STREAM,
        /** What a descriptor of a process stands for: nothing can be read from it or written to it. */
        PIDFD
    }

    private final Kind kind;
    private final @Nullable FileMapping mapping;
    private final int mode;
    private final RefCell<String> name;
    /** One for a name, one for each open file. */
    private final IntCell references = new IntCell(0);

    private final IntCell named = new IntCell(0);

    /**
     * @param name as {@code /proc/PID/maps} shows it
     * @param mode permission bits
     */
    public Inode(Kind kind, @Nullable FileMapping mapping, String name, int mode) {
        this.kind = kind;
        this.mapping = mapping;
        this.name = new RefCell<>(name);
        this.mode = mode;
    }

    public Kind kind() {
        return kind;
    }

    /** The contents; null for what has none. */
    public @Nullable FileMapping mapping() {
        return mapping;
    }

    /** Permission bits. */
    public int mode() {
        return mode;
    }

    /** Whether it has contents that can be read, written, truncated and mapped ({@code S_ISREG}). */
    public boolean isRegular() {
        return mapping != null;
    }

    /** Its name, with {@code " (deleted)"} behind it when that name is gone. */
    public String name() {
        String n = name.getAcquire();
        return n == null ? "" : n;
    }

    /** Gives it a name. */
    void link() {
        named.setRelease(1);
        references.getAndAdd(1);
    }

    /** Takes its name away; the contents go when nobody has it open. */
    void unlink(FileTask t) {
        named.setRelease(0);
        name.setRelease(name() + " (deleted)");
        put(t);
    }

    void get() {
        references.getAndAdd(1);
    }

    void put(FileTask t) {
        if (references.getAndAdd(-1) == 1 && mapping != null) {
            mapping.evict(t);
        }
    }

    @Override
    public String toString() {
        return kind + " " + name();
    }
}
