package dev.pinfold.mm.frame;

/**
 * One CPU's single free frames of one zone ({@code struct per_cpu_pages}): the frame freed last is handed out first,
 * while its bytes are still in the processor's cache.
 *
 * <p>No lock: only the task that runs on the CPU touches it, and a task gives up its CPU at no point in here. A cache
 * is never larger than a small share of its zone, since no other CPU can take from it.
 */
final class FrameCache {
    private final Buddy buddy;
    private final int batch;
    /** Ints of a cache line. */
    private static final int LINE = 16;

    /**
     * From {@link #LINE} on the frames; before them, in {@link #COUNT}, how many. Lines of their own, since the caches of all
     * CPUs lie side by side on the heap and each changes all the time.
     */
    private final int[] stack;

    private static final int COUNT = LINE - 1;
    private final int high;

    FrameCache(Buddy buddy, int limit) {
        this.buddy = buddy;
        high = Math.max(1, limit);
        stack = new int[LINE + high + LINE];
        batch = Math.max(1, high / 4);
    }

    /** A free frame, or -1. */
    int take() {
        int count = stack[COUNT];
        if (count == 0) {
            count = buddy.allocBulk(stack, LINE, batch);
            if (count == 0) {
                return -1;
            }
            // The lowest frame on top, so that a fresh machine hands out rising addresses.
            for (int i = LINE, j = LINE + count - 1; i < j; i++, j--) {
                int other = stack[i];
                stack[i] = stack[j];
                stack[j] = other;
            }
        }
        stack[COUNT] = count - 1;
        return stack[LINE + count - 1];
    }

    /** Puts a free frame on top; the coldest ones go to the zone when the cache is full. */
    void put(int pfn) {
        if (stack[COUNT] == high) {
            spill(batch);
        }
        stack[LINE + stack[COUNT]++] = pfn;
    }

    /** Gives everything back to the zone. */
    void drain() {
        spill(count());
    }

    int count() {
        return stack[COUNT];
    }

    /** The frame at a place of the stack, for the audit. */
    int peek(int place) {
        return stack[LINE + place];
    }

    private void spill(int frames) {
        int left = count() - frames;
        buddy.freeBulk(stack, LINE, frames);
        System.arraycopy(stack, LINE + frames, stack, LINE, left);
        stack[COUNT] = left;
    }
}
