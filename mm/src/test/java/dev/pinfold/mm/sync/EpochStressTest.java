package dev.pinfold.mm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EpochStressTest {
    private static final Site GRACE = Site.await("stress: epoch, grace period");
    private static final Site WAIT = Site.await("stress: waits, flag");

    /** What was unhooked before a grace period is seen by nobody after it. */
    @Test
    void whatIsFreedAfterAGracePeriodIsInUseByNobody() {
        var epoch = new Epoch(2);
        var shared = new RefCell<>(new LongCell(1));
        var stop = new AtomicBoolean();
        Race.run(reader(epoch, 0, shared, stop), reader(epoch, 1, shared, stop), () -> {
            for (int i = 0; i < 1_000; i++) {
                LongCell old = shared.getAndSet(new LongCell(1));
                epoch.synchronize(GRACE);
                old.setRelease(0);
            }
            stop.set(true);
        });
        assertThat(epoch.isInside(0)).isFalse();
    }

    private static Race.Body reader(Epoch epoch, int cpu, RefCell<LongCell> shared, AtomicBoolean stop) {
        return () -> {
            while (!stop.get()) {
                epoch.enter(cpu);
                epoch.enter(cpu);
                LongCell seen = shared.getAcquire();
                epoch.exit(cpu);
                for (int i = 0; i < 10; i++) {
                    if (seen.getAcquire() != 1) {
                        throw new AssertionError("freed under a reader");
                    }
                }
                epoch.exit(cpu);
            }
        };
    }

    @Test
    void waitersSeeTheConditionAndAreWoken() {
        var turn = new LongCell(0);
        long object = Waits.newObject();
        var bodies = new Race.Body[4];
        for (int b = 0; b < bodies.length; b++) {
            int me = b;
            bodies[b] = () -> {
                for (int i = 0; i < 500; i++) {
                    Waits.await(WAIT, object, () -> turn.getVolatile() % 4 == me);
                    turn.setVolatile(turn.getVolatile() + 1);
                    Waits.wake(object);
                }
            };
        }
        Race.run(bodies);
        assertThat(turn.get()).isEqualTo(2000);
    }

    @Test
    void aTornReadIsRetried() {
        var seq = new SeqCount();
        var a = new LongCell(0);
        var b = new LongCell(0);
        var stop = new AtomicBoolean();
        Race.run(
                () -> {
                    for (int i = 0; i < 200_000; i++) {
                        seq.beginWrite();
                        a.setRelease(i);
                        b.setRelease(i);
                        seq.endWrite();
                    }
                    stop.set(true);
                },
                () -> {
                    while (!stop.get()) {
                        long s = seq.read();
                        long x = a.getAcquire();
                        long y = b.getAcquire();
                        if (!seq.retry(s)) {
                            assertThat(x).isEqualTo(y);
                        }
                    }
                });
    }
}
