package dev.pinfold.host.random;

import static dev.pinfold.host.random.Deed.*;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** What a random sequence is about: how often each family of operations is drawn. */
public enum Profile {
    /** Mappings: map, unmap, protect, split and merge. */
    VMA(weights(MMAP, 30, MUNMAP, 14, MPROTECT, 20, MOVE, 6, BRK, 6, ADVISE, 6, ACCESS, 24, FILE_OPEN, 2, ODD, 3)),
    /** Files, memfds and their mappings. */
    FILE(weights(
            MMAP,
            16,
            MUNMAP,
            5,
            MPROTECT,
            4,
            ADVISE,
            6,
            MSYNC,
            4,
            MINCORE,
            5,
            ACCESS,
            26,
            FILE_OPEN,
            7,
            FILE_SIZE,
            12,
            FILE_DATA,
            14,
            FILE_OTHER,
            5,
            SEAL,
            4,
            CHILD,
            1,
            EXIT,
            1,
            MOVE,
            3,
            ROW,
            3)),
    /** Children, threads and copy-on-write. */
    FORK(weights(
            MMAP, 14, MUNMAP, 6, MPROTECT, 7, MOVE, 4, ADVISE, 9, ACCESS, 34, CHILD, 8, EXIT, 5, WAIT, 5, REMOTE, 5,
            FILE_OPEN, 2, FILE_DATA, 2, BRK, 2)),
    /** Advice of every kind. */
    MADVISE(weights(
            MMAP, 16, MUNMAP, 5, MPROTECT, 6, MOVE, 4, ADVISE, 34, ACCESS, 28, MINCORE, 3, CHILD, 2, EXIT, 1, FILE_OPEN,
            2, FILE_SIZE, 2, MLOCK, 2)),
    /** Moves and changes of size. */
    MREMAP(weights(
            MMAP, 20, MUNMAP, 7, MPROTECT, 8, MOVE, 34, ACCESS, 24, ADVISE, 5, BRK, 2, FILE_OPEN, 2, CHILD, 1, EXIT, 1,
            MLOCK, 2, LIMIT, 1)),
    /** Limits and locked memory. */
    LIMITS(weights(
            MMAP, 18, MUNMAP, 6, MPROTECT, 8, MOVE, 7, BRK, 8, ADVISE, 3, ACCESS, 14, MLOCK, 18, MLOCKALL, 4, LIMIT, 12,
            CHILD, 1, EXIT, 1, FILE_OPEN, 1)),
    /** Protection keys. Files have no names, so that any kernel can be asked, wherever its files lie. */
    KEYS(weights(
            MMAP,
            16,
            MUNMAP,
            5,
            MPROTECT,
            12,
            MOVE,
            5,
            ADVISE_PLAIN,
            6,
            MLOCK,
            3,
            MINCORE,
            1,
            KEY,
            30,
            ACCESS,
            40,
            FILE_DATA,
            6,
            MEMFD,
            3,
            CHILD,
            3,
            EXIT,
            2,
            WAIT,
            1,
            REMOTE,
            4)),
    /** Huge pages of private and of shared memory: by fault, by collapse, and everything that splits them. */
    HUGE(weights(
            MMAP, 12, MUNMAP, 5, MPROTECT, 7, MOVE, 9, ADVISE, 28, ACCESS, 40, MLOCK, 2, MINCORE, 1, CHILD, 4, EXIT, 2,
            REMOTE, 2, WAIT, 1, SWITCH, 1, BRK, 1, MEMFD, 3, FILE_SIZE, 3, FILE_DATA, 2)),
    /** Everything. */
    ALL(weights(
            MMAP,
            18,
            MUNMAP,
            8,
            MPROTECT,
            9,
            MOVE,
            8,
            BRK,
            3,
            ADVISE,
            9,
            MSYNC,
            2,
            MINCORE,
            2,
            MLOCK,
            4,
            MLOCKALL,
            1,
            MSEAL,
            1,
            ODD,
            2,
            KEY,
            2,
            ACCESS,
            28,
            FILE_OPEN,
            3,
            FILE_SIZE,
            4,
            FILE_DATA,
            5,
            FILE_OTHER,
            2,
            SEAL,
            1,
            LIMIT,
            2,
            CHILD,
            2,
            EXIT,
            1,
            WAIT,
            1,
            REMOTE,
            2,
            ROW,
            2));

    @SuppressWarnings("ImmutableEnumChecker") // never written again
    private final Deed[] deeds;

    @SuppressWarnings("ImmutableEnumChecker") // never written again
    private final int[] upTo;

    Profile(Map<Deed, Integer> weights) {
        deeds = weights.keySet().toArray(Deed[]::new);
        upTo = new int[deeds.length];
        int sum = 0;
        for (int i = 0; i < deeds.length; i++) {
            sum += weights.getOrDefault(deeds[i], 0);
            upTo[i] = sum;
        }
    }

    private static Map<Deed, Integer> weights(Object... pairs) {
        Map<Deed, Integer> weights = new EnumMap<>(Deed.class);
        for (int i = 0; i < pairs.length; i += 2) {
            weights.put((Deed) pairs[i], (Integer) pairs[i + 1]);
        }
        return weights;
    }

    /** Draws a family. */
    Deed draw(SplittableRandom random) {
        int n = random.nextInt(upTo[upTo.length - 1]);
        for (int i = 0; ; i++) {
            if (n < upTo[i]) {
                return deeds[i];
            }
        }
    }

    /** Whether sequences are about huge pages, and need a kernel that gives them. */
    public boolean huge() {
        return this == HUGE;
    }

    /** Returns the profile of that name, in lower case as on the command line. */
    public static Profile of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
