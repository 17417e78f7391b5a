package dev.pinfold.mm.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PercpuRefTest {
    private static final Site GRACE = Site.await("test: percpu grace");
    private static final Site ZERO = Site.await("test: percpu zero");

    private final Epoch epoch = new Epoch(2);
    private final PercpuRef ref = new PercpuRef(2, epoch);

    @Test
    void aDeadCountGivesNoReferenceAndReachesZeroWithTheLastPut() {
        assertThat(ref.tryGetLive(0, 1)).isTrue();
        ref.get(1, 5);
        assertThat(ref.peek()).isEqualTo(7);
        ref.kill(GRACE);
        assertThat(ref.isDying()).isTrue();
        assertThat(ref.tryGetLive(1, 1)).isFalse();
        assertThat(ref.peek()).isEqualTo(6);
        ref.put(0, 5);
        assertThat(ref.isZero()).isFalse();
        ref.get(0, 1);
        ref.put(1, 2);
        assertThat(ref.isZero()).isTrue();
        ref.awaitZero(ZERO);
    }

    @Test
    void aPutTooManyIsNoticed() {
        ref.kill(GRACE);
        assertThatThrownBy(() -> ref.put(0, 1)).isInstanceOf(AssertionError.class);
    }

    /** Two CPUs count while a third party kills: whoever got a reference is waited for, nobody gets one afterwards. */
    @Test
    void killMeetsCountingCpus() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            PercpuRef r = new PercpuRef(2, epoch);
            CountDownLatch begin = new CountDownLatch(1);
            long[] held = new long[2];
            Thread[] threads = new Thread[2];
            for (int cpu = 0; cpu < 2; cpu++) {
                int me = cpu;
                threads[cpu] = new Thread(() -> {
                    try {
                        begin.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    while (r.tryGetLive(me, 1)) {
                        if (++held[me] % 3 == 0) {
                            r.put(me, 2);
                            held[me] -= 2;
                        }
                    }
                });
                threads[cpu].start();
            }
            begin.countDown();
            r.kill(GRACE);
            for (Thread t : threads) {
                t.join();
            }
            assertThat(r.peek()).isEqualTo(held[0] + held[1]);
            r.put(0, held[0]);
            r.put(1, held[1]);
            assertThat(r.isZero()).isTrue();
        }
    }
}
