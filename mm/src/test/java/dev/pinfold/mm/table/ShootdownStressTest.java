package dev.pinfold.mm.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.frame.Zone;
import dev.pinfold.mm.sync.UserBytes;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Real threads: no store lands in a page after it was unmapped, and no load returns what a later owner wrote. */
class ShootdownStressTest {
    private static final long A = 0x7000_0000_0000L;
    private static final long MINE = 0x1111_1111_1111_1111L;
    private static final long FOREIGN = 0x2222_2222_2222_2222L;

    @Test
    void unmappedPagesAreOutOfReach() throws InterruptedException {
        try (Bench b = new Bench(3, 256)) {
            PageTables tables = b.tables();
            Bench.Task unmapper = b.task(tables);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread writer = thread(failure, () -> {
                Bench.Task t = b.task(tables);
                while (!stop.get()) {
                    t.beginUserAccess();
                    long a = t.translate(A, Access.WRITE);
                    if (a >= 0) {
                        UserBytes.put(a, MINE, 8);
                    }
                    t.endUserAccess();
                }
            });
            Thread reader = thread(failure, () -> {
                Bench.Task t = b.task(tables);
                while (!stop.get()) {
                    long e = t.entry(A);
                    long above = TaskMmu.aboveRead(e, A);
                    if (TaskMmu.inside(above, 8)) {
                        long v = UserBytes.get(TaskMmu.place(e, above), 8);
                        if (t.armed()) {
                            assertThat(v).isIn(0L, MINE);
                        }
                    }
                    if (!t.armed() || !TaskMmu.inside(above, 8)) {
                        t.access(A, Access.READ);
                    }
                }
            });
            try {
                for (int round = 0; round < 20_000 && failure.get() == null; round++) {
                    unmapper.map(tables, A, Pte.WRITE);
                    Thread.onSpinWait();
                    unmapper.zap(tables, A, A + 4096);
                    // The frame is free: take it for somebody else, and look whether anybody still writes to it.
                    unmapper.enterKernel();
                    int pfn = b.frames.alloc(Zone.NORMAL, 0, unmapper.cpuId());
                    long page = b.frames.address(pfn);
                    UserBytes.put(page, FOREIGN, 8);
                    for (int i = 0; i < 20; i++) {
                        Thread.onSpinWait();
                    }
                    assertThat(UserBytes.get(page, 8)).isEqualTo(FOREIGN);
                    b.frames.put(pfn, unmapper.cpuId());
                    unmapper.exitKernel();
                }
            } finally {
                stop.set(true);
                writer.join();
                reader.join();
            }
            assertThat(failure.get()).isNull();
            unmapper.destroy(tables);
            assertThat(b.frames.usedFrames()).isZero();
        }
    }

    private static Thread thread(AtomicReference<Throwable> failure, Runnable body) {
        return Thread.ofPlatform().start(() -> {
            try {
                body.run();
            } catch (Throwable e) {
                failure.set(e);
            }
        });
    }
}
