package dev.pinfold.lab.explore;

import dev.pinfold.mm.sync.Op;
import dev.pinfold.mm.sync.Op.Effect;
import dev.pinfold.mm.sync.Site;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The operation a task is about to perform, or is performing: what it is, what it touches, whether it is possible. */
public final class Announced {
    Op op = Op.READ;

    @Nullable
    Site site;
    /** Null if the operation is always possible. */
    @Nullable
    BooleanSupplier possible;
    /** The objects it touches: half-open ranges of numbers, and how each is touched. The first is the operation's own. */
    int n;

    long[] from = new long[4];
    long[] to = new long[4];
    Effect[] access = new Effect[4];
    /** Whether the task comes to a CPU by it: then it is possible when the task there leaves its call, which is no operation. */
    boolean turn;
    /** False once the operation turned out to change nothing. */
    boolean changed = true;

    long value;

    Announced() {}

    /** What kind of operation it is. */
    public Op op() {
        return op;
    }

    /** Where it stands in the code, if that has a name. */
    public @Nullable Site site() {
        return site;
    }

    /** The number of the object it touches first, as {@link dev.pinfold.mm.sync.Sync#describe} names it; -1 for none. */
    public long object() {
        return n == 0 ? -1 : from[0];
    }

    /** Whether it turned out to change nothing; known once it has been performed. */
    public boolean changed() {
        return changed;
    }

    void begin(Op newOp, long object, long bytes, @Nullable Site newSite, @Nullable BooleanSupplier newPossible) {
        op = newOp;
        site = newSite;
        possible = newPossible;
        changed = true;
        turn = newOp == Op.SWITCH;
        value = 0;
        n = 0;
        add(object, bytes, newOp.access());
    }

    void add(long object, long bytes, Effect how) {
        if (n == from.length) {
            from = Arrays.copyOf(from, n * 2);
            to = Arrays.copyOf(to, n * 2);
            access = Arrays.copyOf(access, n * 2);
        }
        from[n] = object;
        to[n] = object + bytes;
        access[n++] = how;
    }

    /** Adds an object that is only read, unless it is there; returns whether it was not. */
    boolean addRead(long object, long bytes) {
        for (int i = 0; i < n; i++) {
            if (from[i] <= object && object + bytes <= to[i]) {
                return false;
            }
        }
        add(object, bytes, Effect.READ);
        return true;
    }

    /** How the object is touched, as far as is known. */
    Effect how(int i) {
        return changed ? access[i] : Effect.READ;
    }

    /** Whether this operation and another, both yet to be performed, can be swapped. */
    public boolean commutesWith(Announced other) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < other.n; j++) {
                if (from[i] < other.to[j] && other.from[j] < to[i] && !how(i).commutesWith(other.how(j))) {
                    return false;
                }
            }
        }
        return true;
    }
}
