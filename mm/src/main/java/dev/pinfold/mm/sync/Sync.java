package dev.pinfold.mm.sync;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The switch between production and controlled mode, and the numbers by which objects are known in controlled mode.
 *
 * <p>Production: {@link #CONTROLLED} is a constant false, so the compiler drops every controlled branch. Controlled
 * ({@code -Dpinfold.controlled=true}): every operation of the package is announced to the installed {@link Scheduler}, all
 * tasks take turns on what is logically one thread, and nothing here is safe for real threads.
 */
public final class Sync {
    /** True in a JVM that explores. */
    public static final boolean CONTROLLED = Boolean.getBoolean("pinfold.controlled");

    private static final long HEAP = 1L << 62;
    /** Marks the number of a bit used as a lock, which is another object than the word it lies in. */
    static final long BIT_LOCK = 1L << 61;
    /** Heap numbers lie this far apart, so that no range of one reaches the next. */
    private static final int HEAP_SHIFT = 4;

    private static final int TASK_SHIFT = 44;
    private static final int REGION_SHIFT = 46;

    private static Scheduler scheduler = Direct.INSTANCE;
    private static long[] nextId = new long[64];
    private static boolean running;
    /** What heap objects are called, by number; null while nobody wants to know. */
    private static @Nullable Map<Long, String> heapNames;

    private static long lastingIds = 1L << 32;

    private static int regions;
    private static int lastingRegions;
    private static long[] regionBase = new long[8];
    private static long[] regionBytes = new long[8];

    private Sync() {}

    /** The scheduler in charge. Controlled mode only. */
    public static Scheduler scheduler() {
        return scheduler;
    }

    /** Puts a scheduler in charge. Controlled mode only. */
    public static void install(Scheduler s) {
        requireControlled();
        scheduler = s;
    }

    /** Takes the scheduler out of charge: operations go through unannounced again. Controlled mode only. */
    public static void uninstall() {
        requireControlled();
        running = false;
        scheduler = Direct.INSTANCE;
        Held.reset();
    }

    /** Forgets numbers, regions and held locks of the last schedule. Called before the state of a new one is built. */
    public static void beginSchedule() {
        requireControlled();
        Arrays.fill(nextId, 0);
        if (!running) {
            running = true;
            lastingRegions = regions;
        }
        regions = lastingRegions;
        if (heapNames != null) {
            heapNames = new HashMap<>();
        }
        Held.reset();
        Runner.forgetCalls();
    }

    /** What a task holds (locks, epochs), in words; empty if nothing. Controlled mode only. */
    public static String held(int task) {
        return Held.describe(task);
    }

    /**
     * A number for a heap object: the running task and how many it created before, hence the same in every run of a
     * schedule. Zero in production.
     */
    static long newId() {
        if (!CONTROLLED) {
            return 0;
        }
        if (!running) {
            return HEAP | lastingIds++ << HEAP_SHIFT;
        }
        int task = scheduler.currentTask();
        if (task >= nextId.length) {
            nextId = Arrays.copyOf(nextId, task * 2);
        }
        long id = HEAP | ((long) task << TASK_SHIFT) | nextId[task]++ << HEAP_SHIFT;
        Map<Long, String> names = heapNames;
        if (names != null) {
            names.put(id, numbered(names, ObjectNames.ofCaller()));
        }
        return id;
    }

    private static String numbered(Map<Long, String> names, String name) {
        String unique = name;
        for (int i = 2; names.containsValue(unique); i++) {
            unique = name + " #" + i;
        }
        return unique;
    }

    /** Whether heap objects get names from here on, after whose they are; slow, for runs that are reported. */
    public static void nameObjects(boolean on) {
        requireControlled();
        heapNames = on ? new HashMap<>() : null;
    }

    /**
     * Names native memory, so that its bytes have the same numbers in every run. A machine names its memory when it is
     * built. Does nothing in production.
     *
     * @param base absolute address
     */
    public static void region(long base, long bytes) {
        if (!CONTROLLED) {
            return;
        }
        for (int i = 0; i < regions; i++) {
            if (regionBase[i] == base) {
                regionBytes[i] = bytes;
                return;
            }
        }
        if (regions == regionBase.length) {
            regionBase = Arrays.copyOf(regionBase, regions * 2);
            regionBytes = Arrays.copyOf(regionBytes, regions * 2);
        }
        regionBase[regions] = base;
        regionBytes[regions++] = bytes;
    }

    /** The number of a byte of native memory: its offset in its region, or its address outside of all regions. */
    static long nativeId(long address) {
        for (int i = 0; i < regions; i++) {
            long offset = address - regionBase[i];
            if (Long.compareUnsigned(offset, regionBytes[i]) < 0) {
                return ((long) (i + 1) << REGION_SHIFT) | offset;
            }
        }
        return address;
    }

    /** A number for what a name stands for, the same in every run; for what tasks share outside of the memory manager. */
    public static long named(String name) {
        long id = HEAP | 1L << 60 | (name.hashCode() & 0xFFFF_FFFFL) << HEAP_SHIFT;
        if (heapNames != null) {
            heapNames.putIfAbsent(id, "what is known of \"" + name + "\"");
        }
        return id;
    }

    /** Whether a number stands for a heap object. */
    public static boolean isHeap(long object) {
        return (object & HEAP) != 0;
    }

    /** Whether a number stands for a bit that is a lock. */
    public static boolean isBitLock(long object) {
        return (object & (HEAP | BIT_LOCK)) == BIT_LOCK;
    }

    /** A name for an object's number in reports: {@code #1.3} (the third that task 1 created), {@code +0x1f008}. */
    public static String describe(long object) {
        Map<Long, String> names = heapNames;
        // Some objects have two numbers, one after the other.
        String name = names == null ? null : names.getOrDefault(object, names.get(object & -1L << HEAP_SHIFT));
        if (name != null) {
            return name;
        }
        if (isHeap(object)) {
            long id = object & ~HEAP;
            return "#" + (id >>> TASK_SHIFT) + "." + ((id & ((1L << TASK_SHIFT) - 1)) >>> HEAP_SHIFT);
        }
        if ((object & BIT_LOCK) != 0) {
            long bit = object & ~BIT_LOCK;
            return "bit " + (bit & 31) + " of " + describe(bit >>> 3 & ~3L);
        }
        long offset = object & ((1L << REGION_SHIFT) - 1);
        long region = object >>> REGION_SHIFT;
        return (region > 1 ? "region " + region : "") + "+0x" + Long.toHexString(offset);
    }

    /** The address of native memory that a number stands for, of the word if it stands for a bit; 0 for anything else. */
    public static long address(long object) {
        if (isHeap(object)) {
            return 0;
        }
        long number = (object & BIT_LOCK) != 0 ? (object & ~BIT_LOCK) >>> 3 & ~3L : object;
        int region = (int) (number >>> REGION_SHIFT) - 1;
        return region < 0 || region >= regions ? 0 : regionBase[region] + (number & (1L << REGION_SHIFT) - 1);
    }

    static void requireControlled() {
        if (!CONTROLLED) {
            throw new IllegalStateException("only with -Dpinfold.controlled=true");
        }
    }

    /** Orders all memory accesses before it with all after it. No step of a controlled run, which orders everything. */
    public static void fullFence() {
        VarHandle.fullFence();
    }

    /** Who runs now: a thread or, in controlled mode, where one thread runs all tasks in turn, a task of the program. */
    public static Object currentThread() {
        return CONTROLLED ? (Object) scheduler().currentTask() : Thread.currentThread();
    }
}
