package dev.pinfold.mm.abi;

/** Reading, writing and naming files: {@code fs.h}, {@code limits.h} and {@code uio.h}. */
public final class Fs {
    public static final int SEEK_SET = 0;
    public static final int SEEK_CUR = 1;
    public static final int SEEK_END = 2;
    public static final int SEEK_DATA = 3;
    public static final int SEEK_HOLE = 4;

    public static final int RWF_HIPRI = 1;
    public static final int RWF_DSYNC = 2;
    public static final int RWF_SYNC = 4;
    public static final int RWF_NOWAIT = 0x8;
    public static final int RWF_APPEND = 0x10;
    public static final int RWF_NOAPPEND = 0x20;
    public static final int RWF_ATOMIC = 0x40;
    public static final int RWF_DONTCACHE = 0x80;
    public static final int RWF_NOSIGNAL = 0x100;

    public static final int RENAME_NOREPLACE = 1;
    public static final int RENAME_EXCHANGE = 2;
    public static final int RENAME_WHITEOUT = 4;

    public static final int SYNC_FILE_RANGE_WAIT_BEFORE = 1;
    public static final int SYNC_FILE_RANGE_WRITE = 2;
    public static final int SYNC_FILE_RANGE_WAIT_AFTER = 4;

    /** The most bytes that one call moves: the largest int, in whole pages. */
    public static final long MAX_RW_COUNT = 0x7ffff000L;
    /** Buffers of one vector. */
    public static final int UIO_MAXIOV = 1024;
    /** Bytes of a name, without the zero. */
    public static final int NAME_MAX = 255;
    /** Bytes of a path, with the zero. */
    public static final int PATH_MAX = 4096;

    private Fs() {}
}
