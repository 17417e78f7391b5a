package dev.pinfold.mm.file;

/** The limit of a task on the size of files, {@code RLIMIT_FSIZE}. */
public final class SizeLimit {
    private SizeLimit() {}

    /** Whether a size is over a limit: unsigned, -1 for none. */
    public static boolean exceeded(long bytes, long limit) {
        return limit >= 0 && bytes > limit;
    }
}
