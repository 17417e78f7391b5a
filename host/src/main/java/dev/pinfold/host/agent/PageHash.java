package dev.pinfold.host.agent;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** The hash by which contents of pages are compared; the agent's {@code hash_page} computes the same. */
public final class PageHash {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private PageHash() {}

    /** Mixes a word into a hash. */
    public static long mix(long hash, long word) {
        long h = (hash ^ word) * FACTOR;
        return h ^ (h >>> 29);
    }

    /** Returns the hash of the 4096 bytes at an offset of a segment. */
    public static long of(MemorySegment segment, long offset) {
        long h = 0;
        for (long i = 0; i < PAGE_SIZE; i += 8) {
            h = mix(h, segment.get(JAVA_LONG_UNALIGNED, offset + i));
        }
        return h;
    }

    /** Returns the hash of 4096 bytes. */
    public static long of(byte[] page) {
        return of(MemorySegment.ofArray(page), 0);
    }
}
