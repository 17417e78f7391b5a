package dev.pinfold.mm.syscall;

/**
 * What {@code /proc/PID/smaps} says of one mapping; all amounts in bytes.
 *
 * @param start first address
 * @param end address after the last
 * @param rss pages present, of all kinds
 * @param pss as {@code rss}, each page divided by the number of its mappings
 * @param sharedClean clean pages with more than one mapping
 * @param sharedDirty dirty pages with more than one mapping
 * @param privateClean clean pages with one mapping
 * @param privateDirty dirty pages with one mapping
 * @param referenced pages accessed
 * @param anonymous anonymous pages
 * @param anonHugePages of {@code anonymous}, what huge entries map
 * @param shmemPmdMapped pages of shared memory that huge entries map
 * @param filePmdMapped pages of other files that huge entries map
 * @param thpEligible whether faults may bring huge pages
 * @param locked as {@code pss} where the mapping is locked, else 0
 * @param protectionKey the mapping's key; 0 on a machine without keys, where Linux does not print it
 * @param vmFlags two letters a flag, in the order of Linux, separated by blanks
 */
public record Smaps(
        long start,
        long end,
        long rss,
        long pss,
        long sharedClean,
        long sharedDirty,
        long privateClean,
        long privateDirty,
        long referenced,
        long anonymous,
        long anonHugePages,
        long shmemPmdMapped,
        long filePmdMapped,
        boolean thpEligible,
        long locked,
        int protectionKey,
        String vmFlags) {}
