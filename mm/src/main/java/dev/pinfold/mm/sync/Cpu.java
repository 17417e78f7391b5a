package dev.pinfold.mm.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One processor of a machine: who runs on it, and the translations it has been asked to forget.
 *
 * <p>The state word holds the task that has the CPU and what it is doing:
 * <ul>
 *   <li>{@code FREE}: nobody has it.
 *   <li>{@code USER}: its task is outside every call. Another task may take the CPU; the loser finds out at its next
 *       access, because taking {@linkplain Runner#disarm disarms} it.
 *   <li>{@code KERNEL}: its task is in a call or a fault. Nobody may take it.
 *   <li>{@code ACCESS}: its task is using a translation right now. Nobody may take it, and who flushes waits until
 *       the access is over. A task never blocks in this state.
 *   <li>{@code BLOCKED}: its task sleeps inside a call. Another task may borrow the CPU; the sleeper waits until it
 *       gets the same CPU back.
 * </ul>
 *
 * <p>The protocol of a flush stands in for the interrupt of real hardware. A task that changes an entry posts the range to
 * each CPU that may hold it, disarms the task there ({@link Runner#armed}) and bumps {@code requests} (a full fence). A
 * store enters {@code ACCESS} first (a full fence) and then looks whether its task is armed: either it is not, and the
 * store forgets the range before it translates, or the flusher sees {@code ACCESS} and waits. A load is not announced at
 * all; it looks whether its task is armed after it has read, and drops what it read if not.
 */
public final class Cpu extends Padded {
    static final int FREE = 0;
    static final int USER = 1;
    static final int KERNEL = 2;
    static final int ACCESS = 3;
    static final int BLOCKED = 4;

    private static final int MODE_BITS = 3;
    private static final int RING = 16;
    private static final VarHandle STATE;
    private static final VarHandle REQUESTS;
    private static final VarHandle ACKED;

    static {
        try {
            var lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Cpu.class, "state", long.class);
            REQUESTS = lookup.findVarHandle(Cpu.class, "requests", long.class);
            ACKED = lookup.findVarHandle(Cpu.class, "acked", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final Site POST = Site.lock("cpu: post a flush request against the owner that drains them");
    private static final Site DRAIN = Site.lock("cpu: drain flush requests against who posts them");
    private static final Site WAIT = Site.await("cpu: wait until an access under the old translation is over");

    private final int id;
    private final long object = Sync.newId();

    /** Controlled mode: who is on the CPU. Every call that might find another task there writes it. */
    private final long turn = Sync.newId();

    @SuppressWarnings("unused") // through STATE
    private volatile long state;

    @SuppressWarnings("unused") // through REQUESTS
    private volatile long requests;

    @SuppressWarnings("unused") // through ACKED
    private volatile long acked;

    private final FlushSink sink;

    /**
     * Whose translations, kernel maps and protection rights are loaded; written by who has just taken the CPU, under
     * ringLock, read by its task and by who holds ringLock.
     */
    private @Nullable Runner loaded;

    // Posted and not yet drained flushes, guarded by ringLock; more than RING of them become one of everything.
    private final SpinLock ringLock = new SpinLock(LockClass.CPU);
    private final long[] ringContext = new long[RING];
    private final long[] ringStart = new long[RING];
    private final long[] ringEnd = new long[RING];
    private int ringCount;
    private boolean ringAll;

    Cpu(int id, FlushSink sink) {
        this.id = id;
        this.sink = sink;
    }

    /** The CPU's number, from 0. */
    public int id() {
        return id;
    }

    /** The TLB's number in controlled mode: accesses read it, flushes write it. */
    long object() {
        return object;
    }

    /** The number, in controlled mode, of the question who is on the CPU. */
    long turn() {
        return turn;
    }

    /** The CPU's TLB. Only the task on the CPU may use it. */
    public FlushSink sink() {
        return sink;
    }

    static long word(long owner, int mode) {
        return owner << MODE_BITS | mode;
    }

    static int mode(long state) {
        return (int) state & (1 << MODE_BITS) - 1;
    }

    static long owner(long state) {
        return state >>> MODE_BITS;
    }

    long state() {
        return (long) STATE.getAcquire(this);
    }

    boolean change(long from, long to) {
        return STATE.compareAndSet(this, from, to);
    }

    void set(long to) {
        STATE.setRelease(this, to);
    }

    /** The count of requests as it stands; where it has moved, something is to be forgotten. */
    public long requests() {
        return (long) REQUESTS.getAcquire(this);
    }

    /** True if no call or access is using this CPU, so that a task without one may have it. */
    boolean available() {
        long s = (long) STATE.getVolatile(this);
        int mode = mode(s);
        return mode != ACCESS && (mode != KERNEL || asleep());
    }

    /** Controlled mode: whether the task on the CPU waits in its call for what has not come yet, and keeps nobody off. */
    private boolean asleep() {
        Runner r = loaded;
        return Sync.CONTROLLED && r != null && r.asleep();
    }

    /** Whether a task has the CPU, whatever it does there. */
    boolean isOf(Runner task) {
        return owner(state()) == task.runnerId();
    }

    /**
     * Tries to make {@code taker} the owner, in kernel mode.
     *
     * @return true if it is now the owner
     */
    boolean take(Runner taker) {
        long s = state();
        int mode = mode(s);
        if (mode == KERNEL || mode == ACCESS || !change(s, word(taker.runnerId(), KERNEL))) {
            return false;
        }
        loadFor(taker);
        return true;
    }

    /** Controlled mode: makes {@code taker} the owner of a CPU that is {@link #available}. */
    void seize(Runner taker) {
        set(word(taker.runnerId(), KERNEL));
        loadFor(taker);
    }

    /** The rest of taking. */
    private void loadFor(Runner taker) {
        Runner before = loaded;
        if (!taker.equals(before)) {
            // The context switch: what belongs to the task before leaves the CPU, then what belongs to this one comes.
            if (before != null) {
                before.leave(this);
            }
            taker.arrive(this);
        }
        taker.cpu = this;
        taker.switchedIn(this, sink);
        taker.seen = drain(taker);
        if (!taker.equals(before)) {
            taker.contextIn(this);
        }
    }

    /** Takes what belongs to a task off the CPU, for a task that goes to another. Preconditions: its task, in a call. */
    void unload(Runner task) {
        if (task.equals(loaded)) {
            task.leave(this);
            loaded = null;
        }
    }

    /**
     * Forgets what was posted, and arms the task of the CPU, whose hits are found from here on. Called by the owner only.
     *
     * @param task the owner; {@code null} for audits while nothing runs, which arm nobody
     * @return the count of requests this covers
     */
    long drain(@Nullable Runner task) {
        if (Sync.CONTROLLED) {
            if (task != null) {
                loaded = task;
            }
            return requests();
        }
        ringLock.lock(DRAIN);
        long upTo = (long) REQUESTS.getVolatile(this);
        if (ringAll) {
            sink.invalidateAll();
        } else {
            for (int i = 0; i < ringCount; i++) {
                sink.invalidate(ringContext[i], ringStart[i], ringEnd[i]);
            }
        }
        ringAll = false;
        ringCount = 0;
        if (task != null) {
            // Under the lock: who posts later finds this task here and disarms it again.
            loaded = task;
            task.arm();
        }
        ringLock.unlock();
        ACKED.setRelease(this, upTo);
        return upTo;
    }

    /**
     * Makes this CPU forget a range at once, for who is on it: as one instruction of its own does.
     *
     * @param context the address space, see {@link FlushSink#invalidate}
     */
    public void forget(long context, long start, long end, Site site) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.FLUSH, object, 1, site);
        }
        if (site.on()) {
            forget(context, start, end);
        }
    }

    /** Forgets a range, for the CPU's own task, which is in a call. */
    void forget(long context, long start, long end) {
        sink.invalidate(context, start, end);
        Runner task = loaded;
        if (task != null) {
            task.disarm();
        }
    }

    /**
     * Asks the CPU to forget a range and returns when no access can be using it any more.
     *
     * @param context the address space, see {@link FlushSink#invalidate}
     * @param site who asks
     */
    void flush(long context, long start, long end, Site site) {
        if (Sync.CONTROLLED) {
            Sync.scheduler().point(Op.FLUSH, object, 1, site);
            // One thread runs every task, and no task is switched out inside an access: the interrupt is immediate.
            sink.invalidate(context, start, end);
            REQUESTS.getAndAdd(this, 1L);
            return;
        }
        ringLock.lock(POST);
        if (ringCount == RING) {
            ringAll = true;
        } else {
            ringContext[ringCount] = context;
            ringStart[ringCount] = start;
            ringEnd[ringCount] = end;
            ringCount++;
        }
        Runner task = loaded;
        if (task != null) {
            task.disarm();
        }
        long mine = (long) REQUESTS.getAndAdd(this, 1L) + 1;
        ringLock.unlock();
        if (mode((long) STATE.getVolatile(this)) == ACCESS) {
            Waits.spin(
                    WAIT,
                    id,
                    () -> mode((long) STATE.getVolatile(this)) != ACCESS || (long) ACKED.getVolatile(this) - mine >= 0);
        }
    }
}
