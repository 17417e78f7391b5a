package dev.pinfold.mm.frame;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;

import dev.pinfold.mm.sync.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The pattern that fills free frames in controlled mode: a store into a frame after it was freed is found when the
 * frame is allocated next, or by the audit.
 */
final class Poison {
    /** The byte a free frame is full of. */
    static final byte BYTE = 0x6b;

    private static final MemorySegment PATTERN =
            Arena.global().allocate(PAGE_SIZE).fill(BYTE).asReadOnly();

    private Poison() {}

    static void fill(long address) {
        MemorySegment.copy(PATTERN, 0, Words.all(), address, PAGE_SIZE);
    }

    /** Where a free frame differs from the pattern, as an offset in bytes; -1 nowhere. */
    static long difference(long address) {
        return MemorySegment.mismatch(Words.all(), address, address + PAGE_SIZE, PATTERN, 0, PAGE_SIZE);
    }

    /** Throws if a frame that was free, and has been allocated before, was written meanwhile. */
    static void check(long address, int pfn, int generation) {
        if (generation != 0) {
            long at = difference(address);
            if (at >= 0) {
                throw new AssertionError(
                        "frame " + pfn + " was written after it was freed, at byte " + at + " of the frame");
            }
        }
    }
}
