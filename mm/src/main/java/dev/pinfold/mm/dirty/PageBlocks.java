package dev.pinfold.mm.dirty;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of pages in blocks of 512, one for what a leaf table maps, under a tree of the same shape as page tables. Costs what
 * its blocks cost: 64 bytes for up to 512 pages beside each other, wherever they are.
 *
 * <p>Pages are below 2^54. For one thread at a time.
 */
public final class PageBlocks implements PageSet {
    private static final int SHIFT = 9;
    private static final int FAN = 1 << SHIFT;
    private static final int WORDS = FAN / Long.SIZE;
    /** Levels above the blocks. */
    private static final int LEVELS = 5;

    private @Nullable Object[] root = new @Nullable Object[FAN];
    private long size;

    /** The block used last, since pages mostly come in order. */
    private long lastKey = -1;

    private long[] last = new long[WORDS];

    private static int index(long block, int level) {
        return (int) (block >>> level * SHIFT) & FAN - 1;
    }

    private long @Nullable [] find(long block) {
        if (block == lastKey) {
            return last;
        }
        @Nullable Object[] node = root;
        for (int level = LEVELS - 1; level > 0; level--) {
            Object next = node[index(block, level)];
            if (next == null) {
                return null;
            }
            node = (Object[]) next;
        }
        return (long[]) node[index(block, 0)];
    }

    private long[] findOrMake(long block) {
        if (block == lastKey) {
            return last;
        }
        @Nullable Object[] node = root;
        for (int level = LEVELS - 1; level > 0; level--) {
            int i = index(block, level);
            Object next = node[i];
            if (next == null) {
                next = new @Nullable Object[FAN];
                node[i] = next;
            }
            node = (Object[]) next;
        }
        int i = index(block, 0);
        long[] words = (long[]) node[i];
        if (words == null) {
            words = new long[WORDS];
            node[i] = words;
        }
        lastKey = block;
        last = words;
        return words;
    }

    @Override
    public void add(long page) {
        long[] words = findOrMake(page >>> SHIFT);
        int w = (int) (page >>> 6) & WORDS - 1;
        long bit = 1L << page;
        if ((words[w] & bit) == 0) {
            words[w] |= bit;
            size++;
        }
    }

    /** Puts pages of one block in: bit {@code i} of word {@code w} is page {@code block * 512 + w * 64 + i}. */
    void addBlock(long block, long[] bits) {
        long[] words = findOrMake(block);
        for (int w = 0; w < WORDS; w++) {
            size += Long.bitCount(bits[w] & ~words[w]);
            words[w] |= bits[w];
        }
    }

    /** Takes a page out. */
    public void remove(long page) {
        long[] words = find(page >>> SHIFT);
        int w = (int) (page >>> 6) & WORDS - 1;
        if (words != null && (words[w] & 1L << page) != 0) {
            words[w] &= ~(1L << page);
            size--;
        }
    }

    /** Whether a page is in the set. */
    public boolean contains(long page) {
        long[] words = find(page >>> SHIFT);
        return words != null && (words[(int) (page >>> 6) & WORDS - 1] & 1L << page) != 0;
    }

    /** Pages in the set. */
    public long size() {
        return size;
    }

    /** Calls {@code action} with each page, lowest first. */
    public void forEach(LongConsumer action) {
        if (size != 0) {
            forEach(root, LEVELS - 1, 0, action);
        }
    }

    private static void forEach(@Nullable Object[] node, int level, long base, LongConsumer action) {
        for (int i = 0; i < FAN; i++) {
            Object next = node[i];
            if (next == null) {
                continue;
            }
            long at = base << SHIFT | i;
            if (level > 0) {
                forEach((Object[]) next, level - 1, at, action);
                continue;
            }
            long[] words = (long[]) next;
            for (int w = 0; w < WORDS; w++) {
                for (long left = words[w]; left != 0; left &= left - 1) {
                    action.accept((at << SHIFT) + w * 64L + Long.numberOfTrailingZeros(left));
                }
            }
        }
    }

    /** Takes every page out. */
    public void clear() {
        root = new @Nullable Object[FAN];
        lastKey = -1;
        last = new long[WORDS];
        size = 0;
    }
}
