package dev.pinfold.mm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinfold.mm.abi.Errno;
import dev.pinfold.mm.abi.Mman;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hit does not ask: it must come out as if it had. */
class HitTest {
    private static final int FIXED = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED;
    private static final int READ_WRITE = Mman.PROT_READ | Mman.PROT_WRITE;

    private static Machine machine(int cpus) {
        return Machine.of(MachineConfig.defaults().withCpus(cpus).withMemory(64L << 20));
    }

    @Test
    void aHitAfterAFaultHasNone() {
        try (Machine m = machine(1)) {
            Task t = m.newTask();
            Calls c = t.calls();
            long a = t.mmap(4096);
            t.storeLong(a, 5);
            assertThat(c.load(a, 8)).isEqualTo(5);
            c.load(a + 4096, 8);
            assertThat(c.fault()).isNotZero();
            assertThat(c.load(a, 8)).isEqualTo(5);
            assertThat(c.fault()).isZero();
            c.store(a + 4096, 1, 8);
            assertThat(c.fault()).isNotZero();
            assertThat(c.store(a, 6, 8)).isZero();
            assertThat(c.fault()).isZero();
        }
    }

    @Test
    void anAddressThatNoTableTranslatesNeverHits() {
        try (Machine m = machine(1)) {
            Task t = m.newTask();
            t.storeLong(t.mmap(4096), 5);
            for (long odd : new long[] {0x5555_5555_5555_5555L, 0x5555_5555_5555_6000L, 0, 0xfff, -8, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> t.loadByte(odd)).isInstanceOf(MemoryFault.class);
                assertThatThrownBy(() -> t.storeByte(odd, (byte) 1)).isInstanceOf(MemoryFault.class);
                assertThatThrownBy(() -> t.reader().loadByte(odd)).isInstanceOf(MemoryFault.class);
            }
        }
    }

    /** One thread, two tasks of one space and a child, more tasks than CPUs or not: loads, readers and stores against a model. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void hitsSeeWhatThereIs(int cpus) {
        int pages = 8;
        try (Machine m = machine(cpus)) {
            Task first = m.newTask();
            Task[] tasks = {first, first.thread(), first.fork()};
            MemoryReader[] readers = new MemoryReader[tasks.length];
            long a = 0x10_0000_0000L;
            long[][] model = new long[2][pages]; // by space: what the page holds; -1 not mapped
            boolean[][] writable = new boolean[2][pages];
            for (int i = 0; i < tasks.length; i++) {
                readers[i] = tasks[i].reader();
                java.util.Arrays.fill(model[i / 2], -1);
            }
            SplittableRandom r = new SplittableRandom(7);
            for (int n = 1; n < 60_000; n++) {
                int who = r.nextInt(tasks.length);
                Task t = tasks[who];
                long[] has = model[who / 2];
                boolean[] may = writable[who / 2];
                int p = r.nextInt(pages);
                long at = a + p * 4096L;
                switch (r.nextInt(24)) {
                    case 0 -> {
                        t.mmap(at, 4096, READ_WRITE, FIXED, -1, 0);
                        has[p] = 0;
                        may[p] = true;
                    }
                    case 1 -> {
                        t.munmap(at, 4096);
                        has[p] = -1;
                    }
                    case 2 -> {
                        if (has[p] >= 0) {
                            may[p] = r.nextBoolean();
                            t.mprotect(at, 4096, may[p] ? READ_WRITE : Mman.PROT_READ);
                        }
                    }
                    case 3, 4, 5, 6 -> {
                        t.calls().store(at + 8, n, 8);
                        boolean stored = has[p] >= 0 && may[p];
                        assertThat(t.calls().fault() == 0).isEqualTo(stored);
                        has[p] = stored ? n : has[p];
                    }
                    case 7 -> {
                        if (p < pages - 1) {
                            long both = t.calls().load(at + 4092, 8);
                            assertThat(t.calls().fault() == 0).isEqualTo(has[p] >= 0 && has[p + 1] >= 0);
                            assertThat(both).isZero();
                        }
                    }
                    case 8, 9, 10, 11, 12, 13 ->
                        assertThat(read(has[p], () -> readers[who].loadLong(at + 8)))
                                .isEqualTo(has[p]);
                    default ->
                        assertThat(read(has[p], () -> t.loadLong(at + 8))).isEqualTo(has[p]);
                }
            }
            m.check();
        }
    }

    private static long read(long has, java.util.function.LongSupplier load) {
        if (has >= 0) {
            return load.getAsLong();
        }
        assertThatThrownBy(load::getAsLong).isInstanceOf(MemoryFault.class);
        return -1;
    }

    /** After munmap has returned, nobody reads what was there, by whichever way of loading. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsUnmappedIsOutOfReach(boolean byReader) throws InterruptedException {
        try (Machine m = machine(2)) {
            Task maps = m.newTask();
            Task loads = maps.thread();
            long a = 0x10_0000_0000L;
            long[] gone = new long[1];
            var handle = java.lang.invoke.MethodHandles.arrayElementVarHandle(long[].class);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            long[] seen = new long[1];
            Thread other = Thread.ofPlatform().start(() -> {
                MemoryReader reader = loads.reader();
                try {
                    while (!stop.get()) {
                        long before = (long) handle.getVolatile(gone, 0);
                        try {
                            long v = byReader ? reader.loadLong(a) : loads.loadLong(a);
                            if (v != 0 && v <= before) {
                                throw new AssertionError("read " + v + " after " + before + " was unmapped");
                            }
                            seen[0]++;
                        } catch (MemoryFault e) {
                            // It is not mapped now.
                        }
                    }
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
            try {
                for (long n = 1; n <= 6_000 && failure.get() == null; n++) {
                    maps.mmap(a, 4096, READ_WRITE, FIXED, -1, 0);
                    maps.storeLong(a, n);
                    for (int i = 0; i < (n & 63); i++) {
                        Thread.onSpinWait();
                    }
                    maps.munmap(a, 4096);
                    handle.setVolatile(gone, 0, n);
                }
            } finally {
                stop.set(true);
                other.join();
            }
            assertThat(failure.get()).isNull();
            m.check();
        }
    }

    /** A thread that took a task over and does nothing but hit finds it ended when its process is. */
    @Test
    void aTaskThatOnlyHitsEndsWithItsProcess() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            try (Machine m = machine(2)) {
                Task first = m.newTask();
                Task second = first.thread();
                long a = first.mmap(4096);
                second.storeLong(a, 5); // by this thread, so that the other one's first access hits
                AtomicReference<Throwable> failure = new AtomicReference<>();
                AtomicBoolean runs = new AtomicBoolean();
                Thread other = Thread.ofPlatform().start(() -> {
                    Calls c = second.calls();
                    try {
                        while (true) {
                            long v = c.load(a, 8);
                            if (c.fault() != 0) {
                                assertThat(v).isZero();
                                assertThat(c.mmap(0, 4096, READ_WRITE, FIXED & ~Mman.MAP_FIXED, -1, 0))
                                        .isEqualTo(-Errno.ESRCH);
                                return;
                            }
                            assertThat(v).isEqualTo(5);
                            runs.set(true);
                        }
                    } catch (Throwable e) {
                        failure.set(e);
                    }
                });
                while (!runs.get()) {
                    Thread.onSpinWait();
                }
                first.calls().exitGroup(0);
                other.join();
                assertThat(failure.get()).isNull();
                assertThat(second.calls().ended()).isTrue();
                m.check();
            }
        }
    }
}
