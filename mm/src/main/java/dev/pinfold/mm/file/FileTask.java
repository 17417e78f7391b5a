package dev.pinfold.mm.file;

import dev.pinfold.mm.table.TableCursor;

/** For whom a file is changed: what this floor needs of the task that makes a call. */
public interface FileTask {
    /** The cursor through which entries of other address spaces are removed or write-protected. */
    TableCursor cursor();

    /** The CPU the task runs on, for the allocator's caches. */
    int cpuId();

    /** {@code RLIMIT_FSIZE} in bytes, unsigned; -1 for no limit. */
    long fileSizeLimit();
}
