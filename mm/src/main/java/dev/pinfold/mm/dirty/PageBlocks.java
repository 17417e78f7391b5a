package dev.pinfold.mm.dirty;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of pages in blocks of 512, one for what a leaf table maps. A block without pages costs one reference.
 *
 * <p>For one thread at a time.
 */
public final class PageBlocks implements PageSet {
    private static final int SHIFT = 9;
    private static final int WORDS = 1 << SHIFT - 6;

    private long[] @Nullable [] blocks = new long[16][];
    private long size;

    @Override
    public void add(long page) {
        int b = (int) (page >>> SHIFT);
        if (b >= blocks.length) {
            blocks = Arrays.copyOf(blocks, Math.max(b + 1, blocks.length * 2));
        }
        long[] words = blocks[b];
        if (words == null) {
            words = new long[WORDS];
            blocks[b] = words;
        }
        int w = (int) (page >>> 6) & WORDS - 1;
        long bit = 1L << (page & 63);
        if ((words[w] & bit) == 0) {
            words[w] |= bit;
            size++;
        }
    }

    /** Takes a page out. */
    public void remove(long page) {
        if (contains(page)) {
            long[] words = blocks[(int) (page >>> SHIFT)];
            if (words != null) {
                words[(int) (page >>> 6) & WORDS - 1] &= ~(1L << (page & 63));
                size--;
            }
        }
    }

    /** Whether a page is in the set. */
    public boolean contains(long page) {
        long b = page >>> SHIFT;
        long[] words = b >= blocks.length ? null : blocks[(int) b];
        return words != null && (words[(int) (page >>> 6) & WORDS - 1] & 1L << (page & 63)) != 0;
    }

    /** Pages in the set. */
    public long size() {
        return size;
    }

    /** Calls {@code action} with each page, lowest first. */
    public void forEach(LongConsumer action) {
        for (int b = 0; b < blocks.length; b++) {
            long[] words = blocks[b];
            if (words == null) {
                continue;
            }
            for (int w = 0; w < WORDS; w++) {
                for (long left = words[w]; left != 0; left &= left - 1) {
                    action.accept(((long) b << SHIFT) + w * 64L + Long.numberOfTrailingZeros(left));
                }
            }
        }
    }

    /** Takes every page out. */
    public void clear() {
        Arrays.fill(blocks, null);
        size = 0;
    }
}
