package dev.pinfold.mm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VmaLockStressTest {
    private static final Site READ = Site.lock("stress: VMA, reader");
    private static final Site WRITE = Site.lock("stress: VMA, writer");
    private static final Site MMAP = Site.lock("stress: VMA, mmap lock");

    private final RwSemaphore mmap = new RwSemaphore(LockClass.MMAP_LOCK);
    private final MmSeq seq = new MmSeq();
    private final VmaLock vma = new VmaLock();

    @Test
    void aVmaIsReadableExactlyWhileAttachedAndNotWriteLocked() {
        assertThat(vma.tryRead(READ, seq)).isFalse();
        vma.markAttached();
        assertThat(vma.tryRead(READ, seq)).isTrue();
        vma.readUnlock();
        mmap.writeLock(MMAP);
        seq.beginWrite();
        assertThat(vma.tryRead(READ, seq)).isTrue();
        vma.readUnlock();
        vma.writeLock(WRITE, seq);
        vma.writeLock(WRITE, seq);
        assertThat(vma.isWriteLocked(seq)).isTrue();
        assertThat(vma.tryRead(READ, seq)).isFalse();
        seq.endWrite();
        mmap.writeUnlock();
        assertThat(vma.isWriteLocked(seq)).isFalse();
        assertThat(vma.tryRead(READ, seq)).isTrue();
        vma.readUnlock();
        mmap.writeLock(MMAP);
        seq.beginWrite();
        vma.writeLock(WRITE, seq);
        vma.markDetached(seq);
        seq.endWrite();
        mmap.writeUnlock();
        assertThat(vma.tryRead(READ, seq)).isFalse();
        assertThat(vma.isDetached()).isTrue();
    }

    @Test
    void writersKeepReadersOut() {
        vma.markAttached();
        var inside = new AtomicInteger();
        var writing = new AtomicBoolean();
        var read = new AtomicInteger();
        Race.Body reader = () -> {
            for (int i = 0; i < 100_000; i++) {
                if (vma.tryRead(READ, seq)) {
                    inside.incrementAndGet();
                    assertThat(writing.get()).isFalse();
                    inside.decrementAndGet();
                    vma.readUnlock();
                    read.incrementAndGet();
                }
            }
        };
        Race.run(reader, reader, reader, () -> {
            for (int i = 0; i < 10_000; i++) {
                mmap.writeLock(MMAP);
                seq.beginWrite();
                vma.writeLock(WRITE, seq);
                writing.set(true);
                assertThat(inside.get()).isZero();
                writing.set(false);
                seq.endWrite();
                mmap.writeUnlock();
            }
        });
        assertThat(read.get()).isPositive();
    }
}
