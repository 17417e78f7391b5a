package dev.pinfold.mm.file;

/** Flags and constants of file calls, with the values of Linux on x86-64. */
public final class FileFlags {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_ACCMODE = 3;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_NOCTTY = 0x100;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_DSYNC = 0x1000;
    public static final int FASYNC = 0x2000;
    public static final int O_DIRECT = 0x4000;
    public static final int O_LARGEFILE = 0x8000;
    public static final int O_DIRECTORY = 0x10000;
    public static final int O_NOFOLLOW = 0x20000;
    public static final int O_NOATIME = 0x40000;
    public static final int O_CLOEXEC = 0x80000;
    /** With {@link #O_DSYNC}: {@code O_SYNC}. */
    public static final int O_SYNC_BIT = 0x100000;

    public static final int O_PATH = 0x200000;
    /** With {@link #O_DIRECTORY}: {@code O_TMPFILE}. */
    public static final int O_TMPFILE_BIT = 0x400000;

    /** What {@code F_SETFL} can change. */
    public static final int SETFL_MASK = O_APPEND | O_NONBLOCK | O_DIRECT | O_NOATIME | FASYNC;

    public static final int SEEK_SET = 0;
    public static final int SEEK_CUR = 1;
    public static final int SEEK_END = 2;
    public static final int SEEK_DATA = 3;
    public static final int SEEK_HOLE = 4;

    public static final int FALLOC_FL_KEEP_SIZE = 0x1;
    public static final int FALLOC_FL_PUNCH_HOLE = 0x2;
    public static final int FALLOC_FL_COLLAPSE_RANGE = 0x8;
    public static final int FALLOC_FL_ZERO_RANGE = 0x10;
    public static final int FALLOC_FL_INSERT_RANGE = 0x20;
    public static final int FALLOC_FL_UNSHARE_RANGE = 0x40;
    public static final int FALLOC_FL_WRITE_ZEROES = 0x80;

    /** The most bytes one read or write moves: {@code MAX_RW_COUNT}. */
    public static final long MAX_RW_COUNT = 0x7ffff000L;

    private FileFlags() {}

    /** Whether a size is over a limit of {@code RLIMIT_FSIZE}: unsigned, -1 for none. */
    public static boolean beyondLimit(long bytes, long limit) {
        return beyond(bytes, limit);
    }

    static boolean beyond(long bytes, long limit) {
        return limit >= 0 && bytes > limit;
    }
}
