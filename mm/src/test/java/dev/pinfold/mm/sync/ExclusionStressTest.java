package dev.pinfold.mm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every lock for one holder keeps others out, on platform and virtual threads, on short and on long sections. */
class ExclusionStressTest {
    private static final Site SITE = Site.lock("stress: any exclusive lock");
    private static final int THREADS = 4;

    private record Lock(Runnable lock, BooleanSupplier tryLock, Runnable unlock) {}

    private static Map<String, Lock> locks() {
        var spin = new SpinLock(LockClass.PAGE_TABLE);
        var mutex = new Mutex(LockClass.I_RWSEM);
        var sem = new RwSemaphore(LockClass.MMAP_LOCK);
        long word = Arena.global().allocate(64, 8).address();
        long bits = word + 32;
        return Map.of(
                "spin lock", new Lock(() -> spin.lock(SITE), () -> spin.tryLock(SITE), spin::unlock),
                "mutex", new Lock(() -> mutex.lock(SITE), () -> mutex.tryLock(SITE), mutex::unlock),
                "semaphore", new Lock(() -> sem.writeLock(SITE), () -> sem.tryWriteLock(SITE), sem::writeUnlock),
                "word lock",
                        new Lock(
                                () -> WordLock.lock(word, LockClass.PTE_TABLE, SITE),
                                () -> WordLock.tryLock(word, LockClass.PTE_TABLE, SITE),
                                () -> WordLock.unlock(word, LockClass.PTE_TABLE)),
                "bit lock",
                        new Lock(
                                () -> BitLock.lock(bits, 5, LockClass.FOLIO_LOCK, SITE),
                                () -> BitLock.tryLock(bits, 5, LockClass.FOLIO_LOCK, SITE),
                                () -> BitLock.unlock(bits, 5, LockClass.FOLIO_LOCK)));
    }

    @TestFactory
    Stream<DynamicTest> shortSectionsExclude() {
        return locks().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> countsRight(e.getValue(), 50_000, 0)));
    }

    /** Sections longer than the spinning, so that waiters do sleep and must be woken. */
    @TestFactory
    Stream<DynamicTest> longSectionsExclude() {
        return locks().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> countsRight(e.getValue(), 300, 60_000)));
    }

    private static void countsRight(Lock lock, int rounds, long nanos) {
        long[] count = new long[1];
        Race.Body body = () -> {
            for (int i = 0; i < rounds; i++) {
                lock.lock.run();
                long seen = count[0];
                for (long until = System.nanoTime() + nanos; nanos > 0 && System.nanoTime() < until; ) {
                    Thread.onSpinWait();
                }
                count[0] = seen + 1;
                lock.unlock.run();
            }
        };
        var bodies = new Race.Body[THREADS];
        java.util.Arrays.fill(bodies, body);
        Race.run(bodies);
        assertThat(count[0]).isEqualTo((long) THREADS * rounds);
        assertThat(lock.tryLock.getAsBoolean()).isTrue();
        assertThat(lock.tryLock.getAsBoolean()).isFalse();
        lock.unlock.run();
    }

    @TestFactory
    Stream<DynamicTest> triesExclude() {
        return locks().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    Lock lock = e.getValue();
                    long[] count = new long[1];
                    long[] taken = new long[2];
                    Race.run(() -> taken[0] = tries(lock, count), () -> taken[1] = tries(lock, count));
                    assertThat(count[0]).isEqualTo(taken[0] + taken[1]).isPositive();
                }));
    }

    private static long tries(Lock lock, long[] count) {
        long taken = 0;
        for (int i = 0; i < 100_000; i++) {
            if (lock.tryLock.getAsBoolean()) {
                taken++;
                count[0]++;
                lock.unlock.run();
            }
        }
        return taken;
    }

    @org.junit.jupiter.api.Test
    void bitLockLeavesOtherBitsAlone() {
        long word = Arena.global().allocate(8, 8).address();
        Race.run(
                () -> {
                    for (int i = 0; i < 100_000; i++) {
                        BitLock.lock(word, 3, LockClass.FOLIO_LOCK, SITE);
                        BitLock.unlock(word, 3, LockClass.FOLIO_LOCK);
                    }
                },
                () -> {
                    for (int i = 0; i < 100_000; i++) {
                        assertThat(Words.getAndOrInt(word, 1) & 1).isZero();
                        assertThat(Words.getAndAndInt(word, ~1) & 1).isOne();
                    }
                });
        assertThat(Words.getInt(word)).isZero();
    }
}
