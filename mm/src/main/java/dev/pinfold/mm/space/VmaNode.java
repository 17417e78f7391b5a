package dev.pinfold.mm.space;

import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link VmaTree}: one range and the VMA it belongs to, with what its subtree knows of itself. Immutable,
 * so that readers need no lock and the garbage collector is what RCU is to Linux's maple tree. An AVL tree, put
 * together by joining: a split and two joins do every change in O(log n), however many ranges it takes away.
 */
final class VmaNode {
    final long start;
    final long end;
    final Vma vma;

    @Nullable
    final VmaNode left;

    @Nullable
    final VmaNode right;

    /** First byte of the lowest range below. */
    final long minStart;

    /** End of the highest range below. */
    final long maxEnd;

    /** Largest hole between two ranges below, in bytes. */
    final long maxGap;

    private final int height;

    VmaNode(@Nullable VmaNode left, long start, long end, Vma vma, @Nullable VmaNode right) {
        this.left = left;
        this.start = start;
        this.end = end;
        this.vma = vma;
        this.right = right;
        long gap = 0;
        int h = 0;
        if (left == null) {
            minStart = start;
        } else {
            minStart = left.minStart;
            gap = Math.max(left.maxGap, start - left.maxEnd);
            h = left.height;
        }
        if (right == null) {
            maxEnd = end;
        } else {
            maxEnd = right.maxEnd;
            gap = Math.max(gap, Math.max(right.maxGap, right.minStart - end));
            h = Math.max(h, right.height);
        }
        maxGap = gap;
        height = h + 1;
    }

    private static int height(@Nullable VmaNode n) {
        return n == null ? 0 : n.height;
    }

    /** The same range between other neighbours. */
    private VmaNode with(@Nullable VmaNode l, @Nullable VmaNode r) {
        return l == left && r == right ? this : new VmaNode(l, start, end, vma, r);
    }

    /** {@code left}, {@code at} and {@code right} in this order, where the heights differ by at most two. */
    private static VmaNode balance(@Nullable VmaNode l, VmaNode at, @Nullable VmaNode r) {
        int hl = height(l);
        int hr = height(r);
        if (l != null && hl > hr + 1) {
            VmaNode lr = l.right;
            if (lr == null || height(l.left) >= lr.height) {
                return l.with(l.left, at.with(lr, r));
            }
            return lr.with(l.with(l.left, lr.left), at.with(lr.right, r));
        }
        if (r != null && hr > hl + 1) {
            VmaNode rl = r.left;
            if (rl == null || height(r.right) >= rl.height) {
                return r.with(at.with(l, rl), r.right);
            }
            return rl.with(at.with(l, rl.left), r.with(rl.right, r.right));
        }
        return at.with(l, r);
    }

    /** All of {@code l}, then {@code at}, then all of {@code r}, whatever their heights. */
    static VmaNode join(@Nullable VmaNode l, VmaNode at, @Nullable VmaNode r) {
        int hl = height(l);
        int hr = height(r);
        if (l != null && hl > hr + 1) {
            return balance(l.left, l, join(l.right, at, r));
        }
        if (r != null && hr > hl + 1) {
            return balance(join(l, at, r.left), r, r.right);
        }
        return at.with(l, r);
    }

    /** All of {@code l}, then all of {@code r}. */
    static @Nullable VmaNode join(@Nullable VmaNode l, @Nullable VmaNode r) {
        if (l == null) {
            return r;
        }
        if (r == null) {
            return l;
        }
        VmaNode least = r;
        for (VmaNode n = r.left; n != null; n = n.left) {
            least = n;
        }
        return join(l, least, withoutLeast(r));
    }

    private static @Nullable VmaNode withoutLeast(VmaNode n) {
        VmaNode l = n.left;
        return l == null ? n.right : balance(withoutLeast(l), n, n.right);
    }

    /** What lies below {@code address}; a range that goes on above it is cut there. */
    static @Nullable VmaNode below(@Nullable VmaNode n, long address) {
        if (n == null || address >= n.maxEnd) {
            return n;
        }
        if (address <= n.start) {
            return below(n.left, address);
        }
        if (address >= n.end) {
            return join(n.left, n, below(n.right, address));
        }
        return join(n.left, new VmaNode(null, n.start, address, n.vma, null), null);
    }

    /** What lies at and above {@code address}; a range that begins below it is cut there. */
    static @Nullable VmaNode above(@Nullable VmaNode n, long address) {
        if (n == null || address <= n.minStart) {
            return n;
        }
        if (address >= n.end) {
            return above(n.right, address);
        }
        if (address <= n.start) {
            return join(above(n.left, address), n, n.right);
        }
        return join(null, new VmaNode(null, address, n.end, n.vma, null), n.right);
    }

