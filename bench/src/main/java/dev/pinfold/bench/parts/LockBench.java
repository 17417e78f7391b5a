package dev.pinfold.bench.parts;

import dev.pinfold.mm.sync.Epoch;
import dev.pinfold.mm.sync.LockClass;
import dev.pinfold.mm.sync.Mutex;
import dev.pinfold.mm.sync.RwSemaphore;
import dev.pinfold.mm.sync.Site;
import dev.pinfold.mm.sync.SpinLock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Locks of the memory manager against those of java.util.concurrent; with {@code -t 2} two threads share each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LockBench {
    private static final Site SITE = Site.lock("bench: a lock");

    private final SpinLock spin = new SpinLock(LockClass.BUDDY);
    private final Mutex mutex = new Mutex(LockClass.NAMESPACE);
    private final RwSemaphore semaphore = new RwSemaphore(LockClass.MMAP_LOCK);
    private final ReentrantLock reentrant = new ReentrantLock();
    private final StampedLock stamped = new StampedLock();
    private final ReentrantReadWriteLock readWrite = new ReentrantReadWriteLock();
    private long guarded;

    @Benchmark
    public long spinLock() {
        spin.lock(SITE);
        long v = guarded++;
        spin.unlock();
        return v;
    }

    @Benchmark
    public long mutex() {
        mutex.lock(SITE);
        long v = guarded++;
        mutex.unlock();
        return v;
    }

    @Benchmark
    public long semaphoreRead() {
        semaphore.readLock(SITE);
        long v = guarded;
        semaphore.readUnlock();
        return v;
    }

    @Benchmark
    public long semaphoreWrite() {
        semaphore.writeLock(SITE);
        long v = guarded++;
        semaphore.writeUnlock();
        return v;
    }

    @Benchmark
    public long jucReentrantLock() {
        reentrant.lock();
        try {
            return guarded++;
        } finally {
            reentrant.unlock();
        }
    }

    @Benchmark
    public long jucStampedRead() {
        long stamp = stamped.readLock();
        try {
            return guarded;
        } finally {
            stamped.unlockRead(stamp);
        }
    }

    @Benchmark
    public long jucStampedWrite() {
        long stamp = stamped.writeLock();
        try {
            return guarded++;
        } finally {
            stamped.unlockWrite(stamp);
        }
    }

    @Benchmark
    public long jucReadWriteRead() {
        readWrite.readLock().lock();
        try {
            return guarded;
        } finally {
            readWrite.readLock().unlock();
        }
    }

    /** The epoch of one CPU each, entered and left. */
    @State(Scope.Thread)
    public static class OneCpu {
        private final Epoch epoch = new Epoch(1);
    }

    @Benchmark
    public void epoch(OneCpu own) {
        own.epoch.enter(0);
        own.epoch.exit(0);
    }
}
