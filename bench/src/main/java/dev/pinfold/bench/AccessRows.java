package dev.pinfold.bench;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.pinfold.mm.MemoryReader;
import dev.pinfold.mm.Task;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * What an access costs that finds its page in the TLB, beside the same access to a plain native segment of this JVM. Each
 * kind of loop is a method of its own, as an embedder's is, so that the compiler sees one access in it.
 */
final class AccessRows {
    private static final long BYTES = Linux.MIB;
    private static final int ACCESSES = 1 << 18;
    private static final long SEED = 88172645463325252L;

    private AccessRows() {}

    static List<Row> rows() {
        return List.of(
                row(
                        "load-random",
                        "load",
                        1 / 1.5,
                        1 / 1.2,
                        "loads of 8 bytes at random places of 1 MiB; in the kernel's column from a plain native segment of this"
                                + " JVM, in Pinfold's by Task.loadLong. No kernel takes part.",
                        Raw::loadRandom,
                        Translated::loadRandom),
                row(
                        "load-row",
                        "load",
                        1 / 4.0,
                        1 / 2.0,
                        "loads of 8 bytes in a row through 1 MiB, as load-random.",
                        Raw::loadRow,
                        Translated::loadRow),
                row(
                        "read-row",
                        "load",
                        1 / 4.0,
                        1 / 2.0,
                        "as load-row, by the MemoryReader that tasks have for loads close together.",
                        Raw::loadRow,
                        Translated::readRow),
                row(
                        "store-random",
                        "store",
                        0,
                        0,
                        "stores of 8 bytes at random places of 1 MiB, as load-random but by Task.storeLong. No goal.",
                        Raw::storeRandom,
                        Translated::storeRandom),
                row(
                        "store-row",
                        "store",
                        0,
                        0,
                        "stores of 8 bytes in a row through 1 MiB, as store-random. No goal.",
                        Raw::storeRow,
                        Translated::storeRow));
    }

    /** A loop of one side over its memory. */
    private interface Loop<T> {
        void over(T side);
    }

    private static Row row(
            String name,
            String unit,
            double goal,
            double stretch,
            String compared,
            Loop<Raw> raw,
            Loop<Translated> translated) {
        return new Row(name, unit, goal, stretch, compared, k -> new Raw(raw), p -> new Translated(p, translated));
    }

    private static long next(long x) {
        long y = x ^ x << 13;
        y ^= y >>> 7;
        return y ^ y << 17;
    }

    private static double perAccess(long from) {
        return (System.nanoTime() - from) / (double) ACCESSES;
    }

    /** Keeps the compiler from leaving loads out. */
    static volatile long sink;

    /** A native segment. */
    private static final class Raw implements Contender {
        private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

        private final Arena arena = Arena.ofShared();
        private final long base;
        private final Loop<Raw> loop;

        Raw(Loop<Raw> loop) {
            this.loop = loop;
            base = arena.allocate(BYTES, PAGE_SIZE).fill((byte) 1).address();
        }

        @Override
        public double round() {
            long from = System.nanoTime();
            loop.over(this);
            return perAccess(from);
        }

        void loadRandom() {
            long at = base;
            long sum = 0;
            long x = SEED;
            for (int i = 0; i < ACCESSES; i++) {
                x = next(x);
                sum += ALL.get(JAVA_LONG, at + (x & BYTES - 8));
            }
            sink = sum;
        }

        void loadRow() {
            long at = base;
            long sum = 0;
            for (int i = 0; i < ACCESSES; i++) {
                sum += ALL.get(JAVA_LONG, at + (i * 8L & BYTES - 8));
            }
            sink = sum;
        }

        void storeRandom() {
            long at = base;
            long x = SEED;
            for (int i = 0; i < ACCESSES; i++) {
                x = next(x);
                ALL.set(JAVA_LONG, at + (x & BYTES - 8), x);
            }
        }

        void storeRow() {
            long at = base;
            for (int i = 0; i < ACCESSES; i++) {
                ALL.set(JAVA_LONG, at + (i * 8L & BYTES - 8), i);
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    /** Memory of a task. */
    private static final class Translated implements Contender {
        private final PinfoldTask p;
        private final Task task;
        private final long base;
        private final Loop<Translated> loop;

        Translated(PinfoldTask p, Loop<Translated> loop) {
            this.p = p;
            this.loop = loop;
            task = p.task();
            base = p.map(BYTES);
            p.touch(base, BYTES, true);
        }

        @Override
        public double round() {
            long from = System.nanoTime();
            loop.over(this);
            return perAccess(from);
        }

        void loadRandom() {
            Task t = task;
            long at = base;
            long sum = 0;
            long x = SEED;
            for (int i = 0; i < ACCESSES; i++) {
                x = next(x);
                sum += t.loadLong(at + (x & BYTES - 8));
            }
            sink = sum;
        }

        void loadRow() {
            Task t = task;
            long at = base;
            long sum = 0;
            for (int i = 0; i < ACCESSES; i++) {
                sum += t.loadLong(at + (i * 8L & BYTES - 8));
            }
            sink = sum;
        }

        void readRow() {
            MemoryReader r = task.reader();
            long at = base;
            long sum = 0;
            for (int i = 0; i < ACCESSES; i++) {
                sum += r.loadLong(at + (i * 8L & BYTES - 8));
            }
            sink = sum;
        }

        void storeRandom() {
            Task t = task;
            long at = base;
            long x = SEED;
            for (int i = 0; i < ACCESSES; i++) {
                x = next(x);
                t.storeLong(at + (x & BYTES - 8), x);
            }
        }

        void storeRow() {
            Task t = task;
            long at = base;
            for (int i = 0; i < ACCESSES; i++) {
                t.storeLong(at + (i * 8L & BYTES - 8), i);
            }
        }

        @Override
        public void close() {
            p.calls().munmap(base, BYTES);
        }
    }
}