    /** Puts a range into a hole that holds all of it. Preconditions: no range overlaps {@code [start, end)}. */
    static VmaNode insert(@Nullable VmaNode n, long start, long end, Vma vma) {
        if (n == null) {
            return new VmaNode(null, start, end, vma, null);
        }
        if (end <= n.start) {
            return balance(insert(n.left, start, end, vma), n, n.right);
        }
        return balance(n.left, n, insert(n.right, start, end, vma));
    }

    /** Takes the range away that begins at {@code start}. Preconditions: there is one. */
    static @Nullable VmaNode delete(@Nullable VmaNode n, long start) {
        if (n == null) {
            throw new AssertionError("no range begins at " + Long.toHexString(start));
        }
        if (start < n.start) {
            return balance(delete(n.left, start), n, n.right);
        }
        if (start > n.start) {
            return balance(n.left, n, delete(n.right, start));
        }
        VmaNode r = n.right;
        if (r == null) {
            return n.left;
        }
        VmaNode least = r;
        for (VmaNode l = r.left; l != null; l = l.left) {
            least = l;
        }
        return balance(n.left, least, withoutLeast(r));
    }

    /** Gives {@code [start, end)} to {@code vma}. Preconditions: it lies in one range, of which parts may remain. */
    static VmaNode replace(@Nullable VmaNode n, long start, long end, Vma vma) {
        if (n == null) {
            throw new AssertionError("nobody has " + Long.toHexString(start));
        }
        if (end <= n.start) {
            return balance(replace(n.left, start, end, vma), n, n.right);
        }
        if (start >= n.end) {
            return balance(n.left, n, replace(n.right, start, end, vma));
        }
        VmaNode l = n.start < start ? insert(n.left, n.start, start, n.vma) : n.left;
        VmaNode r = end < n.end ? insert(n.right, end, n.end, n.vma) : n.right;
        return balance(l, new VmaNode(null, start, end, vma, null), r);
    }

    /** A balanced tree of {@code vmas[from..to)}, in order of address. */
    static @Nullable VmaNode build(Vma[] vmas, int from, int to) {
        if (from >= to) {
            return null;
        }
        int mid = from + to >>> 1;
        Vma v = vmas[mid];
        return new VmaNode(build(vmas, from, mid), v.start(), v.end(), v, build(vmas, mid + 1, to));
    }

    /** Largest hole that a range could use around and in this subtree, which lies between two bounds. */
    private long widest(long prevEnd, long nextStart) {
        return Math.max(maxGap, Math.max(minStart - prevEnd, nextStart - maxEnd));
    }

    /**
     * The highest hole of {@code length} bytes or more within {@code [low, high)}: its end, cut to {@code high}.
     * -1 if none. {@code n} lies between {@code prevEnd} and {@code nextStart}.
     */
    static long highestGapEnd(@Nullable VmaNode n, long prevEnd, long nextStart, long low, long high, long length) {
        if (nextStart <= low || prevEnd >= high) {
            return -1;
        }
        if (n == null) {
            long to = Math.min(nextStart, high);
            return to - Math.max(prevEnd, low) >= length ? to : -1;
        }
        if (n.widest(prevEnd, nextStart) < length) {
            return -1;
        }
        long found = highestGapEnd(n.right, n.end, nextStart, low, high, length);
        return found >= 0 ? found : highestGapEnd(n.left, prevEnd, n.start, low, high, length);
    }

    /** The lowest hole of {@code length} bytes or more within {@code [low, high)}: its start, cut to {@code low}. */
    static long lowestGapStart(@Nullable VmaNode n, long prevEnd, long nextStart, long low, long high, long length) {
        if (nextStart <= low || prevEnd >= high) {
            return -1;
        }
        if (n == null) {
            long from = Math.max(prevEnd, low);
            return Math.min(nextStart, high) - from >= length ? from : -1;
        }
        if (n.widest(prevEnd, nextStart) < length) {
            return -1;
        }
        long found = lowestGapStart(n.left, prevEnd, n.start, low, high, length);
        return found >= 0 ? found : lowestGapStart(n.right, n.end, nextStart, low, high, length);
    }

    /** Checks order, balance and what each node knows of its subtree; the number of ranges. */
    static int check(@Nullable VmaNode n) {
        if (n == null) {
            return 0;
        }
        VmaNode fresh = new VmaNode(n.left, n.start, n.end, n.vma, n.right);
        VmaNode l = n.left;
        VmaNode r = n.right;
        if (n.start >= n.end
                || l != null && l.maxEnd > n.start
                || r != null && r.minStart < n.end
                || Math.abs(height(l) - height(r)) > 1
                || fresh.height != n.height
                || fresh.maxGap != n.maxGap
                || fresh.minStart != n.minStart
                || fresh.maxEnd != n.maxEnd) {
            throw new AssertionError("broken tree at " + Long.toHexString(n.start));
        }
        return check(l) + 1 + check(r);
    }
}
