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
    private final int[] stack;
    private int count;

    FrameCache(Buddy buddy, int high) {
        this.buddy = buddy;
        stack = new int[Math.max(1, high)];
        batch = Math.max(1, stack.length / 4);
    }

    /** A free frame, or -1. */
    int take() {
        if (count == 0) {
            int got = buddy.allocBulk(stack, 0, batch);
            if (got == 0) {
                return -1;
            }
            // The lowest frame on top, so that a fresh machine hands out rising addresses.
            for (int i = 0, j = got - 1; i < j; i++, j--) {
                int other = stack[i];
                stack[i] = stack[j];
                stack[j] = other;
            }
            count = got;
        }
        return stack[--count];
    }

    /** Puts a free frame on top; the coldest ones go to the zone when the cache is full. */
    void put(int pfn) {
        if (count == stack.length) {
            spill(batch);
        }
        stack[count++] = pfn;
    }

    /** Gives everything back to the zone. */
    void drain() {
        spill(count);
    }

    int count() {
        return count;
    }

    /** The frame at a place of the stack, for the audit. */
    int peek(int place) {
        return stack[place];
    }

    private void spill(int frames) {
        buddy.freeBulk(stack, 0, frames);
        System.arraycopy(stack, frames, stack, 0, count - frames);
        count -= frames;
    }
}
