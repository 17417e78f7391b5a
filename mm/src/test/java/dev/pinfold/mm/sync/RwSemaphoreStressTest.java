package dev.pinfold.mm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RwSemaphoreStressTest {
    private static final Site READ = Site.lock("stress: semaphore, reader");
    private static final Site WRITE = Site.lock("stress: semaphore, writer");

    private final RwSemaphore sem = new RwSemaphore(LockClass.MMAP_LOCK);
    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicInteger writers = new AtomicInteger();

    @Test
    void readersShareAndWritersExclude() {
        Race.run(this::reads, this::reads, this::writes, this::writes);
        assertThat(sem.tryWriteLock(WRITE)).isTrue();
        assertThat(sem.tryReadLock(READ)).isFalse();
        sem.downgrade();
        assertThat(sem.tryReadLock(READ)).isTrue();
        assertThat(sem.tryWriteLock(WRITE)).isFalse();
        sem.readUnlock();
        sem.readUnlock();
        assertThat(sem.tryWriteLock(WRITE)).isTrue();
        sem.writeUnlock();
    }

    private void reads() {
        for (int i = 0; i < 30_000; i++) {
            sem.readLock(READ);
            readers.incrementAndGet();
            assertThat(writers.get()).isZero();
            readers.decrementAndGet();
            sem.readUnlock();
        }
    }

    private void writes() {
        for (int i = 0; i < 30_000; i++) {
            sem.writeLock(WRITE);
            assertThat(writers.incrementAndGet()).isOne();
            assertThat(readers.get()).isZero();
            writers.decrementAndGet();
            if ((i & 1) == 0) {
                sem.writeUnlock();
            } else {
                readers.incrementAndGet();
                sem.downgrade();
                assertThat(writers.get()).isZero();
                readers.decrementAndGet();
                sem.readUnlock();
            }
        }
    }

    /** Readers that overlap without a gap cannot keep a writer out. */
    @Test
    void readersDoNotStarveAWriter() {
        var stop = new AtomicBoolean();
        Race.Body reader = () -> {
            while (!stop.get()) {
                sem.readLock(READ);
                pause(50_000);
                sem.readUnlock();
            }
        };
        Race.run(reader, reader, reader, () -> {
            for (int i = 0; i < 50; i++) {
                sem.writeLock(WRITE);
                sem.writeUnlock();
            }
            stop.set(true);
        });
    }

    /** Writers that follow each other without a gap cannot keep a reader out. */
    @Test
    void writersDoNotStarveAReader() {
        var stop = new AtomicBoolean();
        Race.Body writer = () -> {
            while (!stop.get()) {
                sem.writeLock(WRITE);
                pause(50_000);
                sem.writeUnlock();
            }
        };
        Race.run(writer, writer, writer, () -> {
            for (int i = 0; i < 50; i++) {
                sem.readLock(READ);
                sem.readUnlock();
            }
            stop.set(true);
        });
    }

    @Test
    void oneThreadMayReleaseWhatAnotherTook() {
        sem.writeLock(WRITE);
        Race.run(sem::writeUnlock);
        sem.readLock(READ);
        Race.run(() -> {}, sem::readUnlock);
        assertThat(sem.tryWriteLock(WRITE)).isTrue();
    }

    private static void pause(long nanos) {
        for (long until = System.nanoTime() + nanos; System.nanoTime() < until; ) {
            Thread.onSpinWait();
        }
    }
}
